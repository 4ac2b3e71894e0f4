"""How much of what a complete record says is recorded: never an error, always a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from openaccord.model import Partnership, Record
from openaccord.schemas import Field, Schema


class Share(NamedTuple):
    """How many of the expected facts are recorded."""

    recorded: int = 0
    expected: int = 0

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, rounded down; None where nothing is expected."""
        return self.recorded * 100 // self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class Fact:
    """An expected field, with the fields that it lies in: how often, within who passes what to whom.

    A fact within a list is one fact: it is recorded when every entry of the list has it. A row can say a text
    in the column of a further language, `translations`, alone.
    """

    path: str
    fields: tuple[Field, ...]
    translations: tuple[str, ...]

    @property
    def always(self) -> bool:
        """Whether it is expected of every record that does not say it."""
        return not (self.translations or self.fields[-1].unless) and self.fields[0].expected

    def said_otherwise(self, data: Mapping[str, Any]) -> bool:
        """Whether it is there in a further language only."""
        return not data.keys().isdisjoint(self.translations)

    def expected_of(self, data: Mapping[str, Any]) -> bool:
        """Whether a record must say it to be complete; nothing is asked within a field that needs not be."""
        first = self.fields[0]
        return self.fields[-1].expected_of(data) and (first.name in data or first.expected_of(data))


class Standing(NamedTuple):
    """How complete a record is: the facts that it lacks, and of how many."""

    missing: tuple[Fact, ...]
    expected: int

    @property
    def share(self) -> Share:
        """The same as a figure."""
        return Share(self.expected - len(self.missing), self.expected)


@dataclass(frozen=True, slots=True)
class _Level:
    """What is expected of a record, or of an object within it: names of fields, and what lies in others."""

    flat: frozenset[str]
    lists: tuple[str, ...]
    within: tuple[tuple[str, _Level], ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of the records of a type, made ready for a great many of them."""

    facts: tuple[Fact, ...]
    _always: frozenset[str]
    _level: _Level

    def standing(self, record: Record) -> Standing:
        """How complete a record is.

        A fact that has no place in this record is expected only where it is recorded all the same, so that
        recording one more never makes a figure worse.
        """
        data = record.data
        absent = _absent(self._level, data, "")
        expected = len(self.facts)
        if not absent:
            return Standing((), expected)
        missing = []
        for fact in self.facts:
            if fact.path not in absent or (fact.path not in self._always and fact.said_otherwise(data)):
                continue
            if fact.path in self._always or fact.expected_of(data):
                missing.append(fact)
            else:
                expected -= 1
        return Standing(tuple(missing), expected)


def expectations(partnership: Partnership) -> dict[str, Expectation]:
    """What is expected of each type, by its name."""
    languages = partnership.languages[1:]
    return {name: _expectation(schema, languages) for name, schema in partnership.schemas.items()}


def _expectation(schema: Schema, languages: tuple[str, ...]) -> Expectation:
    facts = tuple(_facts(schema.fields, (), languages if schema.table else ()))
    return Expectation(facts, frozenset(fact.path for fact in facts if fact.always), _level(schema.fields))


def _facts(
    fields: tuple[Field, ...], within: tuple[Field, ...], languages: tuple[str, ...]
) -> Iterator[Fact]:
    for field in fields:
        way = (*within, field)
        if _asked(field):
            further = languages if field.plain else ()
            yield Fact(
                ".".join(part.name for part in way), way, tuple(f"{field.name}_{each}" for each in further)
            )
        yield from _facts(_inside(field), way, ())


def _level(fields: tuple[Field, ...]) -> _Level:
    asked = [field for field in fields if _asked(field)]
    within = ((field.name, _level(_inside(field))) for field in fields if any(_facts(_inside(field), (), ())))
    return _Level(
        frozenset(field.name for field in asked if field.form not in ("list", "object")),
        tuple(field.name for field in asked if field.form in ("list", "object")),
        tuple(within),
    )


def _asked(field: Field) -> bool:
    return field.expected and not field.internal


def _inside(field: Field) -> tuple[Field, ...]:
    """The fields of an object, or of each object in a list."""
    item = field.parts[0] if field.form == "list" else field
    return item.parts if item.form == "object" and not field.internal else ()


def _absent(level: _Level, data: Mapping[str, Any], before: str) -> set[str]:
    """The paths of what is expected and not there. An empty list or object says nothing."""
    absent = (
        set() if data.keys() >= level.flat else {before + name for name in level.flat if name not in data}
    )
    for name in level.lists:
        if not data.get(name):
            absent.add(before + name)
    for name, inner in level.within:
        value = data.get(name) or {}
        for entry in value if isinstance(value, list) else (value,):
            absent |= _absent(inner, entry, f"{before}{name}.")
    return absent
