"""Each format of a report, read as its reader reads it, also when values and file names mean harm."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from junitparser import Failure, JUnitXml
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from openaccord.edits import Edit
from openaccord.problems import CODES, Place, Problem, Severity, problem
from openaccord.reports.checked import Checked
from openaccord.reports.formats import FORMATS
from openaccord.reports.harmless import harmless, still, visible
from openaccord.reports.problems_markdown import problems_markdown
from openaccord.reports.worst import worst_first
from openaccord.sources.text import forbidden_in

Run = Callable[..., Any]

JSON_FORMATS = ("json", "gitlab", "sarif", "rdjson")
CHARTER = "protocols/charter.yaml"

HOSTILE = (
    "::error file=a.yaml,line=1::all is lost",
    "x\n::error::all is lost",
    "x\r\n::stop-commands::t",
    "x%0A::error::all is lost",
    "x\u2028::error::all is lost",
    ":::error:::all is lost",
    "##[error]all is lost",
    "###[group]x",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[testFailed name='a']",
    "\x1b[31mred\x1b[0m and \x9b32mgreen",
    "\x1b]0;title\x07\x08\x08",
    "section_start:1:x\r\x1b[0K",
    "]]></failure><testcase name='forged'/>",
    "</failure></testcase><!-- -->",
    "\x00\x0b\ufffe\uffff",
    "%0D%0A%25%3A%2C,line=99,title=x",
    "a,file=b:c=d",
    "abc\u202egnp.exe\u2066 \u200f\u061c",
    "@partnership/officers and @someone",
    "[here](https://evil.example) ![x](https://evil.example/x.png)",
    "![x][y] [y]: https://evil.example",
    "https://evil.example www.evil.example ftp://evil.example someone@evil.example",
    "<img src=x onerror=alert(1)><script>alert(1)</script><!-- ",
    "<https://evil.example> <a href='https://evil.example'>here</a>",
    "&#64;someone &commat;someone &lt;b&gt; &#x5b;x](https://evil.example)",
    "a | b | c\n|---|---|---|\n| 1 | 2 | 3 |",
    "# heading\n\n- item\n\n> quote\n\n```\ncode",
    "`code` ``two`` ```three``` \\` **bold** _em_ ~~gone~~ $x^2$",
    "”closed early “ @someone ” [x](https://evil.example) “",
    "fixes #12, GH-12, octo/repo#12, {0} {1}",
    "“”",
    "\\",
    "名前 Môn 👍 e\u0301",
)


def one(value: str, file: str = CHARTER, code: str = "wrong-format") -> Problem:
    return problem(
        code, Place(file, 5, 3), f"“start_date” is “{value}”, which is not a date.", f"Did you mean {value}?"
    )


def checked(*problems: Problem, **more: Any) -> Checked:
    return Checked(problems, records=12, **more)


# GitHub: as the runner's ActionCommand reads what a step prints, line by line.

COMMANDS = {"error", "warning", "notice", "group", "endgroup", "add-mask", "stop-commands", "debug"}


@dataclass(frozen=True)
class Command:
    name: str
    text: str
    properties: Mapping[str, str] = field(default_factory=dict)


def decoded(text: str, *codes: str) -> str:
    for code in (*codes, "%25"):
        text = text.replace(code, bytes.fromhex(code[1:]).decode())
    return text


def command_of(line: str) -> Command | None:
    """The command in a line: `::name key=value,…::text` at its start, or `##[name …]text` anywhere."""
    new = re.match(r"\s*::(.*?)::(.*)", line, re.DOTALL)
    if new and new[1].partition(" ")[0] in COMMANDS:
        name, _, rest = new[1].partition(" ")
        pairs = (pair.partition("=") for pair in rest.strip().split(",") if pair)
        properties = {key: decoded(value, "%0D", "%0A", "%3A", "%2C") for key, _, value in pairs if value}
        return Command(name, decoded(new[2], "%0D", "%0A"), properties)
    old = re.search(r"##\[([^\] ]*)[^\]]*\](.*)", line)
    return Command(old[1], old[2]) if old and old[1] in COMMANDS else None


def commands(printed: str) -> list[Command]:
    return [found for line in printed.splitlines() if (found := command_of(line))]


def test_the_runner_s_grammar_is_known() -> None:
    assert command_of("  ::error file=a%2Cb,line=1::x%0Ay%250A") == Command(
        "error", "x\ny%0A", {"file": "a,b", "line": "1"}
    )
    assert command_of("say ##[error]x") == Command("error", "x")
    assert command_of("say ::error::x") is None
    assert command_of("::nothing::x") is None


@pytest.mark.parametrize("value", HOSTILE)
def test_an_annotation_says_what_was_found_and_where(value: str) -> None:
    found = one(value, file=f"protocols/{value}.yaml")
    (command,) = commands(FORMATS["github"](checked(found, folder="anyshire/")))
    path = f"anyshire/protocols/{value}.yaml"
    assert command == Command(
        "error",
        f"{harmless(path)}:5:3: {harmless(found.message)}\n{harmless(found.hint)}",
        {"file": visible(path), "line": "5", "col": "3", "title": "wrong-format"},
    )


def test_a_file_is_annotated_under_its_own_name() -> None:
    name = "protocols/a, b: 100% [c]=d.yaml"
    (command,) = commands(FORMATS["github"](checked(one("soon", file=name))))
    assert command.properties["file"] == name


def many(number: int, code: str = "missing-field") -> list[Problem]:
    return [
        problem(code, Place(CHARTER, n), f"Field {n} is missing.", "Add it.") for n in range(1, number + 1)
    ]


def test_the_worst_ten_of_each_kind_are_annotated_and_the_rest_is_counted() -> None:
    worst = problem("not-utf-8", Place("protocols/z.yaml", 9), "It is not UTF-8.", "Save it as UTF-8.")
    said = FORMATS["github"](checked(*many(14), worst, *many(11, "waiver-needless")))
    found = commands(said)
    assert [command.name for command in found] == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert found[0].properties["file"] == "protocols/z.yaml"
    assert found[-1].text.startswith("5 more errors and 1 more warning cannot be shown here.")
    assert said.endswith("12 records checked: 15 errors, 11 warnings.")


def test_ten_are_shown_without_a_word_about_others() -> None:
    found = commands(FORMATS["github"](checked(*many(10))))
    assert [command.name for command in found] == ["error"] * 10


def test_the_worst_comes_first() -> None:
    def at(code: str, line: int, message: str, severity: Severity = Severity.ERROR) -> Problem:
        return Problem(Place(CHARTER, line), code, message, severity, "…")

    warned = at("yaml-syntax", 1, "Not YAML.", Severity.WARNING)
    file, record = at("yaml-syntax", 9, "Not YAML."), at("missing-field", 2, "No title.")
    missing = [at("unknown-reference", line, "There is no police.") for line in (3, 4, 5)]
    other = at("unknown-reference", 8, "There is no council.")
    assert worst_first([warned, record, *missing, other, file]) == [
        file,
        record,
        missing[0],
        other,
        *missing[1:],
        warned,
    ]


def test_codes_of_files_stand_before_those_of_records() -> None:
    """What the order of the worst relies on."""
    order = list(CODES)
    for file in ("not-utf-8", "yaml-syntax", "csv-header", "schema-invalid", "register-twice"):
        for record in ("missing-field", "duplicate-id", "unknown-reference", "end-before-start"):
            assert order.index(file) < order.index(record)


# What is true of every format.


def everything() -> Checked:
    """Every hostile string as a value and as a name, as an error and as a warning."""
    names = [f"registers/{text}.csv" for text in HOSTILE] + [os.fsdecode(b"registers/\xff.csv")]
    errors = [one(text, file=name) for text, name in zip((*HOSTILE, "soon"), names, strict=True)]
    warnings = [one(text, code="waiver-needless") for text in HOSTILE]
    return checked(*errors, *warnings, folder="any/")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_is_printed_is_a_command_or_moves_what_is_read(form: str) -> None:
    said = FORMATS[form](everything())
    assert said.splitlines() == said.split("\n")
    assert [forbidden_in(line) for line in said.replace("\N{ZERO WIDTH SPACE}", "").splitlines()] == (
        [None] * (said.count("\n") + 1)
    )
    assert len(commands(said)) == (21 if form == "github" else 0)
    assert form == "github" or not re.search(r"##\w*\[", said)
    said.encode()


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_says_when_all_is_well(form: str) -> None:
    said = FORMATS[form](checked())
    if form in JSON_FORMATS:
        json.loads(said)
    else:
        assert "12 records checked" in said
        assert "no problems" in said


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"text"}))
def test_only_the_text_shows_lines_of_files(form: str) -> None:
    said = FORMATS[form](checked(one("soon"), line_of=lambda file, line: "secret: canary"))
    assert "canary" not in said


@pytest.mark.parametrize("value", HOSTILE)
def test_programs_read_the_very_same_values(value: str) -> None:
    found = one(value, file=f"registers/{value}")
    (told,) = json.loads(FORMATS["json"](checked(found)))["problems"]
    assert (told["file"], told["message"], told["hint"]) == (found.place.file, found.message, found.hint)


# GitLab: the keys that its documentation asks for.

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"enum": list(CODES)},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^[^/.]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_gitlab_reads_its_report() -> None:
    told = json.loads(FORMATS["gitlab"](everything()))
    Draft202012Validator(CODE_QUALITY).validate(told)
    assert [item["location"]["path"] for item in told] == [
        f"any/{p.place.file}" for p in everything().problems
    ]
    assert [item["severity"] for item in told].count("minor") == len(HOSTILE)


def fingerprints(*problems: Problem) -> list[str]:
    return [item["fingerprint"] for item in json.loads(FORMATS["gitlab"](checked(*problems)))]


def test_a_fingerprint_is_used_once() -> None:
    same = [Problem(Place(CHARTER, line), "missing-field", "…", Severity.ERROR, "…") for line in (1, 2, 2)]
    found = fingerprints(
        *same, one("soon"), one("later"), one("soon", file="a.yaml"), one("soon", code="wrong-type")
    )
    assert len(set(found)) == len(found) == 7


def test_a_fingerprint_stays_when_lines_move() -> None:
    def twice(line: int) -> Problem:
        message = f"“id” is written twice; the first is in line {line - 1:,}."
        return problem("duplicate-key", Place(CHARTER, line, 3), message, "Delete one.")

    assert fingerprints(twice(3), twice(9)) == fingerprints(twice(1_500), twice(1_600))


# SARIF: models made from its official schema, which refuse what that does not know.


def sarif(what: Checked) -> Any:
    told = json.loads(FORMATS["sarif"](what))
    Sarif.model_validate(told)
    return told["runs"][0]


def test_sarif_is_what_its_schema_asks_for() -> None:
    run = sarif(everything())
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["shortDescription"]["text"]) for rule in rules] == [
        (code, CODES[code].meaning) for code in ("wrong-format", "waiver-needless")
    ]
    for result, found in zip(run["results"], everything().problems, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.code
        assert result["level"] == found.severity
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 3}
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"any/([A-Za-z0-9/._~-]|%[0-9A-F]{2})+", uri)
        assert unquote_to_bytes(uri) == os.fsencode(f"any/{found.place.file}")


def test_the_reader_of_sarif_refuses_a_place_zero() -> None:
    told = json.loads(FORMATS["sarif"](checked(problem("not-utf-8", Place(CHARTER, 0, 0), "…", "…"))))
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        Sarif.model_validate(told)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_message_in_sarif_has_no_argument_and_no_link(value: str) -> None:
    (result,) = sarif(checked(one(value)))["results"]
    text = result["message"]["text"]
    assert not re.search(r"(?<!\{)(\{\{)*\{[0-9]", text)
    assert not re.search(r"\[[^\]]*\]\(", text)
    found = one(value)
    assert text.replace("{{", "{").replace("}}", "}") == f"{still(found.message)} {still(found.hint)}"


# JUnit: as junitparser and any XML parser read it.


def test_junit_has_a_failed_test_for_each_error() -> None:
    said = FORMATS["junit"](everything())
    suites = JUnitXml.fromroot(ET.fromstring(said.encode()))
    (suite,) = suites
    cases = list(suite)
    problems = everything().problems
    assert (suites.tests, suites.failures, suites.errors) == (len(problems) + 1, len(HOSTILE) + 1, 0)
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (len(cases), len(HOSTILE) + 1, 0, 0)
    assert [case.is_failure for case in cases].count(True) == suite.failures
    assert cases[0].name.startswith("12 records checked: ")
    for case, found in zip(cases[1:], problems, strict=True):
        told = f"{harmless(found.message)}\n{harmless(found.hint)}"
        assert case.classname == harmless(f"any/{found.place.file}")
        assert case.name.endswith(f":5:3 {found.code}")
        if found.severity is Severity.ERROR:
            (failure,) = case.result
            assert isinstance(failure, Failure)
            assert (failure.type, failure.message, failure.text) == (
                found.code,
                harmless(found.message),
                told,
            )
        else:
            assert case.system_out == told


def test_tests_of_one_line_have_their_own_names() -> None:
    said = FORMATS["junit"](checked(one("a"), one("b", code="wrong-type")))
    (suite,) = JUnitXml.fromroot(ET.fromstring(said))
    assert len({case.name for case in suite}) == 3


# rdjson: what reviewdog's rdf/DiagnosticResult asks for, and how it counts.

POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "additionalProperties": False,
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
RANGE = {
    "type": "object",
    "required": ["start"],
    "additionalProperties": False,
    "properties": {"start": POSITION, "end": POSITION},
}
DIAGNOSTICS = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {"name": {"const": "openaccord"}},
        },
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": {
                        "type": "object",
                        "required": ["path", "range"],
                        "additionalProperties": False,
                        "properties": {"path": {"type": "string", "minLength": 1}, "range": RANGE},
                    },
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": {
                        "type": "object",
                        "required": ["value"],
                        "additionalProperties": False,
                        "properties": {"value": {"enum": list(CODES)}},
                    },
                    "suggestions": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["range", "text"],
                            "additionalProperties": False,
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}


def diagnostics(what: Checked) -> list[Any]:
    told = json.loads(FORMATS["rdjson"](what))
    Draft202012Validator(DIAGNOSTICS).validate(told)
    found: list[Any] = told["diagnostics"]
    return found


def test_reviewdog_reads_its_report() -> None:
    told = diagnostics(everything())
    assert [one["location"]["path"] for one in told] == [f"any/{p.place.file}" for p in everything().problems]
    assert [one["severity"] for one in told].count("WARNING") == len(HOSTILE)


LINES = (
    "start_date: soon",
    "{en: 名前, start_date: soon}",
    "\ufeffstart_date: soon",
    "{cy: Siarter Môn 👍, start_date: soon, end_date: 2027-01-01}",
)


@pytest.mark.parametrize("line", LINES)
def test_a_suggested_fix_lands_on_the_value(line: str) -> None:
    """Reviewdog counts bytes, with the mark, SARIF characters; each is applied as its reader does it."""
    start = line.removeprefix("\ufeff").index("soon")
    edit = Edit(CHARTER, Place(CHARTER, 5, start + 1), Place(CHARTER, 5, start + 5), "2026-03-31")
    what = checked(one("soon"), line_of=lambda _file, _line: line, suggest=lambda _problem: edit)
    wanted = line.replace("soon", "2026-03-31")

    ((suggestion,),) = (one["suggestions"] for one in diagnostics(what))
    first, last = suggestion["range"]["start"], suggestion["range"]["end"]
    assert first["line"] == last["line"] == 5
    data = line.encode()
    mended = data[: first["column"] - 1] + suggestion["text"].encode() + data[last["column"] - 1 :]
    assert mended.decode() == wanted

    ((fix,),) = (result["fixes"] for result in sarif(what)["results"])
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    assert region["startLine"] == region["endLine"] == 5
    shown = line.removeprefix("\ufeff")
    before, after = shown[: region["startColumn"] - 1], shown[region["endColumn"] - 1 :]
    assert f"{before}{replacement['insertedContent']['text']}{after}" == wanted.removeprefix("\ufeff")


def test_what_nobody_can_mend_has_no_suggestion() -> None:
    (told,) = diagnostics(checked(one("soon")))
    assert "suggestions" not in told
    (result,) = sarif(checked(one("soon")))["results"]
    assert "fixes" not in result


def test_a_column_of_a_line_that_is_not_there_is_kept() -> None:
    (told,) = diagnostics(checked(one("soon")))
    assert told["location"]["range"]["start"] == {"line": 5, "column": 3}


# Markdown: as GitHub's own parser reads it.


class Page(HTMLParser):
    """The tags of a page, its text outside of code, and its pieces of code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.prose = ""
        self.code: list[str] = []
        self._in_code = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag + "".join(f" {name}" for name, _ in attrs))
        self._in_code = tag == "code"
        if self._in_code:
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_code = False

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.code[-1] += data
        else:
            self.prose += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


