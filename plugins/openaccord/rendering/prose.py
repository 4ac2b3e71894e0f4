"""Text that partners wrote, as harmless HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from openaccord.rendering.html import escaped, marked
from openaccord.schemas import read_builtin

_MARKED_UP = re.compile(r"[*_`\[\]<>&\\#!|~\n\r\t]|^\s*(?:[-+=]|[0-9]+[.)])|  ")
_SCHEMES = {"http", "https", "mailto", "tel"}
_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "a", "code", "blockquote"}


@cache
def _parser() -> MarkdownIt:
    """CommonMark without raw HTML, images and headings, which belong to the page and not to a record.

    Line breaks are kept and indented lines are not code, because officers paste from letters and tables.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    parser.validateLink = _leads_out  # type: ignore[method-assign] # the parser's documented way to refuse links
    parser.add_render_rule("link_close", _close)
    return parser.disable(
        ["html_block", "html_inline", "image", "heading", "lheading", "hr", "code", "reference"]
    )


@cache
def _address() -> re.Pattern[str]:
    return re.compile(read_builtin("common.schema.json")["$defs"]["url"]["pattern"])


def _leads_out(url: str) -> bool:
    """Whether a text may link to an address: as in a field of its own, or a mailbox or telephone number.

    Without a host that has a name, or with a name and password, a link is shown as it was written.
    """
    return url.startswith(("mailto:", "tel:")) or _address().match(url) is not None


def _close(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """The end of a link, and where it leads unless its own words say so."""
    start = next(at for at in range(index, -1, -1) if tokens[at].type == "link_open")
    said = "".join(token.content for token in tokens[start:index]).lower()
    host = urlsplit(str(tokens[start].attrs["href"])).hostname
    return "</a>" if host is None or host in said else f"</a> ({escaped(host)})"


def prose(text: str) -> Markup:
    """CommonMark as HTML of a few harmless elements; links only to http, https, mailto and tel."""
    if not _MARKED_UP.search(text):
        return marked(f"<p>{escaped(text)}</p>")
    return Markup(  # noqa: S704 - nh3 has cleaned it
        nh3.clean(
            _parser().render(text).strip(),
            tags=_TAGS,
            attributes={"*": set(), "a": {"href"}, "ol": {"start"}},  # else every element may have a title
            url_schemes=_SCHEMES,
            link_rel="noopener noreferrer",
            url_relative="deny",
        )
    )
