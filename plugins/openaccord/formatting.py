"""The canonical form of each YAML file of a partnership."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from openaccord.layout import SETTINGS, is_record_file, kind_of, unfit
from openaccord.own_registers import read_own
from openaccord.problems import Problem
from openaccord.record_types import RECORD_TYPES
from openaccord.schemas import Schema, builtin_schema, resolve
from openaccord.settings import read_settings
from openaccord.sources.yaml import read_document
from openaccord.sources.yaml_form import OddFormError, Order, canonical
from openaccord.tree import Tree


class Formed(NamedTuple):
    """A file, its text and its text in canonical form; or why it has none."""

    file: str
    text: str
    canonical: str
    reason: str


def formed(tree: Tree) -> Iterator[Formed]:
    """Each YAML file of records, and the settings, in canonical form. Raises Stop without usable settings.

    A file whose values would not be the same afterwards has no canonical form, nor has one with a problem of
    reading. CSV files are left out: their form is that of the program which saves them.
    """
    languages = tuple(read_settings(tree)["languages"])
    own = [found for found in read_own(tree, languages) if not isinstance(found, Problem)]
    schemas = {kind.name: checker.schema for kind, checker in own}
    types = (*RECORD_TYPES, *(kind for kind, _ in own))
    for entry in (*tree.entries("protocols"), *tree.entries("registers")):
        if entry.path == SETTINGS:
            yield _formed(tree, entry.path, builtin_schema("partnership.schema.json", languages))
        kind = kind_of(entry.path, types)
        if (
            kind is None
            or unfit(entry, kind)
            or not is_record_file(entry)
            or not entry.path.endswith(".yaml")
        ):
            continue
        if kind.name not in schemas:
            schemas[kind.name] = builtin_schema(kind.schema, languages)
        yield _formed(tree, entry.path, schemas[kind.name])


def _formed(tree: Tree, file: str, schema: Schema) -> Formed:
    try:
        data = tree.read(file)
    except OSError as error:
        return Formed(file, "", "", f"it could not be read: {error.strerror or error}")
    before, problems = read_document(data, file)
    if before is None:
        place = problems[0].place
        return Formed(file, "", "", f"it has a problem in line {place.line}, which “openaccord check” tells")
    text = data.decode()
    try:
        made = canonical(text, _order(schema.document, schema.document))
    except OddFormError:
        return Formed(file, text, "", "it is laid out in a way that would be lost")
    after, _ = read_document(made.encode(), file)
    if after is None or after.value != before.value:
        return Formed(file, text, "", "a value would change")
    return Formed(file, text, made, "")


def _order(part: Mapping[str, Any], root: dict[str, Any]) -> Order:
    """The fields of a group in the order of its schema; those of a list are those of its items."""
    known = resolve(dict(part), root)
    if "items" in known:
        return _order(known["items"], root)
    return {name: _order(inner, root) for name, inner in known.get("properties", {}).items()}
