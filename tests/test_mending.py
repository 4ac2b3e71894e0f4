"""What was meant, and the edit that puts it in."""

from __future__ import annotations

from typing import Any

import pytest

from openaccord.checking import compile_schema
from openaccord.days import day_meant, month_meant
from openaccord.edits import Edit
from openaccord.guesses import slip_of
from openaccord.mending import applied, suggestions
from openaccord.problems import Place, Problem, Slip, problem
from openaccord.schemas import table_schema
from openaccord.sources.table import read_csv
from openaccord.sources.yaml import read_document


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/03/2026", "2026-03-31"),
        ("31.3.2026", "2026-03-31"),
        ("31-03-2026", "2026-03-31"),
        ("3/31/2026", "2026-03-31"),
        ("03/03/2026", "2026-03-03"),
        ("2026/3/31", "2026-03-31"),
        ("2026-3-1", "2026-03-01"),
        ("20260331", "2026-03-31"),
        ("31 March 2026", "2026-03-31"),
        ("31st of March, 2026", "2026-03-31"),
        ("1 Sept. 2026", "2026-09-01"),
        ("March 31, 2026", "2026-03-31"),
        ("31-Mar-2026", "2026-03-31"),
        ("31 Mawrth 2026", "2026-03-31"),
        (" 2026-03-31 ", "2026-03-31"),
        ("2026-03-31T00:00:00", "2026-03-31"),
        ("03/04/2026", ""),
        ("4.3.2026", ""),
        ("31/02/2026", ""),
        ("31/03/26", ""),
        ("2026-03-31 09:30", ""),
        ("March 2026", ""),
        ("2026", ""),
        ("31 ſept 2026", ""),
        ("٣١/03/2026", ""),
    ],
)
def test_a_day_is_read_where_it_can_be_only_one(written: str, day: str) -> None:
    assert day_meant(written) == day


@pytest.mark.parametrize(
    ("written", "month"),
    [("March 2026", "2026-03"), ("3/2026", "2026-03"), ("2026/03", "2026-03"), ("13/2026", ""), ("2026", "")],
)
def test_a_month_is_read(written: str, month: str) -> None:
    assert month_meant(written) == month


KNOWN = [
    "anyshire-council",
    "anyshire-police",
    "children-act-1989-s47",
    "if",
    "review_last",
    "mental-health-a",
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("anyshire-concil", "anyshire-council"),
        ("anyshire-counccil", "anyshire-council"),
        ("anyshire-cuoncil", "anyshire-council"),
        ("anyshire-coincil", "anyshire-council"),
        ("Anyshire_Council ", "anyshire-council"),
        ("anyshirecouncil", "anyshire-council"),
        ("review-last", "review_last"),
        ("reveiw_last", "review_last"),
        ("anyshre-concil", ""),
        ("children-act-1989-s17", ""),
        ("children-act-1989-s4", ""),
        ("mental-health-b", ""),
        ("it", ""),
        ("", ""),
    ],
)
def test_a_slip_of_the_pen_has_one_meaning(written: str, meant: str) -> None:
    assert slip_of(written, KNOWN) == meant


def test_a_slip_that_could_be_two_things_is_none() -> None:
    assert slip_of("centres", ["centre", "centred"]) == ""
    assert slip_of("Care", ["care", "cart"]) == "care"
    assert slip_of("Care", ["care", "CARE"]) == ""


def test_what_was_meant_does_not_make_a_problem_another_one() -> None:
    place = Place("a.yaml")
    plain = problem("wrong-type", place, "It is a number.", "Write text.")
    with_slip = problem("wrong-type", place, "It is a number.", "Write text.", Slip(1, "1"))
    assert plain == with_slip
    assert {plain} == {with_slip}
    assert sorted([with_slip, plain]) == [plain, with_slip]


TABLE: dict[str, Any] = {
    "name": "things",
    "singular": "thing",
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "title", "type": "string"},
        {"name": "since", "type": "date"},
        {"name": "checked", "type": "boolean"},
        {"name": "number", "type": "integer"},
        {"name": "kinds", "type": "list", "delimiter": ";", "codes": "organisation-kind"},
        {"name": "website", "type": "string", "format": "uri"},
    ],
}
CHECKER = compile_schema(table_schema(TABLE))


