"""Records that have another id and are otherwise what they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openaccord.model import Key
from openaccord.record_types import RECORD_TYPES
from openaccord.references import references, referring
from openaccord.schemas import Field
from openaccord.sources.values import JSON

_ALIKE = 0.7
_MOST = 200
_NAMES = {kind.plural: kind.name for kind in RECORD_TYPES}

Fields = Mapping[str, tuple[Field, ...]]
Records = Mapping[Key, Mapping[str, JSON]]


@dataclass(frozen=True, slots=True)
class Renames:
    """The new key of each record that has one, and how references to it are found."""

    pairs: Mapping[Key, Key]
    _fields: Fields = field(repr=False)

    def applied(self, type_name: str, data: Mapping[str, JSON]) -> Mapping[str, JSON]:
        """A record with the new ids in its references, so that these are no change of it."""
        if not self.pairs:
            return data
        return _with_new_ids(self.pairs, self._fields.get(type_name, ()), data)


def renames(gone: Records, come: Records, fields: Fields) -> Renames:
    """Which of the records that came are those that went: the same content, or nearly, under another id."""
    found: dict[Key, Key] = {}
    if not gone or not come:
        return Renames(found, {})
    referred = {name: referring(listed) for name, listed in fields.items()}
    while True:
        more = dict(_more(found, gone, come, referred))
        if not more:
            return Renames(found, referred)
        found |= more


def _more(
    known: Mapping[Key, Key], gone: Records, come: Records, fields: Fields
) -> Iterator[tuple[Key, Key]]:
    """Further pairs, where references to what is known to be renamed count as equal."""
    waiting: dict[str, list[Key]] = defaultdict(list)
    for key in come:
        if key not in known.values():
            waiting[key[0]].append(key)
    for key, data in gone.items():
        others = waiting.get(key[0], [])
        if key in known or not others:
            continue
        old = _with_new_ids(known, fields.get(key[0], ()), data)
        exact = [other for other in others if _likeness(old, come[other]) == 1]
        near = exact or (
            [o for o in others if _likeness(old, come[o]) >= _ALIKE] if len(others) < _MOST else []
        )
        if near:
            best = max(near, key=lambda other: _likeness(old, come[other]))
            others.remove(best)
            yield key, best


def _likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """The share of fields, but for the id, that two records have alike; the title counts for three."""
    names = {*one, *other} - {"id"}
    alike = [name for name in names if one.get(name) == other.get(name)]
    title = 2 if "title" in alike else 0
    return (len(alike) + title) / (len(names) + 2) if len(names) > 1 else 0


def _with_new_ids(
    pairs: Mapping[Key, Key], fields: tuple[Field, ...], data: Mapping[str, JSON]
) -> Mapping[str, JSON]:
    if not pairs:
        return data
    changed: Any = data
    for path, declared, target in references(fields, data):
        new = pairs.get((_NAMES.get(declared, declared), target))
        if new is not None:
            changed = _put(changed, path, new[1])
    result: Mapping[str, JSON] = changed
    return result


def _put(value: Any, path: tuple[str | int, ...], new: str) -> Any:
    """A copy of a value with another at `path`."""
    if not path:
        return new
    copy: Any = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = _put(value[path[0]], path[1:], new)
    return copy
