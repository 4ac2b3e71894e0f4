"""The part of a record that may be published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openaccord.model import Record
from openaccord.schemas import Field, Schema


def public(record: Record, schema: Schema) -> dict[str, Any]:
    """A record's data without the fields that its schema marks as internal, at any depth."""
    return _visible(record.data, schema.fields, {field.name for field in schema.fields})


def _visible(data: Mapping[str, Any], fields: tuple[Field, ...], known: set[str]) -> dict[str, Any]:
    kept = {
        field.name: _value(data[field.name], field)
        for field in fields
        if field.name in data and not field.internal
    }
    return kept | {name: value for name, value in data.items() if name not in known}


def _value(value: Any, field: Field) -> Any:
    if field.form == "object":
        return _visible(value, field.parts, {part.name for part in field.parts})
    if field.form == "list":
        return [_value(item, field.parts[0]) for item in value]
    return value
