"""Two states of one record, and what is asked of them again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openaccord.changes.change import Lookup
from openaccord.changes.comparing import Edit


@dataclass(frozen=True, slots=True)
class Pair:
    """A record before and after, with all its edits; `old` and `new` look other records up."""

    type: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    edits: tuple[Edit, ...]
    old: Lookup
    new: Lookup

    def at(self, place: str, *hows: str) -> Iterator[Edit]:
        """The edits of a place, of one kind or of all."""
        return (edit for edit in self.edits if edit.place == place and (not hows or edit.how in hows))

    def marks(self, *places: str) -> tuple[str, ...]:
        """The marks of all edits of these places."""
        return tuple(edit.mark for edit in self.edits if edit.place in places)
