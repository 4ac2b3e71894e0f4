"""What holds for every kind of page: it fits, keeps nothing, calls nobody, and works by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

import openaccord
from openaccord.record_types import RECORD_TYPES
from openaccord.rendering.wording import wording

from .conftest import SUB_PATH, Reader

TEMPLATES = {
    "home": "",
    "list": "agreements/",
    "agreement": "agreements/home-visits/",
    "organisation": "organisations/hospital/",
    "situation": "situations/home-alone/",
    "information-category": "information/health/",
    "people-group": "people/people-living-alone/",
    "legal-gateway": "laws/care-act-2014-s6/",
    "retention-rule": "retention/visit-notes/",
    "information-asset": "assets/visit-records/",
    "protocol": "protocols/charter/",
    "dpia": "dpias/home-visits/",
    "processing-activity": "processing/visiting/",
    "publication-entry": "publication-scheme/council-agreements/",
    "audit": "audits/joint-audit/",
    "training-record": "training/visitors/",
    "word": "words/controller/",
    "_generic": "disposals/notes-01/",
    "named": "organisations/council/disposals/",
    "_unpublished": "agreements/broken/",
    "former": "agreements/calling-on-people/",
    "glossary": "words/",
    "publication-scheme": "publication-scheme/",
    "sublist": "publication-scheme/classes/lists-and-registers/",
    "pictures": "pictures/",
    "notice": "agreements/home-visits/notice/",
    "me": "me/",
    "reviews": "reviews/",
    "promises": "promises/",
    "quality": "quality/",
    "changes": "changes/",
    "month": "changes/2026-10/",
    "history": "agreements/home-visits/history/",
    "data": "data/",
    "accessibility-statement": "accessibility-statement/",
    "find": "find/",
}
"""One page of each template, by the template's name."""
PAGES = {
    **{f"{name} in English": address for name, address in TEMPLATES.items()},
    **{f"{name} in Welsh": f"cy/{address}" for name, address in TEMPLATES.items()},
    "not found": "404.html",
}
WIDTHS = (1280, 400, 320)
KEYS = ("n", "p", "s", "f", "/")
# WCAG 2.2, success criterion 1.4.12: a reader may set these, and nothing may be lost.
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
MARK = "English only"
"""What the records say in every text that has no Welsh."""

every_page = pytest.mark.parametrize("address", [pytest.param(a, id=name) for name, a in PAGES.items()])
every_template = pytest.mark.parametrize(
    "address", [pytest.param(a, id=name) for name, a in TEMPLATES.items()]
)
welsh_pages = pytest.mark.parametrize(
    "address", [pytest.param(f"cy/{a}", id=name) for name, a in TEMPLATES.items()]
)


def test_every_template_has_its_page_here(site: Path) -> None:
    """Whatever a new template makes falls under every test of pages."""
    folder = Path(openaccord.__file__).parent / "templates"
    texts = {path: path.read_text("utf-8") for path in folder.glob("*/*.jinja")}
    used = r'{% (?:extends|import|include) "([^"]*)"'
    parents = {parent for text in texts.values() for parent in re.findall(used, text)}
    leaves = {path for path in texts if path.relative_to(folder).as_posix() not in parents}
    assert {path.name.removesuffix(".html.jinja") for path in leaves} == set(TEMPLATES)
    for kind in RECORD_TYPES:
        if kind.name in TEMPLATES:
            assert TEMPLATES[kind.name].startswith(f"{kind.address}/")
    assert [page for page in PAGES.values() if not (site / page).exists()] == []


def language_of(address: str) -> str:
    return "cy" if address.startswith("cy/") else "en"


