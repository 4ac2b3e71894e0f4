"""Commands run in a process of their own, with a fault at a chosen moment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What happens at the n-th call to the file system, counted from 1; 0 is never.

    `kind` is the name of an error, such as ENOSPC, which the call raises, or of a signal, such as SIGKILL,
    which the process gets before the call. With `lasting`, every later call that writes fails as well.
    """

    at: int = 0
    kind: str = "EIO"
    lasting: bool = False


@dataclass(frozen=True)
class Setting:
    """What a command finds around it; -1 and 0 leave a thing as it is."""

    fault: Fault = Fault()
    below: str = ""
    """The folder in which calls count."""
    exchange: bool = True
    """Whether the system can swap two folders in one step."""
    borders: tuple[str, ...] = ()
    """Folders that seem to be file systems of their own, over whose borders nothing is renamed."""
    largest_file: int = -1
    shuffle: int = -1
    """Seed of the order in which folders tell their files."""
    umask: int = 0o022
    processors: int = 0
    environment: Mapping[str, str] | None = None
    """All of the environment."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its status, or minus its signal; what it said; how many calls it made."""

    status: int
    said: str
    calls: int


class Commands:
    """A process that runs commands, each in a fork of it, so that nothing is imported twice."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("breaker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __enter__(self) -> Commands:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def begin(self, *arguments: str | Path, setting: Setting = Setting()) -> int:
        """Start a command, and give the id of its process."""
        self._send({"arguments": [*map(str, arguments)], "setting": asdict(setting)})
        return int(self._answer()["process"])

    def end(self) -> Outcome:
        """Wait for the command that was started."""
        self._send({})
        return Outcome(**self._answer())

    def run(self, *arguments: str | Path, setting: Setting = Setting()) -> Outcome:
        """Run a command to its end."""
        self.begin(*arguments, setting=setting)
        return self.end()

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))
