"""Records as JSON."""

from __future__ import annotations

import json
from typing import Any

from openaccord.exports.public import public
from openaccord.model import Partnership, Record
from openaccord.record_types import RecordType


def record_json(partnership: Partnership, record: Record) -> str:
    """One record: its type, page, source file, and its fields as they were written."""
    return _text(
        {
            "type": record.type.name,
            "page": record.address,
            "source": record.file,
            "record": public(record, partnership),
        }
    )


def register_json(partnership: Partnership, kind: RecordType) -> str:
    """All records of a type, in the order of their ids."""
    schema = partnership.schemas[kind.name]
    return _text(
        {
            "register": kind.plural,
            "title": schema.many,
            "description": schema.description,
            "licence": partnership.settings.get("licence"),
            "records": [public(record, partnership) for record in partnership.of(kind.name)],
        }
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
