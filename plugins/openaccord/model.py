"""Records, the links between them, and the partnership that they make up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from openaccord.problems import Place, Problem
from openaccord.record_types import RecordType
from openaccord.schemas import Path, Schema


class Source(Protocol):
    """A file that was read: it knows the place of every value in it."""

    @property
    def file(self) -> str:
        """The file's path, relative to the partnership's root."""

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of a value, or of its key."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was written. Records with the same type, id and data are equal, wherever they lie."""

    type: RecordType
    id: str
    data: Mapping[str, Any]
    source: Source = field(compare=False, repr=False)
    root: Path = field(default=(), compare=False, repr=False)

    @property
    def address(self) -> str:
        """The address of its page, relative to the site's root."""
        return self.type.page(self.id)

    @property
    def file(self) -> str:
        """The file that it is kept in, relative to the partnership's root."""
        return self.source.file

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Where a value of the record is written."""
        return self.source.place((*self.root, *path), key=key)


class Link(NamedTuple):
    """A reference from one record to another, at `path` in the first. There are twenty for each agreement."""

    source: Record
    path: Path
    target: Record

    @property
    def field(self) -> str:
        """The top-level field that holds the reference."""
        return str(self.path[0])


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A record, or a file, that cannot be shown because of what is wrong with it."""

    type: RecordType
    id: str
    file: str
    problems: tuple[Problem, ...]


Key = tuple[str, str]
"""A record's type and id."""


@dataclass(frozen=True)
class Partnership:
    """Everything that a partnership publishes. `links` are by type, then id, then as they are written;
    `drafts` names the records that it does not publish yet.
    """

    settings: Mapping[str, Any]
    types: tuple[RecordType, ...]
    schemas: Mapping[str, Schema]
    records: Mapping[str, Mapping[str, Record]]
    unpublished: Mapping[Key, Unpublished]
    links: tuple[Link, ...]
    drafts: frozenset[Key] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages; the first is the default."""
        return tuple(self.settings["languages"])

    def type_named(self, name: str) -> RecordType | None:
        """The type with that name, or the register's with that plural."""
        return next((kind for kind in self.types if name in (kind.name, kind.plural)), None)

    def of(self, type_name: str) -> tuple[Record, ...]:
        """All records of a type, in the order of their ids."""
        return tuple(self.records.get(type_name, {}).values())

    def get(self, type_name: str, record_id: str) -> Record | None:
        """The record of that type and id, if it can be shown."""
        return self.records.get(type_name, {}).get(record_id)

    def all(self) -> Iterator[Record]:
        """All records, type by type."""
        for kind in self.types:
            yield from self.of(kind.name)

    def linked_to(self, record: Record) -> tuple[Link, ...]:
        """The links that lead to a record, by type, then id."""
        return tuple(self._arriving.get((record.type.name, record.id), ()))

    @cached_property
    def _arriving(self) -> Mapping[Key, list[Link]]:
        arriving: dict[Key, list[Link]] = defaultdict(list)
        for link in self.links:
            arriving[link.target.type.name, link.target.id].append(link)
        return arriving


def text(data: Mapping[str, Any], name: str, language: str, default: str) -> tuple[str, str]:
    """A text field in a language, with the language that the text is really in; ("", language) when absent.

    A text is a string in the default language, a map of language to string, or, in a table, a column with
    the language's suffix.
    """
    translated = data.get(f"{name}_{language}")
    if isinstance(translated, str):
        return translated, language
    return spoken(data.get(name), language, default)


def spoken(value: Any, language: str, default: str) -> tuple[str, str]:
    """A text value in a language, falling back to the default language, then to any that there is."""
    if not isinstance(value, Mapping):
        return ("" if value is None else str(value)), default if value is not None else language
    for choice in (language, default, *value):
        if choice in value:
            return value[choice], choice
    return "", language
