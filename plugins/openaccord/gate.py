"""The last look at what no check of a record has seen: pages written by hand, and files beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from openaccord.exposure import unpublishable

TEXTS = (".html", ".json", ".csv", ".xml", ".txt", ".svg", ".js", ".css", ".ics", ".md")
"""Endings of the files in which a text can stand."""

_TAG = re.compile(r"<!--|-->|<[^<>]*>")
_SAID = re.compile(r"""\s(?:href|src|content|title|alt|aria-label|value)=(?:"([^"]*)"|'([^']*)')""")
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|tr|td|th|dt|dd|h[1-6]|br|section|table|pre)\b")


def leak(text: str, settings: Mapping[str, Any]) -> str:
    """What a published text has that it must not have, as an editor calls it; empty when there is nothing."""
    return next(unpublishable(text, settings), "")


def said(html: str) -> str:
    """What a page says to its readers, to their programs and in its comments, as plain text."""
    told = ["".join(found) for found in _SAID.findall(html)]
    return unescape("\n".join((_TAG.sub(_space, html), *told)))


def _space(tag: re.Match[str]) -> str:
    return "\n" if _BLOCK.match(tag.group()) else ""
