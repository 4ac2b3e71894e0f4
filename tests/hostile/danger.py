"""What a browser could run or load from elsewhere, and where a page may lie."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from openaccord.site import Site

_ADDRESS = re.compile(r"([a-z0-9-]+/)*")
_FILE = re.compile(r"_headers|(?:[A-Za-z0-9-]+/)*[A-Za-z0-9-]+\.(?:json|csv|js|xml|ics|svg|atom|txt)")

_OURS = {"svg": ("bar", "columns", "network", "sheet__code"), "form": ("ask", "find__form")}
"""The pictures and forms of our own, by their classes."""
_SCRIPT = re.compile(r"(?:\.{1,2}/)*assets/openaccord/[a-z-]+\.js")


class _Danger(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("class") in _OURS.get(tag, ()) or (
            tag == "script" and _SCRIPT.fullmatch(given.get("src", "")) is not None
        )
        if not ours and tag in ("script", "iframe", "object", "embed", "img", "svg", "form", "base", "style"):
            self.found.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            if name.startswith("on") or name == "style" or scheme in ("javascript", "data", "vbscript"):
                self.found.append(f"{tag} {name}={value}")
            if name == "href" and (value or "").startswith("//"):
                self.found.append(f"{tag} {name}={value}")


def danger(html: str) -> list[str]:
    """Each element and attribute of a page that should not be there."""
    parser = _Danger()
    parser.feed(html)
    return parser.found


def everything(site: Site) -> tuple[dict[str, str], dict[str, str]]:
    """All pages by address and all files by path, each where it may lie, and writable."""
    pages = {page.address: page.html for page in site.pages()}
    for made in site.record_pages():
        assert made.page.address not in pages, f"{made.page.address} is made twice"
        pages[made.page.address] = made.page.html
    files = dict(site.files())
    assert [address for address in pages if not _ADDRESS.fullmatch(address)] == []
    assert [path for path in files if not _FILE.fullmatch(path)] == []
    for text in (*pages.values(), *files.values()):
        text.encode()
    return pages, files
