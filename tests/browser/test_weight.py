"""Pages are light, wait for one file, and do not jump."""

from __future__ import annotations

import gzip
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from .test_pages import PAGES, TEMPLATES

KILOBYTE = 1000
PAGE, VISIT = 60 * KILOBYTE, 150 * KILOBYTE
"""The most that a page's HTML may weigh, and a first visit in all, compressed as hosts do."""

_LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^"]*)"')
_SHIFTS = """() => new Promise((done) => {
    const seen = [];
    const note = (list) => seen.push(...list.getEntries().map((one) => one.value));
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => done(seen.reduce((sum, one) => sum + one, 0)), 100));
})"""


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_light(site: Path, address: str) -> None:
    page = site / address if address.endswith(".html") else site / address / "index.html"
    html = page.read_text("utf-8")
    assert len(html.encode()) < PAGE
    names = [Path(name).name for name in _LOADED.findall(html)]
    suffixes = [Path(name).suffix for name in names]
    scripts_of_its_own = int(Path(address).name in ("me", "find"))
    assert sorted(suffixes) == [".css", *[".js"] * (1 + scripts_of_its_own), ".svg"]
    files = [page, *(site / "assets" / "openaccord" / name for name in names)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < VISIT
    scripts = re.findall(r"<script[^>]*>", html)
    assert all(" defer" in script for script in scripts)


def late(route: Route) -> None:
    """The script comes when the page has long been seen."""
    time.sleep(0.5)
    route.continue_()


@pytest.mark.parametrize("template", ["home", "list", "agreement", "organisation"])
@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_jumps(browser: Browser, origin: str, template: str, width: int) -> None:
    """Also where the script comes late: what it adds takes the place of what was there."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.route("**/*.js", late)
    page = context.new_page()
    page.goto(f"{origin}/{TEMPLATES[template]}")
    page.wait_for_selector("html.js")
    assert page.evaluate(_SHIFTS) < 0.05
    context.close()


def test_the_menu_unfolds_where_no_script_comes(browser: Browser, origin: str) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 800})
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{origin}/")
    menu = page.locator("#menu")
    assert not menu.is_visible()
    page.wait_for_timeout(3200)
    assert menu.is_visible()
    assert menu.get_by_role("link").first.is_visible()
    context.close()
