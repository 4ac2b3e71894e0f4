"""The records of a type that name one record, on pages of their own where there are many."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.pages.lists import PAGE_LENGTH
from openaccord.pages.page import Page, RecordPage
from openaccord.rendering.pages import MANY, Press
from openaccord.views.related import Group, groups


def named_addresses(known: Known, record: Record) -> Iterator[str]:
    """Where the lists of a record's many others lie, below its own address."""
    for group in _many(known, record):
        yield from (_below(group, number) for number in range(1, _pages(group) + 1))


def named(known: Known, press: Press, record: Record) -> Iterator[RecordPage]:
    """The lists of a record's many others, page by page."""
    for group in _many(known, record):
        for number in range(1, _pages(group) + 1):
            yield _page(press, record, group, number)


def _many(known: Known, record: Record) -> Iterator[Group]:
    if len(known.partnership.linked_to(record)) > MANY:
        yield from (group for group in groups(known.partnership, record) if len(group.records) > MANY)


def _pages(group: Group) -> int:
    return -(-len(group.records) // PAGE_LENGTH)


def _below(group: Group, number: int) -> str:
    return f"{group.type.address}/" + (f"page-{number}/" if number > 1 else "")


def _page(press: Press, record: Record, group: Group, number: int) -> RecordPage:
    below = _below(group, number)
    address = f"{record.address}{below}"
    html = press.page(
        "named",
        "../" * address.count("/"),
        record=record,
        kind=record.type,
        schema=press.partnership.schemas[record.type.name],
        group=group,
        records=group.records[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH],
        number=number,
        pages=_pages(group),
    )
    title = f"{press.words.say(group.schema.many)} – {press.title(record)}"
    page = Page(f"{press.prefix}{address}", press.words.language, f"{record.type.address}/", title, "", html)
    return RecordPage(record.id, page, below)
