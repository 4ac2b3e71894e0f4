"""YAML becomes JSON's values with the place of each, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path as FilePath

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openaccord.problems import Place
from openaccord.sources.values import JSON, Path, number
from openaccord.sources.yaml import Document, _Reader, read_document
from openaccord.sources.yaml_plain import read_plain

SHARED = FilePath(__file__).parents[1].parent / "shared"
CALM = settings(deadline=None)  # a busy machine is no failure


def read(text: str) -> Document:
    document, problems = read_document(text.encode(), "a.yaml")
    assert problems == []
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("7", 7),
        ("-12", -12),
        ("999999999999999", 999_999_999_999_999),
        ("-999999999999999", -999_999_999_999_999),
        ("0.5", 0.5),
        ("-0.00005", -0.00005),
        ("51.5074", 51.5074),
        ("12345678.1234567", 12345678.1234567),
        ("[]", []),
        ("{}", {}),
        ("[a, 1, ]", ["a", 1]),
        ("{a: 1, b}", {"a": 1, "b": None}),
        ("'true'", "true"),
        ('"1"', "1"),
        ("''", ""),
        ('"a\\tb\\n\\u00e9"', "a\tb\né"),
        ("|-\n  a\n  b", "a\nb"),
        (">-\n  a\n  b", "a b"),
        ("a # comment", "a"),
        ("a#b", "a#b"),
        ("https://example.org/a:b", "https://example.org/a:b"),
        ("one\n  two", "one two"),
    ],
)
def test_values(written: str, value: JSON) -> None:
    found = read(f"k: {written}\n").value
    assert found == {"k": value}
    assert isinstance(found, dict)
    assert type(found["k"]) is type(value)


@pytest.mark.parametrize("key", ["a", "1", "true", "null", "~", "2024-01-01", "NO", "é😀", "a b", "=", "1.0"])
def test_keys_are_text(key: str) -> None:
    assert read(f"{key}: 1\n").value == {key: 1}
    assert read(f'"{key}": 1\n').value == {key: 1}


@pytest.mark.parametrize(
    "written",
    [
        "-0",
        "-0.0",
        "0.0",
        "1.0",
        "1.10",
        ".5",
        "5.",
        "+1",
        "00",
        "01",
        "1e3",
        "1_0",
        "1" * 16,
        "-" + "1" * 16,
        "٣",
        "²",
        "1.000000000000001",
        "0.0000000000000001",
        "9" * 5_000,
        "-",
        "--1",
        "1-1",
        "1.1.1",
        " 1",
        "1 ",
        "1\n",
        "",
    ],
)
def test_not_numbers(written: str) -> None:
    assert number(written) is None


@CALM
@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers(value: int) -> None:
    assert number(str(value)) == value


@CALM
@given(st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,8})?", fullmatch=True))
def test_a_number_keeps_every_figure(written: str) -> None:
    found = number(written)
    assume(found is not None)
    assert f"{found:.15g}" == written or format(found, "f").rstrip("0") == written


def test_what_begins_with_a_mark() -> None:
    assert read("\ufeffé: 1\n").place(("é",)) == Place("a.yaml", 1, 4)
    assert read("\ufeff# x\r\na: 1\r\n").place(("a",)) == Place("a.yaml", 2, 4)


PLACES = """\
# comment
id: one
title:
  en: "Ŵ 😀": x
parties:
- {organisation: council, 😀😀: last}
-   - nested
    -
list: [a,
  b, [c]]
text: |
  prose
