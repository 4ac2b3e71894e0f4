"""When reviews are due: one page of all, and pages of their own for what would make it too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openaccord.model import Record
from openaccord.pages.arranging import Entry, Heading
from openaccord.pages.known import Known
from openaccord.pages.lists import split
from openaccord.pages.page import Page, view
from openaccord.rendering.pages import Press
from openaccord.review import review_of

_FIRST, _COMING = 100, 400
"""How many records are listed in a part of the page, and how many in all its months."""


def reviews(known: Known, press: Press) -> Iterator[Page]:
    """What is due when, overdue first."""
    found = known.diary
    listed, apart = _months(found.months)
    yield view(
        press,
        "reviews",
        press.words.say("Reviews"),
        overdue=found.overdue,
        under_way=found.under_way,
        first=_FIRST,
        months=listed,
        undated=found.undated,
        organisations=found.organisations,
        calendar=bool(found.overdue or found.months),
    )
    if len(found.overdue) > _FIRST:
        yield from _all(press, "overdue", press.words.say("Overdue"), found.overdue)
    if len(found.under_way) > _FIRST:
        yield from _all(press, "under-way", press.words.say("Being reviewed"), found.under_way)
    for year, month, records in apart:
        yield from _all(press, f"{year}-{month:02}", press.words.month(year, month), records)


_Month = tuple[int, int, tuple[Record, ...]]
_Shown = tuple[int, int, int, tuple[Record, ...]]
"""A month with its number of records, and those that are listed."""


def _months(months: Sequence[_Month]) -> tuple[list[_Shown], list[_Month]]:
    """All months as the page shows them, and those that get a page of their own."""
    shown: list[_Shown] = []
    apart: list[_Month] = []
    listed = 0
    for year, month, records in months:
        if listed + len(records) > _COMING:
            apart.append((year, month, records))
            shown.append((year, month, len(records), ()))
        else:
            listed += len(records)
            shown.append((year, month, len(records), records))
    return shown, apart


def _all(press: Press, name: str, title: str, records: Sequence[Record]) -> Iterator[Page]:
    """Every record of a part, under the year in which its review is due."""
    yield from split(
        press,
        f"reviews/{name}/",
        "sublist",
        (title, ""),
        [_entry(record) for record in records],
        title=title,
        said="",
        trail=[("reviews/", press.words.say("Reviews"))],
        columns=[],
        late=(),
    )


def _entry(record: Record) -> Entry:
    due = review_of(record).due
    return Heading((), "year", str(due.year)) if due else Heading((), "phrase", "none"), record
