"""What somebody probably meant to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

_MOST = 20
"""Guesses made for one list of choices: each costs milliseconds, and a wrong join fails in every row."""


def guess(word: str, choices: Iterable[str]) -> str:
    """“Did you mean …?” with the choice that is closest, whatever its case; nothing when none is close."""
    folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return f"Did you mean “{folded[close[0]]}”?" if close else ""


@dataclass(slots=True)
class Guesser:
    """Guesses among the same choices again and again: each word once, and not more than twenty words."""

    choices: Iterable[str]
    _made: dict[str, str] = field(default_factory=dict)

    def guess(self, word: str) -> str:
        """As `guess`; nothing for a word beyond the twentieth."""
        if word not in self._made:
            self._made[word] = guess(word, self.choices) if len(self._made) < _MOST else ""
        return self._made[word]
