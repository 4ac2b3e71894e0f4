"""A folder that is published whole or not at all."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openaccord.problems import Stop

_OURS = Path("assets") / "openaccord"


@contextmanager
def publish(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends well, else is deleted.

    Raises Stop when the folder cannot be made, or when the old one is not a site of openaccord's.
    """
    target = target.absolute()
    if target.exists() and not _is_site(target):
        raise Stop(f"{target} holds something other than a site. Name another folder, or empty it yourself.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    except OSError as error:
        raise Stop(f"{target} cannot be written: {error.strerror}. The old site stays.") from None
    new, old = work / "new", work / "old"
    try:
        new.mkdir()
        yield new
        _swap(new, target, old)
    except OSError as error:
        raise Stop(f"{target} could not be written: {error.strerror}. The old site stays.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_site(folder: Path) -> bool:
    """Whether nothing of worth is lost when the folder is replaced."""
    return (
        folder.is_dir()
        and not folder.is_symlink()
        and (not any(folder.iterdir()) or (folder / _OURS).is_dir())
    )


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put the new folder in the place of the old one: at once where the system can, else by two renames."""
    if target.exists() and _exchange(new, target):
        return
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (Linux's renameat2 with RENAME_EXCHANGE); False where that cannot be."""
    here, exchange = -100, 2
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    return renameat2 is not None and not renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange)
