"""JSON in which nothing is hidden, said twice or without end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from openaccord.sources.text import forbidden_in


def read_json(text: str) -> Any:
    """The value of a JSON text.

    Raises ValueError for a key that is written twice, for characters that may not be written, and for what
    is no JSON, NaN among it; RecursionError where values are nested hundreds deep.
    """
    value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    for said in _texts(value):
        if name := forbidden_in(said):
            raise ValueError(f"it has the invisible character {name}, written with a backslash")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"it has “{name[:80]}” twice in one place")
        found[name] = value
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a value, the names of its parts among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
