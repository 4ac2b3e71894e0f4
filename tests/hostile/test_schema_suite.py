"""jsonschema-rs decides and jsonschema explains, and both agree with the suite of JSON Schema's authors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openaccord.checking import Checker, _failures, compile_schema
from openaccord.schemas import Schema

KEYWORDS = (
    *(
        "additionalProperties",
        "anyOf",
        "defs",
        "enum",
        "items",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
    ),
    *("minProperties", "minimum", "pattern", "properties", "propertyNames", "ref", "required", "type"),
    *("uniqueItems", "boolean_schema", "infinite-loop-detection"),
    *("optional/format/date", "optional/format/email", "optional/format/uri"),
)
"""The suite's files for what our own schemas use."""

ELSEWHERE = ("https://json-schema.org/draft", "http://localhost:1234", "urn:", "http://example.com", "tag:")
"""Schemas that refer by a name to a place outside: none of ours does, and neither engine may fetch."""

STRICTER: dict[str, str] = {
    "date": "a date is in this age, so that calendars can count from it",
    "email": "a mailbox is at a domain with a name, and of plain letters",
}
"""Formats of which we refuse more than the suite on purpose."""


def groups(suites: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for keyword in KEYWORDS:
        for group in json.loads((suites / "json-schema" / f"{keyword}.json").read_text("utf-8")):
            yield keyword, group


def checker(document: Any) -> Checker | None:
    try:
        return compile_schema(Schema("", "", "", "", document, ()))
    except ValueError:
        return None


def test_both_engines_agree_with_the_suite(suites: Path) -> None:
    asked, refused, wrong = 0, [], []
    for keyword, group in groups(suites):
        document = group["schema"]
        if not isinstance(document, dict):
            continue
        if any(name in json.dumps({**document, "$schema": ""}) for name in ELSEWHERE):
            refused.append(group["description"])
            continue
        engine = checker(document)
        assert engine is not None, group
        for case in group["tests"]:
            asked += 1
            decided, explained = engine.fits(case["data"]), not list(_failures(document, case["data"]))
            name = keyword.rpartition("/")[2]
            if decided != explained or (
                decided != case["valid"] and not (name in STRICTER and case["valid"])
            ):
                wrong.append((keyword, group["description"], case["description"], decided, explained))
    assert wrong == []
    assert asked > 500
    assert 0 < len(refused) < 30, refused


def test_the_keywords_are_those_of_our_schemas(suites: Path) -> None:
    """So that a schema that begins to use another keyword brings its part of the suite along."""
    ours = set()
    for path in (Path(__file__).parents[2] / "schemas").glob("*.schema.json"):
        for part in _objects(json.loads(path.read_text("utf-8"))):
            ours |= set(part)
    known = {file.stem for file in (suites / "json-schema").glob("*.json")}
    assert {name for name in ours & known if name not in KEYWORDS} <= {"default", "format"}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)
