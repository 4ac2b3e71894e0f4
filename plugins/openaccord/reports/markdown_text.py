"""Text from records as Markdown that says only what it says."""

from __future__ import annotations

import re

from openaccord.reports.harmless import harmless, still

_MARKS = re.compile(r"([\\`*_\[\]<>~|&$])")


def plain(text: str) -> str:
    """A text in which no character has a meaning of its own."""
    return _MARKS.sub(r"\\\1", still(text))


def code(text: str) -> str:
    """A text as code, whatever it holds."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    gap = " " if len(fence) > 1 else ""
    return f"{fence}{gap}{harmless(text)}{gap}{fence}"
