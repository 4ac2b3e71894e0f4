"""A folder that one process at a time works in; its lock ends with the process, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from openaccord.problems import Stop
from openaccord.reports.harmless import harmless


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Make the folder and hold it, after whoever holds it now; delete it when the block ends, if it is empty.

    Raises OSError when it cannot be made, and Stop when the system has no locks and the folder is there.
    """
    lock = _take(folder)
    try:
        yield
    finally:
        with suppress(OSError):
            folder.rmdir()
        if lock is not None:
            os.close(lock)


def _take(folder: Path) -> int | None:
    """An open and locked descriptor; on Windows, where folders have none, the folder itself is the lock."""
    if sys.platform == "win32":
        if not _make(folder):
            raise _taken(folder)
        return None
    while True:
        made = _make(folder)
        try:
            # Never through a link, which somebody else may have put there.
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except FileNotFoundError:  # whoever held it has just deleted it
            continue
        try:
            if not _lock(lock, folder) and not made:
                raise _taken(folder)
            if _is_still(lock, folder):
                return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def _taken(folder: Path) -> Stop:
    return Stop(
        "Another build of this site is at work, or was killed. "
        f"If none is at work, delete {folder} and build again."
    )


def _make(folder: Path) -> bool:
    """Whether the folder was not there before."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return False
    return True


def _lock(descriptor: int, folder: Path) -> bool:
    """Wait for the lock; False where the system or the disk has none."""
    import fcntl  # noqa: PLC0415 - Windows has none

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        said = f"openaccord: Another build of this site is at work in {folder}; this one waits for its end."
        click.echo(harmless(said), err=True)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def _is_still(descriptor: int, folder: Path) -> bool:
    """Whether the folder is the one that was opened: who held it before may have deleted it."""
    try:
        return os.path.samestat(os.fstat(descriptor), folder.lstat())
    except FileNotFoundError:
        return False
