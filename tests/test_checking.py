"""What decides and what explains are of one mind: jsonschema-rs and jsonschema, our rows and frictionless."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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

    @settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.data())
    def alike(data: st.DataObject) -> None:
        value = mutate(data.draw, sound, WRONG)
        agree(checker, value)

    alike()


def agree(checker: Checker, value: Any) -> None:
    fits = checker.fits(value)
    refused = list(_failures(checker.schema.document, value))
    assert fits == (not refused), refused or [str(error) for error in checker._compiled.iter_errors(value)]
    told = checker.explain(value, lambda path, key: Place(f"{path}{key}"))
    assert fits == (not told)
