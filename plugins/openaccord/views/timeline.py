"""How many reviews fall into each month: those that are overdue and those to come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from openaccord.review import review_of
from openaccord.views.diary import Diary

_BACK, _AHEAD = 12, 24


@dataclass(frozen=True, slots=True)
class Month:
    """The reviews that were due in a month and are overdue, and those that are due in it."""

    year: int
    month: int
    overdue: int
    due: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The months around a day. `earlier` reviews are overdue for longer, `later` ones are due after them."""

    months: tuple[Month, ...]
    earlier: int
    later: int


def timeline(diary: Diary, today: date) -> Timeline:
    """Every month between the first and the last review, but no more than a year back and two years ahead."""
    overdue = Counter(
        (due.year, due.month) for record in diary.overdue if (due := review_of(record).due) is not None
    )
    ahead = {(year, month): len(records) for year, month, records in diary.months}
    dated = sorted({*overdue, *ahead})
    if not dated:
        return Timeline((), 0, 0)
    first = max(dated[0], _months_from(today, -_BACK))
    last = min(max(dated[-1], first), _months_from(today, _AHEAD))
    shown = []
    at = first
    while at <= last:
        shown.append(Month(*at, overdue[at], ahead.get(at, 0)))
        at = _months_from(date(*at, 1), 1)
    return Timeline(
        tuple(shown),
        sum(number for month, number in overdue.items() if month < first),
        sum(number for month, number in ahead.items() if month > last),
    )


def _months_from(day: date, months: int) -> tuple[int, int]:
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1
