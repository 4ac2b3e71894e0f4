"""What a citizen does: ask whether something is shared about them, and print a notice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from .conftest import Reader

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")


def ask(page: Page, *values: str) -> dict[str, list[str]]:
    """Tick these answers by keyboard, send them, and see what is said to be how sure."""
    for value in values:
        page.locator(f"#ask input[value={value}]").focus()
        page.keyboard.press("Space")
    page.locator("#ask button[type=submit]").focus()
    page.keyboard.press("Enter")
    return answers(page)


def answers(page: Page) -> dict[str, list[str]]:
    return {
        part.get_attribute("data-sure") or "": part.locator(".records__title").all_inner_texts()
        for part in page.locator("#answer [data-sure]").all()
        if part.is_visible()
    }


def test_two_answers_find_what_may_be_about_somebody(open_page: Reader) -> None:
    page = open_page("me/", width=320)
    found = ask(page, "people-living-alone", "hospital")
    assert found["most"]
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert page.locator(".ask__none").is_hidden()


def test_one_answer_alone_is_less_sure(open_page: Reader) -> None:
    assert set(ask(open_page("me/"), "people-living-alone")) == {"may"}
    assert set(ask(open_page("me/"), "hospital")) == {"may"}


@pytest.mark.parametrize("prefix", ["", "cy/"])
def test_answers_leave_nothing_behind(open_page: Reader, prefix: str) -> None:
    page = open_page(f"{prefix}me/")
    page.wait_for_load_state("networkidle")
    before = page.url, page.evaluate("history.length"), len(open_page.requests)
    ask(page, "people-living-alone", "hospital")
    assert (page.url, page.evaluate("history.length"), len(open_page.requests)) == before
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    page.locator("#ask button[type=reset]").click()
    assert page.locator("#answer").is_hidden()
    assert page.locator("#ask input:checked").count() == 0
    assert page.locator("#answer li").count() == 0


def test_nothing_fits_is_said(open_page: Reader) -> None:
    page = open_page("me/")
    assert ask(page) == {}
    assert page.locator(".ask__none").is_visible()


def test_without_javascript_the_groups_are_listed(open_page: Reader) -> None:
    page = open_page("me/", js=False)
    assert page.locator("#ask").is_hidden()
    assert page.locator("main dl a[href*='agreements/']").count() >= 1


@pytest.mark.parametrize("prefix", ["", "cy/"])
def test_a_notice_fits_on_one_sheet_of_paper(open_page: Reader, prefix: str) -> None:
    """Also when every text of it is long: what does not fit is cut, and the address of the page is there."""
    page = open_page(f"{prefix}agreements/home-visits/")
    page.locator("a[href='notice/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notice/")
    assert sheets(page) == 1
    page.evaluate(
        """() => {
        document.querySelectorAll(".sheet .fact dd, .sheet .lede").forEach(one => {
            one.textContent = "Somebody wrote a very long text here. ".repeat(40);
        });
        const asked = document.querySelector(".sheet .listed li");
        for (const _ of [1, 2, 3]) asked.after(asked.cloneNode(true));
        }"""
    )
    assert sheets(page) == 1
    code = page.locator(".sheet__code").bounding_box()
    assert code is not None
    assert code["width"] > 100


def sheets(page: Page) -> int:
    page.emulate_media(media="print")
    return len(PAGE_OF_PDF.findall(page.pdf(prefer_css_page_size=True)))
