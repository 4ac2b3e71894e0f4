"""When a review is due, how it stands on a day, and what a page may say about it for ever."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openaccord.loading import load
from openaccord.model import Partnership, Record
from openaccord.rendering.pen import Pen
from openaccord.rendering.wording import wording
from openaccord.review import (
    STATES,
    Review,
    add,
    built_state,
    by_days_left,
    days_in,
    due_date,
    due_soon,
    in_date,
    ladder,
    overdue,
    review_of,
    stale_after,
    state_of,
)
from openaccord.tree import Folder

HERE = Path(__file__).parent
CASES = json.loads((HERE / "review_cases.json").read_text(encoding="utf-8"))
SOON = days_in(CASES["due_soon"])
COUNTED = {name for name, _ in ladder(0)}
DAYS = st.dates(date(2000, 1, 1), date(2999, 12, 31))

Case = dict[str, Any]


def cases(name: str) -> Any:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES[name]])


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def partnership() -> Partnership:
    return load(Folder(HERE / "browser" / "partnership")).partnership


def agreement(case: Case) -> Record:
    record = partnership().get("agreement", case["record"])
    assert record is not None, f"tests/browser/partnership has no agreement “{case['record']}”"
    return record


def text_of(html: str) -> str:
    """What is read, but for what is hidden."""
    shown = re.sub(r"<p[^>]* hidden>.*?</p>", "", html)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", shown).split()))


@cases("due")
def test_due_date(case: Case) -> None:
    assert due_date(case["review"]) == day(case["due"])


@cases("states")
def test_the_record_is_the_one_of_the_table(case: Case) -> None:
    record = agreement(case)
    review = {name: value for name, value in record.data.get("review", {}).items() if name != "log"}
    assert review == case["review"]
    assert record.data["status"] == case["status"]
    assert record.data.get("ending", {}).get("ended_on") == case.get("ended_on")


@cases("states")
def test_state(case: Case) -> None:
    review = review_of(agreement(case))
    assert review.due == day(case["due"])
    assert state_of(review, date.fromisoformat(case["today"]), SOON) == case["state"]


@pytest.mark.parametrize("language", ["en", "cy"])
@cases("states")
def test_words(case: Case, language: str) -> None:
    """A state that the browser counts is said by its table; any other stands in the page as it is."""
    words = wording(language)
    state = STATES[case["state"]]
    assert words.say(state.tag) == case["tag"][language]
    if case["state"] in COUNTED:
        due, today = date.fromisoformat(case["due"]), date.fromisoformat(case["today"])
        days = words.count("{n} day", "{n} days", abs((due - today).days))
        assert words.say(state.words, due=words.day(due), days=days) == case["words"][language]
        return
    pen = Pen(partnership(), words, date.fromisoformat(case["today"]), "../../", {})
    said = f"{case['tag'][language]} {case['words'][language]} {case.get('after', {}).get(language, '')}"
    assert text_of(pen.review_box(agreement(case))) == said.strip()
    assert text_of(pen.review_tag(agreement(case))) == case["tag"][language]


@cases("states")
def test_only_what_stays_true_is_built(case: Case) -> None:
    today = date.fromisoformat(case["today"])
    state = built_state(review_of(agreement(case)), today, SOON)
    goes_stale = case["state"] in ("in-date", "due-soon", "due-today")
    assert (state is None) == goes_stale
    box = Pen(partnership(), wording("en"), today, "../../", {}).review_box(agreement(case))
    assert not re.search(r"\d+ days?|In date|due soon|due today", box)
    assert ('data-due="' in box) == (case["state"] in COUNTED)


@pytest.mark.parametrize("language", ["en", "cy"])
@cases("built")
def test_built_words(case: Case, language: str) -> None:
    pen = Pen(partnership(), wording(language), date.fromisoformat(CASES["made"]), "../../", {})
    tag = f"{case['tag'][language]} " if case["state"] else ""
    note = "Overdue does not mean that sharing has stopped or is unlawful. "
    note += "It means that nobody has confirmed that this page is still right."
    note = f" {pen.words.say(note)}" if case["state"] == "overdue" else ""
    assert text_of(pen.review_box(agreement(case))) == f"{tag}{case['words'][language]}{note}"
    assert text_of(pen.review_tag(agreement(case))) == case["tag"][language]


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=f"{c['days']} left of {c['due_soon']}") for c in CASES["ladder"]]
)
def test_thresholds_of_another_partnership(case: Case) -> None:
    assert by_days_left(case["days"], days_in(case["due_soon"])) == case["state"]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["duration"]) for c in CASES["thresholds"]])
def test_thresholds_come_from_the_settings(case: Case) -> None:
    settings = {"review": {"due_soon": case["duration"], "stale_after": case["duration"]}}
    assert (due_soon(settings), stale_after(settings)) == (case["days"], case["days"])


def test_thresholds_without_settings() -> None:
    assert (due_soon({}), stale_after({})) == (90, 30)


@given(DAYS, st.integers(1, 999), st.integers(1, 9999))
def test_months_are_calendar_months(start: date, months: int, days: int) -> None:
    """So many months later is that day of the month, or the month's last day when it has no such day."""
    due = add(start, f"P{months}M")
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)
    assert add(start, f"P{days}D") - start == timedelta(days=days)


@given(DAYS, st.integers(-4000, 4000), st.integers(0, 400))
def test_overdue_and_in_date_exclude_each_other(today: date, left: int, soon: int) -> None:
    review = Review(due=today + timedelta(days=left))
    state = state_of(review, today, soon)
    assert (state == "overdue") == (left < 0)
    assert (state == "due-today") == (left == 0)
    assert (state == "due-soon") == (1 <= left <= soon)


def test_questions_about_records() -> None:
    """What the lists and the measures ask."""
    day = date.fromisoformat(CASES["made"])
    records = partnership().of("agreement")
    assert {r.id for r in records if overdue(r, day)} == {"overdue-when-built"}
    late = {r.id for r in records if overdue(r, date(2027, 3, 2))}
    assert late >= {"home-visits", "due-when-built", "due-by-the-month", "never-checked", "checked-since"}
    assert not late & {"ended", "ended-undated", "withdrawn", "under-way", "under-way-undated", "no-date"}
    assert not in_date(next(r for r in records if r.id == "no-date"), day)


def test_rows_of_registers_have_reviews_too() -> None:
    council = partnership().get("organisation", "council")
    assert council is not None
    assert review_of(council) == Review(due=date(2027, 3, 1), last=date(2025, 3, 1))
