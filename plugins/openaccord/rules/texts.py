"""The texts and links that records publish, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from openaccord.model import Partnership, Record
from openaccord.schemas import Field, Path, Schema

_URLS = frozenset({"url", "url-or-mailbox"})

Wording: TypeAlias = tuple[Path, str, str, bool]
"""The path of a text or link, the text, its language, and whether it is written for citizens."""

Part: TypeAlias = tuple[str, str, bool, tuple[Any, ...]]
"""A field that holds texts: its name, the language of a text in it, whether it is for citizens, its parts."""


def texty(partnership: Partnership) -> Mapping[str, tuple[Part, ...]]:
    """The fields of each type that hold texts or links, and are published."""
    return {name: _parts(schema, *partnership.languages) for name, schema in partnership.schemas.items()}


def _parts(schema: Schema, default: str, *further: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for field in schema.fields:
        parts.extend(_part(field, default, field.plain))
        if field.plain and schema.table is not None:
            parts.extend((f"{field.name}_{language}", language, True, ()) for language in further)
    return tuple(parts)


def _part(field: Field, language: str, plain: bool) -> Iterator[Part]:  # noqa: FBT001 - a list hands it on to its items
    inner = tuple(
        part for one in field.parts for part in _part(one, language, one.plain or (plain and not one.name))
    )
    if not field.internal and (inner or field.form == "text" or field.form in _URLS):
        yield field.name, language, plain, inner


def wordings(parts: tuple[Part, ...], record: Record) -> list[Wording]:
    """Every text and link that a record publishes, in the order of its schema."""
    found: list[Wording] = []
    _gather(parts, record.data, (), found)
    return found


def _gather(parts: tuple[Part, ...], data: Mapping[str, Any], path: Path, into: list[Wording]) -> None:
    for name, language, plain, inner in parts:
        if name in data:
            value = data[name]
            if type(value) is str:
                into.append(((*path, name), value, language, plain))
            elif type(value) is list:
                _gather_items(inner[0], value, (*path, name), into)
            elif inner:
                _gather(inner, value, (*path, name), into)
            else:
                into.extend(((*path, name, spoken), text, spoken, plain) for spoken, text in value.items())


def _gather_items(part: Part, items: list[Any], path: Path, into: list[Wording]) -> None:
    _, language, plain, inner = part
    for number, item in enumerate(items):
        if type(item) is str:
            into.append(((*path, number), item, language, plain))
        elif inner:
            _gather(inner, item, (*path, number), into)
        else:
            into.extend(((*path, number, spoken), text, spoken, plain) for spoken, text in item.items())