def github_page(markdown: str) -> Page:
    """What GitHub makes of it, before its filter throws anything out; mentions it makes of the text later."""
    return Page(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


# A mention, a reference to an issue, an address: what GitHub links in text that is not code.
LINKED = re.compile(r"@\w|#[0-9]|\bGH-[0-9]|://|\bwww\.", re.IGNORECASE)


def is_calm(page: Page, files: int, items: int) -> bool:
    return (
        set(page.tags) <= {"h2", "h3", "p", "ul", "li", "strong", "code"}
        and page.tags.count("h2") == 1
        and page.tags.count("h3") == files
        and page.tags.count("li") == items
        and not LINKED.search(page.prose)
    )


def test_github_s_parser_shows_what_is_hostile() -> None:
    """The control: without our care each of these would be alive."""
    for text in ("[x](https://e.example)", "https://e.example", "<b>x</b>", "![x](y)", "a@e.example"):
        assert not is_calm(github_page(f"## x\n\n{text}"), 0, 0)
    assert not is_calm(github_page("## x\n\n@someone"), 0, 0)
    assert is_calm(github_page("## x\n\n`@someone`"), 0, 0)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_summary_holds_values_and_names_as_plain_text(value: str) -> None:
    found = one(value, file=f"registers/{value}")
    page = github_page(problems_markdown(checked(found)))
    assert is_calm(page, files=1, items=1), page.tags
    assert page.code[0] == harmless(f"registers/{value}")
    assert page.code[-1] == "wrong-format"
    if not {"“", "”"} & set(value):
        assert harmless(value) in page.code
        assert visible(found.hint) in page.prose.replace("\N{ZERO WIDTH SPACE}", "")


NASTY = st.text(
    st.sampled_from(list("@#[]()<>!`*_~|&;:/\\$“” \n\t%{}-+.=\"'wx1a\x1b\u202e"))
    | st.characters(exclude_categories=["Cs"]),
    max_size=40,
)


@given(NASTY, NASTY)
@settings(max_examples=100)
def test_no_text_gets_out_of_its_place(value: str, name: str) -> None:
    found = one(value, file=f"registers/{name}")
    what = checked(found)
    assert is_calm(github_page(problems_markdown(what)), files=1, items=1)
    assert len(commands(FORMATS["github"](what))) == 1
    assert [commands(FORMATS[form](what)) for form in FORMATS if form != "github"] == [[]] * 7
    (suite,) = JUnitXml.fromroot(ET.fromstring(FORMATS["junit"](what).encode()))
    assert len(list(suite)) == 2
    (told,) = json.loads(FORMATS["json"](what))["problems"]
    assert (told["file"], told["message"]) == (found.place.file, found.message)
    sarif(what)


def test_a_summary_tells_the_worst_file_first_and_says_a_thing_once() -> None:
    away = [
        problem("unknown-reference", Place("a.yaml", n), "There is no “police”.", "Add it.") for n in (3, 9)
    ]
    late = problem("waiver-expired", Place("a.yaml", 2), "The waiver has expired.", "Delete it.")
    broken = problem("yaml-syntax", Place("z.yaml", 7), "This is not YAML.", "Compare it with another file.")
    assert (
        problems_markdown(checked(late, *away, broken, folder="any/"))
        == """\
## Check of the registers: 3 errors, 1 warning

12 records checked.

Open each file at the line that is named, change it as the sentence says, and save it here. \
The check then runs again. It passes when no error is left. \
Warnings stop nothing, but somebody should look at them.

### `any/z.yaml`

- **Error in line 7:** This is not YAML. Compare it with another file. (`yaml-syntax`)

### `any/a.yaml`

- **Error in lines 3, 9:** There is no `police`. Add it. (`unknown-reference`)
- Warning in line 2: The waiver has expired. Delete it. (`waiver-expired`)"""
    )


@pytest.mark.parametrize("room", [1_000, 2_000, 20_000])
def test_a_summary_fits_and_counts_what_it_leaves_out(room: int) -> None:
    said = problems_markdown(checked(*many(500)), room)
    assert room / 2 < len(said.encode()) <= room
    shown = said.count("\n- **Error")
    assert f"\n{500 - shown} more problems did not fit here. `openaccord check` shows all." in said


# The command.


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, as the current folder, with a partnership in a folder of it that has an error."""
    root = tmp_path / "repository" / "any shire"
    (root / "protocols").mkdir(parents=True)
    (root / "registers").mkdir()
    (root / "registers" / "partnership.yaml").write_text("name: Anyshire\nlanguages: [en]\n", "utf-8")
    (root / CHARTER).write_text(
        "id: charter\ntitle: Charter\nstatus: in-force\nsignatories: []\ncolour: blue\n", "utf-8"
    )
    monkeypatch.chdir(root.parent)
    return root


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"text", "json"}))
def test_files_count_from_the_repository(form: str, faulty: Path, openaccord: Run) -> None:
    answer = openaccord("check", "any shire", "--format", form)
    assert (answer.status, answer.err) == (1, "")
    assert f"any{'%20' if form == 'sarif' else ' '}shire/{CHARTER}" in answer.out


@pytest.mark.parametrize("inside", [".", "any shire/protocols", "/"])
def test_the_repository_is_found_from_anywhere(
    inside: str, faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (faulty.parent / ".git").mkdir()
    monkeypatch.chdir(inside)
    (told,) = json.loads(openaccord("check", faulty, "--format", "gitlab").out)
    assert told["location"]["path"] == f"any shire/{CHARTER}"


def test_a_folder_elsewhere_has_its_own_paths(
    faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty / "protocols")
    (told,) = json.loads(openaccord("check", faulty, "--format", "gitlab").out)
    assert told["location"]["path"] == CHARTER


def test_reviewdog_counts_the_mark_that_excel_writes(faulty: Path, openaccord: Run) -> None:
    (faulty / CHARTER).write_bytes(
        b"\xef\xbb\xbf" + b"colour: blue\nid: charter\ntitle: Charter\nstatus: in-force\n"
    )
    told = json.loads(openaccord("check", "any shire", "--format", "rdjson").out)["diagnostics"]
    starts = [one["location"]["range"]["start"] for one in told if one["code"]["value"] == "unknown-field"]
    assert starts == [{"line": 1, "column": 4}]


def test_under_github_actions_problems_are_annotated_and_summed_up(
    faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = faulty.parent / "summary.md"
    summary.write_text("Said before.\n", "utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    answer = openaccord("check", "any shire")
    assert answer.status == 1
    assert [command.properties["file"] for command in commands(answer.out)] == [f"any shire/{CHARTER}"]
    written = summary.read_text("utf-8")
    assert written.startswith("Said before.\n## Check of the registers: 1 error, 0 warnings\n")
    assert "`colour` is not a field" in written


def test_a_summary_leaves_room_for_what_steps_before_said(
    faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = "".join(f"colour{number}: blue\n" for number in range(200))
    with (faulty / CHARTER).open("a", encoding="utf-8") as file:
        file.write(fields)
    summary = faulty.parent / "summary.md"
    summary.write_text("x" * 995_000, "utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    openaccord("check", "any shire")
    assert 998_000 < summary.stat().st_size <= 1_000_002
    assert "more problems did not fit here" in summary.read_text("utf-8")


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"github"}))
def test_the_format_that_is_asked_for_wins(
    form: str, faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = openaccord("check", "any shire", "--format", form).out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(faulty.parent / "summary.md"))
    assert openaccord("check", "any shire", "--format", form).out == said
    assert not (faulty.parent / "summary.md").exists()


def test_under_gitlab_the_log_is_text_and_the_file_a_code_quality_report(
    faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = openaccord("check", "any shire").out
    monkeypatch.setenv("GITLAB_CI", "true")
    answer = openaccord("check", "any shire", "--output", "reports/quality.json")
    assert (answer.status, answer.out) == (1, text)
    (told,) = json.loads((faulty.parent / "reports" / "quality.json").read_text("utf-8"))
    assert told["check_name"] == "unknown-field"


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_goes_to_a_file_and_text_to_the_log(form: str, faulty: Path, openaccord: Run) -> None:
    alone = openaccord("check", "any shire", "--format", form).out
    answer = openaccord("check", "any shire", "--format", form, "--output", "report")
    assert answer.out == openaccord("check", "any shire").out
    assert (faulty.parent / "report").read_text("utf-8") == alone


def test_a_file_needs_a_format(faulty: Path, openaccord: Run) -> None:
    answer = openaccord("check", "any shire", "--output", "report")
    assert (answer.status, answer.out) == (2, "")
    assert "Say with --format what to write" in answer.err


def test_a_report_that_cannot_be_written_stops_the_work(faulty: Path, openaccord: Run) -> None:
    answer = openaccord("check", "any shire", "--format", "sarif", "--output", f"any shire/{CHARTER}/report")
    assert answer.status == 2
    assert answer.err.startswith("openaccord: ")
    assert "could not be written" in answer.err


def test_what_stops_the_work_is_an_error_of_the_run(
    faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    answer = openaccord("check", "nowhere\n::warning::forged")
    assert (answer.status, answer.out) == (2, "")
    (command,) = commands(answer.err)
    assert (command.name, command.properties) == ("error", {"title": "openaccord"})
    assert command.text.startswith("There is no folder")


def test_hostile_names_on_the_disk_forge_nothing(
    faulty: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate(HOSTILE):
        name = text.replace("/", "").replace("\0", "").encode()[:120].decode(errors="ignore")
        (faulty / "registers" / f"{number} {name}.yaml").write_text("[]\n", "utf-8")
    (faulty / "registers" / os.fsdecode(b"\xff.yaml")).write_text("[]\n", "utf-8")
    for form in FORMATS:
        answer = openaccord("check", "any shire", "--format", form)
        assert (answer.status, answer.err) == (1, "")
        assert len(commands(answer.out)) == (11 if form == "github" else 0)
        assert answer.out.splitlines() == answer.out.rstrip("\n").split("\n")
        if form in JSON_FORMATS:
            json.loads(answer.out)
    sarif_of_disk = json.loads(openaccord("check", "any shire", "--format", "sarif").out)
    Sarif.model_validate(sarif_of_disk)
    assert len(sarif_of_disk["runs"][0]["results"]) == len(HOSTILE) + 2
