"""An address that was published goes on answering."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
GONE = Path("protocols/agreements/food-parcels.yaml")


@pytest.fixture
def published(partnership: Path, openaccord: Command) -> Path:
    assert openaccord("build", partnership).status == 0
    return partnership / "site"


def add(partnership: Path, setting: str) -> None:
    with (partnership / "registers" / "partnership.yaml").open("a", encoding="utf-8") as file:
        file.write(setting)


def pages(site: Path) -> set[str]:
    return {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}


def test_a_page_that_would_be_gone_stops_the_build(
    partnership: Path, published: Path, openaccord: Command
) -> None:
    before = pages(published)
    (partnership / GONE).unlink()
    answer = openaccord("build", partnership)
    assert answer.status == 2
    assert "The page agreements/food-parcels/, and 1 more that are published, would be gone." in answer.err
    assert "“former_pages”" in answer.err
    assert pages(published) == before


def test_a_former_page_says_where_to_go(partnership: Path, published: Path, openaccord: Command) -> None:
    (partnership / GONE).unlink()
    reason = "reason: {en: It is done together now., cy: Mae'n cael ei wneud gyda'i gilydd.}"
    add(
        partnership,
        f"former_pages: [{{page: agreements/food-parcels, successor: agreements/early-help, {reason}}}]",
    )
    assert openaccord("build", partnership).status == 0
    page = (published / "agreements" / "food-parcels" / "index.html").read_text("utf-8")
    assert "<h1>This page has moved</h1>" in page
    assert "It is done together now." in page
    assert '<a href="../../agreements/early-help/">Helping families early</a>' in page
    welsh = (published / "cy" / "agreements" / "food-parcels" / "index.html").read_text("utf-8")
    assert "Mae&#39;n cael ei wneud gyda&#39;i gilydd." in welsh
    assert '<a href="../../agreements/early-help/">' in welsh


def test_a_page_that_was_given_up_says_so(partnership: Path, published: Path, openaccord: Command) -> None:
    add(partnership, "former_pages: [{page: agreements/pilot}, {page: about/history}]")
    assert openaccord("build", partnership).status == 0
    for address in ("agreements/pilot", "about/history", "cy/about/history"):
        assert (published / address / "index.html").is_file()
    assert "<h1>This page was given up</h1>" in (published / "agreements/pilot/index.html").read_text("utf-8")


def test_a_former_page_leads_only_to_a_page(partnership: Path, openaccord: Command) -> None:
    add(partnership, "former_pages: [{page: agreements/pilot, successor: agreements/nowhere}]")
    answer = openaccord("build", partnership)
    assert answer.status == 2
    assert (
        "page agreements/pilot/index.html links to ../../agreements/nowhere/, which is not there"
        in answer.err
    )


def test_a_long_list_may_grow_shorter(partnership: Path, published: Path, openaccord: Command) -> None:
    for number in (2, 3):
        further = published / "words" / f"page-{number}" / "index.html"
        further.parent.mkdir()
        further.write_text("", "utf-8")
    assert openaccord("build", partnership).status == 0
    assert not (published / "words" / "page-2").exists()


def test_every_page_is_in_the_map_of_the_site(published: Path) -> None:
    root = "https://sharing.anyshire.example/"
    told = re.findall(r"<loc>([^<]*)</loc>", (published / "sitemap.xml").read_text("utf-8"))
    assert len(told) == len(set(told))
    own = {page for page in pages(published) if not page.endswith("/notice")}
    found = {f"{root}{page}/".removesuffix("./") for page in own}
    assert set(told) == found


def test_the_data_names_pages_that_are_there(published: Path) -> None:
    named = [json.loads(path.read_text("utf-8"))["page"] for path in published.rglob("index.json")]
    assert len(named) == 13
    assert set(named) <= {f"{page}/" for page in pages(published)}
