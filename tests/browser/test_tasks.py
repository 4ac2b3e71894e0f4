"""What people come for, done by keyboard alone on a phone of 320 pixels, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .conftest import MADE, build, serve

ROOT = Path(__file__).parents[2]
STOPS = 400
"""So many links a page may have before the one that is looked for."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the example's site is served."""
    site = tmp_path_factory.mktemp("example") / "site"
    build(ROOT, site)
    with serve(site) as origin:
        yield origin


class Keyboard:
    """A reader on a narrow phone who has nothing but keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, words: str) -> None:
        """Press Tab until what says exactly these words has the focus, in sight."""
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            said, seen = self.page.evaluate(
                """() => {
                    const one = document.activeElement, box = one.getBoundingClientRect();
                    const across = box.width > 0 && box.left >= 0 && box.right <= innerWidth;
                    const down = box.bottom > 0 && box.top < innerHeight;
                    return [one === document.body ? null : one.innerText.trim(), across && down];
                }"""
            )
            assert said is not None, f"the page ended before “{words}”"
            if said == words:
                assert seen, f"“{words}” has the focus out of sight"
                return
        pytest.fail(f"{STOPS} stops, and none says “{words}”")

    def follow(self, words: str) -> None:
        """Go to a link and open it; the next page begins at its top."""
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def menu(self, words: str) -> None:
        """Open an entry of the menu, which is folded away where scripts run."""
        if self.page.locator("html.js").count():
            self.reach("Menu")
            self.page.keyboard.press("Enter")
        self.follow(words)

    def fact(self, term: str) -> str:
        """What the page says beside a term, which has to fit into its width."""
        found = self.page.locator(".fact").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^{term}$"))
        )
        told = found.first.locator("dd").first
        box = told.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 320
        return told.inner_text()

    def section(self, heading: str) -> str:
        """What stands under a heading."""
        return self.page.locator(
            "section", has=self.page.get_by_role("heading", name=heading)
        ).last.inner_text()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request: pytest.FixtureRequest, browser: Browser, example: str) -> Iterator[Keyboard]:
    """A reader at the home page, on the day of the build."""
    context = browser.new_context(
        java_script_enabled=request.param,
        viewport={"width": 320, "height": 640},
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    if request.param:
        page.clock.set_fixed_time(f"{MADE}T12:00:00Z")
    page.goto(f"{example}/")
    yield Keyboard(page)
    context.close()


def test_find_who_shares_health_information_about_children(reader: Keyboard) -> None:
    reader.menu("Information")
    reader.follow("Health")
    reader.follow("Protecting children from harm")
    assert "Children" in reader.fact("Who is it about")
    assert "Health" in reader.fact("What information")
    assert "Anyshire Health Trust" in reader.fact("Who shares it")


def test_learn_which_law_lets_the_council_tell_the_police(reader: Keyboard) -> None:
    reader.menu("Organisations")
    reader.follow("Anyshire Council")
    row = reader.page.get_by_role("row").filter(has_text="Keeping people safe from domestic abuse").first
    assert "Anyshire Police" in row.inner_text()
    reader.follow("Keeping people safe from domestic abuse")
    assert "Crime and Disorder Act 1998" in reader.fact("What the law says")
    reader.follow("Crime and Disorder Act 1998, section 115")
    assert reader.page.locator("main a[href^='https://www.legislation.gov.uk/']").count() > 0


def test_see_whether_an_agreement_is_overdue(reader: Keyboard) -> None:
    reader.menu("Agreements")
    reader.follow("Preventing homelessness")
    told = reader.page.locator(".review").inner_text()
    assert told.startswith("Review overdue")
    assert "This should have been reviewed by" in told
    assert "It means that nobody has confirmed that this page is still right." in told
    assert ("days ago" in told) == bool(reader.page.locator("html.js").count())


def test_complain_about_an_agreement(reader: Keyboard) -> None:
    reader.menu("Agreements")
    reader.follow("Protecting children from harm")
    assert "Complain" in reader.section("Your rights, and how to complain")
    reader.reach("Complain")
    href = reader.page.evaluate("document.activeElement.href")
    assert href == "https://www.anyshire-council.example/complaints"
    assert "Information Commissioner" in reader.section("Your rights, and how to complain")


def test_see_what_an_organisation_gets_from_others(reader: Keyboard) -> None:
    reader.menu("Organisations")
    reader.follow("Anyshire Police")
    told = reader.section("What it gets from others")
    assert "Anyshire Council" in told
    assert "Worries about somebody's safety" in told