def overflow(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing where it does not."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            const beyond = (one) => one.getBoundingClientRect().right > root.clientWidth;
            if (root.scrollWidth <= root.clientWidth) return [];
            const all = [...document.querySelectorAll("body *")].filter(beyond);
            const culprits = all.filter(one => !one.closest(".scroller"));
            return [`${root.scrollWidth} wide`, ...culprits.map(one => `${one.tagName} ${one.className}`)];
        }"""
    )


def restyle(page: Page, style: str) -> None:
    """Give a page a style as a reader's own program does, past the policy."""
    page.evaluate(
        """async style => {
            const sheet = await new CSSStyleSheet().replace(style);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        style,
    )


def brightness(page: Page, what: str) -> float:
    """How bright a colour of the page's body is, from 0 to 255."""
    return page.evaluate(
        """what => {
            const numbers = getComputedStyle(document.body)[what].match(/[\\d.]+/g).map(Number);
            return (numbers[0] + numbers[1] + numbers[2]) / 3;
        }""",
        what,
    )


@every_page
def test_fits(open_page: Reader, address: str) -> None:
    """No page scrolls sideways at any width, also with all details open and the text set wider."""
    page = open_page(address)
    assert_fits(page, "as it comes")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert_fits(page, "with details open")
    restyle(page, TEXT_SPACING)
    assert_fits(page, "with wider text")


def assert_fits(page: Page, how: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], f"{how}, {width} wide"


@every_template
def test_dark_is_dark(open_page: Reader, address: str) -> None:
    page = open_page(address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        lighter = brightness(page, "backgroundColor") - brightness(page, "color")
        assert (lighter if scheme == "light" else -lighter) > 180


@pytest.mark.parametrize(
    ("address", "js"),
    [
        *(pytest.param(a, True, id=f"{name} with JavaScript") for name, a in TEMPLATES.items()),
        *(pytest.param(f"cy/{a}", False, id=f"{name} without") for name, a in TEMPLATES.items()),
    ],
)
def test_is_quiet_and_keeps_nothing(open_page: Reader, origin: str, address: str, js: bool) -> None:
    """No complaint in the console, no request to another origin, no cookie, nothing stored."""
    page = open_page(address, js=js)
    assert open_page.complaints == []
    assert [url for url in open_page.requests if urlsplit(url)[:2] != urlsplit(origin)[:2]] == []
    assert page.context.cookies() == []
    if js:
        kept = """async () => [
            localStorage.length, sessionStorage.length,
            (await indexedDB.databases()).length, (await caches.keys()).length
        ]"""
        assert page.evaluate(kept) == [0, 0, 0, 0]


@every_template
def test_works_under_a_sub_path(open_page: Reader, origin: str, address: str) -> None:
    """Nothing is asked for and nothing is linked outside the site's folder."""
    page = open_page(address, below=SUB_PATH)
    base = f"{origin}{SUB_PATH}"
    named = page.locator("[href], [src]").evaluate_all("all => all.map(one => one.href ?? one.src)")
    inside = [url for url in named if url.startswith(origin)]
    assert len(inside) > 10
    assert [url for url in inside if not url.startswith(base)] == []
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.locator("html.js").count() == 1


@pytest.mark.parametrize("below", ["/", SUB_PATH])
def test_links_lead_somewhere(site: Path, below: str) -> None:
    """Every link of every page to the site itself names a file that was built."""
    missing = set()
    for file in site.rglob("*.html"):
        here = f"{below}{file.relative_to(site)}".removesuffix("index.html")
        for tag, name, value in attributes(file):
            if name not in ("href", "src") or urlsplit(value).scheme or tag == "use":
                continue
            target = urlsplit(urljoin(here, value)).path
            if file.name == "404.html":  # it is shown at any depth, so its links begin at the site's address
                target = target.replace(SUB_PATH, below, 1)
            found = site / target.removeprefix(below)
            if not (found.is_file() or (found / "index.html").is_file()):
                missing.add(f"{here}: {value}")
    assert not missing


def test_an_unknown_address_is_answered(open_page: Reader) -> None:
    page = open_page("no/such/page/")
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.locator("main a").get_attribute("href") in ("/sub/path/", "/sub/path/.")


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]


def attributes(file: Path) -> list[tuple[str, str, str]]:
    """Every element of a file (with an empty name and value) and each of its attributes."""
    parser = _Attributes()
    parser.feed(file.read_text(encoding="utf-8"))
    parser.close()
    return parser.found


def inline(file: Path) -> Iterator[str]:
    """What a strict policy would refuse."""
    for tag, name, value in attributes(file):
        runs = name.startswith("on") or value.strip().lower().startswith("javascript:")
        if runs or "style" in (name, tag):
            yield f"{file.name}: <{tag} {name}={value}>"
        elif (tag, name) == ("script", "src") and urlsplit(value).netloc:
            yield f"{file.name}: {value}"
    tags = [(tag, name) for tag, name, _ in attributes(file)]
    if tags.count(("script", "")) != tags.count(("script", "src")):
        yield f"{file.name}: a script without src"


def test_no_script_or_style_is_inline(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    assert [found for file in pages for found in inline(file)] == []


@every_template
def test_outline(open_page: Reader, origin: str, address: str) -> None:
    """The page's language and the way to the other, one h1, no level left out, a name for every link."""
    page = open_page(address)
    assert page.locator("html").get_attribute("lang") == language_of(address)
    assert page.title().endswith(page.locator(".top__name").inner_text())
    headings = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.map(one => [Number(one.tagName[1]), one.textContent.trim()])"
    )
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = [after - before for before, after in pairwise(levels)]
    assert max(steps, default=0) <= 1, headings
    assert all(text for _, text in headings)
    assert page.locator("main").count() == 1
    assert unnamed(page) == []
    if address != "404.html":
        other = {"en": f"cy/{address}", "cy": address.removeprefix("cy/")}[language_of(address)]
        link = page.locator("a[hreflang]")
        assert link.evaluate("one => one.href") == f"{origin}/{other}"
        assert link.get_attribute("lang") == link.get_attribute("hreflang") == language_of(other)


def unnamed(page: Page) -> list[Any]:
    """Links, buttons, regions and navigations without a name, as assistive technology sees them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    named = ("link", "button", "navigation", "region")
    seen = [node for node in nodes if not node["ignored"] and node.get("role", {}).get("value") in named]
    assert len(seen) > 8
    return [node["role"]["value"] for node in seen if not node.get("name", {}).get("value", "").strip()]


@welsh_pages
def test_passages_in_another_language_say_so(open_page: Reader, address: str) -> None:
    """Whatever has no Welsh is marked as English, and a line says that it is there."""
    page = open_page(address)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    passages = page.evaluate(
        """mark => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (texts.nextNode()) {
                const text = texts.currentNode;
                const marked = text.parentElement.closest("[lang]");
                if (text.data.includes(mark)) found.push([marked.lang, text.data]);
            }
            return found;
        }""",
        MARK,
    )
    assert [text for language, text in passages if language != "en"] == []
    said = "Some of this page is shown in another language, because it has not been translated yet."
    if passages:
        assert page.get_by_text(wording("cy").say(said)).is_visible()


def test_some_passages_are_in_another_language(site: Path) -> None:
    """The test above would pass on pages that show none."""
    pages = [
        (site / "cy" / address / "index.html").read_text(encoding="utf-8") for address in TEMPLATES.values()
    ]
    assert sum(MARK in page for page in pages) >= 6


def focused(page: Page) -> dict[str, Any]:
    """What has the focus, whether the reader can see it, and whether it looks focused."""
    return page.evaluate(
        """() => {
            const one = document.activeElement;
            const box = one.getBoundingClientRect();
            const style = getComputedStyle(one);
            const inWidth = box.width > 1 && box.right > 0 && box.left < innerWidth;
            const inHeight = box.height > 1 && box.bottom > 0 && box.top < innerHeight;
            const outlined = parseFloat(style.outlineWidth) >= 2 && !style.outlineColor.endsWith(", 0)");
            return {
                tag: one.tagName,
                what: one.id || one.className || one.textContent.trim(),
                seen: inWidth && inHeight && one.checkVisibility({visibilityProperty: true}),
                marked: one.matches(":focus-visible") && (style.boxShadow !== "none" || outlined),
            };
        }"""
    )


def test_menu_is_a_button(open_page: Reader) -> None:
    """On a phone the menu opens by Enter; Escape closes it and gives the focus back."""
    page = open_page("agreements/home-visits/", width=400)
    button, menu = page.locator("#menu-button"), page.locator("#menu")
    assert button.evaluate("one => [one.tagName, one.type]") == ["BUTTON", "button"]
    assert button.get_attribute("aria-controls") == "menu"
    assert button.get_attribute("aria-expanded") == "false"
    assert not menu.is_visible()
    for _ in range(10):
        page.keyboard.press("Tab")
        if focused(page)["what"] == "menu-button":
            break
    assert focused(page) == {"tag": "BUTTON", "what": "menu-button", "seen": True, "marked": True}
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#menu') !== null")
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert not menu.is_visible()
    assert focused(page)["what"] == "menu-button"
    page.keyboard.press("Space")
    assert menu.is_visible()
    page.keyboard.press("Space")
    assert not menu.is_visible()


def test_menu_without_javascript_is_open(open_page: Reader) -> None:
    page = open_page("agreements/home-visits/", width=400, js=False)
    assert page.locator("#menu a").count() == 6
    assert all(link.is_visible() for link in page.locator("#menu a").all())
    assert not page.locator("#menu-button").is_visible()
    assert overflow_without_javascript(page)


def overflow_without_javascript(page: Page) -> bool:
    """Whether the first and the last thing on the page lie within its width."""
    boxes = [page.locator(what).bounding_box() for what in (".top", ".bottom", "h1")]
    return all(box and box["x"] >= 0 and box["x"] + box["width"] <= 400 for box in boxes)


def test_menu_on_a_wide_screen_is_always_there(open_page: Reader) -> None:
    page = open_page("agreements/home-visits/")
    assert page.locator("#menu").is_visible()
    assert not page.locator("#menu-button").is_visible()
    assert page.locator("#menu [aria-current]").inner_text() == "Agreements"


@pytest.mark.parametrize(
    "js", [pytest.param(True, id="with JavaScript"), pytest.param(False, id="without JavaScript")]
)
def test_skip_link(open_page: Reader, js: bool) -> None:
    page = open_page("agreements/home-visits/", js=js)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert skip.inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#content")
    page.keyboard.press("Tab")
    crumb = page.locator(".crumbs a").first
    assert crumb.evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("address", ["agreements/home-visits/", "data/", "cy/reviews/"])
def test_whatever_takes_the_focus_is_seen(open_page: Reader, address: str, width: int) -> None:
    """From the first stop to the last, nothing out of sight takes the focus, and each stop is marked."""
    page = open_page(address, width=width)
    restyle(page, "html { scroll-behavior: auto !important; }")
    stops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    assert len(stops) > 15
    assert stop["tag"] == "BODY", "the last stop was not reached"
    assert [stop for stop in stops if not (stop["seen"] and stop["marked"])] == []


@every_template
def test_links_are_underlined_and_lists_are_lists(open_page: Reader, address: str) -> None:
    """Colour alone marks no link in the text. A list without bullets stays a list to Safari's readers."""
    page = open_page(address)
    plain = page.evaluate(
        """() => {
            const lined = (one) => getComputedStyle(one).textDecorationLine === "underline";
            const links = [...document.querySelectorAll(":is(main, footer) a[href]:not(.button)")];
            const bare = links.filter(one => ![one, ...one.querySelectorAll("*")].some(lined));
            const lists = [...document.querySelectorAll("main :is(ul, ol), footer ul")];
            const unlisted = lists.filter(one => getComputedStyle(one).listStyleType === "none");
            return [links.length, [...bare, ...unlisted].map(one => one.outerHTML.slice(0, 120))];
        }"""
    )
    assert plain[0] >= 3
    assert plain[1] == []


