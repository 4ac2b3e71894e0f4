"""The pictures: who shares which kind of information, who shares with whom, and when reviews are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.pages.page import Page, view
from openaccord.rendering.drawing import Circle, circle, columns
from openaccord.rendering.pages import Press
from openaccord.views.sharing import Matrix, Network, matrix, network
from openaccord.views.timeline import timeline

_ORGANISATIONS, _KINDS = 40, 24
"""The most of each that a picture shows, so that it can be read and the page stays small."""


def pictures(known: Known, press: Press) -> Iterator[Page]:
    """All pictures on one page, each with its facts as a table."""
    found = network(known.partnership, _ORGANISATIONS)
    months = timeline(known.diary, known.today)
    yield view(
        press,
        "pictures",
        press.words.say("Pictures"),
        gives=_by_title(press, matrix(known.partnership, "from", _ORGANISATIONS, _KINDS)),
        gets=_by_title(press, matrix(known.partnership, "to", _ORGANISATIONS, _KINDS)),
        network=found,
        circle=_circle(press, found),
        timeline=months,
        columns=columns([(month.overdue, month.due) for month in months.months]),
        today=known.today,
    )


def _by_title(press: Press, found: Matrix) -> Matrix:
    """The same matrix with both its sides in the order of their titles."""
    order = sorted(range(len(found.kinds)), key=lambda place: _title(press, found.kinds[place]))
    rows = sorted(found.rows, key=lambda row: _title(press, row.organisation))
    return replace(
        found,
        kinds=tuple(found.kinds[place] for place in order),
        rows=tuple(replace(row, numbers=tuple(row.numbers[place] for place in order)) for row in rows),
    )


def _circle(press: Press, found: Network) -> Circle:
    """The network with organisations of a kind side by side."""
    around = sorted(found.organisations, key=lambda one: (one.data["kind"], _title(press, one)))
    places = {one.id: place for place, one in enumerate(around)}
    edges = [(places[pair.one.id], places[pair.other.id], pair.agreements) for pair in found.pairs]
    return circle([press.title(one) for one in around], edges)


def _title(press: Press, record: Record) -> tuple[str, str]:
    return press.title(record).casefold(), record.id
