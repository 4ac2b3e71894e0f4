"""The references that a record holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openaccord.schemas import Field, Path


def referring(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that refer to another record, or hold some that do, and of those only these."""
    return tuple(replace(field, parts=referring(field.parts)) for field in fields if field.refers())


def references(fields: tuple[Field, ...], value: Mapping[str, Any]) -> list[tuple[Path, str, str]]:
    """Every reference in a record: its path, the type or register that it refers to, and the id.

    `fields` are those of `referring`, found once for all records of a type.
    """
    found: list[tuple[Path, str, str]] = []
    for field in fields:
        if field.name in value:
            _refer(field, value[field.name], (field.name,), found)
    return found


def _refer(field: Field, value: Any, path: Path, found: list[tuple[Path, str, str]]) -> None:
    if field.references:
        found.append((path, field.references, value))
    elif field.form == "list":
        item = field.parts[0]
        for index, one in enumerate(value):
            if item.references:  # a list of ids, of which there are most
                found.append(((*path, index), item.references, one))
            else:
                _refer(item, one, (*path, index), found)
    else:
        for part in field.parts:
            if part.name in value:
                _refer(part, value[part.name], (*path, part.name), found)
