"""What decides and what explains are of one mind: jsonschema-rs and jsonschema, our rows and frictionless."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from openaccord.checking import Checker, _failures, compile_schema
from openaccord.problems import Place
from openaccord.record_types import RECORD_TYPES
from openaccord.schemas import document_schema, read_builtin, table_schema, with_translations
from openaccord.sources.table import explain_rows
from openaccord.sources.yaml import read_document

SOUND = Path(__file__).parent / "valid" / "every-field"
DOCUMENTS = {
    "protocol": ("protocol.schema.json", "protocols/charter.yaml"),
    "agreement": ("agreement.schema.json", "protocols/agreements/families/early-help.yaml"),
    "dpia": ("dpia.schema.json", "protocols/dpias/early-help.yaml"),
    "partnership": ("partnership.schema.json", "registers/partnership.yaml"),
}
REGISTERS = {kind.plural: kind for kind in RECORD_TYPES if kind.register}
LANGUAGES = ("en", "cy")

WRONG = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        7,
        1.0,
        2.5,
        1e300,
        10**30,
        1999,
        "",
        " ",
        "x",
        "X",
        "é",
        "漢字",
        "\n",
        "a\n",
    ),
    *(
        "2026-03-31",
        "2026-02-30",
        "2026-2-3",
        "2026-03",
        "2026-13",
        "2026",
        "26",
        "2026-03-31\n",
        "+002026-01-01",
    ),
    *(
        "2026-03-31T00:00:00",
        "20260331",
        "2026-W01-1",
        "٢٠٢٦-٠٣-٣١",
        "P1Y",
        "P",
        "PT1H",
        "P1M1Y",
        "p1y",
        "P1Y\n",
    ),
    *(
        "https://a.example/",
        "https://a.example",
        "http:///x",
        "https://",
        "https://u@a.example/",
        "ftp://a.example",
    ),
    *(
        "https://a b.example/",
        "https://a.example/ü",
        "https://a.example/\n",
        "HTTPS://A.EXAMPLE/",
        "//a.example",
    ),
    *(
        "https://[::1]/",
        "https://a.example/%zz",
        "https://a.example/{x}",
        "https://a.example?x",
        "https://a.example#x",
    ),
    *(
        "a@b.example",
        "a@b",
        "@b.example",
        "a@",
        "a b@c.example",
        "a@b@c.example",
        "A@B.EXAMPLE",
        "a@b.example\n",
    ),
    *(
        "ü@b.example",
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "a.@b.example",
        "en",
        "EN",
        "en-GB",
        "english",
        "cy\n",
    ),
    *("early-help", "Early-Help", "early--help", "-early", "early_help", "a" * 80, "a" * 81, "x" * 3000),
    *(
        [],
        {},
        [[]],
        [None],
        ["x"],
        ["x", "x"],
        [1, True, 1.0],
        {"en": "x"},
        {"en": ""},
        {"EN": "x"},
        {"en": 1},
    ),
    *(
        {"english": "x"},
        {"id": "x"},
        {"en": "x", "cy": "y"},
        [{"en": "x"}],
        ["2026-03-31"],
        {"": ""},
        {"x": None},
    ),
]
"""Values that some field takes and others do not."""


@cache
def document_checker(name: str) -> Checker:
    return compile_schema(document_schema(read_builtin(DOCUMENTS[name][0])))


@cache
def read(path: str) -> Any:
    document, problems = read_document((SOUND / path).read_bytes(), path)
    assert document is not None, problems
    return document.value


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside a value."""
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in steps:
        yield (*way, step)
        yield from ways(inner, (*way, step))


