"""Rules about references to what is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openaccord.model import Link, Record
from openaccord.rules.facts import Facts, Finding, Rule

_ASKED: Mapping[str, frozenset[str]] = {
    "protocol": frozenset({"signatories"}),
    "agreement": frozenset({"protocol", "parties", "flows"}),
    "information-asset": frozenset({"organisation", "copy_of"}),
    "processing-activity": frozenset({"organisation", "recipient_organisations", "agreements", "assets"}),
    "retention-rule": frozenset({"organisation"}),
    "publication-entry": frozenset({"organisation"}),
    "access-arrangement": frozenset({"organisation", "agreement"}),
}
"""The fields, by type, that may not lead to what is over. A successor, an audit or a disposal may."""

_STANDING = frozenset({"in-force", "suspended", "in-use", "archived"})
"""The states in which a record is asked; one that has no state is asked as well."""


def _left(data: Mapping[str, Any], today: str) -> str:
    day = data.get("left_on")
    return f"left the partnership on {day}" if day is not None and day <= today else ""


def _over(data: Mapping[str, Any], _today: str) -> str:
    return {"ended": "has ended", "withdrawn": "was withdrawn", "superseded": "was replaced"}.get(
        data["status"], ""
    )


def _disposed(data: Mapping[str, Any], _today: str) -> str:
    return "was disposed of" if data.get("status") == "disposed" else ""


_ENDS: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "organisation": _left,
    "protocol": _over,
    "agreement": _over,
    "information-asset": _disposed,
}
"""How each type of record that can be over is so, in words; nothing where it is not."""


def reference_ended(facts: Facts) -> Iterator[Finding]:
    """A record in use that rests on an organisation, a protocol, an agreement or an asset that is over.

    Records that are over themselves keep what they say. A party that has withdrawn stays listed.
    """
    today = facts.today.isoformat()
    over = {
        (kind, target.id): words
        for kind, ends in _ENDS.items()
        for target in facts.partnership.of(kind)
        if (words := ends(target.data, today))
    }
    for link in facts.partnership.links if over else ():
        target = link.target
        ended = over.get((target.type.name, target.id))
        if ended and _asked(link) and not _withdrawn(link):
            fact = f"“{target.id}” {ended}, but is still named here."
            yield Finding(link.source, link.path, fact, _remedy(target))


def _asked(link: Link) -> bool:
    source = link.source
    fields = _ASKED.get(source.type.name, frozenset())
    return link.field in fields and source.data.get("status", "in-use") in _STANDING


def _withdrawn(link: Link) -> bool:
    """Whether the reference is that of a party, or a signatory, that has withdrawn."""
    if link.field not in ("parties", "signatories"):
        return False
    return "withdrawn_on" in link.source.data[link.field][link.path[1]]


def _remedy(target: Record) -> str:
    data = target.data
    successor = data.get("successor") or data.get("superseded_by") or data.get("ending", {}).get("successor")
    instead = f"Name what took its place, “{successor}”" if successor else "Name what took its place"
    beside = (
        "; or write withdrawn_on beside a party that has left" if target.type.name == "organisation" else ""
    )
    return f"{instead}, or take it out{beside}."


RULES: Mapping[str, Rule] = {"reference-ended": reference_ended}
"""Each rule by its code, in the order of the handbook."""
