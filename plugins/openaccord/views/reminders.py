"""When somebody is reminded of a review, again and again until it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openaccord.model import Partnership, Record
from openaccord.review import add
from openaccord.views.diary import due_between

_DAYS_BEFORE = (90, 60, 30, 0)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A record whose review is due before long or overdue.

    `stage` is the step that was reached last: “90-days”, “60-days”, “30-days”, “0-days”, then “1-months”
    overdue, “2-months” and so on.
    """

    record: Record
    due: date
    stage: str


def reminders(partnership: Partnership, today: date, organisation: str | None = None) -> list[Reminder]:
    """Every record that somebody is to be reminded of today, the longest overdue first."""
    until = today + timedelta(days=_DAYS_BEFORE[0])
    found = due_between(partnership, until, organisation)
    return [Reminder(record, due, _stage(due, today)) for due, record in found]


def _stage(due: date, today: date) -> str:
    months = (today.year - due.year) * 12 + today.month - due.month
    if months > 0 and add(due, f"P{months}M") > today:
        months -= 1
    if months > 0:
        return f"{months}-months"
    left = (due - today).days
    return f"{min(days for days in _DAYS_BEFORE if days >= max(left, 0))}-days"
