"""Changes said in a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from openaccord.changes.change import Change, Value
from openaccord.changes.weighing import kinds
from openaccord.model import spoken

_LONGEST = 160
_FLAGS: Mapping[Any, str] = {True: "Yes", False: "No"}


class Words(Protocol):
    """The words of a language."""

    @property
    def language(self) -> str:
        """Its code."""

    def say(self, phrase: str, **values: Any) -> str:
        """An English phrase in this language."""

    def label(self, codes: str, code: object) -> str:
        """What a code is called."""

    def day(self, day: Any) -> str:
        """A date, a month or a year in words."""

    def period(self, duration: str) -> str:
        """A length of time in words."""


def phrase(change: Change) -> str:
    """The English sentence about a change, with gaps for its values."""
    return kinds()[change.kind].says


def tell(change: Change, words: Words, default: str) -> str:
    """A change as a sentence. `default` is the language of texts that do not name theirs."""
    values = {
        name: between(name).join(shown(value, words, default) for value in values)
        for name, values in change.values.items()
    }
    return words.say(phrase(change)).format(**values)


def between(name: str) -> str:
    """What stands between several values of a gap: the fields that lead to a value are a way."""
    return " › " if name == "field" else ", "


def shown(value: Value, words: Words, default: str) -> str:
    """One value in words."""
    return _FORMS.get(value.form, _plain)(value, words, default)


def title(change: Change, words: Words, default: str) -> str:
    """The record's title when it changed, or its id."""
    return spoken(change.title, words.language, default)[0] or change.id


def _text(value: Value, words: Words, default: str) -> str:
    said = spoken(value.said, words.language, default)[0]
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"


def _plain(value: Value, words: Words, default: str) -> str:
    return _text(value._replace(said=str(value.said)), words, default)


_FORMS: Mapping[str, Callable[[Value, Words, str], str]] = {
    "text": _text,
    "record": lambda value, words, default: _text(value, words, default) or value.id,
    "code": lambda value, words, _default: words.label(value.of, value.said),
    "day": lambda value, words, _default: words.day(value.said),
    "period": lambda value, words, _default: words.period(str(value.said)),
    "flag": lambda value, words, _default: words.say(_FLAGS[bool(value.said)]),
    "field": lambda value, words, _default: words.say(str(value.said)),
}
"""How each form of value is said."""


def phrases() -> list[str]:
    """Everything that the site says by a variable's value."""
    return [*(row.says for row in kinds().values()), *_FLAGS.values()]
