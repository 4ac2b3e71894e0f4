"""What links to a record, grouped by type."""

from __future__ import annotations

from dataclasses import dataclass

from openaccord.model import Partnership, Record
from openaccord.record_types import RecordType
from openaccord.schemas import Schema


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one type that refer to a record, each once."""

    type: RecordType
    schema: Schema
    records: tuple[Record, ...]


def groups(partnership: Partnership, record: Record) -> tuple[Group, ...]:
    """The records that refer to this one, by type in the types' order."""
    found: dict[str, dict[str, Record]] = {}
    for link in partnership.linked_to(record):
        found.setdefault(link.source.type.name, {})[link.source.id] = link.source
    return tuple(
        Group(kind, partnership.schemas[kind.name], tuple(found[kind.name].values()))
        for kind in partnership.types
        if kind.name in found
    )
