"""Who takes part in an agreement, whom to ask about it, and what passes between them."""

from __future__ import annotations

from collections.abc import Iterable

from openaccord.model import Partnership, Record

_DECIDING = ("controller", "joint-controller")


def parties_of(agreement: Record) -> list[str]:
    """The ids of all organisations in an agreement."""
    return [party["organisation"] for party in agreement.data["parties"]]


def deciding(agreement: Record) -> list[str]:
    """The ids of those that decide how the information is used: the controllers."""
    return [p["organisation"] for p in agreement.data["parties"] if p.get("role") in _DECIDING]


def asked(agreement: Record) -> list[str]:
    """The ids of those that answer people: the controllers, else all that are not known to be processors."""
    return deciding(agreement) or [
        party["organisation"] for party in agreement.data["parties"] if party.get("role") != "processor"
    ]


def kinds_of(agreement: Record) -> list[str]:
    """The ids of the kinds of information that pass, each once."""
    flows = agreement.data.get("flows", ())
    return list(dict.fromkeys(kind for flow in flows for kind in flow.get("information", ())))


def found(partnership: Partnership, kind: str, ids: Iterable[str]) -> list[Record]:
    """The records with these ids that can be shown."""
    return [record for one in ids if (record := partnership.get(kind, one))]
