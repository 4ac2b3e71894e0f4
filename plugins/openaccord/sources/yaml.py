"""YAML documents as plain values with the place of each."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from openaccord.problems import Place, Problem, problem, shown_name
from openaccord.sources.text import decode, forbidden_in, places
from openaccord.sources.values import JSON, Path, scalar
from openaccord.sources.yaml_plain import read_plain
from openaccord.sources.yaml_syntax import Breakdown, explain

YAML_BYTES = 1024 * 1024
"""The largest file."""
_DEPTH = 32
_VALUES = 50_000
_TEXT_BYTES = 64 * 1024


@dataclass(slots=True)
class Document:
    """A YAML file: its value, which must not be changed, and where each part of it stands.

    Most documents are never asked for a place, so places are read from `data`, the file's bytes, when the
    first is wanted.
    """

    file: str
    value: JSON
    data: bytes = field(repr=False, compare=False)
    _marks: array[int] | None = field(default=None, repr=False, compare=False)
    _steps: dict[int, dict[str | int, int]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def marks(self) -> array[int]:
        """Four numbers for each value in the order of the file, counted from 0: line and column of its key,
        then line and column of the value. An item of a list, and the whole, is its own key.
        """
        if self._marks is None:
            text = decode(self.data, self.file, YAML_BYTES)[0] or ""
            reader = _Reader(self.file, text)
            reader.document()
            self._marks = array("I", _within(reader.marks, text))
        return self._marks

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; where the path ends early, of what is there."""
        node, value = 0, self.value
        for part in path:
            if not isinstance(value, dict | list):
                break
            step = self._children(node, value).get(part)
            if step is None:
                break
            node, value = step, value[part]  # type: ignore[index] # the part was found in value
        at = 4 * node + (0 if key else 2)
        return Place(self.file, self.marks[at] + 1, self.marks[at + 1] + 1)

    def _children(self, node: int, value: dict[str, JSON] | list[JSON]) -> dict[str | int, int]:
        """The number of each child, kept because a long list may have a problem in every row."""
        if node not in self._steps:
            names, children = (
                (value, value.values()) if isinstance(value, dict) else (range(len(value)), value)
            )
            starts = accumulate(map(_size, children), initial=node + 1)
            self._steps[node] = dict(zip(names, starts, strict=False))
        return self._steps[node]


def _size(value: JSON) -> int:
    """How many values `value` is, itself included."""
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1


def read_document(data: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """The document that `data` holds, or None and the problems that stand against it.

    Only JSON's values come out: a word without quotes is null (`null`, `~` or nothing), `true`, `false` or
    a number as `values.number` knows it; all else is text. Refused, since they can change what a reader
    believes to be written: keys written twice, anchors, aliases, tags, merge keys, a second document,
    keys that are not text, and files beyond 1 MB, 32 levels, 50,000 values or 64 KB in one text.
    """
    text, problems = decode(data, file, YAML_BYTES)
    if text is None:
        return None, problems
    if text.startswith("%") or "\n%" in text or "\r%" in text:
        return None, [_directive(text, file)]
    plain = read_plain(text)
    if plain is not None:
        return Document(file, plain, data), []
    reader = _Reader(file, text)
    try:
        value = reader.document()
    except _LimitError:
        value = None
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, _syntax(error, text, file)]
    if reader.problems:
        return None, reader.problems
    return Document(file, value, data, array("I", _within(reader.marks, text))), []


