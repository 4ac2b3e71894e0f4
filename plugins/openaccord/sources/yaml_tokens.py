"""Texts, numbers and words of a YAML file as they are written, to put others in their place."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from openaccord.sources.yaml_text import plain_or_quoted, quoted

_OF_FLOW = re.compile(r"[,\[\]{}]")


class Token(NamedTuple):
    """A value or key: from which character of the text to which it goes, its value, and its quotes.

    `flow` says that it stands between brackets or braces.
    """

    start: int
    end: int
    value: str
    style: str
    flow: bool


def tokens(text: str, wanted: Container[tuple[int, int]]) -> dict[tuple[int, int], Token]:
    """Those that begin at the wanted lines and columns, which count from 1, as far as the text can be read.

    Text that begins with a byte order mark is not for this. A value of several lines is left out.
    """
    found: dict[tuple[int, int], Token] = {}
    depth = 0
    try:
        event: Any  # the stubs say that an event may have no mark; those of a parser always do
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            kind = type(event)
            if kind is ScalarEvent:
                place = (event.start_mark.line + 1, event.start_mark.column + 1)
                if place in wanted and event.start_mark.line == event.end_mark.line:
                    span = event.start_mark.index, event.end_mark.index
                    found[place] = Token(*span, event.value, event.style or "", bool(depth))
            elif kind in (MappingStartEvent, SequenceStartEvent):
                depth += bool(event.flow_style)
            elif kind in (MappingEndEvent, SequenceEndEvent):
                # Only what stands between brackets has an end of its own to see.
                depth -= event.start_mark.index < event.end_mark.index
    except yaml.YAMLError:
        pass
    return found


def rewritten(token: Token, value: str | float | bool) -> str:  # noqa: FBT001 - it is the value itself
    """What is written in a token's place to give another value; quotes stay as they are."""
    if not isinstance(value, str):
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    if token.style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if token.style or (token.flow and _OF_FLOW.search(value)):
        return quoted(value)
    return plain_or_quoted(value)
