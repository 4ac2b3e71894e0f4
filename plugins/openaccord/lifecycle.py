"""Which status may follow which."""

from __future__ import annotations

from collections.abc import Mapping

_NOTHING: tuple[str, ...] = ()

FOLLOWS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "agreement": {
        "proposed": ("consultation", "in-force", "withdrawn"),
        "consultation": ("proposed", "in-force", "withdrawn"),
        "in-force": ("suspended", "ended"),
        "suspended": ("in-force", "ended"),
        "ended": _NOTHING,
        "withdrawn": _NOTHING,
    },
    "protocol": {
        "draft": ("in-force", "withdrawn"),
        "in-force": ("superseded", "withdrawn"),
        "superseded": _NOTHING,
        "withdrawn": _NOTHING,
    },
}
"""For each type and status, what may follow it while the text stays the same version.

A new version is a new text, which may begin anywhere. Withdrawn is an agreement that was given up before it
began; one that was in force ends.
"""


def allowed(kind: str, before: str, after: str, *, new_version: bool) -> bool:
    """Whether a record of a type may go from one status to another. Nothing is known of other types."""
    follows = FOLLOWS.get(kind, {}).get(before)
    return new_version or before == after or follows is None or after in follows