def found_in(file: str, text: str) -> list[Problem]:
    """What is wrong with the things in a file."""
    if file.endswith(".csv"):
        table, problems = read_csv(text.encode(), file, TABLE)
        assert table is not None
        rows, place = table.rows, table.place
    else:
        document, problems = read_document(text.encode(), file)
        assert document is not None
        rows, place = document.value, document.place  # type: ignore[assignment] # a list, as below
    for number, row in enumerate(rows):
        if not CHECKER.fits(row):
            problems += CHECKER.explain(row, lambda path, key, number=number: place((number, *path), key=key))
    return problems


def mended(file: str, text: str) -> str:
    return applied(text, {edit for _, edit in suggestions(found_in(file, text), lambda _: text)})


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("title: 2026", 'title: "2026"'),
        ("title:   1.5   # x", 'title:   "1.5"   # x'),
        ("title: true", 'title: "true"'),
        ("id: 7", 'id: "7"'),
        ("id: 'a '", "id: 'a'"),
        ('id: "A_b"', 'id: "a-b"'),
        ("since: 31/03/2026", "since: 2026-03-31"),
        ("since: 20260331", "since: 2026-03-31"),
        ('since: " 2026-03-31"', 'since: "2026-03-31"'),
        ("checked: Yes", "checked: true"),
        ("checked: 'no'", "checked: false"),
        ('number: "12"', "number: 12"),
        ("kinds: [police, Council, {}]", "kinds: [police, council, {}]"),
        ("kinds: [police, 'councl']", "kinds: [police, 'council']"),
        ("titel: x", "title: x"),
        ('"tilte": x', '"title": x'),
        ("website: ' https://a.example/'", "website: 'https://a.example/'"),
    ],
)
def test_a_value_is_put_in_and_nothing_else_changes(wrong: str, right: str) -> None:
    whole = "\ufeff# 😀 first\r\n- {id: é, title: '😀'}\r\n-   id: b\r\n    "
    sound = "" if wrong.startswith(("id", '"id')) else "id: x"
    text = f"{whole.replace('é', 'e').replace('id: b', sound or 'title: t')}{wrong}\r\n# last"
    assert mended("a.yaml", text) == text.replace(wrong, right)


@pytest.mark.parametrize(
    "left",
    ["since: 03/04/2026", "title:", "title: >\n      2026", "checked: 1", "number: 1.5", "kinds: [x]",
     "number: '1,200'", "website: 5", "title: [2026]", "title: 'a'\n  titel: b"],
)  # fmt: skip
def test_what_could_mean_two_things_is_left(left: str) -> None:
    text = f"- id: a\n  {left}\n"
    assert mended("a.yaml", text) == text


def test_a_text_in_brackets_is_quoted_where_it_must_be() -> None:
    wrong = problem("wrong-type", Place("a.yaml", 1, 5), "…", "…", Slip("b", "b, c"))
    assert (
        applied("a: [b]", [suggest(wrong, "a: [b]") or Edit("", Place(""), Place(""), "")]) == 'a: ["b, c"]'
    )


def test_cells_are_mended_where_they_stand() -> None:
    text = (
        "\ufeffid, title,since,checked,kinds\r\n"
        'a ,"x, ""y""\r\nz",31/03/2026,Yes,police;Council\r\n'
        '"b ","😀",2026-03-31,false,"councl;police; nhs"\r\n'
        "c,t,03/04/2026,,"
    )
    assert mended("a.csv", text) == (
        "\ufeffid,title,since,checked,kinds\r\n"
        'a,"x, ""y""\r\nz",2026-03-31,true,police;council\r\n'
        '"b","😀",2026-03-31,false,"council;police;nhs"\r\n'
        "c,t,03/04/2026,,"
    )


def suggest(problem: Problem, text: str) -> Edit | None:
    return next((edit for _, edit in suggestions([problem], lambda _: text)), None)


def test_an_edit_is_made_only_where_the_slip_still_stands() -> None:
    wrong = problem("wrong-type", Place("a.yaml", 1, 4), "…", "…", Slip(1, "1"))
    assert suggest(wrong, "a: 1") == Edit("a.yaml", Place("a.yaml", 1, 4), Place("a.yaml", 1, 5), '"1"')
    assert suggest(wrong, "a: 2") is None
    assert suggest(wrong, "") is None
    in_csv = problem("wrong-type", Place("a.csv", 3, 4), "…", "…", Slip("b ", "b"))
    assert suggest(in_csv, "a,b\n") is None
    assert suggest(problem("wrong-type", Place("a.yaml", 1, 4), "…", "…"), "a: 1") is None
