"""Values as JSON that can also be printed to a log."""

from __future__ import annotations

import json
import re

from openaccord.sources.text import FORBIDDEN

_COMMAND = re.compile(r"(?<=:):|##\w*\[")


def json_text(value: object) -> str:
    """The value as JSON in which characters that nobody sees, `::` and `##[` are written as escapes.

    So no text in it can move, colour or command a terminal or a CI system, and a program reads the very
    same value.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _COMMAND.sub(_last_escaped, FORBIDDEN.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def _last_escaped(found: re.Match[str]) -> str:
    return f"{found.group()[:-1]}\\u{ord(found.group()[-1]):04x}"
