"""Lists: their order, their headings, and what holds when they are long."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.loading import Loaded, load
from openaccord.pages.lists import PAGE_LENGTH
from openaccord.record_types import RECORD_TYPES
from openaccord.rules.assessing import assess
from openaccord.schemas import code_list
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
Reading = Callable[..., Loaded]


def pages(loaded: Loaded) -> dict[str, str]:
    return {page.address: page.html for page in Site(assess(loaded, TODAY), TODAY).pages()}


def order(html: str, *titles: str) -> list[str]:
    """The titles in the order in which they first stand on a page."""
    return sorted(titles, key=html.index)


def headings(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", found) for found in re.findall(r'<h2 id="in-[^"]*">(.*?)</h2>', html)]


ORGANISATIONS = [
    {
        "id": "b",
        "title": "Bridge Council",
        "kind": "council",
        "public_authority": True,
        "joined_on": "2020-01-01",
    },
    {
        "id": "a",
        "title": "Aardvark Trust",
        "kind": "nhs",
        "public_authority": True,
        "joined_on": "2020-01-01",
    },
    {"id": "c", "title": "Castle Help", "kind": "charity", "public_authority": False},
]


def entry(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "title": f"Entry {number}",
        "organisation": "b",
        "class": "decisions",
        **more,
    }


def test_a_list_stands_under_headings_in_the_order_of_its_titles(partnership_of: Reading) -> None:
    rules = [
        {"id": "one", "title": "Zebra files", "organisation": "a", "period": "P1Y"},
        {"id": "two", "title": "apple files", "organisation": "a", "period": "P2Y"},
        {"id": "three", "title": "Files of all", "period": "P6Y", "trigger": "the end"},
        {"id": "four", "title": "Bridge files", "organisation": "b"},
    ]
    html = pages(partnership_of(organisations=ORGANISATIONS, **{"retention-rules": rules}))["retention/"]
    assert headings(html) == ["Shared by all partners", "Aardvark Trust", "Bridge Council"]
    assert order(html, "Zebra files", "apple files", "Files of all", "Bridge files") == [
        "Files of all",
        "apple files",
        "Zebra files",
        "Bridge files",
    ]
    assert '<td data-label="Kept for">6 years</td>' in html
    assert '<a href="../retention/#in-b">Bridge Council</a> <span class="jumps__number">1</span>' in html


def test_the_newest_comes_first_where_that_is_asked_for(partnership_of: Reading) -> None:
    audits = [
        {"id": f"a{day}", "title": f"Audit of {day}", "carried_out_on": day}
        for day in ("2024-05-01", "2026-01-01", "2026-06-01")
    ]
    html = pages(partnership_of(audits=audits))["audits/"]
    assert headings(html) == ["2026", "2024"]
    assert html.index("Audit of 2026-06-01") < html.index("Audit of 2026-01-01")


def test_situations_keep_the_order_that_the_partners_gave(partnership_of: Reading) -> None:
    told = [("a", "Alone", 20), ("b", "Baby", 10), ("c", "Crash", None)]
    rows = [{"id": i, "title": t, "lede": t, **({"sort_order": n} if n else {})} for i, t, n in told]
    assert order(pages(partnership_of(situations=rows))["situations/"], "Alone", "Baby", "Crash") == [
        "Baby",
        "Alone",
        "Crash",
    ]


def test_a_long_list_is_split_and_its_index_leads_to_the_right_page(partnership_of: Reading) -> None:
    words = [
        {"id": f"w{n}", "title": f"{'ABC'[n * 3 // 500]} word {n:03}", "means": "Something."}
        for n in range(500)
    ]
    made = pages(partnership_of(words=words))
    shown = {name: html.count("<dt>") for name, html in made.items() if name.startswith("words/")}
    assert shown == {
        "words/": PAGE_LENGTH,
        "words/page-2/": PAGE_LENGTH,
        "words/page-3/": 500 - 2 * PAGE_LENGTH,
    }
    first = made["words/"]
    for letter, address in (("A", "words/#in-A"), ("B", "words/#in-B"), ("C", "words/page-2/#in-C")):
        assert f'<a href="../{address}">{letter}</a>' in first
        page = made[address.partition("#")[0]]
        assert f'id="in-{letter}"' in page
    for html in made["words/page-2/"], first:  # so that every record is three links from home
        assert set(re.findall(r'href="(?:\.\./)+words/page-(\d)/"', html)) >= {"3"}


def test_every_list_says_what_it_is_good_for(partnership_of: Reading) -> None:
    """The page of a type that has no sentence says only what its schema says."""
    loaded = partnership_of()
    made = pages(loaded)
    for kind in RECORD_TYPES:
        said = re.search(r'<div class="lede"><p>(.*?)</p>', made[f"{kind.address}/"])
        assert said is not None
        assert said[1].count(". ") >= 1, kind.name


def test_the_publication_scheme_is_shown_by_class_and_by_organisation(partnership_of: Reading) -> None:
    entries = [entry(1), entry(2, **{"class": "services"}), entry(3, organisation="c")]
    made = pages(partnership_of(organisations=ORGANISATIONS, **{"publication-scheme": entries}))
    home = made["publication-scheme/"]
    for code in code_list("publication-class"):
        assert f'href="../publication-scheme/classes/{code}/"' in home
        assert f"publication-scheme/classes/{code}/" in made
    decisions = made["publication-scheme/classes/decisions/"]
    assert headings(decisions) == ["Bridge Council", "Castle Help"]
    assert "Entry 2" not in decisions
    everybody = made["publication-scheme/organisations/"]
    assert order(everybody, "Entry 1", "Entry 2", "Entry 3") == ["Entry 1", "Entry 2", "Entry 3"]
    assert '<a href="../publication-scheme/organisations/#in-b">2</a></td><td class="number">2</td>' in home


def test_an_authority_that_publishes_nothing_is_named(partnership_of: Reading) -> None:
    html = pages(partnership_of(organisations=ORGANISATIONS, **{"publication-scheme": [entry(1)]}))[
        "publication-scheme/"
    ]
    silent = html[html.index("Nothing recorded yet") :]
    assert "Aardvark Trust" in silent
    assert "Bridge Council" not in silent
    assert "Castle Help" not in silent


@pytest.mark.parametrize(("published", "late"), [("2025-11-21", True), ("2025-11-22", False)])
def test_what_was_not_published_in_time_says_so(published: str, late: bool, partnership_of: Reading) -> None:
    one = entry(1, frequency="P1Y", last_published=published)
    made = pages(partnership_of(organisations=ORGANISATIONS, **{"publication-scheme": [one]}))
    assert ("Not published on time" in made["publication-scheme/classes/decisions/"]) is late


def test_an_entry_that_cannot_be_shown_is_told_on_the_scheme(partnership_of: Reading) -> None:
    rows = [entry(1), entry(2, **{"class": "secrets"})]
    made = pages(partnership_of(organisations=ORGANISATIONS, **{"publication-scheme": rows}))
    assert "Not everything could be published" in made["publication-scheme/"]
    assert 'href="../publication-scheme/e2/"' in made["publication-scheme/"]


@pytest.fixture
def partnership_of(tmp_path: Path) -> Reading:
    """A partnership with these registers, loaded: partnership_of(words=[…])."""

    def read(**registers: list[dict[str, Any]]) -> Loaded:
        folder = tmp_path / "registers"
        folder.mkdir()
        (folder / "partnership.yaml").write_text("name: Anyshire\nlanguages: [en]\n", "utf-8")
        for name, rows in registers.items():
            (folder / f"{name}.yaml").write_text(json.dumps(rows), "utf-8")  # JSON is YAML as well
        return load(Folder(tmp_path))

    return read


def test_a_page_of_reviews_stays_short_and_leads_to_all_of_them(partnership_of: Reading) -> None:
    due = [*["2026-01-31"] * 101, *["2027-03-31"] * 300, *["2027-05-31"] * 101, *["2027-06-30"] * 100]
    words = [
        {"id": f"w{n}", "title": f"W{n}", "means": "W.", "review_next": day} for n, day in enumerate(due)
    ]
    made = pages(partnership_of(words=words))
    assert made["reviews/"].count("records__title") == 100 + 300 + 100
    assert {name for name in made if name.startswith("reviews/")} == {
        "reviews/",
        "reviews/overdue/",
        "reviews/2027-05/",
    }
    for name in ("reviews/overdue/", "reviews/2027-05/"):
        assert f'href="../{name}"' in made["reviews/"]
        assert made[name].count("records__title") == 101
    assert len(made["reviews/"].encode()) < 300_000
