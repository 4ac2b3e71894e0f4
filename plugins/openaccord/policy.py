"""What a page may load and run in a reader's browser: its Content-Security-Policy, and what that refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

SEARCH = "find/"
"""The section whose pages may read the search index and run its engine."""

_SAME = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are addresses that hold the picture themselves
    "base-uri": "'none'",
    "form-action": "'self'",
}
_SEARCHING = _SAME | {"script-src": "'self' 'wasm-unsafe-eval'", "connect-src": "'self'"}
_HEADERS: Mapping[str, str | dict[str, str]] = {
    # A host cannot except one page from what it says of all. What this allows too much, each page takes back.
    "Content-Security-Policy": _SEARCHING | {"frame-ancestors": "'none'"},
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_ELEMENTS = re.compile(
    r"""<(?:script(?!\ src="[^":]*"[\ >])
    |style|base|i?frame|object|embed|applet|video|audio
    |(?:img|image|use|input|form)\b[^>]*//
    |link\ (?!rel="(?:canonical|alternate)")[^>]*//)""",
    re.VERBOSE,
)
_STYLE = re.compile(r"style\s*=|srcset\s*=")
_HANDLER = re.compile(r"on[a-z]+\s*=")
_BEFORE = frozenset(" \n\t\r\f\"'/")
"""What can stand before the name of an attribute."""

_EMBEDDED = ("base", "iframe", "frame", "object", "embed", "applet", "video", "audio")
_LOADED = {"script": "src", "img": "src", "image": "href", "use": "href", "link": "href", "input": "src"}
_LOADING_LINKS = ("stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch")
_REMEDY = (
    "Put scripts, styles and pictures into files below docs/, "
    "and name the first two under extra_javascript and extra_css in mkdocs.yml."
)
_DATA = ("application/json", "application/ld+json")
_AWAY = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def policy(section: str | None) -> str:
    """The policy of a section's pages: nothing inline, nothing from elsewhere, a search on one page only."""
    return _written(_SEARCHING if section == SEARCH else _SAME)


def headers() -> str:
    """The file `_headers`, with which many hosts send the policy and what no page can say of itself."""
    said = (
        f"  {name}: {value if isinstance(value, str) else _written(value)}\n"
        for name, value in _HEADERS.items()
    )
    return f"/*\n{''.join(said)}"


def breach(name: str, html: str) -> str:
    """What is wrong with the page or file of that name whose HTML its policy would refuse; else nothing."""
    found = next(breaches(html), "")
    return f"{name} has {found}, which the site's policy keeps from working. {_REMEDY}" if found else ""


def breaches(html: str) -> Iterator[str]:
    """What in a page its policy refuses, as an editor calls it. Most pages are passed by one look."""
    if _suspect(html.lower()):
        reader = _Reader()
        reader.feed(html)
        reader.close()
        yield from reader.found


def _suspect(html: str) -> bool:
    """Whether a page, in small letters, may hold what its policy refuses. Several looks beat a long one."""
    return (
        "javascript:" in html
        or _ELEMENTS.search(html) is not None
        or _STYLE.search(html) is not None
        or any(html[found.start() - 1] in _BEFORE for found in _HANDLER.finditer(html))
    )


class _Reader(HTMLParser):
    """Keeps what the policy refuses, in the order in which it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in has and has.get("type") not in _DATA):
            self.found.append(f"a <{tag}> in the page itself")
        elif tag in _EMBEDDED:
            self.found.append(f"a <{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append(f"the attribute “{name}” of <{tag}>")
            elif (value or "").lstrip().lower().startswith("javascript:"):
                self.found.append(f"a script in the attribute “{name}” of <{tag}>")
        if _loads_from_elsewhere(tag, has):
            self.found.append(f"a <{tag}> from another site")

    handle_startendtag = handle_starttag


def _loads_from_elsewhere(tag: str, has: dict[str, str | None]) -> bool:
    if tag == "link" and not set((has.get("rel") or "").lower().split()) & set(_LOADING_LINKS):
        return False
    if tag == "form":
        return _AWAY.match(has.get("action") or "") is not None
    address = has.get(_LOADED.get(tag, "")) or ""
    sets = (has.get("srcset") or "").split(",") if tag == "img" else []
    return any(_AWAY.match(each.strip()) for each in (address, *sets))


def _written(rules: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
