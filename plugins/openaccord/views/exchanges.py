"""What an organisation gives to others and gets from them."""

from __future__ import annotations

from dataclasses import dataclass

from openaccord.model import Partnership, Record


@dataclass(frozen=True, slots=True)
class Exchange:
    """What passes in one direction under one agreement: to or from whom, and which kinds of information."""

    agreement: Record
    others: tuple[str, ...]
    information: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Both directions, seen from one organisation."""

    gives: tuple[Exchange, ...]
    gets: tuple[Exchange, ...]


def exchanges(partnership: Partnership, organisation: Record) -> Exchanges:
    """Everything that agreements let an organisation give and get."""
    return Exchanges(
        _one_way(partnership, organisation, "from", "to"), _one_way(partnership, organisation, "to", "from")
    )


def _one_way(partnership: Partnership, organisation: Record, mine: str, theirs: str) -> tuple[Exchange, ...]:
    flows: dict[str, list[int]] = {}
    agreements: dict[str, Record] = {}
    for link in partnership.linked_to(organisation):
        if link.field == "flows" and link.path[-1] == mine:
            flows.setdefault(link.source.id, []).append(int(link.path[1]))
            agreements[link.source.id] = link.source
    found = []
    for agreement_id, indexes in flows.items():
        mine_of = [agreements[agreement_id].data["flows"][index] for index in indexes]
        others = dict.fromkeys(flow[theirs] for flow in mine_of)
        information = dict.fromkeys(kind for flow in mine_of for kind in flow.get("information", ()))
        found.append(Exchange(agreements[agreement_id], tuple(others), tuple(information)))
    return tuple(found)
