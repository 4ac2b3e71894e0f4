"""What a log says about a value, and what it never does."""

from __future__ import annotations

import pytest

from openaccord.checking import compile_schema
from openaccord.problems import Place, Problem
from openaccord.reports.checked import Checked
from openaccord.reports.problems_text import problems_text
from openaccord.reports.without_values import without_values
from openaccord.schemas import builtin_schema
from openaccord.silence import repeatable
from openaccord.sources.yaml import read_document

CHARTER = {"id": "charter", "title": "Charter", "status": "in-force", "signatories": []}


def refused(**fields: object) -> list[Problem]:
    checker = compile_schema(builtin_schema("protocol.schema.json", ("en", "cy")))
    return checker.explain({**CHARTER, **fields}, lambda path, key: Place("a.yaml"))


@pytest.mark.parametrize(
    ("path", "may"),
    [
        (("id",), True),
        (("status",), True),
        (("start_date",), True),
        (("superseded_by",), True),
        (("legal_gateways",), True),
        (("legal_gateways", 0), True),
        (("review", "last"), True),
        (("signatories", 0, "organisation"), True),
        (("signatories", 0, "role"), False),
        (("title",), False),
        (("title", "cy"), False),
        (("contact",), False),
        (("internal_notes",), False),
        (("waivers", 0, "expires"), True),
        (("waivers", 0, "internal_reason"), False),
        (("principles",), False),
        (("unheard_of",), False),
        ((), False),
    ],
)
def test_a_log_repeats_ids_codes_and_dates_and_no_text(path: tuple[str | int, ...], may: bool) -> None:
    assert repeatable(builtin_schema("protocol.schema.json", ("en",)).fields, path) is may


@pytest.mark.parametrize(
    ("fields", "quoted"),
    [
        ({"status": "XYZZY"}, True),
        ({"start_date": "XYZZY"}, True),
        ({"superseded_by": "XYZZY"}, True),
        ({"contact": "XYZZY"}, False),
        ({"title": {"english": "XYZZY"}}, False),
        ({"internal_notes": ["XYZZY"]}, False),
        ({"summary": ["XYZZY"]}, False),
        ({"XYZZY wrote this": 1}, False),
    ],
)
def test_a_message_quotes_only_what_a_log_may_repeat(fields: dict[str, object], quoted: bool) -> None:
    found = refused(**fields)
    assert found
    assert any("XYZZY" in one.message + one.hint for one in found) is quoted
    assert any(one.private for one in found) is not quoted


def test_text_that_became_a_fields_name_is_not_repeated() -> None:
    _, problems = read_document(b"id: a\nXYZZY wrote: 1\nXYZZY wrote: 2\n", "a.yaml")
    assert [one.message for one in problems] == ["“…” is written twice; the first is in line 2."]
    assert problems[0].private
    _, problems = read_document(b"id: a\nnotes: *XYZZY\n", "a.yaml")
    assert "XYZZY" not in problems[0].message


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("status: in-froce", 9, "status: in-froce"),
        ("contact: team@council.example", 0, "contact: ····@·······.·······"),
        ("  - {id: a, to: b-c, at: 9}", 17, "  - {id: ·, to: b-c, at: ·}"),
        ("people: [one, 'two, too', three]", 15, "people: [···, 'two, too', ·····]"),
        ("sumary: What we promise", 1, "sumary: ···· ·· ·······"),
        ("some more words: and so on", 0, "···· ···· ·····: ··· ·· ··"),
        ("status: 999 000 0018", 9, "status: ··· ··· ····"),
        ('notes: "not closed', 8, 'notes: "not closed'),
        ('notes: "not closed', 0, 'notes: "··· ······'),
        ("  # a note", 3, ""),
        ("plain words", 40, "····· ·····"),
        ("", 1, ""),
    ],
)
def test_a_line_is_shown_without_its_values(line: str, column: int, shown: str) -> None:
    assert without_values(line, column, named=True) == shown


def test_a_row_of_a_spreadsheet_is_shown_without_its_cells() -> None:
    assert without_values("notes: a,2026-13-01,team@x", 10, named=False) == "·····: ·,2026-13-01,····@·"


def test_a_private_problem_shows_no_value() -> None:
    (one,) = refused(contact="XYZZY")
    said = problems_text(Checked([one], 0, line_of=lambda file, line: "contact: XYZZY"))
    assert "XYZZY" not in said
    assert "contact: ·····" in said