empty:
"quoted": 'q'
""".replace('": x', '"')


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("id",), (2, 5), (2, 1)),
        (("title",), (4, 3), (3, 1)),
        (("title", "en"), (4, 7), (4, 3)),
        (("parties",), (6, 1), (5, 1)),
        (("parties", 0), (6, 3), (6, 3)),
        (("parties", 0, "organisation"), (6, 18), (6, 4)),
        (("parties", 0, "😀😀"), (6, 31), (6, 27)),
        (("parties", 1), (7, 5), (7, 5)),
        (("parties", 1, 0), (7, 7), (7, 7)),
        (("parties", 1, 1), (8, 6), (8, 6)),
        (("list", 1), (10, 3), (10, 3)),
        (("list", 2, 0), (10, 7), (10, 7)),
        (("text",), (11, 7), (11, 1)),
        (("empty",), (13, 7), (13, 1)),
        (("quoted",), (14, 11), (14, 1)),
        (("none",), (2, 1), (2, 1)),
        (("title", "cy"), (4, 3), (3, 1)),
        (("title", "en", "x", 3), (4, 7), (4, 3)),
        (("parties", 9, "x"), (6, 1), (5, 1)),
        (("parties", -1), (6, 1), (5, 1)),
        (("parties", "x"), (6, 1), (5, 1)),
    ],
    ids=str,
)
def test_places(path: Path, value: tuple[int, int], key: tuple[int, int]) -> None:
    document = read(PLACES)
    assert document.place(path) == Place("a.yaml", *value)
    assert document.place(path, key=True) == Place("a.yaml", *key)


def test_places_take_sixteen_bytes_a_value() -> None:
    document = read("\n".join(f"- {{id: {number}, title: x}}" for number in range(100)))
    assert len(document.marks) * document.marks.itemsize == 16 * (1 + 100 * 3)


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Zl", "Zp"))
    | st.sampled_from("\n\t:-#'\"{}[]&*!|>%@`, "),
    max_size=20,
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | PLAIN
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4),
    max_leaves=20,
)


def nodes(node: yaml.Node, key: yaml.Node | None, path: Path) -> Iterator[tuple[Path, yaml.Node, yaml.Node]]:
    yield path, key or node, node
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from nodes(value, name, (*path, name.value))
    if isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from nodes(value, None, (*path, index))


@CALM
@given(
    st.lists(DATA, min_size=1, max_size=4) | st.dictionaries(PLAIN, DATA, min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_what_pyyaml_writes_is_read_with_its_places(data: JSON, flow: bool, wide: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=wide, sort_keys=False, width=40)
    document = read(text)
    assert document.value == data
    # PyYAML's own parser in Python is the judge of places: it shares no code with libyaml's.
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    for path, key, node in nodes(root, None, ()):
        assert document.place(path) == Place("a.yaml", node.start_mark.line + 1, node.start_mark.column + 1)
        assert document.place(path, key=True) == Place(
            "a.yaml", key.start_mark.line + 1, key.start_mark.column + 1
        )


@CALM
@given(st.dictionaries(PLAIN, PLAIN | st.lists(PLAIN), min_size=1), st.sampled_from(["'", '"']))
def test_quoted_text_stays_text(data: dict[str, JSON], quote: str) -> None:
    assert read(yaml.safe_dump(data, default_style=quote, allow_unicode=True)).value == data


@CALM
@given(st.lists(DATA, min_size=1) | st.dictionaries(PLAIN, DATA, min_size=1))
def test_json_is_yaml(data: JSON) -> None:
    document, problems = read_document(json.dumps(data, ensure_ascii=False).encode(), "a.yaml")
    if not problems:  # a long key needs YAML's “?” mark, and \\ud83d\\ude00 is JSON's own
        assert document is not None
        assert document.value == data


@CALM
@given(
    st.binary(max_size=60)
    | st.text("ab \n\t\r:-#'\"{}[]&*!|>%@`,?~<=.\\\u00e9\U0001f600", max_size=60).map(str.encode)
)
def test_a_document_or_problems_and_never_an_exception(data: bytes) -> None:
    document, problems = read_document(data, "a.yaml")
    assert (document is None) == bool(problems)
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.message
        assert problem.hint
    if document is not None:
        json.dumps(document.value, allow_nan=False)
        # libyaml ends a last line that has no end: what is missing there, as after "? a", is on the next.
        assert all(line <= len(lines) for line in document.marks[::2])


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "# comment\n", "---\n", "--- # x\n...\n", "null", "~\n"]
)
def test_a_file_that_holds_nothing(text: str) -> None:
    document, (problem,) = read_document(text.encode(), "a.yaml")
    assert document is None
    assert (problem.code, problem.place) == ("wrong-shape", Place("a.yaml", 1, 1))


@pytest.mark.parametrize(("text", "value"), [("[]", []), ("{}", {}), ("''", ""), ("0", 0), ("false", False)])
def test_a_file_that_holds_little(text: str, value: JSON) -> None:
    assert read(text).value == value


QUOTES = "double quotes"


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        pytest.param(
            "a: 1\nb:\n  - x\n c: 2\n", 4, 2, "not at the same indent", "Indent", id="between two indents"
        ),
        pytest.param(
            "a: 1\n  b: 2\n", 2, 3, "A field cannot begin here", "Indent", id="indented below a value"
        ),
        pytest.param("  a: 1\nb: 2\n", 2, 1, "after its end", "indented deeper", id="first line indented"),
        pytest.param(
            "a: |\n    x\n  y\nb: 1\n", 3, 3, "not at the same indent", "Indent", id="prose falls back"
        ),
        pytest.param("a:\n\tb: 1\n", 2, 1, "A tab", "spaces", id="tab before a field"),
        pytest.param("a: 1\n  \tb: 1\n", 2, 3, "A tab", "spaces", id="tab after spaces"),
        pytest.param("a:\n-\tb: 1\n", 2, 2, "A tab", "spaces", id="tab after a dash"),
        pytest.param("a: |\n\tx\n", 2, 1, "A tab", "spaces", id="tab before prose"),
        pytest.param("a: one: two\n", 1, 7, "colon and a space", QUOTES, id="colon in a text"),
        pytest.param("- a: one: two\n", 1, 9, "colon and a space", QUOTES, id="colon in an item"),
        pytest.param(
            "a:1\nb: 2\n", 1, 2, "no space after this colon", "name: value", id="no space after colon"
        ),
        pytest.param("a: 1\nb\nc: 2\n", 2, 1, "no colon", "name: value", id="no colon"),
        pytest.param("a\nb: 2\n", 2, 1, "or has no colon", "Indent", id="no colon in the first line"),
        pytest.param(": 1\n", 1, 1, "no field's name", "name: value", id="no name"),
        pytest.param("? \n: 1\n", 1, 2, "no field's name", "name: value", id="no name after a question mark"),
        pytest.param(
            "x" * 1_025 + ": 1\n", 1, 1_026, "colon cannot stand here", QUOTES, id="a very long name"
        ),
        pytest.param(
            'a: "one\nb: 2\n', 1, 4, "quote that opens here", "Close it", id="double quote not closed"
        ),
        pytest.param(
            "a: 'one\nb: 2\n", 1, 4, "quote that opens here", "Close it", id="single quote not closed"
        ),
        pytest.param(
            'a: "one\n---\nb: 2\n', 1, 4, "quote that opens here", "Close it", id="quote over a dashed line"
        ),
        pytest.param(
            'a: "one\nb: "two"\n', 2, 5, "ends before this", "open quote above", id="quote closed by the next"
        ),
        pytest.param("a: 'it's'\n", 1, 8, "ends before this", "apostrophe", id="apostrophe in single quotes"),
        pytest.param("- 'it's'\n", 1, 7, "ends before this", "apostrophe", id="apostrophe in an item"),
        pytest.param('a: "x" y\n', 1, 8, "ends before this", QUOTES, id="words after a quote"),
        pytest.param('a: "C:\\new\\users"\n', 1, 13, "backslash", "twice", id="a Windows path"),
        pytest.param('a: "\\q"\n', 1, 5, "backslash", "twice", id="no such escape"),
        pytest.param(
            'a: "\\ud83d\\ude00"\n', 1, 7, "backslash", "character itself", id="half an emoji's code"
        ),
        pytest.param("a: [1, 2\nb: 3\n", 1, 4, "opens with [", "close the bracket", id="bracket not closed"),
        pytest.param("a: {x: 1\nb: 3\n", 1, 4, "opens with {", "close the brace", id="brace not closed"),
        pytest.param('a: ["x" "y"]\n', 1, 4, "lacks a comma", "commas", id="comma missing in a list"),
        pytest.param("a: {b: [1}\n", 1, 8, "opens with [", "close the bracket", id="closed by the wrong one"),
        pytest.param("a: [1]]\n", 1, 7, "ends before this", QUOTES, id="a bracket too many"),
        pytest.param("[1]]\n", 1, 4, "after its end", "bracket", id="a bracket too many at the end"),
        pytest.param("a: [", 1, 5, "Something is missing", "close the bracket", id="bracket at the very end"),
        pytest.param("a: [,]\n", 1, 5, "cannot begin with ,", QUOTES, id="nothing before a comma"),
        pytest.param("a: ]\n", 1, 4, "cannot begin with ]", QUOTES, id="closing bracket first"),
        pytest.param("a: @b\n", 1, 4, "cannot begin with @", QUOTES, id="at sign"),
        pytest.param("a: `b`\n", 1, 4, "cannot begin with `", QUOTES, id="backtick"),
        pytest.param("a: %b\n", 1, 4, "cannot begin with %", QUOTES, id="per cent sign"),
        pytest.param("a: **b** c\n", 1, 4, "cannot begin with *", QUOTES, id="Markdown's bold"),
        pytest.param("a: & b\n", 1, 4, "cannot begin with &", QUOTES, id="ampersand"),
        pytest.param("a: !e!b c\n", 1, 4, "cannot begin with !", QUOTES, id="exclamation mark"),
        pytest.param(
            "a: 1\n- b\n", 2, 1, "item of a list stands here", "above the first item", id="item among fields"
        ),
        pytest.param("- b\na: 1\n", 2, 1, "among the items", "Indent", id="field among items"),
        pytest.param(
            "a: - b\n", 1, 4, "on the line of its field", "line of its own", id="list on its field's line"
        ),
        pytest.param("a: |x\n  b\n", 1, 5, "begins on the next line", "line break", id="words after a bar"),
        pytest.param("a: 1\n...\nb: 1\n", 3, 1, "after its end", "...", id="words after the end"),
    ],
)
def test_syntax(text: str, line: int, column: int, message: str, hint: str) -> None:
    document, problems = read_document(text.encode(), "a.yaml")
    assert document is None
    (found,) = problems
    assert (found.code, found.place) == ("yaml-syntax", Place("a.yaml", line, column))
    assert message in found.message
    assert hint in found.hint


JARGON = (
    "scalar",
    "mapping",
    "sequence",
    "token",
    "node",
    "block",
    "flow",
    "stream",
    "context",
    "expected",
    "scanning",
)


@CALM
@given(st.text("ab \n\t:-#'\"{}[]&*!|>@`,?\\", max_size=40))
def test_no_jargon(text: str) -> None:
    _, problems = read_document(text.encode(), "a.yaml")
    for problem in problems:
        assert not [word for word in JARGON if word in problem.message.lower()]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, 1)]),
        ("a: 1\na: 2\na: 3\n", [(2, 1), (3, 1)]),
        ('a: 1\n"a": 2\n', [(2, 1)]),
        ("1: 1\n'1': 2\n", [(2, 1)]),
        ("a: {x: 1, x: 2}\nb:\n  - y: 1\n    y: 2\n", [(1, 11), (4, 5)]),
        ("a: {x: 1}\na: {x: 1, x: 2}\n", [(2, 1), (2, 11)]),
    ],
    ids=["twice", "three times", "in quotes", "a number and its text", "in several places", "within another"],
)
def test_every_duplicate_key_has_its_place(text: str, places: list[tuple[int, int]]) -> None:
    document, problems = read_document(text.encode(), "a.yaml")
    assert document is None
    assert {problem.code for problem in problems} == {"duplicate-key"}
    assert sorted((problem.place.line, problem.place.column) for problem in problems) == places


def test_a_duplicate_key_names_the_first() -> None:
    _, (problem,) = read_document(b"a: 1\n\nb: 1\na: 2\n", "a.yaml")
    assert "“a” is written twice; the first is in line 1." in problem.message


def test_equal_keys_of_different_groups_are_no_duplicates() -> None:
    assert read("a: {x: 1}\nb: {x: 1}\nx: [{x: 1}, {x: 1}]\n").value


def test_problems_are_collected() -> None:
    text = "a: &x 1\nb: *x\n<<: {a: 1}\nc: !!str 1\n&k d: 1\n*x : 2\na: '\\x1b'\n? [q]\n: 1\n"
    _, problems = read_document(text.encode(), "a.yaml")
    assert [problem.code for problem in problems] == ["yaml-feature"] * 6 + ["duplicate-key", "yaml-feature"]
    assert [problem.place.line for problem in problems] == [1, 2, 3, 4, 5, 6, 7, 8]
    _, problems = read_document(b"a: 1\na: 2\nb: [\n", "a.yaml")
    assert [problem.code for problem in problems] == ["duplicate-key", "yaml-syntax"]


def test_the_example_of_the_design_is_read() -> None:
    document = read((SHARED / "design/example-agreement.yaml").read_text(encoding="utf-8"))
    assert isinstance(document.value, dict)
    assert document.value["start_date"] == "2025-06-01"
    assert document.place(("parties", 1, "signed_on")).line == 25


# The plain kind, which is read without the parser.

QUIRKS = [
    "",
    "  ",
    "a: ",
    "- ",
    "a: x  ",
    *"""\
