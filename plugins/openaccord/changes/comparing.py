"""Two states of a record compared field by field; lists are sets, so that order is no change."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from openaccord.schemas import Field
from openaccord.sources.values import JSON

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?")
_NAMING = (("reference", "id"), ("url",))
"""Forms of fields that name an entry by themselves, the surest first."""
_ALIKE = 0.6
_KEY_LENGTH = 60
_MOST_TEXTS = 40


class Key(NamedTuple):
    """What names an entry of a list: ids of records of these types, or with no type a text."""

    text: str
    types: tuple[str, ...] = ()


class Edit(NamedTuple):
    """A field that differs.

    `path` leads to it with the keys of entries in brackets, `place` without: `parties[].role`. `fields` are
    the fields on the way and the keys of entries. `how` is added, removed or changed; of a list of plain
    items, `before` holds what was taken out and `after` what was added.
    """

    path: str
    place: str
    fields: tuple[Field | Key, ...]
    how: str
    before: Any
    after: Any

    @property
    def mark(self) -> str:
        """What tells it from other edits: one list can have lost items and gained some."""
        return f"{self.how} {self.path}"

    @property
    def field(self) -> Field:
        """The field itself."""
        return next(step for step in reversed(self.fields) if isinstance(step, Field))


def edits(
    fields: Sequence[Field], before: Mapping[str, Any], after: Mapping[str, Any], way: Edit | None = None
) -> Iterator[Edit]:
    """Every difference between two groups of fields, in the order of the schema."""
    known = {field.name: field for field in fields}
    for name in (*known, *(name for name in {**before, **after} if name not in known)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        field = known.get(name) or _translating(known, name)
        yield from _differing(_step(way, name, field, old, new))


def _step(way: Edit | None, name: str, field: Field | Key, old: Any, new: Any) -> Edit:
    """An edit one step further: into a field, an entry of a list, or with "" to any item of it."""
    how = "added" if old is None else "removed" if new is None else "changed"
    if isinstance(field, Key) or not name:
        step, place = f"[{name}]", "[]"
    else:
        step = place = f".{name}" if way else name
    if way is None:
        return Edit(step, place, (field,), how, old, new)
    return Edit(way.path + step, way.place + place, (*way.fields, field), how, old, new)


def _translating(known: Mapping[str, Field], name: str) -> Field:
    """The field of a column that is a translation of another's, as `title_cy` is of `title`."""
    stem, _, language = name.rpartition("_")
    if stem in known and known[stem].plain and language:
        return known[stem]
    return Field(name, name.replace("_", " ").capitalize(), "", "text")


def _differing(edit: Edit) -> Iterator[Edit]:
    """An edit, or the smaller ones that it consists of."""
    field, old, new = edit.field, edit.before, edit.after
    if field.internal:
        yield edit
    elif field.form == "object" and _all(Mapping, old, new):
        yield from edits(field.parts, old or {}, new or {}, edit)
    elif field.form == "text" and (_named_freely(old) or _named_freely(new)):
        yield from _free(edit)
    elif field.form == "list" and _all(list, old, new):
        yield from _items(edit, old or [], new or [])
    else:
        yield edit


def _all(kind: Any, *values: Any) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def _named_freely(value: Any) -> bool:
    """Whether a value is an object whose names are free, and not a text with its translations."""
    return isinstance(value, Mapping) and not all(map(_LANGUAGE.fullmatch, value))


def _free(edit: Edit) -> Iterator[Edit]:
    """The entries of an object whose names are free, such as severities by code."""
    old, new = edit.before or {}, edit.after or {}
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield _step(edit, name, Key(name), old.get(name), new.get(name))


def _items(edit: Edit, old: list[Any], new: list[Any]) -> Iterator[Edit]:
    item = edit.field.parts[0] if edit.field.parts else Field("", "", "", "text")
    if item.form == "object" and all(isinstance(one, dict) for one in (*old, *new)):
        yield from _entries(edit, item, old, new)
        return
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    if item.form == "text" and item.codes == "":
        for was, now in _reworded(gone, come):
            gone.remove(was)
            come.remove(now)
            yield _step(edit, "", item, was, now)._replace(fields=edit.fields)
    if gone:
        yield edit._replace(
            path=f"{edit.path}[]", place=f"{edit.place}[]", how="removed", before=gone, after=None
        )
    if come:
        yield edit._replace(
            path=f"{edit.path}[]", place=f"{edit.place}[]", how="added", before=None, after=come
        )


def _reworded(gone: list[Any], come: list[Any]) -> list[tuple[Any, Any]]:
    """Texts that were taken out with those so like them that they are the same in other words."""
    pairs: list[tuple[Any, Any]] = []
    if len(gone) > _MOST_TEXTS or len(come) > _MOST_TEXTS:
        return pairs
    left = list(come)
    for was in gone:
        best = max(left, key=lambda now: _likeness(was, now), default=None)
        if best is not None and _likeness(was, best) >= _ALIKE:
            left.remove(best)
            pairs.append((was, best))
    return pairs


def _likeness(one: Any, other: Any) -> float:
    return SequenceMatcher(None, str(one)[:500], str(other)[:500], autojunk=False).quick_ratio()


def _entries(edit: Edit, item: Field, old: list[Any], new: list[Any]) -> Iterator[Edit]:
    """The differences between entries with the same key, and the entries that came or went."""
    names = _naming(item)
    types = tuple(part.references for part in item.parts if part.name in names)
    before, after = _by_key(old, names), _by_key(new, names)
    for key in (*before, *(key for key in after if key not in before)):
        pairs = _paired(before.get(key, []), after.get(key, []))
        for was, now in pairs:
            if was == now:
                continue
            step = _step(edit, key, Key(key, types if all(types) else ()), was, now)
            if was is None or now is None:
                yield step
            else:
                yield from edits(item.parts, was, now, step)


def _naming(item: Field) -> list[str]:
    """The fields that name an entry: of those it must have the references, else the address, else all."""
    required = [part for part in item.parts if part.required]
    for forms in _NAMING:
        if found := [part.name for part in required if part.form in forms]:
            return found
    return [part.name for part in required]


def _by_key(entries: list[Any], names: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        found[_key(entry, names)].append(entry)
    return found


def _key(entry: Mapping[str, Any], names: list[str]) -> str:
    """What names an entry: the values of the fields that it must have."""
    values = [_first(entry.get(name)) for name in names] if names else [json.dumps(entry, sort_keys=True)]
    return ", ".join(values)[:_KEY_LENGTH]


def _first(value: JSON) -> str:
    """A text, in the first language that it has."""
    return str(next(iter(value.values()), "")) if isinstance(value, dict) else str(value)


def _paired(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Entries with the same key, those that are most alike together; None where one has no other."""
    rest = [one for one in new if one not in old]
    pairs: list[tuple[Any, Any]] = []
    for was in (one for one in old if one not in new):
        now = max(rest, key=lambda other: _common(was, other), default=None)
        if now is not None:
            rest.remove(now)
        pairs.append((was, now))
    return [*pairs, *((None, now) for now in rest)]


def _common(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return sum(1 for name in one if one[name] == other.get(name))
