"""What a reader is told about reviews: on any day, in any zone, without JavaScript, on paper."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from openaccord.loading import load
from openaccord.rendering.wording import wording
from openaccord.review import STATES
from openaccord.site import Site
from openaccord.tree import Folder

from .conftest import HERE, MADE, Reader

CASES = json.loads((HERE.parent / "review_cases.json").read_text(encoding="utf-8"))
BY_NAME = {case["case"]: case for case in CASES["states"]}
COUNTED = ("in-date", "due-soon", "due-today", "overdue")
NOTE = (
    "Overdue does not mean that sharing has stopped or is unlawful. "
    "It means that nobody has confirmed that this page is still right."
)
languages = pytest.mark.parametrize("language", ["en", "cy"])

Case = dict[str, Any]


def cases(name: str) -> Any:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES[name]])


def agreement(case: Case, language: str) -> str:
    return f"{'cy/' if language == 'cy' else ''}agreements/{case['record']}/"


def agreements(language: str) -> str:
    return f"{'cy/' if language == 'cy' else ''}agreements/"


def read(page: Page, selector: str) -> str:
    """What is seen at a place, in one line; nothing where it is not to be seen."""
    return " ".join(page.locator(selector).inner_text().split())


def box(page: Page) -> str:
    """The words of the review box, without the note on what overdue means."""
    seen = (
        read(page, f".review__{part}") for part in ("built", "live") if page.is_visible(f".review__{part}")
    )
    return " ".join(seen)


def note(page: Page) -> str:
    return read(page, ".review__note") if page.is_visible(".review__note") else ""


def listed(page: Page, record: str) -> str:
    """The tags of an agreement in a list."""
    row = page.locator(f"ul.records > li:has(.records__title a[href$='agreements/{record}/'])")
    return " ".join(row.locator(".review-tag").inner_text().split())


def looks(page: Page, selector: str) -> set[str]:
    """The states whose looks a visible tag or box has."""
    classes = page.locator(selector).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).flatMap(one => [...one.classList])"
    )
    return {name.partition("--")[2] for name in classes if "--" in name} & set(STATES)


def assert_told(open_page: Reader, case: Case, language: str, **how: str) -> None:
    """The box and the list's tag say what the table says, and look like it."""
    page = open_page(agreement(case, language), **how)
    after = f" {case['after'][language]}" if "after" in case else ""
    assert box(page) == f"{case['tag'][language]} {case['words'][language]}{after}"
    assert note(page) == (wording(language).say(NOTE) if case["state"] == "overdue" else "")
    assert looks(page, ".review") == looks(page, ".review .tag") == {case["state"]}
    page = open_page(agreements(language), **how)
    assert listed(page, case["record"]) == case["tag"][language]
    assert looks(page, f"li:has(a[href$='/{case['record']}/']) .review-tag .tag") == {case["state"]}


@languages
@cases("states")
def test_every_state(open_page: Reader, case: Case, language: str) -> None:
    assert_told(open_page, case, language, clock=f"{case['today']}T12:00:00Z")


@cases("clocks")
def test_clocks_and_zones(open_page: Reader, case: Case) -> None:
    """The day is the partnership's, wherever the reader is, and never before the build."""
    assert_told(open_page, BY_NAME[case["like"]], "en", clock=case["clock"], zone=case["zone"])


@languages
@pytest.mark.parametrize("days", [1, 2, 3, 5, 6, 11])
def test_plurals(open_page: Reader, days: int, language: str) -> None:
    """The browser picks the same plural as Python's catalogue."""
    words = wording(language)
    today = date(2027, 3, 1) - timedelta(days=days)
    page = open_page(f"{agreements(language)}home-visits/", clock=f"{today}T12:00:00Z")
    in_words = words.count("{n} day", "{n} days", days)
    assert box(page).endswith(
        words.say("Next review due by {due}, in {days}.", due=words.day(date(2027, 3, 1)), days=in_words)
    )


@languages
@cases("ages")
def test_age_of_the_page(open_page: Reader, case: Case, language: str) -> None:
    page = open_page(agreements(language), clock=case["clock"])
    age = page.locator("#page-age")
    if case["words"] is None:
        assert not age.is_visible()
    else:
        assert age.inner_text() == case["words"][language]


