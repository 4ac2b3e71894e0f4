"""The part of a record that may be published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from openaccord.model import Key, Partnership, Record
from openaccord.schemas import Field


def public(record: Record, partnership: Partnership) -> dict[str, Any]:
    """A record's data without the fields that its schema marks as internal, at any depth, and without the
    ids of drafts, which are no business of a reader's yet.
    """
    fields = partnership.schemas[record.type.name].fields
    shown = {field.name: not field.internal for field in fields}
    kept = _visible(record.data, fields, _drafts(partnership))
    for name, value in record.data.items():
        if name not in shown and shown.get(name.rpartition("_")[0], False):  # title_cy translates title
            kept[name] = value
    return kept


def _drafts(partnership: Partnership) -> Collection[Key]:
    """The drafts, by either of the names that a reference may give to their type."""
    return {
        (name, record_id)
        for kind in (partnership.types if partnership.drafts else ())
        for type_name, record_id in partnership.drafts
        if type_name == kind.name
        for name in (kind.name, kind.plural)
    }


def _visible(data: Mapping[str, Any], fields: tuple[Field, ...], drafts: Collection[Key]) -> dict[str, Any]:
    return {
        field.name: _value(data[field.name], field, drafts)
        for field in fields
        if field.name in data and not field.internal and not _draft(data[field.name], field, drafts)
    }


def _value(value: Any, field: Field, drafts: Collection[Key]) -> Any:
    if field.form == "object":
        return _visible(value, field.parts, drafts)
    if field.form == "list":
        item = field.parts[0]
        return [_value(one, item, drafts) for one in value if not _draft(one, item, drafts)]
    return value


def _draft(value: Any, field: Field, drafts: Collection[Key]) -> bool:
    return bool(drafts and field.references) and (field.references, value) in drafts
