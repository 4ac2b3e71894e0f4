"""Registers of a partnership's own, described by Table Schemas in its `schemas/` folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from openaccord.checking import Checker, compile_schema
from openaccord.problems import Place, Problem, problem
from openaccord.record_types import RECORD_TYPES, RecordType, is_reserved, own_register
from openaccord.schemas import Schema, code_list, table_schema
from openaccord.tree import Tree

_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_PAGES = ("data", "promises", "quality", "reviews")


def read_own(tree: Tree, languages: tuple[str, ...]) -> Iterator[tuple[RecordType, Checker] | Problem]:
    """Each Table Schema that is not openaccord's, as a type with its checker; or why it cannot be used."""
    builtin = {kind.schema for kind in RECORD_TYPES}
    taken = {*_PAGES, *languages}.union(*((kind.name, kind.plural, kind.address) for kind in RECORD_TYPES))
    for entry in tree.entries("schemas"):
        name = entry.path.removeprefix("schemas/")
        if not name.endswith(".table.json") or name in builtin or not entry.regular:
            continue
        plural = name.removesuffix(".table.json")
        try:
            schema = table_schema({**json.loads(tree.read(entry.path)), "name": plural}, languages)
            _demand(schema, plural, taken)
            taken |= {schema.singular, plural}
            yield own_register(schema.singular, plural), compile_schema(schema)
        except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
            yield _problem(entry.path, error)


def _demand(schema: Schema, plural: str, taken: set[str]) -> None:
    """Raises ValueError or KeyError for what would take another's pages, or could have none of its own."""
    for name in (plural, schema.singular):
        if not _NAME.fullmatch(name):
            raise ValueError(f"“{name}” is not a name of lower-case words joined by hyphens")
        if name in taken or is_reserved(name):
            raise ValueError(f"the name “{name}” is taken by another register, a page or a language")
    for name in ("id", "title"):
        field = schema.field(name)
        if field is None or not field.required:
            raise ValueError(f"it has no column “{name}” that is required")
    for field in schema.fields:
        for part in (field, *field.parts):
            if part.codes:
                code_list(part.codes)


def _problem(file: str, error: Exception) -> Problem:
    reason = getattr(error, "msg", "") or str(error).rstrip(".") or type(error).__name__
    if isinstance(error, KeyError):
        reason = f"“{error.args[0]}” is missing or not known"
    return problem(
        "schema-invalid",
        Place(file, getattr(error, "lineno", 1), getattr(error, "colno", 1)),
        f"This schema cannot be used: {reason}.",
        "Compare it with one of openaccord's own Table Schemas, then mend it.",
    )
