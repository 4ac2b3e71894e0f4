"""When a record must be checked again, and what to say about it on a given day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from isodate import parse_duration

from openaccord.model import Record

_ENDED = frozenset({"ended", "withdrawn", "superseded"})
_DUE_SOON = "P90D"
_MAXIMUM_INTERVAL = "P5Y"


@dataclass(frozen=True, slots=True)
class Review:
    """What a record says about its reviews."""

    due: date | None = None
    last: date | None = None
    started: date | None = None
    ended: bool = False
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How a review stands: the tag and the words that a reader sees.

    The words may use {due}, {started}, {ended} (dates) and {days} (a number of days in words). A `live` state
    depends on the day of reading, so it is never built into a page: the browser works it out. What is said
    without counting days, `built`, stays true until the record changes. For a state that no browser counts,
    `words` is what is said when the record lacks the date.
    """

    name: str
    tag: str
    words: str
    built: str = ""
    live: bool = False


STATES: Mapping[str, State] = {
    state.name: state
    for state in (
        State(
            "ended",
            "Ended",
            "Ended. Sharing under it should have stopped.",
            "Ended on {ended}. Sharing under it should have stopped.",
        ),
        State(
            "under-way",
            "Being reviewed",
            "Review began on {started}.",
            "Review began on {started}; it was due by {due}.",
        ),
        State("no-date", "No review date", "", "The partners have not recorded a review date."),
        State("in-date", "In date", "Next review due by {due}, in {days}.", live=True),
        State("due-soon", "Review due soon", "Next review due by {due}, in {days}.", live=True),
        State("due-today", "Review due today", "Review is due today, {due}.", live=True),
        State(
            "overdue",
            "Review overdue",
            "This should have been reviewed by {due}, {days} ago. No review has been recorded since.",
            "This should have been reviewed by {due}. No review has been recorded since.",
        ),
    )
}
"""Every state of a review: Python writes pages by this table, and the browser's script is made from it."""


def ladder(due_soon: int) -> tuple[tuple[str, int | None], ...]:
    """The states that depend on the day, each with the fewest days left for which it holds.

    `due_soon` is the partnership's threshold in days. The first state that fits is the one that holds.
    """
    return (("in-date", due_soon + 1), ("due-soon", 1), ("due-today", 0), ("overdue", None))


def by_days_left(days: int, due_soon: int) -> str:
    """The state of a review that is due in so many days; a negative number is the past."""
    return next(name for name, least in ladder(due_soon) if least is None or days >= least)


def under_way(review: Review) -> bool:
    """Whether a review has begun and none has been recorded since."""
    return review.started is not None and (review.last is None or review.started > review.last)


def state_of(review: Review, today: date, due_soon: int) -> str:
    """The name of a review's state on a day."""
    if review.ended:
        return "ended"
    if under_way(review):
        return "under-way"
    if review.due is None:
        return "no-date"
    return by_days_left((review.due - today).days, due_soon)


def built_state(review: Review, today: date, due_soon: int) -> State | None:
    """The state that a page made today may carry, or None where it would go stale."""
    state = STATES[state_of(review, today, due_soon)]
    return None if state.live else state


def review_of(record: Record) -> Review:
    """A record's review, from the `review` of a document or the review columns of a row."""
    data = record.data
    noted = data.get("review") or {
        name.removeprefix("review_"): value for name, value in data.items() if name.startswith("review_")
    }
    ending = data.get("ending") or {}
    return Review(
        due_date(noted),
        _date(noted.get("last")),
        _date(noted.get("started")),
        data.get("status") in _ENDED,
        _date(ending.get("ended_on") or data.get("end_date")),
    )


def due_date(noted: Mapping[str, Any]) -> date | None:
    """The day by which a review is due: `next`, else `last` + `interval` by calendar arithmetic.

    A month means its last day; 31 January and a month is the last day of February.
    """
    if "next" in noted:
        return last_day(noted["next"])
    if "last" in noted and "interval" in noted:
        return add(date.fromisoformat(noted["last"]), noted["interval"])
    return None


def last_day(text: str) -> date:
    """A date, or the last day of a month written as 2027-03."""
    if len(text) > len("2027-03"):
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:])
    return date(year, month, monthrange(year, month)[1])


@lru_cache(maxsize=10_000)  # the same few dates and lengths, asked again for each page and list
def add(day: date, duration: str) -> date:
    """A day and an ISO 8601 duration later; days that a month does not have become its last."""
    later: date = day + _length(duration)
    return later


@cache
def _length(duration: str) -> Any:
    """A duration as isodate adds it to a date; partnerships write the same few again and again."""
    return parse_duration(duration)


def days_in(duration: str) -> int:
    """The length of a threshold in days, counted from 1 January 2025 where it has months or years."""
    start = date(2025, 1, 1)
    return (add(start, duration) - start).days


def due_soon(settings: Mapping[str, Any]) -> int:
    """The partnership's threshold for “due soon”, in days."""
    return days_in(settings.get("review", {}).get("due_soon", _DUE_SOON))


def stale_after(settings: Mapping[str, Any]) -> int:
    """After how many days a page says that it is old."""
    return days_in(settings.get("review", {}).get("stale_after", "P30D"))


def maximum_interval(settings: Mapping[str, Any]) -> str:
    """The longest time that the partnership allows between two reviews, as a duration."""
    return str(settings.get("review", {}).get("maximum_interval", _MAXIMUM_INTERVAL))


def statement_due(statement: Mapping[str, Any]) -> date:
    """The day by which the accessibility statement must be reviewed: a year after it last was."""
    return add(date.fromisoformat(statement.get("reviewed_on", statement["prepared_on"])), "P1Y")


def overdue(record: Record, today: date) -> bool:
    """Whether the record should have been reviewed before today and has not been."""
    return state_of(review_of(record), today, 0) == "overdue"


def in_date(record: Record, today: date) -> bool:
    """Whether a review date is recorded and has not passed."""
    review = review_of(record)
    return review.due is not None and review.due >= today


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
