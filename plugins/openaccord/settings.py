"""registers/partnership.yaml: what everything else is read by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from openaccord.checking import compile_schema
from openaccord.exposure import allowance, exposed
from openaccord.guesses import guess
from openaccord.layout import SETTINGS, unopened
from openaccord.problems import CODES, Problem, Severity, Stop, problem
from openaccord.schemas import Schema, builtin_schema
from openaccord.sources.yaml import Document, read_document
from openaccord.tree import Tree


def read_settings(tree: Tree) -> Mapping[str, Any]:
    """The settings of the partnership in a tree. Raises Stop when there are none that can be used."""
    return value_of(settings_file(tree))


def value_of(file: Document) -> Mapping[str, Any]:
    """The settings that their file holds."""
    settings: Mapping[str, Any] = file.value  # type: ignore[assignment] # its schema asks for an object
    return settings


def settings_file(tree: Tree) -> Document:
    """The file of the settings, which fits its schema. Raises Stop when there is none that can be used."""
    entry = next((entry for entry in tree.entries("registers") if entry.path == SETTINGS), None)
    if entry is None:
        raise Stop(f"{tree.label} has no {SETTINGS}. Begin a partnership with: openaccord init {tree.label}")
    if found := unopened(entry):
        raise Stop(f"{SETTINGS}: {found.message} {found.hint}")
    try:
        document, problems = read_document(tree.read(SETTINGS), SETTINGS)
    except OSError as error:
        raise Stop(f"{SETTINGS} could not be read: {error.strerror or error}.") from None
    if document is not None:
        checker = compile_schema(builtin_schema("partnership.schema.json", ()))
        if not checker.fits(document.value):
            problems = checker.explain(document.value, lambda path, key: document.place(path, key=key))
        problems = problems or _unknown_codes(document) or _exposed(document, checker.schema)
    if document is None or problems:
        first = problems[0]
        place = f"{first.place.file}:{first.place.line}:{first.place.column}"
        raise Stop(f"{place}: {first.message} {first.hint} Nothing can be read until this is mended.")
    return document


def _unknown_codes(document: Document) -> list[Problem]:
    """Severities set for codes that no problem has."""
    value: Any = document.value
    return [
        problem(
            "unknown-field",
            document.place(("severities", code), key=True),
            f"No problem has the code “{code}”.",
            guess(code, CODES) or "The handbook lists the codes.",
        )
        for code in value.get("severities", {})
        if code not in CODES
    ]


def _exposed(document: Document, schema: Schema) -> list[Problem]:
    """What the settings would make public on every page, and must not."""
    value: Any = document.value
    found = exposed(schema, value, lambda path, key: document.place(path, key=key), allowance(value))
    return [one for one in graded(found, value) if one.severity is Severity.ERROR]


def graded(problems: Iterable[Problem], settings: Mapping[str, Any]) -> list[Problem]:
    """Problems in order, as severe as the partnership wants; those that it has switched off are left out."""
    wanted = settings.get("severities", {})
    return sorted(
        replace(found, severity=Severity(wanted.get(found.code, found.severity)))
        for found in problems
        if wanted.get(found.code) != "off"
    )
