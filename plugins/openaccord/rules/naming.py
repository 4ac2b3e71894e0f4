"""Ids named in a sentence: the first few, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 3


def naming(ids: Iterable[str], total: int = 0) -> str:
    """“a”, “b” and “c”; of more than three “a”, “b”, “c” and 2 more. Each is named once.

    `total` says how many there are where the ids are only the first few.
    """
    once = tuple(dict.fromkeys(ids))
    further = max(len(once), total) - _MOST
    named = [f"“{one}”" for one in once[:_MOST]] + ([f"{further:,} more"] if further > 0 else [])
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
