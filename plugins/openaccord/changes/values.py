"""Values as sentences name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openaccord.changes.change import Lookup, Value
from openaccord.changes.comparing import Edit, Key
from openaccord.schemas import Field
from openaccord.sources.values import JSON

_FORMS = {
    "date": "day",
    "date-or-month": "day",
    "date-or-year": "day",
    "duration": "period",
    "boolean": "flag",
    "text": "text",
}

Values = tuple[Value, ...]


def record(look: Lookup, type_name: str, record_id: JSON) -> Value:
    """A record, by the title that it has."""
    found = look(type_name, str(record_id))
    return Value("record", found.get("title") if found else None, type_name, str(record_id))


def records(look: Lookup, type_name: str, ids: Iterable[JSON]) -> Values:
    """Several records in the order of their ids."""
    return tuple(record(look, type_name, one) for one in sorted(map(str, ids)))


def code(codes: str, value: JSON) -> Values:
    """A code by its label."""
    return (Value("code", value, codes),)


def codes(name: str, values: Iterable[Any]) -> Values:
    """Several codes in the order in which they are written."""
    return tuple(Value("code", value, name) for value in values)


def plain(value: JSON) -> Values:
    """A value as it is written."""
    return (Value("plain", value),)


def day(value: JSON) -> Values:
    """A date."""
    return (Value("day", str(value)),)


def period(value: str) -> Values:
    """A length of time, as an ISO 8601 duration."""
    return (Value("period", value),)


def text(value: JSON) -> Values:
    """A text, which may have several languages."""
    return (Value("text", value),)


def shown(field: Field, value: Any, look: Lookup) -> Values:
    """Any value of a field; one that has parts is named by them."""
    if isinstance(value, list):
        item = field.parts[0] if field.parts else field
        return tuple(one for part in value for one in shown(item, part, look))
    if field.references and isinstance(value, str):
        return (record(look, field.references, value),)
    if field.codes:
        return code(field.codes, value)
    if isinstance(value, dict) and field.form == "object":
        return plain(", ".join(str(one) for one in value.values() if isinstance(one, str | int)))
    return (Value(_FORMS.get(field.form, "plain"), value),)


def way(edit: Edit, look: Lookup) -> Values:
    """The fields that lead to a value, with the entries on the way."""
    found: list[Value] = []
    for step in edit.fields:
        if isinstance(step, Key):
            found.extend(_entry(step, look))
        elif step.name:
            found.append(Value("field", step.title))
    return tuple(found)


def _entry(key: Key, look: Lookup) -> Values:
    if not key.types:
        return plain(key.text)
    ids = key.text.split(", ")
    return tuple(record(look, kind, one) for kind, one in zip(key.types, ids, strict=False))
