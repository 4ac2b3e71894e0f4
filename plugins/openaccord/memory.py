"""What files were found to hold, kept from one run to the next."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

from openaccord.sources.values import JSON


@dataclass(slots=True)
class Memory:
    """The values of files without a problem, by the hash of the files' bytes, so that a name or a date of a
    file never counts. `used` are those of this run, which are all that is kept for the next.
    """

    known: dict[str, JSON] = field(default_factory=dict)
    used: dict[str, JSON] = field(default_factory=dict)

    def recall(self, data: bytes) -> JSON:
        """The value that these bytes were found to hold; None where that is not known."""
        name = _hash(data)
        value = self.known.get(name)
        if value is not None:
            self.used[name] = value
        return value

    def note(self, data: bytes, value: JSON) -> None:
        """Keep what bytes without a problem hold."""
        self.used[_hash(data)] = value


@contextmanager
def remembering(root: Path) -> Iterator[Memory]:
    """The memory of a partnership's folder, kept for the next run when the block ends well.

    It lies in the user's own folder for such things (XDG Base Directory Specification), never among the
    records, where a stranger could put another in its place. One that is damaged, of another version or of
    another user is not believed, and one that cannot be written is not missed: the work only takes longer.
    """
    place = _place(root)
    memory = Memory(_read(place) if place else {})
    yield memory
    if place and memory.used.keys() != memory.known.keys():
        with suppress(OSError):
            _write(place, memory.used)


def _place(root: Path) -> Path | None:
    """The file for a partnership's folder; None where the user has no folder of their own."""
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = Path(own) if own else Path.home() / ".cache"
        return folder / "openaccord" / f"{_hash(os.fsencode(root.resolve()))}.json"
    except (OSError, RuntimeError):  # no home, or no current folder
        return None


def _read(place: Path) -> dict[str, JSON]:
    try:
        if hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            return {}
        head, _, body = place.read_bytes().partition(b"\n")
    except OSError:
        return {}
    known: dict[str, JSON] = json.loads(body) if head == _head(body) else {}
    return known


def _write(place: Path, used: dict[str, JSON]) -> None:
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
    """What proves that a body is whole, and that the same code read the files that it tells of."""
    code = blake2b()
    sources = files("openaccord") / "sources"
    for module in sorted(sources.iterdir(), key=lambda entry: entry.name):
        if module.name.endswith(".py"):
            code.update(module.read_bytes())
    return f"openaccord {code.hexdigest()[:32]} {_hash(body)}".encode()


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
