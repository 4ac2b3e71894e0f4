"""The history of each agreement: what changed in it and in what it rests on, by day."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.pages.page import Page, RecordPage
from openaccord.rendering.pages import Press

TAIL = "history/"


def has_history(known: Known, record: Record) -> bool:
    """Whether an agreement has a page of its history."""
    return record.id in known.told


def history_addresses(known: Known) -> Iterator[str]:
    """The address of every such page within its language."""
    for record in known.partnership.of("agreement"):
        if has_history(known, record):
            yield f"{record.address}{TAIL}"


def history_pages(known: Known, press: Press) -> Iterator[RecordPage]:
    """The page of each agreement's history in one language."""
    for record in known.partnership.of("agreement"):
        if has_history(known, record):
            yield _page(known, press, record)


def _page(known: Known, press: Press, record: Record) -> RecordPage:
    title = press.words.say("History: {title}", title=press.title(record))
    html = press.page(
        "history",
        "../../../",
        record=record,
        schema=known.partnership.schemas[record.type.name],
        entries=known.told[record.id],
        past=known.past,
    )
    section = f"{record.type.address}/"
    address = f"{press.prefix}{record.address}{TAIL}"
    return RecordPage(record.id, Page(address, press.words.language, section, title, "", html), TAIL)
