"""What somebody probably meant to write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

_MOST = 20
"""Guesses made for one list of choices: each costs milliseconds, and a wrong join fails in every row."""

_BETWEEN = re.compile(r"[\s_-]+")
_SURE = 4
"""Letters of a word in which one wrong letter leaves no doubt: `homes` for `home`, but not `it` for `if`."""


def guess(word: str, choices: Iterable[str]) -> str:
    """“Did you mean …?” with the choice that is closest, whatever its case; nothing when none is close."""
    choices = list(choices)
    if sure := slip_of(word, choices):
        return f"Did you mean “{sure}”?"
    folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return f"Did you mean “{folded[close[0]]}”?" if close else ""


def slip_of(word: str, choices: Iterable[str]) -> str:
    """The only choice that `word` can be a slip of the pen for; "" where none or more than one can be.

    A slip is a matter of case, of spaces, hyphens and underscores, or of one letter that is missing, too
    many, wrong or changed for its neighbour, in a word of four letters or more. Figures are never a slip:
    section 17 is not section 47.
    """
    written = fold(word)
    folded = ((choice, fold(choice)) for choice in choices if abs(len(choice) - len(word.strip())) <= 1)
    near = [(choice, form) for choice, form in folded if form == written or _near(written, form)]
    only = [choice for choice, form in near if form == written] or [choice for choice, _ in near]
    return only[0] if len(only) == 1 else ""


def fold(text: str) -> str:
    """A text in lower case, with one hyphen between words."""
    return _BETWEEN.sub("-", text.strip()).casefold()


def _near(one: str, other: str) -> bool:
    """Whether one letter makes the difference between two folded texts."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    changed = one[start : len(one) - end], other[start : len(other) - end]
    if sorted(map(len, changed)) not in ([0, 1], [1, 1], [2, 2]):
        return False
    if len(changed[0]) == 2 and changed[0] != changed[1][::-1]:
        return False
    if set("".join(changed)) == {"-"}:
        return True
    sure = min(len(_word_at(one, start)), len(_word_at(other, start))) >= _SURE
    return sure and "".join(changed).isalpha()


def _word_at(text: str, at: int) -> str:
    """The word, between hyphens, around a place in a text."""
    return text[text.rfind("-", 0, at) + 1 :].partition("-")[0]


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
