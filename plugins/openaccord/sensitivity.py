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
    return frozenset(c.id for c in partnership.of("information-category") if _flag(partnership, c.id, flag))


def _flag(partnership: Partnership, category_id: str, flag: str) -> bool:
    met: set[str] = set()
    while category_id not in met:
        met.add(category_id)
        category = partnership.get("information-category", category_id)
        if category is None:
            return False
        if flag in category.data:
            return bool(category.data[flag])
        category_id = category.data.get("parent", category_id)
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
