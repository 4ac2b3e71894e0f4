"""A value of a YAML text set, taken out or added, with every other character kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from openaccord.sources.values import JSON, Path
from openaccord.sources.yaml_nodes import Node, last_line, nodes
from openaccord.sources.yaml_text import plain_or_quoted, quoted, to_yaml

Entry: TypeAlias = dict[str, str]

_BREAK = re.compile(r"\r\n|\r|\n")
_OF_FLOW = re.compile(r"[,\[\]{}]")
_MARK = "\ufeff"
_PLAIN = ("", "'", '"')


class OddPlaceError(Exception):
    """The value stands where this module does not write."""


def with_text(text: str, path: Path, value: str, order: Sequence[str] = ()) -> str:
    """A text that `read_document` takes, with the field at `path` set; the group it is in must be there.

    A new field goes where `order` has it among the others, else to the end. Raises OddPlaceError.
    """
    page = _Page(text)
    group, name = page.at(path[:-1]), str(path[-1])
    old = _value(group, name)
    if old is None:
        return page.added(group, name, plain_or_quoted(value), order)
    if old.style not in _PLAIN or old.line != old.end_line or (old.line, old.column) == _end(old):
        raise OddPlaceError
    return page.put(page.offset(old.line, old.column), page.offset(*_end(old)), _inline(value))


def with_group(text: str, name: str, value: JSON, order: Sequence[str] = ()) -> str:
    """The text with a field more that holds a group, in lines of its own. Raises OddPlaceError."""
    page = _Page(text)
    if page.root.style != "map":
        raise OddPlaceError
    return page.added(page.root, name, _lines(value, page.root.column + 2), order)


def without(text: str, path: Path) -> str:
    """The text without the field at `path`; the same text where there is none. Raises OddPlaceError."""
    page = _Page(text)
    group = page.at(path[:-1])
    names = [key.text for key in group.keys]
    if path[-1] not in names:
        return text
    number = names.index(str(path[-1]))
    key, value = group.keys[number], group.values[number]
    after = group.keys[number + 1] if number + 1 < len(names) else None
    begin = page.offset(key.line, key.column)
    if group.style == "flow":
        if after is None:
            before = group.values[number - 1] if number else None
            return page.put(page.offset(*_end(before)) if before else begin, page.offset(*_end(value)), "")
        return page.put(begin, page.offset(after.line, after.column), "")
    if page.lines[key.line][: key.column].strip(" "):  # it shares its line with the dash of its row
        if after is None or after.line != last_line(value, page.lines) + 1:
            raise OddPlaceError
        return page.put(begin, page.offset(after.line, after.column), "")
    return page.put(page.offset(key.line, 0), page.start_of(last_line(value, page.lines) + 1), "")


def with_item(text: str, path: Path, item: Entry) -> str:
    """The text with an item more in the list at `path`, which is begun where there is none.

    An item is written as its neighbours are. Raises OddPlaceError.
    """
    page = _Page(text)
    group, name = page.at(path[:-1]), str(path[-1])
    old = _value(group, name)
    if old is None:
        in_lines = _lines([dict(item)], group.column + 2)
        return page.added(group, name, in_lines if group.style == "map" else f"[{_flow(item)}]", ())
    if old.style == "flow":
        at = page.offset(*_end(old.values[-1])) if old.values else page.offset(old.line, old.column + 1)
        return page.put(at, at, f", {_flow(item)}" if old.values else _flow(item))
    if old.style != "list":
        raise OddPlaceError
    beside = old.values[-1].style == "flow"
    in_line = f"\n{' ' * old.column}- {_flow(item)}"
    return page.below(old, in_line if beside else _lines([dict(item)], old.column))


def _value(group: Node, name: str) -> Node | None:
    return next(
        (value for key, value in zip(group.keys, group.values, strict=True) if key.text == name), None
    )


def _end(node: Node) -> tuple[int, int]:
    return node.end_line, node.end_column


def _inline(value: str) -> str:
    return quoted(value) if _OF_FLOW.search(value) else plain_or_quoted(value)


def _flow(item: Entry) -> str:
    return "{" + ", ".join(f"{name}: {_inline(value)}" for name, value in item.items()) + "}"


def _lines(value: JSON, indent: int) -> str:
    """A value in lines of its own, each with its break before it."""
    lines = to_yaml(value).removesuffix("\n").split("\n")
    return "".join(f"\n{' ' * indent}{line}" if line else "\n" for line in lines)


class _Page:
    """A text, its lines, and what can be put into it."""

    def __init__(self, text: str) -> None:
        self.mark = _MARK if text.startswith(_MARK) else ""
        self.text = text.removeprefix(_MARK)
        self.starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        self.lines = _BREAK.split(self.text)
        found = _BREAK.search(self.text)
        self.newline = found.group() if found else "\n"
        self.root = nodes(self.text)

    def at(self, path: Path) -> Node:
        """The group or list at `path`. Raises OddPlaceError where there is none."""
        node: Node | None = self.root
        for part in path:
            if node is not None and isinstance(part, int):
                node = node.values[part]
            elif node is not None:
                node = _value(node, str(part))
        if node is None or node.style not in ("map", "flow"):
            raise OddPlaceError
        return node

    def offset(self, line: int, column: int) -> int:
        return self.starts[line] + column

    def start_of(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def put(self, start: int, end: int, new: str) -> str:
        """The whole text with something else from `start` to `end`."""
        return self.mark + self.text[:start] + new.replace("\n", self.newline) + self.text[end:]

    def below(self, node: Node, lines: str) -> str:
        """The whole text with lines, each of which has its break before it, below a value."""
        line = last_line(node, self.lines)
        end = self.starts[line] + len(self.lines[line])
        return self.put(end, end, lines)

    def added(self, group: Node, name: str, written: str, order: Sequence[str]) -> str:
        """The whole text with a field more in a group."""
        if not group.keys:
            raise OddPlaceError
        names = [key.text for key in group.keys]
        before = order[: order.index(name)] if name in order else names
        number = max((names.index(one) for one in before if one in names), default=-1)
        if number < 0:
            at = self.offset(group.keys[0].line, group.keys[0].column)
            after = ", " if group.style == "flow" else f"\n{' ' * group.column}"
            return self.put(at, at, f"{name}: {written}{after}")
        value = group.values[number]
        if group.style == "flow":
            at = self.offset(*_end(value))
            return self.put(at, at, f", {name}: {written}")
        space = "" if written.startswith("\n") else " "
        return self.below(value, f"\n{' ' * group.column}{name}:{space}{written}")