def test_thresholds_are_the_partnerships(open_page: Reader, tmp_path: Path) -> None:
    """A partnership that calls 100 days soon and three days old gets a script that does."""
    shutil.copytree(HERE / "partnership", tmp_path / "partnership")
    settings = tmp_path / "partnership" / "registers" / "partnership.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("P90D", "P100D").replace("P30D", "P3D"), encoding="utf-8")
    files = dict(Site(load(Folder(tmp_path / "partnership")), date.fromisoformat(MADE)).files())
    script = files["assets/openaccord/en.js"]
    page = open_page("agreements/", clock="2026-11-26T12:00:00Z")
    page.route("**/en.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page = open_page("agreements/home-visits/", clock="2026-11-26T12:00:00Z")
    page.unroute_all()
    assert box(page) == "Review due soon Next review due by 1 March 2027, in 95 days."
    assert read(page, "#page-age") == "This page was made 4 days ago. Newer facts may be missing."


@languages
@cases("built")
def test_without_javascript(open_page: Reader, case: Case, language: str) -> None:
    """Only what stays true is said, and not as a state unless it was one when the page was made."""
    tag = f"{case['tag'][language]} " if case["state"] else ""
    page = open_page(agreement(case, language), js=False)
    assert box(page) == f"{tag}{case['words'][language]}"
    assert note(page) == (wording(language).say(NOTE) if case["state"] == "overdue" else "")
    assert looks(page, ".review .tag") == ({case["state"]} if case["state"] else set())
    assert not page.is_visible("#page-age")
    assert listed(open_page(agreements(language), js=False), case["record"]) == case["tag"][language]


@pytest.mark.parametrize("clock", [MADE, "2027-02-20", "2029-11-25"])
@cases("built")
def test_on_paper(open_page: Reader, case: Case, clock: str) -> None:
    """Print says what was built, whatever the browser has counted since."""
    page = open_page(agreement(case, "en"), clock=f"{clock}T12:00:00Z")
    page.emulate_media(media="print")
    tag = f"{case['tag']['en']} " if case["state"] else ""
    assert box(page) == f"{tag}{case['words']['en']}"
    assert note(page) == (NOTE if case["state"] == "overdue" else "")
    assert not page.is_visible(".review__live")
    assert not page.is_visible("#page-age")
    page = open_page("agreements/", clock=f"{clock}T12:00:00Z")
    page.emulate_media(media="print")
    assert listed(page, case["record"]) == case["tag"]["en"]


def test_lists_of_reviews_count_too(open_page: Reader) -> None:
    """The page of reviews and an organisation's neighbours carry the same tags as the record's own list."""
    for address in ("reviews/", "protocols/charter/", "situations/home-alone/"):
        page = open_page(address, clock="2027-03-30T12:00:00Z")
        if address == "reviews/":
            page.locator("details.month").evaluate_all("all => all.forEach(month => { month.open = true; })")
        assert listed(page, "home-visits") == "Review overdue", address


def _stale(language: str) -> re.Pattern[str]:
    """What depends on the day of reading, in a language: three tags, and every sentence that counts days."""
    words = wording(language)
    tags = [re.escape(words.say(STATES[name].tag)) for name in COUNTED if STATES[name].live]
    sentences = [STATES[name].words for name in COUNTED]
    sentences.append("This page was made {days} ago. Newer facts may be missing.")
    forms = {re.escape(form).replace(r"\{n\}", r"[\d,]+") for form in words.forms("{n} day", "{n} days")}
    gaps = {r"\{days\}": f"(?:{'|'.join(forms)})", r"\{due\}": ".{1,40}?"}
    patterns = [re.escape(words.say(sentence)) for sentence in sentences]
    for gap, filled in gaps.items():
        patterns = [pattern.replace(gap, filled) for pattern in patterns]
    return re.compile("|".join(tags + patterns))


def test_nothing_that_goes_stale_is_built(site: Path) -> None:
    """Every file that the build wrote, but the script's own table of words."""
    patterns = [_stale("en"), _stale("cy")]
    suffixes = {".html", ".json", ".csv", ".xml", ".txt", ".ics", ".svg"}
    files = [file for file in site.rglob("*") if file.suffix in suffixes]
    assert len(files) > 80
    found = []
    for file in files:
        text = unescape(file.read_text(encoding="utf-8"))
        found += [f"{file.relative_to(site)}: {hit.group()}" for p in patterns if (hit := p.search(text))]
        found += [f"{file.relative_to(site)}: tag--{n}" for n in COUNTED[:3] if f"tag--{n}" in text]
    assert not found


def test_the_search_for_what_goes_stale_finds_it() -> None:
    """The pattern above knows each sentence of the table, so that its silence means something."""
    for language in ("en", "cy"):
        pattern = _stale(language)
        for case in CASES["states"]:
            if case["state"] in COUNTED:
                assert pattern.search(case["words"][language]), case["case"]
            if case["state"] in COUNTED[:3]:
                assert pattern.search(case["tag"][language])
        assert all(pattern.search(case["words"][language]) for case in CASES["ages"] if case["words"])
        assert not any(pattern.search(case["words"][language]) for case in CASES["built"])
