"""The plain kind of YAML in which most records are written, read in a third of the parser's time."""

from __future__ import annotations

import re

from openaccord.sources.values import JSON, scalar

_LINES = 5_000
_LONGEST = 8_000
_DEEPEST = 12
_VALUES = 20_000
"""Far below the reader's own limits, so that no file near one is read here."""

_NAME = "[A-Za-z_][A-Za-z0-9_-]{0,99}"
# A line that holds something: its indent, its dash, its field's name, the rest.
_LINE = re.compile(rf"^( *+)(?!#)(- )?+(?:({_NAME}):(?: ++|$))?+(.*+)", re.MULTILINE)
# A text without quotes: begins with nothing that means something, and holds no comma, colon or bracket.
_WORD = r"[^\W_][^,\[\]{}:#\"\n]*+"
_WORDS = re.compile(rf"\[({_WORD}(?:, {_WORD})*+)\]")
_PAIRS = re.compile(rf"\{{({_NAME}: {_WORD}(?:, {_NAME}: {_WORD})*+)\}}")
_TOKEN = re.compile(rf" *(?:([\[\]{{}},])|({_NAME}): +|({_WORD})|(\"[^\"\\\n]*\"|'[^'\n]*')|(.))")
_QUOTED = re.compile(r"(?:\"[^\"\\\n]*\"|'[^'\n]*') *")

Line = tuple[int, str, str, str]


class _UnsureError(Exception):
    """Something stands here that only the parser understands."""


def read_plain(text: str) -> JSON:
    """The value of a document that is plain enough, which is never None; None for any other.

    Plain are groups and lists in lines of their own, text in one line, simple quotes, and lists and groups
    in brackets that end where their line ends. Comments stand in lines of their own. All that is read here
    the parser would read alike, and has nothing to object to.
    """
    if "\t" in text or "\r" in text or text.count("\n") > _LINES or text.count(",") > _VALUES:
        return None
    lines = [
        (len(space), dash, name, rest)
        for space, dash, name, rest in _LINE.findall(text)
        if rest or name or dash
    ]
    lines.append((-1, "", "", ""))
    try:
        value, after = _block(lines, 0, 0)
    except _UnsureError:
        return None
    return value if after == len(lines) - 1 else None


def _block(lines: list[Line], at: int, depth: int) -> tuple[JSON, int]:
    """The group or list that begins in a line, and the number of the line after it."""
    indent, dash, _, _ = lines[at]
    if indent < 0 or depth > _DEEPEST:
        raise _UnsureError
    return (_list if dash else _group)(lines, at, indent, depth)


def _list(lines: list[Line], at: int, indent: int, depth: int) -> tuple[list[JSON], int]:
    items: list[JSON] = []
    while True:
        here, dash, name, rest = lines[at]
        if here != indent or not dash:
            break
        if name:  # the item is a group, whose first field stands behind the dash
            lines[at] = (indent + 2, "", name, rest)
            item, at = _group(lines, at, indent + 2, depth + 1)
            items.append(item)
        else:
            items.append(_value(rest))
            at += 1
    if here > indent:
        raise _UnsureError
    return items, at


def _group(lines: list[Line], at: int, indent: int, depth: int) -> tuple[dict[str, JSON], int]:
    group: dict[str, JSON] = {}
    while True:
        here, dash, name, rest = lines[at]
        if here != indent or dash:
            break
        if not name or name in group:
            raise _UnsureError
        at += 1
        if rest:
            group[name] = _value(rest)
        else:
            below, dash, _, _ = lines[at]
            if below > indent or (dash and below == indent):
                group[name], at = _block(lines, at, depth + 1)
            else:
                group[name] = None
    if here > indent:
        raise _UnsureError
    return group, at


def _value(text: str) -> JSON:
    """What stands behind a name or a dash, to the end of its line."""
    first = text[:1]
    if first.isalnum() or first == "~":
        text = text.rstrip(" ")
        if ": " in text or " #" in text or text[-1] == ":" or len(text) > _LONGEST:
            raise _UnsureError
        return scalar(text)
    if first in ("[", "{"):
        return _brackets(text)
    if first in ("'", '"') and _QUOTED.fullmatch(text) and len(text) <= _LONGEST:
        return text.rstrip(" ")[1:-1]
    raise _UnsureError


def _brackets(text: str) -> JSON:
    """A list or group in brackets, alone in the text. Nearly all hold nothing but texts."""
    text = text.rstrip(" ")
    if words := _WORDS.fullmatch(text):
        return [scalar(word.rstrip(" ")) for word in words[1].split(", ")]
    if pairs := _PAIRS.fullmatch(text):
        found = [pair.partition(": ") for pair in pairs[1].split(", ")]
        group: dict[str, JSON] = {name: scalar(word.strip(" ")) for name, _, word in found}
        if len(group) == len(found):
            return group
    tokens = _TOKEN.findall(text)
    value, after = _bracketed(tokens, 0, 0)
    if after != len(tokens):
        raise _UnsureError
    return value


Token = tuple[str, str, str, str, str]
"""A bracket or comma; a name before a colon; a text without quotes; a text with them; anything else."""


def _bracketed(tokens: list[Token], at: int, depth: int) -> tuple[JSON, int]:
    """The value that begins with a token, and the number of the token after it."""
    if at == len(tokens) or depth > _DEEPEST:
        raise _UnsureError
    mark, _, word, quoted, _ = tokens[at]
    if word:
        return scalar(word.rstrip(" ")), at + 1
    if quoted:
        return quoted[1:-1], at + 1
    if mark == "[":
        return _items(tokens, at + 1, depth + 1)
    if mark == "{":
        return _fields(tokens, at + 1, depth + 1)
    raise _UnsureError


def _items(tokens: list[Token], at: int, depth: int) -> tuple[list[JSON], int]:
    items: list[JSON] = []
    if at < len(tokens) and tokens[at][0] == "]":
        return items, at + 1
    while True:
        item, at = _bracketed(tokens, at, depth)
        items.append(item)
        if _closes(tokens, at, "]"):
            return items, at + 1
        at += 1


def _fields(tokens: list[Token], at: int, depth: int) -> tuple[dict[str, JSON], int]:
    fields: dict[str, JSON] = {}
    if at < len(tokens) and tokens[at][0] == "}":
        return fields, at + 1
    while True:
        name = tokens[at][1] if at < len(tokens) else ""
        if not name or name in fields:
            raise _UnsureError
        fields[name], at = _bracketed(tokens, at + 1, depth)
        if _closes(tokens, at, "}"):
            return fields, at + 1
        at += 1


def _closes(tokens: list[Token], at: int, bracket: str) -> bool:
    """Whether the bracket closes here; if not, a comma must stand here."""
    mark = tokens[at][0] if at < len(tokens) else ""
    if mark not in (bracket, ",") or not mark:
        raise _UnsureError
    return mark == bracket