a: b
a:
b: [x, y]
b: {c: d, e: 1}
- a
- a: b
-
  c: d
  - e
# note
a: 'it''s'
a: 'its'
a: "x\\ty"
a: "x"
a: b # c
a: b: c
a: b:
a: - b
a: [b
a: ]
a: {b}
a: {b: }
a: {b: c, b: d}
a: [b, ]
a: [b,c]
a: [[b], {c: [d]}]
a: &b c
a: *b
a: !b c
a: |
a: >-
a: ? b
? a
: a
a : b
a:b
---
...
%YAML 1.1
a: @b
a: `b`
a: ~
a: null
a: True
a: 0042
a: 1.10
a: -5
a: - 5
a: 07700 900123
a: 2026-03-31
a: https://example.org/x
a: [https://example.org/x]
<<: a
_a: _b
1: a
true: a
a: é ’ –
    deep: e
a: \xa0b
a: b\xa0
a: [it's, b's]
a: ['it''s']
a: ["b", c]
a: {b: 'c', d: [e, f]}
a: [x #y]
a: x#y
a: [b] c
a: 'b' c
- - a
-  a: b
- a:
-\ta
a:\tb
a: {b: c}, d
a: (b)
a: b, c
a: .5
a: +1
a: [.5, -1, ~, null, true]
a: {b: ~}
a: |2
Ω: b""".splitlines(),
]
"""Lines that mean more, or less, than they seem to."""


@settings(CALM, max_examples=600)
@given(st.lists(st.tuples(st.sampled_from(["", "  ", "    "]), st.sampled_from(QUIRKS)), max_size=6))
def test_what_is_read_as_plain_the_parser_reads_alike(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{indent}{line}\n" for indent, line in lines)
    plain = read_plain(text)
    if plain is not None:
        reader = _Reader("a.yaml", text)
        assert reader.document() == plain
        assert reader.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "# note\na: 1\nb:\n  - c\n  - {d: e, f: true}\ng: [h, i]\n",
        "- a: b\n  c:\n    d: 'e'\n- a: \"f\"\n",
        "a:\n- b\n- c\nd:\n",
        "a: {b: [c, {d: e}], f: null}\n",
        "a: [it's, well-known (here)]\n",
    ],
)
def test_most_records_are_plain(text: str) -> None:
    assert read_plain(text) == _Reader("a.yaml", text).document() is not None


def test_the_examples_records_are_plain() -> None:
    files = sorted((FilePath(__file__).parents[1] / "protocols").rglob("*.yaml"))
    plain = [file for file in files if read_plain(file.read_text("utf-8")) is not None]
    assert len(plain) > 0.9 * len(files) > 0


def test_nothing_near_a_limit_is_read_as_plain() -> None:
    for text in (
        "a: " + "x" * 9_000,
        "- a\n" * 6_000,
        "a: [" + "b, " * 21_000 + "b]",
        "a: [" * 13 + "b" + "]" * 13,
    ):
        assert read_plain(text + "\n") is None
