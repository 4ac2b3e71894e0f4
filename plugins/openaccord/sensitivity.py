"""Which information, and which sharing, is sensitive by law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openaccord.model import Partnership, Record

_NOBODY = frozenset({"anonymised", "aggregate"})


def identifies(flow: Mapping[str, Any]) -> bool:
    """Whether people can be recognised from what a flow passes on, so that it is personal data."""
    return flow.get("identifiability") not in _NOBODY


def flagged(partnership: Partnership, flag: str) -> frozenset[str]:
    """The ids of the information categories that carry a flag, such as `special_category`.

    A category that does not say takes after the wider one that it belongs to.
    """

    def category(name: str) -> Mapping[str, Any] | None:
        found = partnership.get("information-category", name)
        return found.data if found else None

    return frozenset(
        one.id for one in partnership.of("information-category") if carries(flag, one.id, category)
    )


def carries(flag: str, category_id: str, category: Callable[[str], Mapping[str, Any] | None]) -> bool:
    """Whether an information category, or else the wider one that it belongs to, carries a flag.

    `category` gives the fields of the category with an id.
    """
    met: set[str] = set()
    while category_id not in met:
        met.add(category_id)
        data = category(category_id)
        if data is None:
            return False
        if flag in data:
            return bool(data[flag])
        category_id = data.get("parent", category_id)
    return False


def shared(agreement: Record) -> set[str]:
    """The ids of the information that an agreement shares so that people can be recognised from it."""
    return {
        category
        for flow in agreement.data.get("flows", ())
        if identifies(flow)
        for category in flow.get("information", ())
    }


def high_risk(partnership: Partnership) -> Callable[[Record], bool]:
    """Who tells whether an agreement is about children, vulnerable people or special category information.

    These are the cases for which domain practice asks for an assessment under UK GDPR Article 35.
    """
    special = flagged(partnership, "special_category")
    groups = frozenset(
        group.id
        for group in partnership.of("people-group")
        if group.data.get("children") or group.data.get("vulnerable")
    )
    return lambda agreement: (
        not groups.isdisjoint(agreement.data.get("people", ())) or not special.isdisjoint(shared(agreement))
    )
