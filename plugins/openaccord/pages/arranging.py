"""In which order, and under which headings, a list shows its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from openaccord.model import Record
from openaccord.rendering.pages import Press
from openaccord.schemas import code_list


class Heading(NamedTuple):
    """What stands above some records of a list.

    `place` puts headings in order. `by` says what `value` is: a code of the list that it names, the id of a
    record of the type that it names, a year, a letter, or the name of a phrase.
    """

    place: tuple[Any, ...]
    by: str
    value: str

    @property
    def anchor(self) -> str:
        """The fragment that leads to it."""
        return f"in-{self.value}".replace(" ", "-")


Entry = tuple[Heading, Record]
Under = Callable[[Press, Record], Heading]

_LAST = (1, "")
_NOWHERE = Heading((), "", "")


def _alone(_press: Press, _record: Record) -> Heading:
    return _NOWHERE


def _code(field: str, codes: str, *first: str) -> Under:
    """Under what a code is called: the codes `first`, then the others in their list's order."""

    def under(_press: Press, record: Record) -> Heading:
        code = record.data.get(field)
        if code is None:
            return Heading((99,), "phrase", "none")
        order = list(dict.fromkeys((*first, *code_list(codes))))
        return Heading((order.index(code),), codes, code)

    return under


def _of(field: str, kind: str, absent: str = "none", place: tuple[Any, ...] = _LAST) -> Under:
    """Under the title of the record that a field refers to, or under a phrase where there is none."""

    def under(press: Press, record: Record) -> Heading:
        value = record.data.get(field)
        if value is None:
            return Heading(place, "phrase", absent)
        target = press.partnership.get(kind, value)
        return Heading((0, press.title(target).casefold() if target else value), kind, value)

    return under


def _year(field: str) -> Under:
    """Under the year of a date, the newest first."""

    def under(_press: Press, record: Record) -> Heading:
        year = str(record.data.get(field, ""))[:4]
        return Heading((-int(year),), "year", year) if year else Heading((1,), "phrase", "none")

    return under


def _flag(*fields: str) -> Under:
    """Under the first of some fields that is true."""

    def under(_press: Press, record: Record) -> Heading:
        for place, field in enumerate(fields):
            if record.data.get(field):
                return Heading((place,), "phrase", field)
        return Heading((len(fields),), "phrase", "other")

    return under


def _letter(press: Press, record: Record) -> Heading:
    letter = press.title(record)[:1].upper()
    return Heading((letter.casefold(),), "letter", letter)


def _newest(field: str) -> Callable[[Record], int]:
    return lambda record: -int(str(record.data.get(field, "0")).replace("-", ""))


def _given(record: Record) -> int:
    order: int = record.data.get("sort_order", 9999)
    return order


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a type's list looks. Records with the same `order` follow one another by title.

    With `columns`, the names of fields, it is a table.
    """

    under: Under = _alone
    order: Callable[[Record], Any] = lambda _record: 0
    columns: tuple[str, ...] = ()


ARRANGEMENTS: Mapping[str, Arrangement] = {
    "protocol": Arrangement(_code("status", "protocol-status", "in-force")),
    "agreement": Arrangement(_code("status", "agreement-status", "in-force", "suspended")),
    "dpia": Arrangement(
        _code("outcome", "dpia-outcome"),
        _newest("approved_on"),
        ("agreement", "approved_on", "approved_by_role"),
    ),
    "organisation": Arrangement(_code("kind", "organisation-kind")),
    "situation": Arrangement(order=_given),
    "information-category": Arrangement(_flag("special_category", "criminal_offence")),
    "people-group": Arrangement(_flag("children", "vulnerable")),
    "legal-gateway": Arrangement(_code("power", "legal-power")),
    "information-asset": Arrangement(
        _of("organisation", "organisation"), columns=("owner_role", "retention_rule", "classification")
    ),
    "processing-activity": Arrangement(_of("organisation", "organisation")),
    "retention-rule": Arrangement(
        _of("organisation", "organisation", "shared", (-1, "")),
        columns=("record_class", "period", "trigger", "action"),
    ),
    "audit": Arrangement(
        _year("carried_out_on"),
        _newest("carried_out_on"),
        ("organisations", "standard", "outcome", "open_actions"),
    ),
    "training-record": Arrangement(
        _of("organisation", "organisation"),
        _newest("as_of"),
        ("programme", "audience", "completed_percent", "as_of"),
    ),
    "access-arrangement": Arrangement(
        _of("agreement", "agreement"),
        columns=("organisation", "system", "authentication", "last_access_review"),
    ),
    "disposal": Arrangement(
        _year("disposed_on"), _newest("disposed_on"), ("organisation", "method", "disposed_on", "agreement")
    ),
    "word": Arrangement(_letter),
}
"""How each list looks that is not simply in the order of its titles."""

BY_ORGANISATION = Arrangement(_of("organisation", "organisation"))
"""What organisations have, organisation by organisation."""


def arranged(press: Press, records: Iterable[Record], arrangement: Arrangement) -> list[Entry]:
    """The records in a list's order, each with the heading that it stands under."""
    entries = [(arrangement.under(press, record), record) for record in records]
    order = arrangement.order
    return sorted(entries, key=lambda e: (e[0].place, order(e[1]), press.title(e[1]).casefold(), e[1].id))
