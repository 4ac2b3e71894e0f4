"""Who shares what with whom, counted over all agreements in force."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openaccord.model import Partnership, Record
from openaccord.standing import live_agreements

_PAIRS = 150


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation, and in how many agreements it gives or gets each kind of information."""

    organisation: Record
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Organisations by kinds of information: those of most agreements, and of how many there are."""

    kinds: tuple[Record, ...]
    rows: tuple[Row, ...]
    all_organisations: int
    all_kinds: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations and the number of agreements in which one gives information to the other."""

    one: Record
    other: Record
    agreements: int


@dataclass(frozen=True, slots=True)
class Network:
    """The organisations that share with most others, and the pairs of them that share most."""

    organisations: tuple[Record, ...]
    pairs: tuple[Pair, ...]
    all_organisations: int
    all_pairs: int


def matrix(partnership: Partnership, end: str, most_organisations: int, most_kinds: int) -> Matrix:
    """In how many agreements each organisation stands at one `end` of a flow: "from" or "to"."""
    cells: Counter[tuple[str, str]] = Counter()
    whole: Counter[str] = Counter()
    for agreement in live_agreements(partnership):
        flows = agreement.data.get("flows", ())
        found = {(flow[end], kind) for flow in flows for kind in flow.get("information", ())}
        cells.update(found)
        whole.update({organisation for organisation, _ in found})
    of_kinds: Counter[str] = Counter()
    for (_, kind), number in cells.items():
        of_kinds[kind] += number
    organisations = _records(partnership, "organisation", whole)
    kinds = _records(partnership, "information-category", of_kinds)
    shown = kinds[:most_kinds]
    return Matrix(
        tuple(shown),
        tuple(
            Row(one, tuple(cells[one.id, kind.id] for kind in shown))
            for one in organisations[:most_organisations]
        ),
        len(organisations),
        len(kinds),
    )


def network(partnership: Partnership, most: int) -> Network:
    """Who shares with whom, in either direction."""
    pairs: Counter[tuple[str, str]] = Counter()
    for agreement in live_agreements(partnership):
        pairs.update(set(_pairs(agreement)))
    others: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        others[one].add(other)
        others[other].add(one)
    organisations = _records(
        partnership, "organisation", Counter({one: len(of) for one, of in others.items()})
    )
    shown = organisations[:most]
    known = {one.id: one for one in shown}
    drawn = [(ids, number) for ids, number in pairs.items() if ids[0] in known and ids[1] in known]
    drawn.sort(key=lambda found: (-found[1], found[0]))
    return Network(
        tuple(shown),
        tuple(Pair(known[one], known[other], number) for (one, other), number in drawn[:_PAIRS]),
        len(organisations),
        len(pairs),
    )


def _pairs(agreement: Record) -> Iterator[tuple[str, str]]:
    """The ids of the two ends of each flow, in their own order, so that both directions are one pair."""
    for flow in agreement.data.get("flows", ()):
        if flow["from"] != flow["to"]:
            yield min(flow["from"], flow["to"]), max(flow["from"], flow["to"])


def _records(partnership: Partnership, kind: str, numbers: Counter[str]) -> list[Record]:
    """The records that are counted, those with the greatest numbers first."""
    found: Iterable[Record | None] = (partnership.get(kind, one) for one in numbers)
    return sorted((one for one in found if one), key=lambda one: (-numbers[one.id], one.id))
