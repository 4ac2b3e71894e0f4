"""Text that partners wrote, as harmless HTML."""

from __future__ import annotations

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from openaccord.rendering.html import escaped, marked

_MARKED_UP = re.compile(r"[*_`\[\]<>&\\#!|~\n\r\t]|^\s*(?:[-+=]|[0-9]+[.)])|  ")
_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "a", "code", "blockquote"}


@cache
def _parser() -> MarkdownIt:
    """CommonMark without raw HTML, images and headings, which belong to the page and not to a record.

    Line breaks are kept and indented lines are not code, because officers paste from letters and tables.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    return parser.disable(
        ["html_block", "html_inline", "image", "heading", "lheading", "hr", "code", "reference"]
    )


def prose(text: str) -> Markup:
    """CommonMark as HTML of a few harmless elements; links only to http, https, mailto and tel."""
    if not _MARKED_UP.search(text):
        return marked(f"<p>{escaped(text)}</p>")
    return Markup(  # noqa: S704 - nh3 has cleaned it
        nh3.clean(
            _parser().render(text).strip(),
            tags=_TAGS,
            attributes={"*": set(), "a": {"href"}, "ol": {"start"}},  # else every element may have a title
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer",
            url_relative="deny",
        )
    )
