"""The part of a record that may be published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openaccord.model import Record
from openaccord.schemas import Field, Schema


def public(record: Record, schema: Schema) -> dict[str, Any]:
    """A record's data without the fields that its schema marks as internal, at any depth."""
    shown = {field.name: not field.internal for field in schema.fields}
    kept = _visible(record.data, schema.fields)
    for name, value in record.data.items():
        if name not in shown and shown.get(name.rpartition("_")[0], False):  # title_cy translates title
            kept[name] = value
    return kept


def _visible(data: Mapping[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        field.name: _value(data[field.name], field)
        for field in fields
        if field.name in data and not field.internal
    }


def _value(value: Any, field: Field) -> Any:
    if field.form == "object":
        return _visible(value, field.parts)
    if field.form == "list":
        return [_value(item, field.parts[0]) for item in value]
    return value
