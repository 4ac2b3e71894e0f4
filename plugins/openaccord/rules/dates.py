"""Rules about dates that cannot both be right, or that have passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from openaccord.review import add, days_in, last_day, maximum_interval
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.reviews import Noted
from openaccord.schemas import Path


class _Span(NamedTuple):
    """Two fields of a type of record of which the first cannot come after the second, and what to say."""

    type: str
    first: Path
    last: Path
    fact: str


_SPANS = (
    _Span("agreement", ("start_date",), ("end_date",), "The agreement ends on {}, before it starts on {}."),
    _Span("protocol", ("start_date",), ("end_date",), "The protocol ends on {}, before it starts on {}."),
    _Span(
        "agreement",
        ("consultation", "opened"),
        ("consultation", "closes"),
        "The consultation closes on {}, before it opens on {}.",
    ),
    _Span("organisation", ("joined_on",), ("left_on",), "It left on {}, before it joined on {}."),
)


def end_before_start(facts: Facts) -> Iterator[Finding]:
    """A record that ends before it starts, a consultation that closes before it opens."""
    for span in _SPANS:
        for record in facts.partnership.of(span.type):
            last = _at(record.data, span.last)
            first = last and _at(record.data, span.first)
            if first and last and last < first:
                fact = span.fact.format(last, first)
                yield Finding(record, span.last, fact, "Correct whichever of the two dates is wrong.")


def _at(data: Mapping[str, Any], path: Path) -> str | None:
    value: Any = data
    for name in path:
        value = value.get(name)
        if value is None:
            return None
    return str(value)


def past_end_date(facts: Facts) -> Iterator[Finding]:
    """An agreement or a protocol that is still in force, or suspended, after its end date."""
    today = facts.today.isoformat()
    for record in (*facts.binding, *facts.protocols_in_force):
        end = record.data.get("end_date")
        if end is not None and end < today:
            yield Finding(
                record,
                ("end_date",),
                f"The end date, {end}, has passed, but the status is still {record.data['status']}.",
                "If it was extended, write the new end date; if not, change the status and say how it ended.",
            )


def consultation_over(facts: Facts) -> Iterator[Finding]:
    """An agreement in consultation after the consultation has closed."""
    today = facts.today.isoformat()
    for record in facts.agreements:
        if record.data["status"] != "consultation":
            continue
        closes = record.data.get("consultation", {}).get("closes")
        if closes is not None and closes < today:
            yield Finding(
                record,
                ("consultation", "closes"),
                f"The consultation closed on {closes}, but the status is still consultation.",
                "Change the status to proposed, and write in consultation, outcome, what came of it.",
            )


def review_in_future(facts: Facts) -> Iterator[Finding]:
    """A review that is dated after today, as the last one or in the log."""
    today = facts.today.isoformat()
    for review in facts.reviews:
        if review.last is not None and review.last > today:
            yield _in_future(review, review.path("last"), review.last)
        for number, entry in enumerate(review.log):
            if entry["date"] > today:
                yield _in_future(review, ("review", "log", number, "date"), entry["date"])


def _in_future(review: Noted, path: Path, day: str) -> Finding:
    return Finding(
        review.record,
        path,
        f"A review is dated {day}, which is in the future.",
        "Write the day on which it was carried out. A review that is planned belongs in next.",
    )


def review_interval_too_long(facts: Facts) -> Iterator[Finding]:
    """A longer time between two reviews than the partnership allows: five years unless it sets another."""
    longest = maximum_interval(facts.partnership.settings)
    days = days_in(longest)
    intervals = {review.interval for review in facts.reviews if review.interval is not None}
    too_long = {interval for interval in intervals if days_in(interval) > days}
    for review in facts.reviews:
        name = _excess(review, too_long, longest, facts.today)
        if name and not review.ended:
            yield Finding(
                review.record,
                review.path(name),
                f"The next review comes later than the longest time that the partnership allows, {longest}.",
                "Review it sooner. That time is set in partnership.yaml: review, maximum_interval.",
            )


def _excess(review: Noted, too_long: set[str], longest: str, today: date) -> str:
    """The field by which the next review comes too late, or nothing. Without a last one, today counts."""
    if review.next is not None:
        last = today if review.last is None else date.fromisoformat(review.last)
        return "next" if last_day(review.next) > add(last, longest) else ""
    return "interval" if review.interval in too_long else ""


RULES: Mapping[str, Rule] = {
    "end-before-start": end_before_start,
    "past-end-date": past_end_date,
    "consultation-over": consultation_over,
    "review-in-future": review_in_future,
    "review-interval-too-long": review_interval_too_long,
}
"""Each rule by its code, in the order of the handbook."""
