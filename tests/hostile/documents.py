"""Documents and rows made from our own schemas, most of them then spoilt."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from hypothesis import strategies as st

from openaccord.schemas import resolve
from openaccord.sources.table import explain_rows
from test_checking import WRONG, changed, mutate, read, row_checker, stricter, table

FORMS: dict[str, list[str]] = {
    "id": ["a", "early-help", "x" * 80],
    "duration": ["P1Y", "P6M", "P90D", "P1Y6M"],
    "url": ["https://www.council.example/a?b=c#d", "http://localhost:8080"],
    "mailbox": ["sharing@council.example"],
    "language": ["en", "cy", "en-GB"],
    "date": ["2026-03-31", "1999-12-31"],
    "date-or-month": ["2026-03-31", "2027-03"],
    "date-or-year": ["2026-03-31", "2027-03", "2027"],
    "countries": ["FR"],
}
"""Sound values for each form that is more than any text."""


def documents(schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that fit a schema of ours, as far as its type, fields, choices and forms say."""
    schema = resolve(schema, root)
    form = schema.get("format-name", "")
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if form in FORMS:
        return st.sampled_from(FORMS[form])
    if form == "text":
        words = st.sampled_from(["A text.", "*Prose*\n\n- with a list", "\u0141\u00f3d\u017a"])
        return words | st.dictionaries(st.sampled_from(["en", "cy"]), words, min_size=1)
    if "anyOf" in schema:
        return st.one_of(*(documents(one, root) for one in schema["anyOf"]))
    return _of_type(schema, root)


def _of_type(schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    kind = schema.get("type")
    if kind == "array":
        unique = repr if schema.get("uniqueItems") else None
        return st.lists(
            documents(schema["items"], root), min_size=schema.get("minItems", 0), max_size=2, unique_by=unique
        )
    if kind == "object" and "properties" in schema:
        return _group(schema, root)
    if kind == "object":
        return st.just({})
    if kind in ("integer", "number"):
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 9))
    return st.booleans() if kind == "boolean" else st.sampled_from(["x", "Some words", "2026"])


def _group(schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    needed = [name for name in schema["properties"] if name in schema.get("required", ())]
    others = [name for name in schema["properties"] if name not in needed]
    parts = {
        name: st.deferred(lambda part=part: documents(part, root))
        for name, part in schema["properties"].items()
    }

    @st.composite
    def group(draw: Callable[..., Any]) -> dict[str, Any]:
        more = draw(st.lists(st.sampled_from(others), max_size=4, unique=True)) if others else []
        return {name: draw(parts[name]) for name in (*needed, *more)}

    return group()


@st.composite
def spoilt(draw: Callable[..., Any], schema: dict[str, Any]) -> Any:
    """A document of a schema, two times in three with something wrong in it."""
    value = draw(documents(schema, schema))
    return value if draw(st.integers(0, 2)) == 0 else mutate(draw, value, WRONG)


def rows(plural: str, number: int, chance: Random) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Rows of a register with one cell changed each: the column, the value and the row."""
    sound = read(f"registers/{plural}.yaml")[0]
    columns = {column["name"]: column for column in table(plural)["fields"]}
    choices = {name: changed(column, sound.get(name)) for name, column in columns.items()}
    for count in range(number):
        name = chance.choice(list(columns))
        value = copy.deepcopy(chance.choice(choices[name]))
        if isinstance(value, str) and value:
            at = chance.randrange(len(value))
            value = value[:at] + chance.choice("a0-/.@: A\u00e9%") * chance.randrange(2) + value[at + 1 :]
        yield name, value, {**sound, "id": f"row-{count}", name: value}


def disagreements(plural: str, number: int, seed: int) -> list[str]:
    """Where our check of rows and frictionless differ, but for what we refuse on purpose."""
    cases = list(rows(plural, number, Random(f"{plural} {seed}")))
    errors = explain_rows([row for _, _, row in cases], table(plural))
    refused = {error.row for error in errors if error.kind not in ("unique-error", "primary-key")}
    columns = {column["name"]: column for column in table(plural)["fields"]}
    checker = row_checker(plural)
    found = []
    for count, (name, value, row) in enumerate(cases):
        ours, theirs = checker.fits(row), count not in refused
        if ours != theirs and not (theirs and stricter(columns[name], value)):
            found.append(f"{plural}.{name}: {value!r} fits {'us' if ours else 'frictionless'} alone")
    return found
