"""Rules about plain English: sentences that can be read in one breath, in words that everybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from openaccord.model import spoken
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.rules.texts import Wording
from openaccord.schemas import Path

_ENGLISH = frozenset({"en", "en-GB"})
_LONGEST = 25
_SENTENCE = re.compile(r"(?<=[.!?])[”’\")]*\s|\n")

_PLAIN: Mapping[str, str] = {
    "commenc": "begin",
    "data controller": "the organisation that decides how it is used",
    "data processor": "a company that handles it for them",
    "data subject": "the person whom it is about",
    "endeavour": "try",
    "facilitat": "help",
    "in respect of": "about",
    "multi-agency": "of several services",
    "notwithstanding": "in spite of",
    "prior to": "before",
    "pseudonymis": "with names replaced by codes",
    "pursuant to": "under",
    "service user": "person",
    "special category data": "sensitive information, such as health or religion",
    "stakeholder": "name who it is",
    "statutory": "by law",
    "terminat": "end",
    "utilis": "use",
}
"""How words begin that officers use and citizens do not know, each with what to write instead."""

_JARGON = re.compile(rf"\b({'|'.join(map(re.escape, _PLAIN))})[a-z]*", re.IGNORECASE)


def long_sentence(facts: Facts) -> Iterator[Finding]:
    """A text for citizens, in English, with a sentence of more than 25 words.

    The threshold `longest_sentence` can say otherwise. GOV.UK content guidance: split a sentence of more than
    25 words, or make it shorter, where that is possible.
    """
    limit: int = facts.threshold("longest_sentence", _LONGEST)

    def long_in(texts: str) -> bool:
        lines = texts.split("\n")
        # So many words have as many letters and spaces: to compare lengths first passes over most lines.
        return any(len(one) > 2 * limit and one.count(" ") >= limit < _longest(one) for one in lines)

    for record in facts.suspects(long_in, plain=True):
        long = [
            (path, words)
            for path, text in _english(facts.wordings(record))
            if text.count(" ") >= limit and (words := _longest(text)) > limit
        ]
        if long:
            path, words = long[0]
            others = [str(one[0]) for one, _ in long[1:]]
            yield Finding(
                record,
                path,
                f"A sentence has {words} words." + (f" Long ones too: {naming(others)}." if others else ""),
                f"Split what has more than {limit} words: one thing in each sentence.",
            )


def _longest(text: str) -> int:
    return max(len(sentence.split()) for sentence in _SENTENCE.split(text))


def jargon(facts: Facts) -> Iterator[Finding]:
    """A text for citizens, in English, with a word that officers use and citizens do not know.

    GOV.UK content guidance asks for plain English. A word that the partnership's own glossary explains is
    allowed.
    """
    explained = _glossary(facts)

    def jargon_in(texts: str) -> bool:
        small = texts.lower()
        return any(word in small for word in _PLAIN)

    for record in facts.suspects(jargon_in, plain=True):
        if record.type.name == "word":
            continue  # a glossary is where such words belong
        found: dict[str, str] = {}
        at = None
        for path, text in _english(facts.wordings(record)):
            for match in _JARGON.finditer(text):
                word = match[0].lower()
                if word not in explained and word.removesuffix("s") not in explained:
                    at = at or path
                    found.setdefault(word, _PLAIN[match[1].lower()])
        if at is not None:
            better = "; ".join(f"for “{word}”: {plain}" for word, plain in [*found.items()][:3])
            yield Finding(record, at, f"Many people do not know {naming(found)}.", f"Write, {better}.")


def _english(texts: Iterable[Wording]) -> Iterator[tuple[Path, str]]:
    """The texts for citizens that are in English, each with its path."""
    return ((path, text) for path, text, language, plain in texts if plain and language in _ENGLISH)


def _glossary(facts: Facts) -> frozenset[str]:
    """The words that the partnership explains, as they are written in a sentence."""
    default = facts.partnership.languages[0]
    words: set[str] = set()
    for word in facts.partnership.of("word"):
        words.update((word.id.replace("-", " "), spoken(word.data["title"], "en", default)[0]))
    return frozenset(word.lower() for word in words)


RULES: Mapping[str, Rule] = {"long-sentence": long_sentence, "jargon": jargon}
"""Each rule by its code, in the order of the handbook."""
