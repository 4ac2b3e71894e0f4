"""Keys, tokens and passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaccord.guard.find import Find

_KEYS = re.compile(
    r"-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"|(?<![A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|gh[pousr]_[A-Za-z0-9]{30}|github_pat_[A-Za-z0-9_]{22}|glpat-[A-Za-z0-9_-]{20}"
    r"|xox[a-z]-[A-Za-z0-9-]{10}|AIza[A-Za-z0-9_-]{35}|[sr]k_live_[A-Za-z0-9]{16}"
    r"|eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,4000}\."
    r"|hooks\.slack\.com/services/T[A-Z0-9]{6,20}/B[A-Z0-9]{6,20}/"
    r"|[?&]sig=[A-Za-z0-9%+/]{20}"
    r"|https?://[^\s/@:]{1,60}:[^\s/@]{1,60}@"
    r")"
)
_NAMED = re.compile(
    r"(?:password|passwd|passphrase|passcode|pwd|secret|token|cyfrinair|account_?key|api[_ -]?key"
    r"|access[_ -]?key|private[_ -]?key|secret[_ -]?key)[\"']?(?: is| was|[ \t]?[:=]{1,2}>?)[ \t]{0,4}"
    r"[\"'“]?([^\s\"'<>“”,;]{6,200})",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\b(?:password|passwd|pwd|secret|token|api[_ -]?key|cyfrinair)\Z", re.IGNORECASE)


def secrets(text: str, about: str) -> Iterator[Find]:
    """Private keys, tokens of well-known services, signed tokens, and what is written after “password”."""
    for match in _KEYS.finditer(text):
        yield Find("secret", *match.span())
    for match in _NAMED.finditer(text):
        if _random(match.group(1)):
            yield Find("secret", *match.span(1))
    if _FIELD.search(about) and _random(text) and " " not in text:
        yield Find("secret", 0, len(text))


def _random(text: str) -> bool:
    """Whether a word is made of letters and other characters, as passwords are and plain words are not."""
    plain = text.rstrip(".)]}")
    return (
        len(plain) >= 6
        and any(character.isalpha() for character in plain)
        and any(character.isdigit() for character in plain)
        and "://" not in plain
    )
