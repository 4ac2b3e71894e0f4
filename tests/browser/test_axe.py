"""axe finds nothing on any kind of page. Each is looked at in one way here, in all by `make audit`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from .accessibility import AXE, LOOKS, prepare, violations
from .test_pages import TEMPLATES

WAYS = tuple(product(LOOKS, (True, False)))
"""Width and colours, and whether our scripts run. axe is a script itself, so the page's are kept away."""

TURNS = [
    pytest.param(f"cy/{address}" if number % 2 else address, *WAYS[number * 5 % len(WAYS)], id=name)
    for number, (name, address) in enumerate(TEMPLATES.items())
]


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[dict[bool, Page]]:
    """A tab with our scripts and one without."""
    assert AXE.is_file(), "axe is missing. Run: make suites"
    contexts = {scripts: browser.new_context() for scripts in (True, False)}
    contexts[False].route("**/*.js", lambda route: route.abort())
    yield {scripts: context.new_page() for scripts, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize(("address", "look", "scripts"), TURNS)
def test_axe_finds_nothing(
    tabs: dict[bool, Page], origin: str, address: str, look: tuple[int, str], scripts: bool
) -> None:
    page = tabs[scripts]
    page.goto(f"{origin}/{address}")
    assert page.locator("html.js").count() == scripts
    prepare(page)
    assert violations(page, *look) == []


def test_every_way_has_its_turn() -> None:
    assert {turn.values[1:] for turn in TURNS} == set(WAYS)


def test_axe_sees_what_is_wrong(tabs: dict[bool, Page]) -> None:
    tabs[True].goto("about:blank")
    tabs[True].set_content('<p style="color:#999">pale</p><img src="data:,"><a href="/"></a>')
    prepare(tabs[True])
    seen = {found.partition(":")[0] for found in violations(tabs[True], 320, "light")}
    assert {"color-contrast", "image-alt", "link-name", "html-has-lang", "region"} <= seen
