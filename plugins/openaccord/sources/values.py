"""The values that records hold: those of JSON."""

from __future__ import annotations

import re
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: the names of fields and the indexes, from 0, of items."""

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBERS_BEGIN = frozenset("-0123456789")
_NUMERAL = re.compile(r"-[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]")


def number(text: str) -> int | float | None:
    """The number that `text` is, or None where a number would lose what was written.

    A number is in plain decimals with at most 15 digits, which a double keeps exactly (IEEE 754), and is
    written in one way only: `0042`, `1.10`, `-0`, `1e3`, `1_000` and telephone numbers are text.
    """
    if text.isdigit() and text.isascii():  # nearly all: a third of the pattern's time
        return int(text) if len(text) <= 15 and (text[0] != "0" or text == "0") else None
    # 17 = 15 digits, a sign and a point.
    if len(text) > 17 or not _NUMERAL.fullmatch(text) or len(text) - text.count("-") - text.count(".") > 15:
        return None
    return float(text) if "." in text else int(text)


def scalar(text: str) -> JSON:
    """What a text without quotes stands for: nothing (“”, `~`, `null`), true, false, a number, or itself."""
    if text in _WORDS:
        return _WORDS[text]
    found = number(text) if text[0] in _NUMBERS_BEGIN else None
    return text if found is None else found
