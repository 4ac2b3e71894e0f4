"""What recording a review changes in a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openaccord.guard.finding import STOPPED, find
from openaccord.guard.people import names
from openaccord.model import Record
from openaccord.problems import Stop
from openaccord.review import add, last_day, review_of, under_way

OUTCOMES = ("no-change", "changed", "ended")
"""What a review can decide, as in the code list review-outcome."""

_UNDATED = "it has neither an interval nor a date"
_OF_PEOPLE = {**STOPPED, "personal-name": names}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A review that was carried out. `next` is the day by which the next one is due, where it was said."""

    on: date
    outcome: str
    by_role: str
    note: str = ""
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """Changes to the review of one record: fields with what they become, None to take one out.

    `entry` is added to the log of a document; a row has none.
    """

    record: Record
    fields: Mapping[str, str | None]
    entry: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Mapping[str, Any]:
        """The record's data as they will be."""
        if self.record.type.register:
            return _changed(self.record.data, {f"review_{name}": to for name, to in self.fields.items()})
        noted = self.record.data.get("review", {})
        log = {"log": [*noted.get("log", ()), self.entry]} if self.entry else {}
        return {**self.record.data, "review": _changed(noted, self.fields) | log}


def _changed(data: Mapping[str, Any], fields: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: to for name, to in {**data, **fields}.items() if to is not None}


def confirmed(record: Record, how: Confirmation) -> Recording:
    """What a review that was carried out changes. Raises Stop where nobody knows when the next is due."""
    if any(find(how.by_role, "", _OF_PEOPLE)):
        raise Stop("The role looks like a person's name. Write the role alone, such as “Records Manager”.")
    before = review_of(record)
    if before.last is not None and how.on <= before.last:
        raise Stop(
            f"{name_of(record)} was last reviewed on {before.last}, so a review on {how.on} adds nothing. "
            "If the day is wrong, give it with --today."
        )
    fields: dict[str, str | None] = {"last": how.on.isoformat()}
    following = _next(record, how)
    if following:
        fields["next"] = following
    if before.started is not None:
        fields["started"] = None
    entry = {"date": how.on.isoformat(), "outcome": how.outcome, "by_role": how.by_role}
    if how.note:
        entry["note"] = how.note
    return Recording(record, fields, {} if record.type.register else entry)


def _next(record: Record, how: Confirmation) -> str:
    """The new date of the next review, or "" where what is written will do.

    An explicit date is moved on by the interval, and never back.
    """
    interval, following = noted(record, "interval"), noted(record, "next")
    if how.next is not None:
        if how.next <= how.on:
            raise Stop(f"The next review cannot be due on {how.next}, which is not after {how.on}.")
        return how.next.isoformat()
    if how.outcome == "ended" or (interval and not following):
        return ""
    if interval:
        due = add(how.on, interval)
        return due.isoformat() if due > last_day(following) else ""
    said = f"{following} was the date of this review, and there is no interval" if following else _UNDATED
    raise Stop(
        f"Nobody knows when {name_of(record)} must be reviewed next: {said}. "
        f"Give the date with --next, such as --next {add(how.on, 'P1Y')}, or write its interval first."
    )


def started(record: Record, on: date) -> Recording:
    """What changes when a review begins. Raises Stop where it has begun already or none is needed."""
    before = review_of(record)
    if before.ended:
        raise Stop(f"{name_of(record)} has ended and needs no review.")
    if under_way(before):
        raise Stop(f"A review of {name_of(record)} is under way since {before.started}.")
    if before.last is not None and on <= before.last:
        raise Stop(f"{name_of(record)} was last reviewed on {before.last}; a review begins after that day.")
    return Recording(record, {"started": on.isoformat()})


def noted(record: Record, name: str) -> str:
    """A field of a record's review as it is written; "" where there is none."""
    if record.type.register:
        return str(record.data.get(f"review_{name}", ""))
    return str(record.data.get("review", {}).get(name, ""))


def name_of(record: Record) -> str:
    """What a record is called on the command line."""
    return f"{record.type.name}/{record.id}"