@every_template
def test_wide_tables_scroll_by_keyboard(open_page: Reader, address: str) -> None:
    """Whatever scrolls sideways takes the focus and has a role and a name."""
    page = open_page(address, width=320)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    scrollers = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(one => ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
            .filter(one => one.scrollWidth > one.clientWidth)
            .map(one => [one.tabIndex, one.getAttribute("role"), Boolean(one.getAttribute("aria-label"))])"""
    )
    assert all(scroller == [0, "region", True] for scroller in scrollers)
    tables = page.locator("main table:not(.table--stacks)").evaluate_all(
        "all => all.map(one => one.closest('.scroller') !== null)"
    )
    assert all(tables)
    if address == "quality/":
        assert len(scrollers) >= 1


@pytest.mark.parametrize("prefix", ["", "cy/"])
def test_tables_of_an_agreement_stack_on_a_phone(open_page: Reader, prefix: str) -> None:
    """Each cell stands below the one before it, with its column's name before it."""
    page = open_page(f"{prefix}agreements/home-visits/", width=320)
    cells = page.locator(".table--stacks td").evaluate_all(
        """all => all.map(one => [
            one.getBoundingClientRect().left,
            getComputedStyle(one, "::before").content.slice(1, -1),
            one.closest("table").querySelectorAll("th")[one.cellIndex].textContent,
        ])"""
    )
    assert len(cells) >= 10
    assert len({left for left, _, _ in cells}) == 1
    assert [shown for _, shown, _ in cells] == [name for _, _, name in cells]


def test_a_wide_table_moves_by_arrow_keys(open_page: Reader) -> None:
    page = open_page("quality/", width=320)
    restyle(page, "* { scroll-behavior: auto !important; }")
    scroller = page.locator(".scroller").first
    scroller.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.scrollLeft") > 0
    assert page.evaluate("scrollX") == 0


@pytest.mark.parametrize("key", KEYS)
def test_single_keys_do_nothing(open_page: Reader, key: str) -> None:
    """Speech input types letters; none may move the page, open a search or leave."""
    page = open_page("agreements/home-visits/")
    before = page.content(), page.url
    page.keyboard.press(key)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert (page.content(), page.url) == before
    assert focused(page)["tag"] == "BODY"
    assert page.evaluate("scrollY") == 0
