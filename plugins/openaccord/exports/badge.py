"""A line of text as a small picture (SVG) that other sites can show."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

_NARROW, _WIDE = frozenset("fijlrtIJ1.,:;'’!|() "), frozenset("mwMWOQCGD")
_WIDTHS = {True: 4.5, False: 7.0}
_PADDING = 16


def badge(label: str, said: str, title: str, *, colour: str, language: str) -> str:
    """A label and what is said beside it, in white on dark. `title` is what a screen reader says.

    Texts are stretched to the width that is reckoned for them, so that no font makes them leave their box.
    """
    left, right = _width(label), _width(said)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="24" '
        f'viewBox="0 0 {left + right} 24" role="img" lang={quoteattr(language)}>'
        f"<title>{escape(title)}</title>"
        f'<rect width="{left}" height="24" fill="#333"/>'
        f'<rect x="{left}" width="{right}" height="24" fill="{colour}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="12" text-anchor="middle">'
        f"{_line(label, left / 2, left)}{_line(said, left + right / 2, right)}</g></svg>\n"
    )


def _line(text: str, middle: float, width: int) -> str:
    return f'<text x="{middle:g}" y="16" textLength="{width - _PADDING}">{escape(text)}</text>'


def _width(text: str) -> int:
    """The width of a box for a text, in pixels."""
    return _PADDING + round(sum(10 if sign in _WIDE else _WIDTHS[sign in _NARROW] for sign in text))
