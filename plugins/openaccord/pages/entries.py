"""What changed, arranged for readers: by day, then by record, with what was recorded in bulk in one line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from openaccord.changes.between import SETTINGS
from openaccord.changes.change import Change, Weight
from openaccord.history.past import Moment
from openaccord.model import Key, Partnership
from openaccord.sources.values import JSON

_NEW = frozenset({"agreement-added", "record-added"})
_BULK = 5
_RESTS_ON = frozenset({"retention-rule", "information-category", "dpia"})


@dataclass(frozen=True, slots=True)
class Entry:
    """The changes of a record on a day; or with a `number`, how many records of a type were added."""

    day: date
    commit: str
    type: str
    changes: tuple[Change, ...]
    number: int = 0

    @property
    def name(self) -> str:
        """What tells it from all other entries, for ever."""
        return "/".join((self.commit, self.type, *(change.id for change in self.changes[:1])))

    @property
    def reason(self) -> JSON:
        """What the record's own history says about it."""
        return next((change.reason for change in self.changes if change.reason is not None), None)


def entries(moments: Iterable[Moment]) -> Iterator[Entry]:
    """An entry for each record in each moment, in the order of the moments."""
    for moment in moments:
        told = [change for change in moment.changes if _tellable(change)]
        grouped = [tuple(some) for _, some in groupby(told, lambda one: (one.type, one.id))]
        new = Counter(some[0].type for some in grouped if _is_new(some))
        for some in grouped:
            if not _is_new(some) or new[some[0].type] <= _BULK:
                yield Entry(moment.day, moment.commit, some[0].type, some)
        for kind, number in new.items():
            if number > _BULK:
                yield Entry(moment.day, moment.commit, kind, (), number)


def by_agreement(
    partnership: Partnership, histories: Mapping[Key, tuple[Moment, ...]]
) -> Mapping[str, tuple[Entry, ...]]:
    """What changed in each agreement and, where it matters, in what it rests on; newest first."""
    rests_on: dict[str, set[Key]] = defaultdict(set)
    for link in partnership.links:
        if link.source.type.name == "agreement" and link.target.type.name in _RESTS_ON:
            rests_on[link.source.id].add((link.target.type.name, link.target.id))
    grave = {
        key: tuple(filter(None, map(_grave, histories[key])))
        for key in set().union(*rests_on.values()) & histories.keys()
    }
    found = {}
    for agreement in partnership.of("agreement"):
        own = histories.get(("agreement", agreement.id), ())
        others = [moment for key in sorted(rests_on[agreement.id]) for moment in grave.get(key, ())]
        told = [*own, *(moment for moment in others if own and moment.day >= own[-1].day)]
        if told:
            found[agreement.id] = tuple(entries(sorted(told, key=_day, reverse=True)))
    return found


def _grave(moment: Moment) -> Moment | None:
    """What of a moment matters to people or in law, and is not just new."""
    changes = tuple(change for change in moment.changes if change.weight is Weight.MATERIAL)
    return replace(moment, changes=changes) if changes else None


def _day(moment: Moment) -> date:
    return moment.day


def _is_new(changes: tuple[Change, ...]) -> bool:
    return len(changes) == 1 and changes[0].kind in _NEW


def _tellable(change: Change) -> bool:
    """Settings are told where a sentence of its own does: their fields have no names for readers."""
    return change.type != SETTINGS or change.kind == "severity-changed"
