"""registers/datapackage.yaml: how other tools know the registers (Data Package v2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from openaccord.record_types import RecordType
from openaccord.schemas import Schema, with_translations

_OURS = frozenset(
    {
        "title",
        "description",
        "plain",
        "expected",
        "expected_unless",
        "internal",
        "codes",
        "references",
        "semantic",
        "translates",
        "open_codes",
    }
)


def describe(
    registers: Mapping[str, str],
    types: tuple[RecordType, ...],
    schemas: Mapping[str, Schema],
    languages: tuple[str, ...],
) -> str:
    """The descriptor's text. `registers` are the files that hold rows, by the register's name.

    The schemas are written into it, without their words: frictionless does not follow a path that leads
    out of the descriptor's folder. An empty register is left out: frictionless cannot read a list of nothing.
    """
    lines = [
        "# Written by “openaccord describe” for other tools. Change the schemas, not this file.",
        "name: registers",
        "resources:" if registers else "resources: []",
    ]
    for kind in types:
        if kind.plural in registers:
            table = with_translations(schemas[kind.name].table or {}, languages)
            lines.extend(_resource(kind.plural, registers[kind.plural], table, set(registers)))
    return "\n".join(lines) + "\n"


def _resource(name: str, file: str, table: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    suffix = file.rpartition(".")[2]
    yield f"  - name: {name}"
    yield "    type: table"
    yield f"    path: {file.rpartition('/')[2]}"
    yield f"    format: {suffix}"
    yield "    encoding: utf-8"
    yield "    schema:"
    yield "      fieldsMatch: superset"
    yield "      fields:"
    for field in table["fields"]:
        yield f"        - {_flow({key: value for key, value in field.items() if key not in _OURS})}"
    yield f"      primaryKey: {_flow(table.get('primaryKey', ['id']))}"
    keys = [key for key in table.get("foreignKeys", ()) if (key["reference"]["resource"] or name) in known]
    if keys:
        yield "      foreignKeys:"
        for key in keys:
            yield f"        - {_flow(key)}"


def _flow(value: Any) -> str:
    """JSON, which is YAML in flow style."""
    return json.dumps(value, ensure_ascii=False)
