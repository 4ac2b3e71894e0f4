"""The commits of a branch and the files of records that each of them touched, in one pass."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from openaccord.git import ask
from openaccord.problems import Stop

_FOLDERS = ("registers", "protocols")
_MARK = b"\x01"
_REGULAR = b"100"
_LOG = (
    "-c", "log.showSignature=false",
    "log", "--reverse", "--first-parent", "--diff-merges=first-parent", "--root",
    "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--no-color", "--no-ext-diff",
    "--format=tformat:%x01%H %ct %P", "--end-of-options",
)  # fmt: skip
"""Each option is said, so that the settings of whoever runs this change nothing."""


class Touch(NamedTuple):
    """A file that a commit touched: its path, and the names of its contents before and after.

    A name is b"" where there was no plain file.
    """

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """A commit on its branch: its name, when it was made (seconds since 1970), and what it touched.

    Nothing else of it is ever read: neither who made it nor what they said. At an `edge` the clone begins,
    so everything that was there counts as touched.
    """

    id: str
    seconds: int
    touched: tuple[Touch, ...]
    edge: bool = False


class Head(NamedTuple):
    """The commit that is checked out, and those at which a shallow clone begins; none in a whole one."""

    id: str
    edges: frozenset[str]


def read_head(repository: Path) -> Head:
    """What is checked out in a folder. Raises Stop if there is no git, no repository or no commit."""
    answer = ask(
        repository,
        "rev-parse", "--is-shallow-repository", "--git-path", "shallow", "--revs-only", "HEAD^{commit}",
    )  # fmt: skip
    shallow, edges, *heads = os.fsdecode(answer).splitlines()
    if not heads:
        raise Stop("There is no commit yet: run “git commit”.")
    return Head(heads[0], _names(repository / edges) if shallow == "true" else frozenset())


def read_steps(repository: Path, head: Head) -> tuple[Step, ...]:
    """The commits of a branch that touched records, oldest first, with the files that each touched.

    A merge is one step: what it brought to the branch that it was merged into. Raises Stop if git fails.
    """
    said = ask(repository, *_LOG, head.id, "--", *_FOLDERS)
    return tuple(_steps(said, head.edges))


def _names(file: Path) -> frozenset[str]:
    """The commits at which a shallow clone begins."""
    return frozenset(file.read_text(encoding="ascii").split())


def _steps(said: bytes, edges: frozenset[str]) -> Iterator[Step]:
    """The steps in what git says: name, time and parents after a mark; then pairs of a line and a path."""
    parts = iter(said.split(b"\0"))
    head = next(parts, b"")
    while head.startswith(_MARK):
        name, seconds, *_ = head.removeprefix(_MARK).decode().split()
        touched = []
        head = next(parts, b"")
        while head.lstrip(b"\n").startswith(b":"):
            touched.append(_touch(head.lstrip(b"\n:"), next(parts)))
            head = next(parts, b"")
        yield Step(name, int(seconds), tuple(touched), name in edges)


def _touch(line: bytes, path: bytes) -> Touch:
    old, new, before, after, _ = line.split()
    return Touch(
        os.fsdecode(path),
        before if old.startswith(_REGULAR) else b"",
        after if new.startswith(_REGULAR) else b"",
    )
