"""Registers of a partnership's own, described by Table Schemas in its `schemas/` folder."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.checking import Checker, compile_schema
from openaccord.layout import unopened
from openaccord.problems import Place, Problem, problem
from openaccord.record_types import RECORD_TYPES, RecordType, is_id, is_reserved, own_register
from openaccord.schemas import Field, Schema, code_list, table_schema
from openaccord.sources.json import read_json
from openaccord.sources.table import COLUMNS
from openaccord.sources.text import decode
from openaccord.sources.yaml import YAML_BYTES
from openaccord.tree import Entry, Tree

_SUFFIX = ".table.json"
_PAGES = (
    "accessibility-statement",
    "changes",
    "data",
    "find",
    "me",
    "pictures",
    "promises",
    "quality",
    "reviews",
)


def read_own(tree: Tree, languages: tuple[str, ...]) -> Iterator[tuple[RecordType, Checker] | Problem]:
    """Each Table Schema that is not openaccord's, as a type with its checker; or why it cannot be used."""
    builtin = {kind.schema for kind in RECORD_TYPES}
    taken = {*_PAGES, *languages}.union(*((kind.name, kind.plural, kind.address) for kind in RECORD_TYPES))
    made: list[tuple[str, RecordType, Checker]] = []
    for entry in tree.entries("schemas"):
        if entry.path.removeprefix("schemas/") in builtin:
            continue
        if found := _unread(entry):
            yield found
        elif entry.path.endswith(_SUFFIX):
            try:
                text, problems = decode(tree.read(entry.path), entry.path, YAML_BYTES)
                yield from problems
                if text is not None:
                    kind, checker = _own(text, _plural(entry), languages, taken)
                    taken |= {kind.name, kind.plural}
                    made.append((entry.path, kind, checker))
            except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
                yield _problem(entry.path, error)
    types = [*RECORD_TYPES, *(kind for _, kind, _ in made)]
    names = ["", *(name for kind in types for name in (kind.name, kind.plural))]
    for file, kind, checker in made:
        wrong = [part.references for part in _parts(checker.schema) if part.references not in names]
        reason = f"there is no register “{wrong[0]}” to refer to" if wrong else ""
        yield _problem(file, ValueError(reason)) if reason else (kind, checker)


def _own(text: str, plural: str, languages: tuple[str, ...], taken: set[str]) -> tuple[RecordType, Checker]:
    """The type that a Table Schema describes. Raises what stands against it."""
    schema = table_schema({**read_json(text), "name": plural}, languages)
    _demand(schema, plural, taken)
    return own_register(schema.singular, plural), compile_schema(schema)


def _parts(schema: Schema) -> Iterator[Field]:
    """Every column, and the item of each that is a list."""
    for field in schema.fields:
        yield from (field, *field.parts)


def _plural(entry: Entry) -> str:
    return entry.path.removeprefix("schemas/").removesuffix(_SUFFIX)


def _unread(entry: Entry) -> Problem | None:
    """What keeps a schema, or the folder of schemas, from being opened; other files there are nobody's."""
    return unopened(entry) if entry.path.endswith(_SUFFIX) or not entry.regular else None


def _demand(schema: Schema, plural: str, taken: set[str]) -> None:
    """Raises ValueError or KeyError for what would take another's pages, or could have none of its own."""
    for name in (plural, schema.singular):
        if not is_id(name):
            raise ValueError(f"“{name}” is not a name of lower-case words joined by hyphens")
        if name in taken or is_reserved(name):
            raise ValueError(f"the name “{name}” is taken by another register, a page or a language")
    if len(schema.fields) > COLUMNS:
        raise ValueError(f"it has {len(schema.fields):,} columns; at most {COLUMNS} can be read")
    for name in ("id", "title"):
        field = schema.field(name)
        if field is None or not field.required:
            raise ValueError(f"it has no column “{name}” that is required")
    for part in _parts(schema):
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