def at(value: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        value = value[step]
    return value


def garbled(draw: Callable[..., Any], value: Any) -> Any:
    """A text with a character more, less or other; what is not text stays."""
    if not isinstance(value, str) or not value:
        return value
    place = draw(st.integers(0, len(value) - 1))
    other = draw(st.sampled_from(["", " ", "\n", "-", "0", "A", "é", "@", "/", "\u0660", value[place] * 2]))
    return value[:place] + other + value[place + 1 :]


def mutate(draw: Callable[..., Any], value: Any, wrong: list[Any]) -> Any:
    """The value with one to three things dropped, added, replaced, doubled or garbled."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        places = list(ways(value))
        if not places:
            break
        way = draw(st.sampled_from(places))
        inside, step = at(value, way[:-1]), way[-1]
        deed = draw(st.sampled_from(["drop", "add", "replace", "double", "garble", "replace", "garble"]))
        if deed == "drop":
            del inside[step]
        elif deed == "add" and isinstance(inside, dict):
            inside[draw(st.sampled_from(["colour", "", "id ", "Title", "en", "x" * 90]))] = draw(
                st.sampled_from(wrong)
            )
        elif deed == "double" and isinstance(inside, list):
            inside.append(copy.deepcopy(inside[step]))
        elif deed == "garble":
            inside[step] = garbled(draw, inside[step])
        else:
            inside[step] = copy.deepcopy(draw(st.sampled_from(wrong)))
    return value


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_validators_decide_alike(name: str) -> None:
    checker = document_checker(name)
    sound = read(DOCUMENTS[name][1])
    assert checker.fits(sound)

    @settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.data())
    def alike(data: st.DataObject) -> None:
        value = mutate(data.draw, sound, WRONG)
        agree(checker, value)

    alike()


def agree(checker: Checker, value: Any) -> None:
    refused = [str(error) for error in _failures(checker.schema.document, value)]
    assert checker.fits(value) == (not refused), refused or list(checker._compiled.iter_errors(value))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_validators_see_the_end_of_a_text_alike(name: str) -> None:
    """Python's `$` also stands before a last line break, and its `.` and `[0-9]` have their own ideas."""
    sound = read(DOCUMENTS[name][1])
    for way in ways(sound):
        text = at(sound, way)
        if isinstance(text, str):
            for other in (f"{text}\n", f"{text}\r\n", f" {text}", f"{text}\u0660", text.upper()):
                value = copy.deepcopy(sound)
                at(value, way[:-1])[way[-1]] = other
                agree(document_checker(name), value)


JARGON = re.compile(
    r"instance|additionalProp|valid|schema|regex|pattern|enum|anyOf|oneOf|\$ref|\bitem\b|propert|array|object"
    r"|string|integer|boolean|None|True|False|Draft|[\[\]{}']"
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_refusal_is_told_in_an_editor_s_words(name: str) -> None:
    """With the value's own place, and never in the words of a validator."""
    checker, sound = document_checker(name), read(DOCUMENTS[name][1])
    for way in ways(sound):
        for wrong in Random(str(way)).sample(WRONG, 5):
            value = copy.deepcopy(sound)
            at(value, way[:-1])[way[-1]] = wrong
            if checker.fits(value):
                continue
            told = checker.explain(value, lambda path, key: Place("/".join(map(str, path))))
            assert told
            for found in told:
                words = re.sub("“[^”]*”", "", found.message)
                assert not JARGON.search(words), found.message
                assert found.message.endswith(".")
                assert found.hint.endswith((".", "?"))
                named = "in the way that it has to be" not in words
                assert named or {"countries", "time_zone", "teams", "former_pages"} & set(way), found.message
                assert found.place.file.startswith("/".join(map(str, way))), (way, found)


def test_other_people_s_jsonschema_is_left_alone() -> None:
    """To explain, a draft is extended: that must not change it for anyone else."""
    before = (dict(Draft202012Validator.VALIDATORS), dict(Draft202012Validator.FORMAT_CHECKER.checkers))
    list(_failures({"type": "string", "pattern": "^a$"}, "b"))
    assert (Draft202012Validator.VALIDATORS, Draft202012Validator.FORMAT_CHECKER.checkers) == before
    assert validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema"}) is Draft202012Validator


# Rows.


@cache
def table(plural: str) -> dict[str, Any]:
    return with_translations(read_builtin(REGISTERS[plural].schema), LANGUAGES)


@cache
def row_checker(plural: str) -> Checker:
    return compile_schema(table_schema(read_builtin(REGISTERS[plural].schema), LANGUAGES))


def stricter(column: dict[str, Any], value: Any) -> bool:
    """Whether we refuse on purpose what frictionless takes: each line is a reason."""
    constraints, kind = column.get("constraints", {}), column["type"]
    text = value if isinstance(value, str) else ""
    reasons = {
        "an empty value that is written out: leave the field out": value in (None, ""),
        "a text may not end in a line break where a pattern ends": "pattern" in constraints
        and text.endswith("\n"),
        "an id is a name of at most 80 characters, wherever it is": len(text) > 80,
        "a type of frictionless's that takes anything": kind == "any",
        "a list is a list, and what is in it is checked too": kind == "list",
        "a number is a number, not digits in quotes": kind in ("integer", "number") and bool(text),
        "a date has two digits for month and day, in this age": kind == "date",
        "an address keeps to RFC 3986": column.get("format") == "uri",
        "a mailbox has none but plain letters": column.get("format") == "email",
        "a length of time has at least one part": column.get("semantic") == "duration" and text == "P",
    }
    return any(reasons.values())


def changed(column: dict[str, Any], value: Any) -> list[Any]:
    """Other values for a cell: wrong ones, and the right one with a character more, less or other."""
    if not isinstance(value, str) or not value:
        return WRONG
    chance = Random(column["name"])
    others = ["", " ", "\n", "-", "0", "A", "é", "@", "/", ".", "\u0660", "%", ":", "a", "9"]
    places = [(chance.randrange(len(value)), chance.choice(others)) for _ in range(40)]
    return [*WRONG, *(value[:place] + other + value[place + 1 :] for place, other in places)]


@pytest.mark.parametrize("plural", REGISTERS)
def test_our_rows_and_frictionless_decide_alike(plural: str) -> None:
    sound = read(f"registers/{plural}.yaml")[0]
    columns = {column["name"]: column for column in table(plural)["fields"]}
    cases = [(name, value) for name in columns for value in changed(columns[name], sound.get(name))]
    rows = [
        {**sound, "id": f"row-{number}", name: copy.deepcopy(value)}
        for number, (name, value) in enumerate(cases)
    ]
    errors = explain_rows(rows, table(plural))
    refused = {error.row for error in errors if error.kind not in ("unique-error", "primary-key")}
    for number, (name, value) in enumerate(cases):
        ours, theirs = row_checker(plural).fits(rows[number]), number not in refused
        if ours != theirs:
            assert theirs, f"{name}: {value!r} fits us, but not frictionless"
            assert stricter(columns[name], value), f"{name}: {value!r} fits frictionless, but not us"


@pytest.mark.parametrize("plural", REGISTERS)
def test_a_row_lacks_what_frictionless_says_it_lacks(plural: str) -> None:
    sound = read(f"registers/{plural}.yaml")[0]
    for name in sound:
        short = {field: value for field, value in sound.items() if field != name}
        missing = any(error.field == name for error in explain_rows([sound | {name: None}], table(plural)))
        assert row_checker(plural).fits(short) != missing, name


def test_both_validators_decide_rows_alike() -> None:
    """What explains a row is the same as for a document; here every register has its turn."""
    for plural in REGISTERS:
        sound = read(f"registers/{plural}.yaml")[0]
        for name in sound:
            for value in Random(f"{plural} {name}").sample(changed({"name": name}, sound[name]), 8):
                agree(row_checker(plural), {**sound, name: value})


def test_a_hostile_pattern_takes_no_time(tmp_path: Path) -> None:
    """A register of the partnership's own, on whose pattern Python's engine would work for years."""
    hostile = {
        "name": "sensors",
        "fields": [
            {"name": "id", "title": "Id", "type": "string", "constraints": {"required": True}},
            {
                "name": "title",
                "title": "Title",
                "type": "string",
                "constraints": {"pattern": "(a+)+b", "required": True},
            },
        ],
    }
    for folder in ("registers", "schemas"):
        (tmp_path / folder).mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    (tmp_path / "schemas" / "sensors.table.json").write_text(json.dumps(hostile), "utf-8")
    (tmp_path / "registers" / "sensors.csv").write_text(f"id,title\nx,{'a' * 60}\n", "utf-8")
    check = [Path(sys.executable).with_name("openaccord"), "check", tmp_path]
    done = subprocess.run(check, timeout=30, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "registers/sensors.csv:2:3: error “title” is" in done.stdout
