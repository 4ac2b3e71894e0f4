"""Files in which something is kept from one run to the next."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


def kept_file(root: Path, ending: str) -> Path | None:
    """Where something is kept for a folder; None where the user has no folder of their own.

    It lies in the user's own folder for such things (XDG Base Directory Specification), never among the
    records, where a stranger could put another in its place.
    """
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = Path(own) if own else Path.home() / ".cache"
        return folder / "openaccord" / f"{fingerprint(os.fsencode(root.resolve()))}{ending}"
    except (OSError, RuntimeError):  # no home, or no current folder
        return None


def read_kept(place: Path | None, mark: str) -> Any:
    """What was kept under the same mark; {} where there is nothing.

    A file that is damaged, under another mark or of another user is not believed.
    """
    try:
        if place is None or (hasattr(os, "getuid") and place.stat().st_uid != os.getuid()):
            return {}
        head, _, body = place.read_bytes().partition(b"\n")
    except OSError:
        return {}
    return json.loads(body) if head == _head(mark, body) else {}


def keep(place: Path | None, mark: str, value: object) -> None:
    """Keep a value, whole or not at all. What cannot be written is not missed: work only takes longer."""
    if place is None:
        return
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    with suppress(OSError):
        _write(place, _head(mark, body) + b"\n" + body)


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(data)
            file.close()
            Path(file.name).replace(place)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _head(mark: str, body: bytes) -> bytes:
    """What proves that a body is whole, and what it was kept under."""
    return f"openaccord {mark} {fingerprint(body)}".encode()


def fingerprint(data: bytes) -> str:
    """What tells bytes from all other bytes."""
    return blake2b(data, digest_size=16).hexdigest()
