"""Text from records made harmless for a terminal or a log."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\n\t]")


def harmless(text: str) -> str:
    """One line without control characters, and nothing that a CI system takes for a command.

    GitHub reads `::command::` and Azure `##[command]` at the start of a line.
    """
    line = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))
    return line.replace("::", ":\N{ZERO WIDTH SPACE}:").replace("##[", "##\N{ZERO WIDTH SPACE}[")
