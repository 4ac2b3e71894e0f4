"""Plain values as YAML text that every reader understands alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from openaccord.sources.values import JSON

_LONG = 100
"""Text of more characters than this goes into a block of its own."""

# What YAML 1.1 and 1.2 readers take for null, a truth value, a merge key or a number in words.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_PLAIN = re.compile(r"[^\W\d_][^\x00-\x1f\x7f]*")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Characters that a YAML reader refuses, takes for the end of a line, or does not show.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NOT_IN_BLOCK = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
# Any: the stubs know CSafeLoader, but a PyYAML that was built without libyaml does not have it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def to_yaml(value: JSON, *, comment: str = "") -> str:
    """`value` as a YAML document in block style, keys in the order given, ending in one newline.

    Long text and text of several lines become literal blocks where that keeps every character, which is
    proven by reading each block back; else they stand in double quotes. Text that a YAML 1.1 or 1.2 reader
    would take for something else is quoted; dates (2026-03-31) stay plain. `comment` comes first, each of
    its lines after “# ”. Raises ValueError for numbers that are not finite.
    """
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    if isinstance(value, dict | list) and value:
        return head + "\n".join(_lines(value, 0)) + "\n"
    return f"{head}{_inline(value)}\n"


def _lines(value: JSON, indent: int) -> Iterator[str]:
    """The lines of a group or list that is not empty; `indent` is in spaces."""
    space = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _entry(f"{space}{plain_or_quoted(key)}:", item, indent)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict | list) and item:
                first, *rest = _lines(item, indent + 2)
                yield f"{space}- {first[indent + 2 :]}"
                yield from rest
            else:
                yield from _entry(f"{space}-", item, indent)


def _entry(head: str, item: JSON, indent: int) -> Iterator[str]:
    if isinstance(item, dict | list) and item:
        yield head
        yield from _lines(item, indent + 2)
        return
    block = _block(item, indent) if isinstance(item, str) else None
    yield f"{head} {block or _inline(item)}"


def _inline(value: JSON) -> str:
    if isinstance(value, str):
        return plain_or_quoted(value)
    if isinstance(value, float):
        return _decimal(value)
    return json.dumps(value)


def _decimal(value: float) -> str:
    """In plain decimals: readers differ on what 1e+16 is."""
    if value - value != 0:
        raise ValueError("Only finite numbers can be written as YAML.")
    text = format(Decimal(repr(value)), "f")
    return text if "." in text else f"{text}.0"


def plain_or_quoted(text: str) -> str:
    """`text` as it stands in block style: without quotes where every reader takes it for this very text."""
    return text if _stays_text(text) or _is_date(text) else quoted(text)


def _stays_text(text: str) -> bool:
    """Whether every reader takes `text`, without quotes, for this very text."""
    return (
        _PLAIN.fullmatch(text) is not None
        and text.isprintable()
        and text.lower() not in _WORDS
        and not text.endswith((":", " "))
        and ": " not in text
        and " #" not in text
    )


def _is_date(text: str) -> bool:
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def quoted(text: str) -> str:
    """In double quotes, by JSON's rules, which are YAML's too."""
    written = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def _block(text: str, indent: int) -> str | None:
    """A literal block, or None where the text is short or would not survive.

    A digit gives the indentation where a reader could not tell it from the first line.
    """
    if ("\n" not in text and len(text) <= _LONG) or _NOT_IN_BLOCK.search(text) or not text.strip():
        return None
    body = text.rstrip("\n")
    keep = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    digit = "2" if text[0] in " \t\n" else ""
    space = " " * (indent + 2)
    lines = [f"|{digit}{keep}", *(space + line if line else "" for line in text.split("\n"))]
    if text.endswith("\n"):
        lines.pop()
    block = "\n".join(lines)
    return block if _read_back(block, indent) == text else None


def _read_back(block: str, indent: int) -> object:
    """What a reader makes of the block, set as deep as it will stand."""
    nest = "".join(f"{' ' * level}a:\n" for level in range(0, indent, 2))
    try:
        value = yaml.load(f"{nest}{' ' * indent}a: {block}\n", Loader=_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return None
    while isinstance(value, Mapping):
        value = value["a"]
    return value
