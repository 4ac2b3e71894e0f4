"""A folder that is published whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openaccord.cli.holding import hold
from openaccord.problems import Stop

_OURS = Path("assets") / "openaccord"

_REMEDIES = {
    errno.ENOSPC: "Make room on that disk, then build again.",
    errno.EDQUOT: "Make room in that quota, then build again.",
    errno.EACCES: "Build as a user who may write there, or name another folder with --site-dir.",
    errno.EPERM: "Build as a user who may write there, or name another folder with --site-dir.",
    errno.EROFS: "Name a folder on a disk that can be written with --site-dir.",
    errno.EBUSY: "If it is a mount point, it cannot be replaced: name a folder inside it with --site-dir.",
}

_OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
"""What only writing can meet, although the system may name the file that was copied."""


@contextmanager
def publish(target: Path) -> Iterator[Path]:
    """A new folder that takes the place of `target` when the block ends well, else is deleted.

    Builds of one site take turns. A link is followed: what it leads to is replaced, the link stays. Every
    exception leaves with a note that says which site is published now. Raises Stop when the folder cannot be
    made or put in its place, or when the old one is not a site of openaccord's.
    """
    place = _place(target)
    published = "The old site stays."
    try:
        with _open_to_readers(), _workshop(place) as work:
            published = _standing(place, target)
            new = work / "new"
            new.mkdir()
            yield new
            _settle(new)
            with _undisturbed():
                _swap(new, place, work / "old")
                published = "The new site is in its place."
    except OSError as error:
        stop = _explain(error, target, place)
        stop.add_note(published if place.exists() else _nowhere(place))
        raise stop from None
    except BaseException as error:
        if not getattr(error, "__notes__", ()):
            error.add_note(published if place.exists() else _nowhere(place))
        raise


def _place(target: Path) -> Path:
    """Where the site really goes."""
    if target.is_symlink() and not target.exists():
        raise Stop(
            f"{target} is a link to {target.readlink()}, which is not there. "
            "Make that folder, or remove the link."
        )
    if os.path.ismount(target):  # Path.is_mount fails where another build moves the folder at this moment
        raise Stop(
            f"{target} is a mount point, which cannot be replaced. "
            f"Name a folder inside it: --site-dir {target / 'site'}"
        )
    return target.resolve()


def _standing(place: Path, target: Path) -> str:
    """What is published before anything is done. Raises Stop for a folder that holds something of worth.

    Asked only while no other build of this site can put another folder in its place.
    """
    try:
        if not place.exists():
            return _nowhere(place)
        if place.is_dir() and (not any(place.iterdir()) or (place / _OURS).is_dir()):
            return "The old site stays."
    except OSError as error:
        raise _explain(error, target, place) from None
    stop = Stop(f"{target} holds something other than a site. Name another folder, or empty it yourself.")
    stop.add_note("Nothing in it was touched.")
    raise stop


def _nowhere(place: Path) -> str:
    """Where the old site is when it is not in its place."""
    old = _work(place) / "old"
    if not old.exists():
        return "There is no site yet."
    return f"The old site is in {old}; the next build puts it back."


def _work(place: Path) -> Path:
    return place.with_name(f".{place.name}-building")


def _explain(error: OSError, target: Path, place: Path) -> Stop:
    """What the system refused, and what a person can do."""
    name = error.filename if isinstance(error.filename, str) else ""
    where, why = f" ({name})" if name else "", error.strerror or str(error)
    if name and error.errno not in _OF_DISKS and not _is_part(Path(name), place):
        return Stop(f"The site could not be made: {why}{where}. Check that you may read it.")
    return Stop(f"{target} could not be written: {why}{where}. {_REMEDIES.get(error.errno or 0, '')}".strip())


def _is_part(path: Path, place: Path) -> bool:
    """Whether it is the site, a part of the next one, or one of the folders that hold both."""
    return path.is_relative_to(_work(place)) or place.is_relative_to(path)


@contextmanager
def _open_to_readers() -> Iterator[None]:
    """Whatever the user's umask, a web server of another user can read what is written."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    """The folder beside `place` where its next site is made; nobody else can enter it before it is done."""
    place.parent.mkdir(parents=True, exist_ok=True)
    work = _work(place)
    with hold(work):
        _tidy(work, place)
        try:
            yield work
        finally:
            with suppress(OSError):  # what cannot be deleted now, the next build deletes
                _tidy(work, place)


def _tidy(work: Path, place: Path) -> None:
    """Delete what a build left behind. An old site that a killed build had moved away goes back first."""
    new, old = work / "new", work / "old"
    if old.exists() and not place.exists():
        old.rename(place)
    for folder in (new, old):
        if folder.exists():
            shutil.rmtree(folder)


def _settle(folder: Path) -> None:
    """Have the folder on the disk before it takes the old one's place, in case the power fails after."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform == "linux" else None
    if syncfs is None:
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(descriptor)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals to stop wait until the block is done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _swap(new: Path, place: Path, old: Path) -> None:
    """Put the new folder in the place of the old one: at once where the system can, else by two renames."""
    if place.exists():
        if _exchange(new, place):
            return
        place.rename(old)
    new.rename(place)  # when this fails, the old one goes back as the workshop is tidied


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (Linux's renameat2 with RENAME_EXCHANGE); False where that cannot be."""
    here, exchange = -100, 2
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    return renameat2 is not None and not renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange)
