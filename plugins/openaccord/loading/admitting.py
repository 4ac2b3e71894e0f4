"""Values taken in as records, or refused with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from openaccord.exposure import allowance, exposed
from openaccord.layout import stem_of
from openaccord.loading.reading import Reading
from openaccord.model import Record, Source
from openaccord.problems import Place, Problem, Severity, problem
from openaccord.record_types import RecordType, is_reserved
from openaccord.schemas import Path, Schema
from openaccord.settings import graded


class Spot(NamedTuple):
    """Where a value stands: a row has a `root` in its source; a document has none."""

    source: Source
    root: Path

    def place(self, path: Path, key: bool = False) -> Place:  # noqa: FBT001, FBT002 - handed on as a function
        """The place of what is at a path in the value."""
        return self.source.place((*self.root, *path), key=key)


def admit(reading: Reading, kind: RecordType, spot: Spot, value: Any, *, fits: bool) -> Record | None:
    """A value taken in as a record, or refused with the reasons. `fits` says whether it fits its schema.

    A draft is checked like any other record and kept from everything that is published.
    """
    given = value.get("id") if isinstance(value, dict) else None
    record_id = given if isinstance(given, str) else ""
    checker = reading.checker(kind)
    found = _against(reading, kind, spot, value) if fits else checker.explain(value, spot.place)
    file = spot.source.file
    if _is_draft(value):
        reading.problems.extend(found)
        reading.drafts.add((kind.name, record_id))
        return None if found else Record(kind, record_id, value, *spot)
    if not found:
        record = Record(kind, record_id, value, *spot)
        reading.records[kind.name][record_id] = record
        return record
    row = f"{file}:{spot.place(()).line}"  # a row without an id is still listed
    reading.refuse(kind, (record_id or row) if spot.root else stem_of(file), file, found)
    return None


def _is_draft(value: Any) -> bool:
    return isinstance(value, dict) and value.get("status") == "draft"


def _against(reading: Reading, kind: RecordType, spot: Spot, value: Mapping[str, Any]) -> list[Problem]:
    """What stands against taking in a value that fits its schema."""
    given: str = value["id"]
    other = reading.records[kind.name].get(given)
    if other is None and not is_reserved(given):
        return _exposed(reading, reading.checker(kind).schema, spot, value)
    place = spot.place(("id",))
    if other is None:
        fact = f"The id “{given}” cannot be part of an address."
        return [problem("reserved-id", place, fact, "Choose another id.")]
    if not spot.root and stem_of(spot.source.file) == given != stem_of(other.file):
        _give_way(reading, other, place)
        return []
    return [_duplicate(given, place, other.place("id"))]


def _give_way(reading: Reading, other: Record, owner: Place) -> None:
    """Take back a record that has the id of another file, so that no file can take another's page."""
    key = other.type.name, other.id
    del reading.records[other.type.name][other.id]
    reading.faults.pop(key, None)
    twice = _duplicate(other.id, other.place("id"), owner)
    reading.refuse(other.type, stem_of(other.file), other.file, [twice])


def _duplicate(record_id: str, place: Place, first: Place) -> Problem:
    fact = f"The id “{record_id}” is already used in {first.file}, line {first.line}."
    hint = "Give one of them another id; keep the one that was published first."
    return problem("duplicate-id", place, fact, hint)


def _exposed(reading: Reading, schema: Schema, spot: Spot, value: Mapping[str, Any]) -> list[Problem]:
    """What a record must not make public; what it may, and somebody should look at, is noted."""
    if spot.source.file not in reading.suspicious or _is_draft(value):
        return []
    found = list(exposed(schema, value, spot.place, allowance(reading.settings)))
    if any(one.severity is Severity.ERROR for one in graded(found, reading.settings)):
        return found
    reading.problems.extend(found)
    return []
