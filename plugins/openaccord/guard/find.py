"""A stretch of text that should not be published, and what finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias


class Find(NamedTuple):
    """From `start` to `end` in a text stands what `code` names."""

    code: str
    start: int
    end: int


Finder: TypeAlias = Callable[[str, str], Iterator[Find]]
"""Finds one kind of thing in a text. The second text says what the first is about: its field's name."""
