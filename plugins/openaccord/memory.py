"""What files were found to hold, kept from one run to the next."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from openaccord.sources.values import JSON


class Kept(NamedTuple):
    """What bytes without a problem were found to hold.

    `suspicious` says whether they have to be looked at for personal data, and `fits` is the digest of the
    schema that the value was last found to fit, or "".
    """

    value: JSON
    suspicious: bool
    fits: str = ""


@dataclass(slots=True)
class Memory:
    """What files were found to hold, by the fingerprint of their bytes, so that a name or a date of a file
    never counts. `used` are those of this run, which are all that is kept for the next.
    """

    known: dict[str, Kept] = field(default_factory=dict)
    used: dict[str, Kept] = field(default_factory=dict)

    def recall(self, name: str) -> Kept | None:
        """What the bytes with a fingerprint were found to hold; None where that is not known."""
        kept = self.known.get(name)
        if kept is not None:
            self.used[name] = kept
        return kept


@contextmanager
def remembering(root: Path) -> Iterator[Memory]:
    """The memory of a partnership's folder, kept for the next run when the block ends well.

    It lies in the user's own folder for such things (XDG Base Directory Specification), never among the
    records, where a stranger could put another in its place. One that is damaged, of another version or of
    another user is not believed, and one that cannot be written is not missed: the work only takes longer.
    """
    place = place_of(root, ".json")
    memory = Memory(_read(place) if place else {})
    yield memory
    if place and memory.used != memory.known:
        with suppress(OSError):
            _write(place, memory.used)


def place_of(root: Path, ending: str) -> Path | None:
    """Where what is kept of a partnership's folder lies; None where the user has no folder of their own."""
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = Path(own) if own else Path.home() / ".cache"
        return folder / "openaccord" / f"{fingerprint(os.fsencode(root.resolve()))}{ending}"
    except (OSError, RuntimeError):  # no home, or no current folder
        return None


def _read(place: Path) -> dict[str, Kept]:
    try:
        if hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            return {}
        head, _, body = place.read_bytes().partition(b"\n")
    except OSError:
        return {}
    known = json.loads(body) if head == _head(body) else {}
    return {name: Kept(*parts) for name, parts in known.items()}


def _write(place: Path, used: dict[str, Kept]) -> None:
    body = json.dumps(used, ensure_ascii=False, separators=(",", ":")).encode()
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(_head(body) + b"\n" + body)
            file.close()
            Path(file.name).replace(place)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _head(body: bytes) -> bytes:
    """What proves that a body is whole, and that the same code looked at the files that it tells of."""
    code = blake2b(version("jsonschema-rs").encode())
    package = files("openaccord")
    for part in (package / "sources", package / "guard", package):
        for module in sorted(part.iterdir(), key=lambda entry: entry.name):
            if module.name.endswith(".py"):
                code.update(module.read_bytes())
    return f"openaccord {code.hexdigest()[:32]} {fingerprint(body)}".encode()


def fingerprint(data: bytes) -> str:
    """What tells bytes from all other bytes."""
    return blake2b(data, digest_size=16).hexdigest()