def _within(marks: list[int], text: str) -> list[int]:
    """The marks, none past the end: libyaml ends a last line that has no end, and sees a value after it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = len(marks) - 2
    while marks[at] >= len(lines):
        marks[at : at + 2] = len(lines) - 1, len(lines[-1])
        at -= 2
    return marks


class _LimitError(Exception):
    """The file is beyond a limit, which is noted as a problem: reading on would only cost time."""


class _Reader:
    """Folds the parser's events into a value. The loader of PyYAML is not used: it resolves YAML 1.1's
    surprises, expands aliases, takes the last of equal keys and overflows the C stack on deep nesting.
    """

    __slots__ = ("_file", "_next", "marks", "problems")

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        # Any: the stubs say that an event may have no mark; those of a parser always do.
        self._next: Any = yaml.CBaseLoader(text).get_event
        self.marks: list[int] = []
        self.problems: list[Problem] = []

    def document(self) -> JSON:
        """The value of the only document. Raises _LimitError, and yaml.MarkedYAMLError for bad syntax."""
        beginning = self._next()
        start = self._next()
        value = self._value(self._next(), start.start_mark, 0) if type(start) is DocumentStartEvent else None
        if value is None and not self.problems:
            hint = "Write the record, or delete the file."
            self._refuse("wrong-shape", beginning.start_mark, "The file holds nothing.", hint)
            return None
        self._next()
        after = self._next()
        if type(after) is DocumentStartEvent:
            message = "A second document begins here."
            hint = "Put it in a file of its own, or remove the line “---”."
            self._refuse("yaml-feature", after.start_mark, message, hint)
        return value

    def _value(self, event: Any, key: Any, depth: int) -> JSON:
        mark = event.start_mark
        self.marks += (key.line, key.column, mark.line, mark.column)
        if len(self.marks) > 4 * _VALUES:
            message = f"The file has more than {_VALUES:,} values."
            self._refuse("too-many-values", mark, message, "Split it into smaller files.")
            raise _LimitError
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        self._note_feature(event)
        if kind is AliasEvent:
            return None
        if depth == _DEPTH:
            message = f"Values are nested more than {_DEPTH} deep here."
            self._refuse("too-deep", mark, message, "Write the record with fewer levels.")
            raise _LimitError
        return self._mapping(depth + 1) if kind is MappingStartEvent else self._list(depth + 1)

    def _list(self, depth: int) -> list[JSON]:
        items = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._value(event, event.start_mark, depth))
        return items

    def _mapping(self, depth: int) -> dict[str, JSON]:
        value: dict[str, JSON] = {}
        lines: dict[str, int] = {}
        while type(event := self._next()) is not MappingEndEvent:
            mark = event.start_mark
            name = self._name(event, depth)
            item = self._value(self._next(), mark, depth)
            if name is None:
                continue
            if name in lines:
                shown = shown_name(name)
                message = f"“{shown}” is written twice; the first is in line {lines[name] + 1}."
                hint = "Keep one of the two, or join them."
                self._refuse("duplicate-key", mark, message, hint, private=shown != name)
            else:
                value[name], lines[name] = item, mark.line
        return value

    def _name(self, event: Any, depth: int) -> str | None:
        """The name that a key gives, as it is written: `1` and `true` are names too. None if it is none."""
        if type(event) is not ScalarEvent:
            if type(event) is not AliasEvent:
                message = "A list or group stands here in place of a field's name."
                hint = "Write a name; put text that begins with [ or { in quotes."
                self._refuse("yaml-feature", event.start_mark, message, hint)
            self._value(event, event.start_mark, depth)
            return None
        if event.value == "<<" and not event.style:
            message = "“<<” would copy fields from another place."
            self._refuse("yaml-feature", event.start_mark, message, "Write the fields themselves.")
        elif not event.value and not event.style:
            message = "There is no field's name before this colon."
            self._refuse("yaml-syntax", event.start_mark, message, "Write “name: value”.")
        return self._text(event)

    def _scalar(self, event: Any) -> JSON:
        text = self._text(event)
        return text if event.style else scalar(text)

    def _text(self, event: Any) -> str:
        text: str = event.value
        if event.tag is not None or event.anchor is not None:
            self._note_feature(event)
        if len(text) > _TEXT_BYTES // 4 and len(text.encode()) > _TEXT_BYTES:
            message = f"This text is longer than {_TEXT_BYTES:,} bytes."
            self._refuse("text-too-long", event.start_mark, message, "Shorten it, or link to a document.")
        if event.style == '"' and (name := forbidden_in(text)):
            message = f"This text has the invisible character {name}, written with a backslash."
            self._refuse("forbidden-character", event.start_mark, message, "Delete it.")
        return text

    def _note_feature(self, event: Any) -> None:
        """Notes a problem if the event is an alias or has an anchor or a tag."""
        if type(event) is AliasEvent:
            message, first = "“*” stands for a value in another place.", "*"
        elif event.anchor:
            message, first = "“&” names this value for use in another place.", "&"
        elif event.tag is not None:
            message, first = "“!” gives this value a kind of its own.", "!"
        else:
            return
        hint = f"Write the value itself; put text that begins with {first} in quotes."
        self._refuse("yaml-feature", event.start_mark, message, hint)

    def _refuse(self, code: str, mark: Any, message: str, hint: str, *, private: bool = True) -> None:
        place = Place(self._file, mark.line + 1, mark.column + 1)
        self.problems.append(problem(code, place, message, hint, private=private))


def _directive(text: str, file: str) -> Problem:
    """An instruction to the parser. It is refused because libyaml's time is quadratic in their number."""
    offsets = (match.end() for match in re.finditer(r"(?:\A|[\r\n])(?=%)", text))
    hint = "Remove the line, or indent it."
    return problem(
        "yaml-feature", next(places(text, offsets, file)), "A line cannot begin with %.", hint, private=True
    )


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The parser's complaint in an editor's words."""
    at: Any = error.problem_mark
    began: Any = error.context_mark or at
    breakdown = Breakdown(
        error.problem or "", at.line, at.column, error.context or "", began.line, began.column
    )
    line, column, message, hint = explain(breakdown, text)
    return problem("yaml-syntax", Place(file, line + 1, column + 1), message, hint, private=True)
