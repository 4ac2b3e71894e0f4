"""What is found out once, for all pages that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openaccord.history.histories import histories
from openaccord.history.past import Past
from openaccord.loading import Loaded
from openaccord.model import Partnership, Record
from openaccord.pages.entries import Entry, by_agreement, entries
from openaccord.record_types import RecordType
from openaccord.schemas import Schema
from openaccord.views.completeness import Expectation, expectations
from openaccord.views.diary import Diary, diary
from openaccord.views.promises import Promise, promises
from openaccord.views.quality import Quality, Tally, quality


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records of a type there are."""

    kind: RecordType
    schema: Schema
    number: int


@dataclass(frozen=True, slots=True)
class Known:
    """A partnership on one day, and what its records add up to. `tallies` are by organisation's id,
    `told` the changes of each agreement by its id; `entries` are all changes. The newest come first.

    `dated` are the ids of the organisations that answer for a record with a review date.
    """

    loaded: Loaded
    today: date
    diary: Diary
    promises: tuple[Promise, ...]
    quality: Quality
    asked: Mapping[str, Expectation]
    tallies: Mapping[str, Tally]
    dated: frozenset[str]
    past: Past
    entries: tuple[Entry, ...]
    told: Mapping[str, tuple[Entry, ...]]

    @property
    def partnership(self) -> Partnership:
        """The records themselves."""
        return self.loaded.partnership

    def counts(self) -> list[Counted]:
        """The types that have records or that hold something unpublished."""
        refused = {name for name, _ in self.partnership.unpublished}
        return [
            Counted(kind, self.partnership.schemas[kind.name], len(self.partnership.of(kind.name)))
            for kind in self.partnership.types
            if self.partnership.of(kind.name) or kind.name in refused
        ]

    def situations(self) -> tuple[Record, ...]:
        """The situations in the order that the partners gave them."""
        found = self.partnership.of("situation")
        return tuple(sorted(found, key=lambda one: (one.data.get("sort_order", 9999), one.id)))


def find_out(loaded: Loaded, today: date, past: Past) -> Known:
    """Look at every record once, for all pages."""
    found = quality(loaded)
    days = diary(loaded.partnership, today)
    return Known(
        loaded=loaded,
        today=today,
        diary=days,
        promises=promises(loaded.partnership, today),
        quality=found,
        asked=expectations(loaded.partnership),
        tallies={of.organisation.id: of.tally for of in found.organisations},
        past=past,
        entries=tuple(entries(past.moments)),
        told=by_agreement(loaded.partnership, histories(past)),
        dated=frozenset(row.organisation.id for row in days.organisations),
    )
