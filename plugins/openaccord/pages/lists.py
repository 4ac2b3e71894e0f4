"""The list of each type of record, in pages that no phone finds too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from openaccord.model import Record, Unpublished
from openaccord.pages.arranging import ARRANGEMENTS, Arrangement, Entry, Heading, arranged
from openaccord.pages.known import Known
from openaccord.pages.page import Page, leaf
from openaccord.record_types import RecordType, is_id
from openaccord.rendering.pages import Press
from openaccord.schemas import Field, Schema

PAGE_LENGTH = 200
_SHAPES = {"word": "glossary"}
_OTHERS = frozenset(("publication-entry",))
"""The types whose lists have a module of their own."""


class Indexed(NamedTuple):
    """A heading of a list: how many records stand under it, and where the first of them is."""

    heading: Heading
    number: int
    address: str


def lists(known: Known, press: Press) -> Iterator[Page]:
    """Every page of every list."""
    for kind in known.partnership.types:
        if kind.name in _OTHERS:
            continue
        arrangement = ARRANGEMENTS.get(kind.name, Arrangement())
        schema = known.partnership.schemas[kind.name]
        yield from split(
            press,
            f"{kind.address}/",
            _SHAPES.get(kind.name, "list"),
            (press.words.say(schema.many), press.words.say(schema.description)),
            arranged(press, known.partnership.of(kind.name), arrangement),
            kind=kind,
            schema=schema,
            columns=columns(schema, arrangement.columns),
            refused=refused(known, kind),
        )


def split(
    press: Press,
    address: str,
    template: str,
    called: tuple[str, str],
    entries: Sequence[Entry],
    **context: Any,
) -> Iterator[Page]:
    """A list in as many pages as it takes. Its template gets the page's `groups` and the `index` of all."""
    last = max(1, -(-len(entries) // PAGE_LENGTH))
    index = list(_index(address, entries))
    for number in range(1, last + 1):
        shown = entries[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
        yield leaf(
            press,
            f"{address}page-{number}/" if number > 1 else address,
            template,
            called,
            at=address,
            groups=[
                (heading, [record for _, record in some]) for heading, some in groupby(shown, key=_heading)
            ],
            index=index if len(index) > 1 and number == 1 else [],
            total=len(entries),
            number=number,
            pages=last,
            **context,
        )


def columns(schema: Schema, names: Iterable[str]) -> list[Field]:
    """The fields that a table shows."""
    return [field for field in map(schema.field, names) if field is not None]


def _index(address: str, entries: Sequence[Entry]) -> Iterator[Indexed]:
    numbers = Counter(heading for heading, _ in entries)
    first: dict[Heading, int] = {}
    for place, (heading, _) in enumerate(entries):
        first.setdefault(heading, place // PAGE_LENGTH + 1)
    for heading, page in first.items():
        way = f"{address}page-{page}/" if page > 1 else address
        yield Indexed(heading, numbers[heading], f"{way}#{heading.anchor}")


def _heading(entry: tuple[Heading, Record]) -> Heading:
    return entry[0]


def refused(known: Known, kind: RecordType) -> list[Unpublished]:
    """The records of a type that cannot be shown; those with a page of their own, and those without an id."""
    found = (one for (name, _), one in known.partnership.unpublished.items() if name == kind.name)
    return [one for one in found if not one.id or is_id(one.id)]
