"""All reviews of a partnership in the order of their dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from openaccord.model import Partnership, Record
from openaccord.record_types import RecordType
from openaccord.review import review_of, state_of, under_way
from openaccord.schemas import Schema
from openaccord.views.answering import answering


@dataclass(frozen=True, slots=True)
class Undated:
    """How many records of a type have no review date."""

    kind: RecordType
    schema: Schema
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation's records stand."""

    organisation: Record
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True)
class Diary:
    """The reviews that are overdue, under way and to come, by month, and those without a date."""

    overdue: tuple[Record, ...]
    under_way: tuple[Record, ...]
    months: tuple[tuple[int, int, tuple[Record, ...]], ...]
    undated: tuple[Undated, ...]
    organisations: tuple[Standing, ...]


def diary(partnership: Partnership, today: date) -> Diary:
    """Sort every record's review as it stands today."""
    overdue: list[tuple[date, Record]] = []
    ahead: list[tuple[date, Record]] = []
    under_way: list[Record] = []
    undated: Counter[str] = Counter()
    for record in partnership.all():
        review = review_of(record)
        state = state_of(review, today, 0)
        if state == "under-way":
            under_way.append(record)
        elif state == "no-date":
            undated[record.type.name] += 1
        elif review.due is not None and state != "ended":
            (overdue if state == "overdue" else ahead).append((review.due, record))
    overdue.sort(key=_order)
    ahead.sort(key=_order)
    months = groupby(ahead, key=lambda pair: (pair[0].year, pair[0].month))
    late = [record for _, record in overdue]
    return Diary(
        tuple(late),
        tuple(under_way),
        tuple((year, month, tuple(record for _, record in pairs)) for (year, month), pairs in months),
        tuple(
            Undated(kind, partnership.schemas[kind.name], undated[kind.name])
            for kind in partnership.types
            if undated[kind.name]
        ),
        _standings(partnership, late, [*late, *(record for _, record in ahead)]),
    )


def counted(record: Record) -> date | None:
    """The day by which a record's review is due; None where none is, or where one is under way."""
    review = review_of(record)
    return None if review.ended or under_way(review) else review.due


def due_between(
    partnership: Partnership, until: date, organisation: str | None = None
) -> list[tuple[date, Record]]:
    """Every review that is overdue, or due until a day, with its date; the oldest first.

    With an organisation's id, only what it answers for.
    """
    found = [
        (due, record)
        for record in partnership.all()
        if (due := counted(record)) is not None
        and due <= until
        and (organisation is None or organisation in answering(record))
    ]
    return sorted(found, key=_order)


def _order(pair: tuple[date, Record]) -> tuple[date, str, str]:
    return pair[0], pair[1].type.name, pair[1].id


def _standings(partnership: Partnership, overdue: list[Record], dated: list[Record]) -> tuple[Standing, ...]:
    late = Counter(org for record in overdue for org in answering(record))
    all_dated = Counter(org for record in dated for org in answering(record))
    return tuple(
        Standing(organisation, late[organisation.id], all_dated[organisation.id])
        for organisation in partnership.of("organisation")
        if all_dated[organisation.id]
    )
