"""A YAML document as nested values that know from where to where they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent


@dataclass(frozen=True, slots=True)
class Node:
    """A value: `line` and `column` of its first character and `end_line` and `end_column` behind its last.

    All count from 0. `style` is "map" or "list" in block style, whose end is not told; "flow" between
    brackets or braces; else the sign by which a text begins: "|", ">", a quote or "". `keys` are those of
    `values`.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    style: str
    text: str = ""
    keys: tuple[Node, ...] = ()
    values: tuple[Node, ...] = ()


def nodes(text: str) -> Node:
    """The only document in a text that `read_document` takes."""
    # Any: the stubs say that an event may have no mark; those of a parser always do.
    events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CBaseLoader))
    return _node(next(event for event in events if _begins(event)), events)


def leaf(node: Node) -> Node:
    """The last value in a value."""
    while node.style in ("map", "list"):
        node = node.values[-1]
    return node


def last_line(node: Node, lines: Sequence[str]) -> int:
    """The last of a text's lines that a value of it stands in."""
    node = leaf(node)
    if node.style not in ("|", ">"):
        return node.end_line
    end = node.end_line if node.end_column else node.end_line - 1
    keeps = "+" in lines[node.line][node.column : node.column + 3]
    while not keeps and end > node.line and not lines[end].strip(" "):
        end -= 1
    return max(end, node.line)


def _begins(event: Any) -> bool:
    return isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent)


def _node(event: Any, events: Iterator[Any]) -> Node:
    start, end = event.start_mark, event.end_mark
    if isinstance(event, ScalarEvent):
        style = event.style or ""
        return Node(start.line, start.column, end.line, end.column, style, event.value)
    inside = []
    last = next(events)
    while not isinstance(last, MappingEndEvent | SequenceEndEvent):
        inside.append(_node(last, events))
        last = next(events)
    block = "map" if isinstance(event, MappingStartEvent) else "list"
    keys, values = (inside[::2], inside[1::2]) if block == "map" else ([], inside)
    closing: Any = last
    end = closing.end_mark
    style = "flow" if event.flow_style else block
    return Node(start.line, start.column, end.line, end.column, style, "", tuple(keys), tuple(values))
