"""All texts of a partnership skimmed, so that few records need to be looked at closely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from openaccord.model import Partnership, Record
from openaccord.rules.texts import Part

_AT_ONCE = 512

Sign: TypeAlias = Callable[[str], bool]
"""Whether texts, with line breaks between them, may have what is looked for."""


class Column(NamedTuple):
    """Texts of one type, one for each of its records, which is empty where a record has none."""

    type_name: str
    plain: bool
    texts: list[str]


class _Plan(NamedTuple):
    """The names of a document's fields: texts for citizens, other texts, and what has fields inside."""

    plain: tuple[str, ...]
    other: tuple[str, ...]
    inner: tuple[tuple[str, _Plan], ...]


def columns(partnership: Partnership, texty: Mapping[str, tuple[Part, ...]]) -> Iterator[Column]:
    """The columns of registers; for documents two, all that is for citizens and all that is not."""
    for kind in partnership.types:
        rows = [record.data for record in partnership.of(kind.name)]
        make = _of_rows if kind.register else _of_documents
        yield from make(kind.name, texty[kind.name], rows)


def _of_rows(type_name: str, parts: tuple[Part, ...], rows: list[Mapping[str, Any]]) -> Iterator[Column]:
    used = set().union(*rows)
    for name, _, plain, _ in parts:
        if name in used:
            cells = [row.get(name, "") for row in rows]
            yield Column(type_name, plain, cells if {*map(type, cells)} == {str} else [*map(_joined, cells)])


def _of_documents(type_name: str, parts: tuple[Part, ...], rows: list[Mapping[str, Any]]) -> Iterator[Column]:
    plan = _plan(parts)
    texts: dict[bool, list[str]] = {True: [], False: []}
    for row in rows:
        plain: list[Any] = []
        other: list[Any] = []
        _skim(plan, row, plain, other)
        texts[True].append(_joined(plain))
        texts[False].append(_joined(other))
    yield from (Column(type_name, plain, some) for plain, some in texts.items())


def suspects(partnership: Partnership, skimmed: tuple[Column, ...], sign: Sign) -> Iterator[Record]:
    """The records in whose texts there may be what is looked for. Most are passed over hundreds at a time."""
    for kind in partnership.types:
        hits: set[int] = set()
        for texts in (column.texts for column in skimmed if column.type_name == kind.name):
            for start in range(0, len(texts), _AT_ONCE):
                some = texts[start : start + _AT_ONCE]
                if sign("\n".join(some)):
                    hits.update(number for number, one in enumerate(some, start) if one and sign(one))
        if hits:
            records = partnership.of(kind.name)
            yield from (records[number] for number in sorted(hits))


def _plan(parts: tuple[Part, ...]) -> _Plan:
    flat: tuple[list[str], list[str]] = ([], [])
    inner = []
    for name, _, plain, below in parts:
        further = (
            below[0][3] if len(below) == 1 and not below[0][0] else below
        )  # a list has one part, without name
        if further:
            inner.append((name, _plan(further)))
        else:
            flat[not plain].append(name)
    return _Plan(tuple(flat[0]), tuple(flat[1]), tuple(inner))


def _skim(plan: _Plan, data: Mapping[str, Any], plain: list[Any], other: list[Any]) -> None:
    plain.extend(filter(None, map(data.get, plan.plain)))
    other.extend(filter(None, map(data.get, plan.other)))
    for name, inner in plan.inner:
        value = data.get(name)
        if value is not None:
            for one in value if type(value) is list else (value,):
                _skim(inner, one, plain, other)


def _joined(value: Any) -> str:
    """A text in one language or several, or a list of them, as one."""
    if type(value) is str:
        return value
    several = [*value.values()] if type(value) is dict else value
    return "\n".join([one if type(one) is str else _joined(one) for one in several])
