"""The content of a page of openaccord's as Markdown, so that a peer can be given the very same text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"\s*\n\s*\n\s*\n\s*")
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS = ("p", "div", "section", "dl", "dd", "header", "ul", "ol", "table", "aside", "footer")
_BEFORE = {
    **{name: f"\n\n{mark} " for name, mark in _HEADINGS.items()},
    **dict.fromkeys(_BLOCKS, "\n\n"),
    "dt": "\n\n**",
    "strong": "**",
    "em": "*",
    "li": "\n- ",
    "tr": "\n|",
    "th": " ",
    "td": " ",
    "br": " ",
}
_AFTER = {
    **dict.fromkeys((*_HEADINGS, "p", "ul", "ol", "table"), "\n\n"),
    "dt": "**\n\n",
    "strong": "**",
    "em": "*",
    "th": " |",
    "td": " |",
}
_HIDDEN = frozenset({"svg", "script", "style"})
_ROWS = frozenset({"li", "td", "th"})


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0
        self._in_row = 0
        self._columns = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self.said.append("[")
        elif not (self._in_row and _BEFORE.get(tag, "").startswith("\n\n")):
            self.said.append(_BEFORE.get(tag, ""))
        self._in_row += tag in _ROWS
        self._columns += tag == "th"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN
        self._in_row -= tag in _ROWS
        if tag == "a":
            self.said.append(f"]({self._links.pop()})")
        elif not (self._in_row and _AFTER.get(tag, "").endswith("\n\n")):
            self.said.append(_AFTER.get(tag, ""))
        if tag == "thead":
            self.said.append("\n|" + "---|" * self._columns)
            self._columns = 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(_SPECIAL.sub(r"\\\1", _SPACE.sub(" ", data)))


def to_markdown(page: str) -> str:
    """The article in a page's HTML as Markdown: headings, paragraphs, lists, tables and links, no classes."""
    found = _ARTICLE.search(page)
    writer = _Writer()
    writer.feed(found.group(1) if found else page)
    return _BLANK.sub("\n\n", "".join(writer.said)).strip() + "\n"
