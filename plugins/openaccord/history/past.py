"""What is known of the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openaccord.changes.change import Change


class Extent(StrEnum):
    """How far back the past is known."""

    WHOLE = "whole"
    SHALLOW = "shallow"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit that changed records, by its name, the day in the partnership's zone, and its changes."""

    commit: str
    day: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """The moments of a partnership, newest first.

    `since` is the day from which changes are known; None when there is none. `why` says in a sentence why
    nothing is known, for whoever builds. `rewritten` is true when the history that was read here before is
    no part of this one.
    """

    moments: tuple[Moment, ...] = ()
    extent: Extent = Extent.UNKNOWN
    since: date | None = None
    why: str = ""
    rewritten: bool = False


UNKNOWN = Past()
"""The past of a partnership where nobody looked."""
