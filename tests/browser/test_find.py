"""Finding records as a citizen does: by words, boxes and the keyboard, and when nothing works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from .conftest import HERE, SUB_PATH, Reader, _Handler, build

PAYLOAD = "<img src=x onerror=document.title='ran'> <mark>zebra</mark> &lt;b&gt;"


def said(page: Page) -> str:
    """What the live region says once the search is done."""
    page.locator(".find__status:not(:empty)").wait_for()
    return page.locator(".find__status").inner_text()


def titles(page: Page) -> list[str]:
    return page.locator(".find__results .records__title a").all_inner_texts()


def number(page: Page, facet: str, value: str) -> int:
    """The count beside a box."""
    label = page.locator(f"#facet-{facet} label", has=page.locator(f"input[data-value='{value}']"))
    return int(label.locator(".facet__count").inner_text())


@pytest.mark.parametrize("below", ["/", SUB_PATH])
def test_a_result_says_who_why_and_until_when(open_page: Reader, origin: str, below: str) -> None:
    page = open_page("find/#q=lives+alone", below=below)
    assert said(page).endswith("found.")
    result = page.locator(".find__results > li", has_text="Visiting people at home").first
    assert "Lantbridge Council" in result.locator(".find__who").inner_text()
    assert "so that somebody looks in" in result.inner_text()
    assert "Review due by 1 March 2027" in result.inner_text()
    assert result.locator(".tag--in-date, .tag--due-soon").count() == 1
    assert open_page.complaints == []
    assert [url for url in open_page.requests if "lives" in url.partition("#")[0]] == []
    result.locator("a").first.click()
    page.wait_for_url(f"{origin}{below}agreements/home-visits/")


def test_words_are_asked_for_in_the_fragment_only(open_page: Reader) -> None:
    page = open_page("find/")
    assert "can be found here" in said(page)
    page.get_by_label("Words to look for").fill("health")
    page.wait_for_url("**/find/#q=health")
    assert urlsplit(page.url).query == ""
    assert [url for url in open_page.requests if "health" in url] == []


def test_boxes_widen_within_a_facet_and_narrow_between(open_page: Reader) -> None:
    page = open_page("find/#q=council")
    said(page)
    page.locator("#facet-type summary, #facet-status summary").evaluate_all(
        "all => all.forEach(one => { one.parentElement.open = true; })"
    )
    agreements = number(page, "type", "Sharing agreements")
    organisations = number(page, "type", "Organisations")
    page.locator("input[data-value='Sharing agreements']").check()
    page.get_by_text(f"{agreements} records were found.", exact=True).wait_for()
    assert number(page, "type", "Organisations") == organisations
    ended = number(page, "status", "Ended")
    page.locator("input[data-value='Organisations']").check()
    page.get_by_text(f"{agreements + organisations} records were found.", exact=True).wait_for()
    page.locator("#facet-status input[data-value='Ended']").check()
    page.get_by_text(f"{ended} record").first.wait_for()
    assert "type=Sharing+agreements&type=Organisations&status=Ended" in page.url
    page.get_by_role("button", name="Take away all choices").click()
    page.wait_for_url("**/find/#q=council")


def test_sorting_loses_nothing(open_page: Reader) -> None:
    page = open_page("find/#q=council&type=Sharing+agreements")
    found = said(page)
    before = titles(page)
    page.get_by_label("Sort by").select_option("title")
    page.wait_for_url("**/find/#*&sort=title")
    page.wait_for_timeout(300)
    assert said(page) == found
    assert titles(page) == sorted(before, key=str.casefold)


def test_a_keyboard_is_enough(open_page: Reader) -> None:
    """From home to a record, by the tabulator, letters and Enter."""
    page = open_page()
    page.get_by_label("Find a record").focus()
    page.keyboard.type("home visits")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/#q=home%20visits")
    assert said(page)
    page.get_by_label("Words to look for").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.find__results') !== null"):
            break
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    assert page.locator("h1").inner_text() == title


def test_welsh_is_searched_in_welsh(open_page: Reader) -> None:
    page = open_page("cy/find/#q=gartref")
    assert "Cafwyd hyd i" in said(page)
    assert "Ymweld â phobl gartref" in titles(page)
    assert page.locator(".find__results a").first.get_attribute("href").count("/cy/") == 1
    assert open_page.complaints == []


def test_without_a_script_there_are_the_lists(open_page: Reader) -> None:
    page = open_page("find/", js=False)
    assert page.locator("#find").is_hidden()
    assert page.locator("#find-lists a[href='../agreements/']").is_visible()


def test_when_the_index_cannot_be_loaded_there_are_the_lists(open_page: Reader) -> None:
    page = open_page("data/")
    page.route("**/pagefind/**", lambda route: route.abort())
    try:
        page = open_page("find/#q=health")
        page.get_by_text("The search could not be loaded.").wait_for()
        assert page.locator("#find-lists a[href='../agreements/']").is_visible()
    finally:
        page.unroute("**/pagefind/**")


def test_from_a_folder_the_page_says_so(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "find" / "index.html").as_uri())
    page.get_by_text("Search needs the published site.").wait_for()
    assert page.locator("#find-lists a[href='../agreements/']").is_visible()
    page.close()


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[str]:
    """Where a site is served whose records try to run something."""
    root = Path(shutil.copytree(HERE / "partnership", tmp_path / "partnership"))
    record = root / "protocols" / "agreements" / "home-visits.yaml"
    text = record.read_text("utf-8")
    for old in ("Visiting people at home", "so that somebody looks in.", "Help comes sooner."):
        assert old in text
        text = text.replace(f"{old},", f"'{PAYLOAD.replace(chr(39), chr(39) * 2)}',").replace(
            f"en: The council and the hospital share who lives alone, {old}",
            f"en: '{PAYLOAD.replace(chr(39), chr(39) * 2)}'",
        )
    record.write_text(text, "utf-8")
    build(root, tmp_path / "site", status=1)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(tmp_path / "site"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_record_s_text_stays_text(hostile: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{hostile}/find/#q=zebra")
    assert said(page).endswith("found.")
    result = page.locator(".find__results > li", has=page.locator("a[href$='/agreements/home-visits/']"))
    assert result.locator("a").inner_text() == PAYLOAD
    assert result.locator(".records__said").inner_text() == PAYLOAD
    assert result.locator("mark").all_inner_texts() == ["<mark>zebra</mark>"] * result.locator("mark").count()
    assert result.locator("img, b").count() == 0
    assert "ran" not in page.title()
    page.close()
