"""Records as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from openaccord.exports.public import public
from openaccord.model import Partnership
from openaccord.record_types import RecordType
from openaccord.sources.csv_rows import safe_cell


def register_csv(partnership: Partnership, kind: RecordType) -> str:
    """All records of a type: a row a record, a column a field, a column more for each further language.

    Lists are joined by semicolons; what is nested deeper is JSON text.
    """
    schema = partnership.schemas[kind.name]
    texts = {field.name for field in schema.fields if field.form == "text"}
    default = partnership.languages[0]
    rows = [_row(public(record, partnership), texts, default) for record in partnership.of(kind.name)]
    declared = [field.name for field in schema.fields if not field.internal]
    used = {name for row in rows for name in row}
    columns = [
        column
        for name in declared
        for column in (name, *(f"{name}_{language}" for language in partnership.languages[1:]))
        if column == name or column in used
    ]
    columns += sorted(used - set(columns))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(data: dict[str, Any], texts: set[str], default: str) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, value in data.items():
        if name in texts and isinstance(value, dict):
            row |= {
                name if lang == default else f"{name}_{lang}": _cell(text) for lang, text in value.items()
            }
        else:
            row[name] = _cell(value)
    return row


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return safe_cell(";".join(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return safe_cell(value) if isinstance(value, str) else str(value)
