"""What git is asked, so that nothing of a record, a name or the surroundings can make it do anything else."""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from openaccord.problems import Stop


def ask(repository: Path, *arguments: str) -> bytes:
    """What git answers in a folder. Raises Stop if it cannot."""
    command = _command(repository, *arguments)
    try:
        done = subprocess.run(
            command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise Stop("Git is not installed: install it, or name a folder in place of a commit.") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
    shown = repr(str(repository))
    for sign, message in _REFUSALS:
        if sign in said:
            raise Stop(message.format(shown))
    raise Stop(f"Git cannot read {shown}: {said.removeprefix('fatal: ') or 'it gives no reason'}.")


class Objects:
    """The contents of a repository, read by one process. Not to be shared between threads."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._batch: subprocess.Popen[bytes] | None = None

    def read(self, name: bytes) -> bytes | None:
        """The bytes of the object with that name; None if git cannot read it."""
        return next(self.read_all([name]))

    def read_all(self, names: Sequence[bytes]) -> Iterator[bytes | None]:
        """The bytes of each object, many asked for at once; None for one that git cannot read."""
        for start in range(0, len(names), _AT_ONCE):
            asked, answers = self._pipes()
            some = names[start : start + _AT_ONCE]
            asked.write(b"".join(name + b"\n" for name in some))
            asked.flush()
            yield from [_answer(answers) for _ in some]

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """The input and output of the one process, started when first needed."""
        if self._batch is None:
            self._batch = subprocess.Popen(
                _command(self._repository, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
            weakref.finalize(self, _end, self._batch)
        if self._batch.stdin is None or self._batch.stdout is None:
            raise OSError("git does not answer")
        return self._batch.stdin, self._batch.stdout


def _answer(answers: IO[bytes]) -> bytes | None:
    """Name, kind and size, then the bytes and a line break; or the name and “missing”."""
    head = answers.readline().split()
    if len(head) != 3:
        return None
    size = int(head[2])
    data = answers.read(size + 1)
    return data[:-1] if len(data) == size + 1 else None


_AT_ONCE = 50
"""So many names fit into any pipe, so that git never waits for us while we wait for git."""

_REFUSALS = (
    ("not a git repository", "{} is not in a git repository: run “git init” there, or clone it again."),
    ("dubious ownership", "{0} belongs to another user: run “git config --global --add safe.directory {0}”."),
    ("cannot change to", "There is no folder {}: name the one that holds the partnership's files."),
)
"""What git says, and what it means."""


def _command(repository: Path, *arguments: str) -> list[str]:
    # A partial clone would fetch what it lacks, from wherever its configuration says.
    return ["git", "--no-replace-objects", "-c", "protocol.allow=never", "-C", str(repository), *arguments]


def _environment() -> dict[str, str]:
    """The surroundings without what a hook sets, which would lead git to another repository or index."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")
    }
    fixed = {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    return kept | fixed


def _end(process: subprocess.Popen[bytes]) -> None:
    with process:
        pass
