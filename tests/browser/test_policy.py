"""The strict policy of every page: it hinders nothing of ours, and stops what is not ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from openaccord.policy import headers, policy

from .conftest import Reader
from .test_pages import TEMPLATES

SOURCES = {
    "script-src 'self'": "script-src 'none'",
    "style-src 'self'": "style-src 'none'",
    "img-src 'self' data:": "img-src 'self'",
}
"""What the policy allows, and less than that."""

NOTE = """
() => {
    const note = document.createElement("div");
    note.className = "admonition note";
    note.innerHTML = "<p class='admonition-title'>Its icon is a data: address</p>";
    document.querySelector("#content").append(note);
}
"""

FOREIGN = {
    "an inline script": (
        "script-src-elem",
        "add('script', one => { one.textContent = 'window.ran = true'; })",
    ),
    "a script from elsewhere": (
        "script-src-elem",
        "add('script', one => { one.src = 'http://127.0.0.1:9/x.js'; })",
    ),
    "an event handler": (
        "script-src-attr",
        "add('p', one => { one.setAttribute('onclick', 'window.ran = true'); one.click(); })",
    ),
    "code in a text": ("script-src", "setTimeout('window.ran = true');"),
    "a style in the page": (
        "style-src-attr",
        "add('p', one => { one.innerHTML = '<i style=\"top: 0\">x</i>'; })",
    ),
    "a picture from elsewhere": ("img-src", "add('img', one => { one.src = 'http://127.0.0.1:9/x.png'; })"),
    "a request": ("connect-src", "fetch('index.html').catch(() => {});"),
    "a page within the page": ("frame-src", "add('iframe', one => { one.src = 'index.html'; })"),
    "another base": ("base-uri", "add('base', one => { one.href = '/elsewhere/'; })"),
}
"""What no page may do: the rule that stops it, and the code that tries."""

TRY = """
() => new Promise(done => {
    const seen = [];
    const add = (name, change) => {
        const one = document.createElement(name);
        change(one);
        document.body.append(one);
    };
    const keep = event => seen.push(event.effectiveDirective);
    document.addEventListener("securitypolicyviolation", keep);
    %s
    setTimeout(() => {
        document.removeEventListener("securitypolicyviolation", keep);
        done([seen, window.ran === true]);
    }, 100);
})
"""


def broken(page: Page) -> None:
    """Have the page keep what its policy stopped, from the next page on."""
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', event => "
        "window.broken.push(`${event.effectiveDirective} ${event.blockedURI}`));"
    )


@pytest.fixture
def tab(open_page: Reader) -> Any:
    """A tab of its own, which remembers what policies stopped."""
    page = open_page._browser.new_context(locale="en-GB").new_page()
    broken(page)
    yield page
    page.context.close()


def test_no_page_of_ours_breaks_its_policy(tab: Page, origin: str) -> None:
    for address in (*TEMPLATES.values(), "404.html"):
        tab.goto(f"{origin}/{address}")
        tab.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert tab.evaluate("window.broken") == [], address


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_is_needed(source: str, tab: Page, origin: str) -> None:
    """With less the same check finds what it has to find."""
    _sent_with(tab, policy("agreements/").replace(source, SOURCES[source]))
    tab.goto(f"{origin}/agreements/home-visits/")
    tab.evaluate(NOTE)
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.broken.length") > 0


def test_a_note_of_the_theme_breaks_nothing(tab: Page, origin: str) -> None:
    tab.goto(f"{origin}/agreements/home-visits/")
    tab.evaluate(NOTE)
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.broken") == []


def _sent_with(tab: Page, instead: str) -> None:
    """Have pages come with another policy than their own."""
    ours = policy("agreements/").replace("'", "&#39;")

    def answer(route: Route) -> None:
        came = route.fetch()
        assert ours in came.text()
        route.fulfill(response=came, body=came.text().replace(ours, instead))

    tab.route(lambda url: url.endswith("/"), answer)


def test_what_is_not_ours_is_stopped(open_page: Reader) -> None:
    page = open_page("agreements/home-visits/")
    for what, (rule, attempt) in FOREIGN.items():
        seen, ran = page.evaluate(TRY % attempt)
        assert seen == [rule], what
        assert ran is False, what


def test_a_host_that_sends_the_headers_stops_nothing_of_ours(tab: Page, origin: str) -> None:
    said = dict(line.strip().split(": ", 1) for line in headers().splitlines()[1:])

    def answer(route: Route) -> None:
        came = route.fetch()
        route.fulfill(response=came, headers={**came.headers, **said})

    tab.route("**/*", answer)
    for address in ("", "agreements/home-visits/"):
        tab.goto(f"{origin}/{address}")
        assert tab.evaluate("window.broken") == [], address
        assert tab.locator("html.js").count() == 1


def test_pages_open_from_a_folder(tab: Page, site: Path) -> None:
    for address in ("", "agreements/home-visits/", "cy/reviews/"):
        tab.goto((site / address / "index.html").as_uri())
        assert tab.evaluate("window.broken") == []
        assert tab.evaluate("document.styleSheets.length") == 1
        assert tab.locator("html.js").count() == 1
        assert tab.locator("body").evaluate("one => getComputedStyle(one).display") == "flex"
