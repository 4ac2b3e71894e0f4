"""A page's chrome, rendered once and filled with many records."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

ID, TITLE, DESCRIPTION, CONTENT = (
    f"openaccordmark{name}" for name in ("id", "title", "description", "content")
)
_MARKS = re.compile(f"({ID}|{TITLE}|{DESCRIPTION}|{CONTENT})")


@dataclass(frozen=True, slots=True)
class Frame:
    """The pieces of a rendered page between its marks; odd pieces are the marks themselves.

    A theme may leave out a whole element where a record has no description, hence `undescribed`.
    """

    described: tuple[str, ...]
    undescribed: tuple[str, ...]

    def fill(self, record_id: str, title: str, description: str, content: str) -> str:
        """The page of one record. Title and description are escaped as the theme's templates escape them."""
        values = {
            ID: record_id,
            TITLE: str(escape(title)),
            DESCRIPTION: str(escape(description)),
            CONTENT: content,
        }
        pieces = self.described if description else self.undescribed
        return "".join(values.get(piece, piece) for piece in pieces)


def make_frame(render: Callable[[str, str, str, Markup], str]) -> Frame:
    """Render a page with marks for id, title, description and content, and cut it at the marks.

    Raises ValueError when the theme leaves the content's mark out or changes it.
    """
    return Frame(_pieces(render, DESCRIPTION), _pieces(render, ""))


def _pieces(render: Callable[[str, str, str, Markup], str], description: str) -> tuple[str, ...]:
    # The theme adds a heading of its own to content that has none, so the mark stands beside one.
    content = Markup(f"<h1 hidden></h1>{CONTENT}")  # noqa: S704 - a constant
    page = render(ID, TITLE, description, content).replace(content, CONTENT)
    pieces = tuple(_MARKS.split(page))
    if CONTENT not in pieces:
        raise ValueError("the theme's page template does not show the page's content")
    return pieces
