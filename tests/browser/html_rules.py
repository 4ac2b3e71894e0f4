"""What is wrong with a page's HTML: errors of its syntax, and elements that lie where they may not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib

_SPACE = "{http://www.w3.org/1999/xhtml}"
_BLOCK = re.compile(
    "address|article|aside|blockquote|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]|header|hgroup|"
    "hr|main|menu|nav|ol|p|pre|search|section|table|ul"
)
_ONLY_PHRASES = re.compile(
    "abbr|b|bdi|bdo|button|cite|code|dfn|em|h[1-6]|i|kbd|label|legend|mark|meter|output|p|pre|progress|q|s|"
    "samp|small|span|strong|sub|summary|sup|time|u|var"
)
_INTERACTIVE = re.compile("a|button|details|embed|iframe|input|label|select|summary|textarea")
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "menu": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup", "hr"},
}
_PARENTS = {"li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "summary": {"details"}}
_REFERRING = ("for", "headers", "list", "aria-controls", "aria-describedby", "aria-labelledby", "aria-owns")
_HEADING = re.compile(r"h[1-6]")


def faults(html: str) -> list[str]:
    """Everything that is wrong with a page, as far as no browser is needed to see it."""
    parser = html5lib.HTMLParser()
    root = parser.parse(html)
    told = [f"line {line}: {code} {values}" for (line, _), code, values in parser.errors]
    return [*told, *_misplaced(root, ()), *_references(root)]


def _name(element: Any) -> str:
    return str(element.tag).removeprefix(_SPACE) if isinstance(element.tag, str) else "comment"


def _misplaced(element: Any, around: tuple[str, ...]) -> Iterator[str]:
    """Elements whose parent may not hold them. What is SVG has rules of its own."""
    name = _name(element)
    if name.startswith("{") or name == "comment":
        return
    yield from _placing(name, around)
    children = [_name(child) for child in element]
    if name == "dl" or (name == "div" and "dt" in children):
        yield from _terms(children)
    inside = _CHILDREN.get(name)
    if inside is not None:
        texts = [element.text, *(child.tail for child in element)]
        if any(text and text.strip() for text in texts):
            yield f"text beside the parts of <{name}>"
        yield from (f"<{child}> in <{name}>" for child in children if child not in inside)
    for child in element:
        yield from _misplaced(child, (*around, name))


def _placing(name: str, around: tuple[str, ...]) -> Iterator[str]:
    parent = around[-1] if around else ""
    held = next((one for one in reversed(around) if _ONLY_PHRASES.fullmatch(one)), None)
    if held and _BLOCK.fullmatch(name) and not (held == "summary" and _HEADING.fullmatch(name)):
        yield f"<{name}> in <{held}>"
    if parent and name in _PARENTS and parent not in _PARENTS[name]:
        yield f"<{name}> in <{parent}>"
    if _INTERACTIVE.fullmatch(name):
        yield from (f"<{name}> in <{one}>" for one in around if one in ("a", "button"))


def _terms(children: list[str]) -> Iterator[str]:
    """Whether every term of a list has its description."""
    if "div" in children:
        return
    told = "".join({"dt": "t", "dd": "d"}.get(child, "?") for child in children)
    if not re.fullmatch(r"(t+d+)*", told):
        yield f"a <dl> of {children}"


def _references(root: Any) -> Iterator[str]:
    """Ids that two elements have, and references to ids that none has."""
    ids = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    yield from (f"the id “{one}” {number} times" for one, number in ids.items() if number > 1)
    yield from (f"the id “{one}”" for one in ids if not one or re.search(r"\s", one))
    for element in root.iter():
        for attribute in _REFERRING:
            for one in (element.get(attribute) or "").split():
                if one not in ids:
                    yield f"{attribute}=“{one}”, which no element has"
    for element in root.iter(f"{_SPACE}img"):
        if element.get("alt") is None:
            yield "an <img> without alt"
