"""What a command costs: time on the wall, processor time, memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
"""Where the commands of this virtual environment lie."""

_DAY = "1795305600"  # 2026-11-22, so that every run finds the same reviews due
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, processor seconds, and bytes of the largest process; 0 bytes is unknown."""

    wall: float
    processor: float
    memory: int

    def __add__(self, other: Cost) -> Cost:
        """The cost of one command after another."""
        memory = max(self.memory, other.memory)
        return Cost(self.wall + other.wall, self.processor + other.processor, memory)


class FailedError(Exception):
    """A command that was to be measured did not do its work."""


def spend(command: Sequence[str | Path], *, statuses: tuple[int, ...] = (0,)) -> Cost:
    """Run a command to its end and say what it cost, its own child processes included.

    Raises FailedError when its exit status is none of `statuses`. The memory is never less than this process
    has, because a child begins as its parent: so nothing large may be imported or held here.
    """
    said(" ".join(map(str, command))[:200])
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": _DAY}
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            output.seek(0)
            told = output.read().decode(errors="replace")[-2000:]
            raise FailedError(f"{command} ended with status {process.returncode}:\n{told}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _MEMORY_UNIT)


def spend_best(command: Sequence[str | Path], times: int = 3, fresh: Path | None = None) -> Cost:
    """The least that a command cost in several runs; what takes long is run once.

    The least and not the mean, because other programs can only make a run slower. The folder `fresh` is
    deleted before each run.
    """
    costs: list[Cost] = []
    while len(costs) < times and sum(cost.wall for cost in costs) < _PATIENCE:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        costs.append(spend(command))
    return Cost(
        min(cost.wall for cost in costs),
        min(cost.processor for cost in costs),
        max(cost.memory for cost in costs),
    )


def said(text: str) -> None:
    """Tell whoever waits what is going on."""
    print(f"… {text}", file=sys.stderr, flush=True)
