"""Text from records made harmless for whoever reads a report."""

from __future__ import annotations

import re

from openaccord.sources.text import FORBIDDEN

_GAP = "\N{ZERO WIDTH SPACE}"
_BREAKS = str.maketrans({"\n": " ", "\t": " ", "\r": "\N{REPLACEMENT CHARACTER}"})
_COMMAND = re.compile(r":(?=:)|##(?=\w*\[)")
# In Markdown: mentions, references to issues, addresses, links, images, HTML, character references.
_ALIVE = re.compile(
    r"@|#(?=[0-9])|\bGH-(?=[0-9])|:(?=//)|www(?=\.)|\](?=[(\[])|!(?=\[)|<(?=[A-Za-z/!?])|&(?=#?\w+;)",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """One line in which every character can be seen, and none moves, colours or reorders the others."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.translate(_BREAKS))


def harmless(text: str) -> str:
    """One line without control characters, and nothing that a CI system takes for a command.

    GitHub reads `::command::` at the start of a line and `##[command]` anywhere; Azure `##vso[command]`,
    TeamCity `##teamcity[command]`.
    """
    return _COMMAND.sub(_apart, visible(text))


def still(text: str) -> str:
    """A harmless line that stays plain also where it is shown as Markdown.

    Nobody is mentioned by it and nothing is linked, shown as a picture or taken for HTML. What is put in
    between has no width, so that the line reads the same.
    """
    return _ALIVE.sub(_apart, harmless(text))


def _apart(found: re.Match[str]) -> str:
    return found.group() + _GAP
