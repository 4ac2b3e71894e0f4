"""The list of each type of record, in pages that no phone finds too long."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.model import Unpublished
from openaccord.pages.known import Known
from openaccord.pages.page import Page, leaf
from openaccord.record_types import RecordType, is_id
from openaccord.rendering.pages import Press

PAGE_LENGTH = 200


def lists(known: Known, press: Press) -> Iterator[Page]:
    """Every page of every list."""
    for kind in known.partnership.types:
        yield from _list(known, press, kind)


def _list(known: Known, press: Press, kind: RecordType) -> Iterator[Page]:
    records = known.situations() if kind.name == "situation" else known.partnership.of(kind.name)
    schema = known.partnership.schemas[kind.name]
    last = max(1, -(-len(records) // PAGE_LENGTH))
    for number in range(1, last + 1):
        yield leaf(
            press,
            f"{kind.address}/" + (f"page-{number}/" if number > 1 else ""),
            "list",
            (press.words.say(schema.many), press.words.say(schema.description)),
            kind=kind,
            schema=schema,
            records=records[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH],
            total=len(records),
            refused=_refused(known, kind) if number == 1 else [],
            number=number,
            pages=last,
        )


def _refused(known: Known, kind: RecordType) -> list[Unpublished]:
    """The records of a type that cannot be shown; those with a page of their own, and those without an id."""
    found = (refused for (name, _), refused in known.partnership.unpublished.items() if name == kind.name)
    return [refused for refused in found if not refused.id or is_id(refused.id)]
