"""Which organisations answer for a record."""

from __future__ import annotations

from openaccord.model import Record


def answering(record: Record) -> tuple[str, ...]:
    """The ids of a row's owner, an agreement's parties, or the organisation itself; else of none."""
    if "organisation" in record.data:
        return (record.data["organisation"],)
    if record.type.name == "organisation":
        return (record.id,)
    return tuple({party["organisation"]: None for party in record.data.get("parties", ())})
