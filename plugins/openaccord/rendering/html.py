"""Text and HTML told apart."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>'\"]")


def marked(text: str) -> Markup:
    """Text that is HTML already. Markup's own maker takes five times as long to see that text is text."""
    return str.__new__(Markup, text)


def escaped(text: str) -> Markup:
    """Text as HTML. Most has nothing in it to escape, which costs less to find out than to escape."""
    return escape(text) if _SPECIAL.search(text) else marked(text)
