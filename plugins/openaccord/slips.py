"""What a value that a schema refuses was meant to be, where that leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from openaccord.days import day_meant, month_meant
from openaccord.guesses import fold
from openaccord.record_types import is_id
from openaccord.schemas import JSON

_NOT_TEXT = ("boolean", "integer", "number", "array", "object")
_ANSWERS = {"true": True, "yes": True, "false": False, "no": False}
_DIGITS = re.compile(r"0|-?[1-9][0-9]{0,14}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,3}[1-9]")


def in_type(value: Any, wanted: Any, schema: JSON) -> str | float | bool | None:
    """The same value in the type that a schema wants; None where it has none, or where it could be two."""
    if isinstance(value, str):
        text = value.strip()
        if wanted == "boolean":
            return _ANSWERS.get(text.lower())
        if wanted in ("integer", "number") and _DIGITS.fullmatch(text):
            return int(text)
        return float(text) if wanted == "number" and _DECIMAL.fullmatch(text) else None
    if isinstance(value, bool | int | float) and wanted not in _NOT_TEXT:
        text = as_written(value)
        if schema.get("format-name") in _FORMS:
            return _FORMS[schema["format-name"]](text) or None
        bound = {"format", "pattern"} & schema.keys() or schema.get("format-name", "text") != "text"
        return text if text in schema.get("enum", (text,)) and not bound else None
    return None


def in_format(value: Any, schema: JSON) -> str | None:
    """The same text in the form that a schema wants; None where it has none, or where it could be two."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = as_written(value)
    meant = _FORMS.get(schema.get("format-name", ""), str.strip)(text)
    return meant if meant not in ("", text) else None


def as_written(value: str | float | bool) -> str:  # noqa: FBT001 - it is the value itself, no switch
    """A value as the text that stands for it in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def _id(text: str) -> str:
    folded = fold(text)
    return folded if is_id(folded) else ""


def _day_or_month(text: str) -> str:
    return day_meant(text) or month_meant(text)


_FORMS: dict[str, Callable[[str], str]] = {
    "id": _id,
    "date": day_meant,
    "date-or-month": _day_or_month,
    "date-or-year": _day_or_month,
}
"""How the text of each form is read; any other has at most a space too many around it."""
