"""What changed: the latest, and each month's changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from openaccord.pages.entries import Entry
from openaccord.pages.known import Known
from openaccord.pages.page import Page, RecordPage, view
from openaccord.rendering.pages import Press

_SECTION = "changes/"
_LATEST, _LENGTH = 30, 150


class Month(NamedTuple):
    """A page of a month's entries: its id, which begins with the month's name, and its number of how many."""

    name: str
    id: str
    year: int
    month: int
    entries: Sequence[Entry]
    number: int
    pages: int


def changes(known: Known, press: Press) -> Iterator[Page]:
    """The latest changes, and the way to all others."""
    told = known.entries
    yield view(
        press,
        "changes",
        press.words.say("Changes"),
        days=_days(told[:_LATEST]),
        months=[month for month in months(told) if month.number == 1],
        past=known.past,
    )


def month_addresses(known: Known) -> Iterator[str]:
    """The address of every month's page within its language."""
    return (f"{_SECTION}{month.id}/" for month in months(known.entries))


def month_pages(known: Known, press: Press) -> Iterator[RecordPage]:
    """The page of every month in one language."""
    for month in months(known.entries):
        title = press.words.say("Changes in {month}", month=press.words.month(month.year, month.month))
        html = press.page("month", "../../", month=month, title=title, days=_days(month.entries))
        address = f"{press.prefix}{_SECTION}{month.id}/"
        yield RecordPage(month.id, Page(address, press.words.language, _SECTION, title, "", html))


def months(told: Sequence[Entry]) -> Iterator[Month]:
    """The pages of all months, newest first; a month with many changes has several."""
    for (year, month), some in groupby(told, lambda entry: (entry.day.year, entry.day.month)):
        found = list(some)
        pages = -(-len(found) // _LENGTH)
        for number in range(pages):
            name = f"{year}-{month:02}"
            shown = found[number * _LENGTH : (number + 1) * _LENGTH]
            page = f"{name}-{number + 1}" if number else name
            yield Month(name, page, year, month, shown, number + 1, pages)


def _days(told: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    return [(day, list(some)) for day, some in groupby(told, lambda entry: entry.day)]
