"""Feeds in Atom's form (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from openaccord.sources.text import FORBIDDEN

_DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed: a name that is no other's, a title, a day, sentences, and its page or ""."""

    name: str
    title: str
    day: date
    sentences: Sequence[str]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: a name that is no other's, its title, who writes it, its language, and two addresses or "":
    of the page that it is of, and of itself.
    """

    name: str
    title: str
    author: str
    language: str
    page: str = ""
    url: str = ""


def atom(feed: Feed, items: Sequence[Item]) -> str:
    """A feed with its entries, newest first, of which there is at least one."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    _text(root, "id", _urn(feed.name))
    _text(root, "title", feed.title)
    _text(root, "updated", _instant(items[0].day))
    _text(ET.SubElement(root, "author"), "name", feed.author)
    if feed.page:
        ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
        ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.url})
    for item in items:
        entry = ET.SubElement(root, "entry")
        _text(entry, "id", _urn(item.name))
        _text(entry, "title", item.title)
        _text(entry, "updated", _instant(item.day))
        if item.url:
            ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.url})
        said = "".join(f"<li>{escape(_safe(sentence))}</li>" for sentence in item.sentences)
        _text(entry, "content", f"<ul>{said}</ul>").set("type", "html")
    ET.indent(root, " ")
    return f"{_DECLARED}{ET.tostring(root, encoding='unicode')}\n"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _safe(text)
    return element


def _safe(text: str) -> str:
    """A text without characters that XML does not have, or that nobody sees."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _urn(name: str) -> str:
    """An address that stays the same wherever the site moves."""
    return uuid5(NAMESPACE_URL, name).urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
