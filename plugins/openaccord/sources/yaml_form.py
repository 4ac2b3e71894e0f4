"""YAML documents in their canonical form, with every comment and every value as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from openaccord.sources.yaml_nodes import Node, last_line, leaf, nodes

Order: TypeAlias = Mapping[str, "Order"]
"""The names of fields in their order, each with the order inside it; that of a list is that of its items."""

_BREAK = re.compile(r"\r\n?")
_HEAD = re.compile(r"[|>][+-]?([1-9]?)")
_STEP = 2


class OddFormError(Exception):
    """The document is written in a way that this module does not take apart."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field of a group or an item of a list, in lines: the comments above it, then itself."""

    above: list[str]
    lines: list[str]


def canonical(text: str, order: Order) -> str:
    """A text that `read_document` takes, in canonical form: fields in the order given, others after them.

    Two spaces for each level, lines ended by LF without spaces before it, one line break at the end, no byte
    order mark. What stands in one line stays in one line, and what is in brackets or quotes stays in them.
    Comments go with what stands below them. Raises OddFormError.
    """
    whole = _BREAK.sub("\n", text.removeprefix("\ufeff"))
    lines = whole.split("\n")
    root = nodes(whole)
    if root.style in ("map", "list") and not lines[root.line][: root.column].strip():
        form = _Form(lines)
        tail, rest = form.gap(root, len(lines), -1, -_STEP)
        head = _from_text(_bare(lines[: root.line]))
        made = [*head, *form.block(root, 0, [], order), *_to_text([*tail, *rest])]
    elif root.style in ("|", ">"):
        raise OddFormError
    else:
        made = _to_text(_from_text(_bare(lines)))
    return "\n".join(made) + "\n"


def _bare(lines: list[str]) -> list[str]:
    return [line.rstrip(" \t") for line in lines]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at(depth: int, line: str) -> str:
    """A line at another depth; one without anything is empty."""
    return (" " * depth + line.lstrip(" ")).rstrip(" \t")


def _from_text(lines: list[str]) -> list[str]:
    """The lines without empty ones at the beginning."""
    return lines[next((number for number, line in enumerate(lines) if line), len(lines)) :]


def _to_text(lines: list[str]) -> list[str]:
    """The lines without empty ones at the end."""
    return _from_text(lines[::-1])[::-1]


def _comments(lines: list[str]) -> list[str]:
    """The lines themselves, if they are comments or empty. Raises OddFormError."""
    if any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        raise OddFormError
    return lines


def _levels(node: Node, indent: int) -> Iterator[tuple[int, int]]:
    """The columns at which the groups and lists at the end of a value begin, and where they will.

    At the end comes what is deeper than all of them.
    """
    while node.style in ("map", "list"):
        yield node.column, indent
        column, node, indent = node.column, node.values[-1], indent + _STEP
        if node.style not in ("map", "list"):
            yield column + 1, indent


@dataclass(frozen=True, slots=True)
class _Form:
    """Takes the lines of a document apart and puts them together anew. `indent` is in spaces."""

    source: list[str]

    def block(self, node: Node, indent: int, above: list[str], order: Order) -> list[str]:
        """The lines of a group or list, below the comments `above`."""
        entries = self._entries(node, indent, _from_text(above), order)
        return _from_text([line for entry in entries for line in (*entry.above, *entry.lines)])

    def _entries(self, node: Node, indent: int, above: list[str], order: Order) -> list[_Entry]:
        """Each field or item, fields in their order."""
        begins = node.keys or node.values
        ranks = {name: rank for rank, name in enumerate(order)}
        entries: list[tuple[int, _Entry]] = []
        for number, (begin, value) in enumerate(zip(begins, node.values, strict=True)):
            if node.style == "map":
                own = _Entry([], self._field(begin, value, indent, order))
            else:
                own = self._item(value, node.column, indent, order)
            end = begins[number + 1].line if number + 1 < len(begins) else 0
            below, then = self.gap(value, end, node.column, indent)
            rank = ranks.get(begin.text, len(ranks)) if node.style == "map" else 0
            entries.append((rank, _Entry([*above, *own.above], [*own.lines, *below])))
            above = then
        return [entry for _, entry in sorted(entries, key=itemgetter(0))]

    def gap(self, value: Node, end: int, column: int, indent: int) -> tuple[list[str], list[str]]:
        """What stands between a value and the line `end`: deeper comments, which are its own; the rest."""
        lines = _comments(self.source[last_line(value, self.source) + 1 : end])
        ends = (n for n, line in enumerate(lines) if not line.strip() or _depth(line) <= column)
        # Below a text of several lines a deeper comment would become part of it.
        count = 0 if leaf(value).style in ("|", ">") else next(ends, len(lines))
        levels = list(_levels(value, indent + _STEP))
        own = [
            _at(max((new for old, new in levels if old <= _depth(line)), default=indent + _STEP), line)
            for line in lines[:count]
        ]
        return own, [_at(indent, line) for line in lines[count:]]

    def _field(self, key: Node, value: Node, indent: int, order: Order) -> list[str]:
        before = self.source[key.line][: key.column]
        if before.strip(" -") or key.end_line != key.line:
            raise OddFormError
        if value.style not in ("map", "list"):
            return self._text(value, key, key.column, indent, indent)
        if value.line == key.line:
            raise OddFormError
        gap = self.source[key.line + 1 : value.line]
        above = _comments([_at(indent + _STEP, line) for line in gap])
        first = _at(indent, self.source[key.line][key.column :])
        return [first, *self.block(value, indent + _STEP, above, order.get(key.text, {}))]

    def _item(self, value: Node, dash: int, indent: int, order: Order) -> _Entry:
        before = self.source[value.line][dash : value.column]
        if before.strip(" ") != "-":
            raise OddFormError
        if value.style in ("map", "list"):
            first, *rest = self._entries(value, indent + _STEP, [], order)
            above = [_at(indent, line) for line in first.above if line]
            lines = [*first.lines, *(line for entry in rest for line in (*entry.above, *entry.lines))]
        else:
            above, lines = [], self._text(value, value, dash, indent + _STEP, indent)
        return _Entry(above, [_at(indent, f"- {lines[0].lstrip(' ')}"), *lines[1:]])

    def _text(self, value: Node, begin: Node, parent: int, indent: int, new_parent: int) -> list[str]:
        """The lines of a value that is no block, from where it, or its key, begins.

        `parent` is the column of the key or dash, and `new_parent` where that will be.
        """
        first = _at(indent, self.source[begin.line][begin.column :])
        lines = self.source[begin.line + 1 : last_line(value, self.source) + 1]
        if value.style not in ("|", ">"):
            return [first, *(_at(max(0, _depth(line) + indent - begin.column), line) for line in lines)]
        digit = _HEAD.match(self.source[value.line], value.column)
        # A text that keeps its last empty lines would take in those that part it from what comes below.
        if value.line != begin.line or digit is None or "+" in digit[0]:
            raise OddFormError
        depths = (_depth(line) for line in lines if line.strip(" "))
        depth = parent + int(digit[1]) if digit[1] else min(depths, default=0)
        new = new_parent + (int(digit[1]) if digit[1] else _STEP)
        # The spaces at the end of such a line are part of the text.
        return [first, *(" " * new + line[depth:] if line[depth:] else "" for line in lines)]
