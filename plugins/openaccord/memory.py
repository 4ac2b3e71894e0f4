"""What files were found to hold, kept from one run to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from openaccord.keeping import keep, kept_file, read_kept
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

    One that is damaged or of another version is not believed.
    """
    place, mark = kept_file(root, ".json"), _mark()
    memory = Memory({name: Kept(*parts) for name, parts in read_kept(place, mark).items()})
    yield memory
    if memory.used != memory.known:
        keep(place, mark, memory.used)


def _mark() -> str:
    """What proves that the same code looked at the files that the memory tells of."""
    code = blake2b(version("jsonschema-rs").encode())
    package = files("openaccord")
    for part in (package / "sources", package / "guard", package):
        for module in sorted(part.iterdir(), key=lambda entry: entry.name):
            if module.name.endswith(".py"):
                code.update(module.read_bytes())
    return code.hexdigest()[:32]
