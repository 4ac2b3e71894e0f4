"""A page without its chrome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openaccord.rendering.pages import Press


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its chrome.

    `address` is relative to the site's root; `section` is the address of the list that it belongs to, within
    its language.
    """

    address: str
    language: str
    section: str
    title: str
    description: str
    html: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record's page, or one `below` it; with section, language and what is below it fits a frame."""

    id: str
    page: Page
    below: str = ""


def view(press: Press, name: str, title: str, **context: Any) -> Page:
    """The page at the address `name`, by the template of that name. `title` is in the reader's language."""
    return leaf(press, f"{name}/", name, (title, ""), **context)


def leaf(press: Press, address: str, template: str, called: tuple[str, str], **context: Any) -> Page:
    """A page anywhere below its language's folder, called by a title and a description.

    It belongs to the section that its address begins with.
    """
    html = press.page(template, "../" * address.count("/"), **context)
    section = f"{address.partition('/')[0]}/"
    return Page(f"{press.prefix}{address}", press.words.language, section, *called, html)
