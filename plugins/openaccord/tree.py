"""A partnership's files, from a folder or from a git commit alike."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from openaccord.git import Objects, ask
from openaccord.problems import Stop


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A file: its path from the root with “/” between names, its size in bytes, whether it is a plain file.

    Links, submodules, devices and folders that may not be opened are not regular. A name that is not UTF-8
    has surrogates in its path, as `os.fsdecode` gives them.
    """

    path: str
    size: int
    regular: bool


class Tree(Protocol):
    """Files that can be listed and read. Hidden ones, whose name begins with a dot, are not there."""

    @property
    def label(self) -> str:
        """What to call the tree in a message."""

    def entries(self, folder: str) -> list[Entry]:
        """All files below `folder` ("" is the root), by path; none if there is no such folder."""

    def read(self, path: str) -> bytes:
        """The bytes of a regular file. Raises OSError if there is none at `path` or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder as they are now. Raises Stop if there is no such folder."""

    root: Path
    _entered: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.root.is_dir():
            raise Stop(
                f"There is no folder {str(self.root)!r}: name the one that holds the partnership's files."
            )

    @property
    def label(self) -> str:
        """The folder's own name, without the path to it."""
        return self.root.resolve().name

    def entries(self, folder: str) -> list[Entry]:
        """All files below `folder`, by path. Folders are not entered through links."""
        try:
            waiting = [(_inside(folder), self._status(folder))]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError:  # it is there, and nobody knows what is in it
            return [Entry(_inside(folder), 0, regular=False)]
        found = []
        while waiting:
            path, status = waiting.pop()
            if not stat.S_ISDIR(status.st_mode):
                found.append(Entry(path, status.st_size, stat.S_ISREG(status.st_mode)))
                continue
            try:
                waiting.extend(self._children(path))
            except OSError:
                found.append(Entry(path, 0, regular=False))
        return sorted(found)

    def read(self, path: str) -> bytes:
        """The bytes of a regular file. Raises OSError."""
        if not stat.S_ISREG(self._status(path).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        with open(f"{self.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - Path takes as long again
            return file.readall()

    def _status(self, path: str) -> os.stat_result:
        """What is at `path` itself, which may be a link. Raises OSError if a folder on the way is one."""
        inside = _inside(path)
        if not inside:
            return self.root.stat()
        *folders, name = inside.split("/")
        place = str(self.root)
        for folder in folders:
            place = f"{place}/{folder}"
            if place not in self._entered and not stat.S_ISDIR(os.lstat(place).st_mode):
                raise NotADirectoryError(errno.ENOTDIR, "not a folder", path)
            self._entered.add(place)
        return os.lstat(f"{place}/{name}")

    def _children(self, folder: str) -> Iterator[tuple[str, os.stat_result]]:
        with os.scandir(self.root / folder) as items:
            for item in items:
                if not item.name.startswith("."):
                    path = f"{folder}/{item.name}" if folder else item.name
                    yield path, item.stat(follow_symlinks=False)


class Commit:
    """The files of a git commit, without touching the working tree. Not to be shared between threads.

    `repository` is a folder in the repository, or its root; paths count from it. `revision` is anything that
    git knows as a commit: a branch, a tag, `main~20`, `HEAD@{2025-01-01}`. Raises Stop if git, the
    repository or the revision is not there. `id` is the commit's own name, in hexadecimal figures.
    """

    def __init__(self, repository: Path, revision: str) -> None:
        self.label = revision
        answer = ask(repository, "rev-parse", "--is-shallow-repository", "--show-prefix")
        shallow, _, prefix = answer.partition(b"\n")
        self.id = _resolve(repository, revision, shallow=shallow == b"true")
        self._objects = Objects(repository)
        self._files = {entry.path: (entry, name) for entry, name in _list(repository, self.id, prefix[:-1])}

    def entries(self, folder: str) -> list[Entry]:
        """All files below `folder`, by path."""
        try:
            root = _inside(folder)
        except OSError:
            return []
        below = f"{root}/" if root else ""
        return sorted(
            entry for path, (entry, _) in self._files.items() if path == root or path.startswith(below)
        )

    def read(self, path: str) -> bytes:
        """The bytes of a regular file. Raises OSError."""
        entry, name = self._files.get(_inside(path), (None, b""))
        if entry is None:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        if not entry.regular:
            raise OSError(errno.EINVAL, "not a regular file", path)
        data = self._objects.read(name)
        if data is None or len(data) != entry.size:
            raise OSError(errno.EIO, "git cannot read the file", path)
        return data


_PLAIN = re.compile(r"[^./\0][^/\0]*(?:/[^./\0][^/\0]*)*")
"""A path that is in its plain form already, as nearly all are."""


def _inside(path: str) -> str:
    """`path` in its plain form. Raises OSError if it is hidden, absolute or leads upwards."""
    if _PLAIN.fullmatch(path):
        return path
    parts = PurePosixPath(path).parts
    if "\0" in path or any(part.startswith((".", "/")) for part in parts):
        raise FileNotFoundError(errno.ENOENT, "no such file", path)
    return "/".join(parts)


def _resolve(repository: Path, revision: str, *, shallow: bool) -> str:
    asked = f"{revision}^{{commit}}"
    try:
        answer = ask(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    except (Stop, ValueError):  # ValueError: the revision has a zero byte
        deeper = "the clone holds only the latest commits; run “git fetch --unshallow”"
        remedy = deeper if shallow else "look at “git log”, or fetch it first"
        raise Stop(f"Git knows no commit {revision!r} here: {remedy}.") from None
    return answer.decode().strip()


def _list(repository: Path, commit: str, prefix: bytes) -> Iterator[tuple[Entry, bytes]]:
    """The visible files below `prefix` with the name of each one's object."""
    tree = ["ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", commit]
    listing = ask(repository, *tree, *([os.fsdecode(prefix)] if prefix else []))
    for line in listing.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, name, size = about.split()
        try:
            inside = _inside(os.fsdecode(path.removeprefix(prefix)))
        except OSError:
            continue
        yield Entry(inside, int(size) if size.isdigit() else 0, mode.startswith(b"100")), name
