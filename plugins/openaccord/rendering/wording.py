"""Words in each language of the site: the interface's own, names of codes, dates and numbers."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

from openaccord.problems import Stop
from openaccord.schemas import code_list

_WELSH_MONTHS = (
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
)
PERIODS = {
    "Y": ("{n} year", "{n} years"),
    "M": ("{n} month", "{n} months"),
    "W": ("{n} week", "{n} weeks"),
    "D": ("{n} day", "{n} days"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language. A phrase that its catalogue lacks is said in English."""

    language: str
    phrases: Mapping[str, str | tuple[str, ...]] = field(repr=False)
    plural: Callable[[int], int] = field(repr=False)
    months: tuple[str, ...] = field(repr=False)
    _kept: dict[tuple[str, object, str], str] = field(default_factory=dict, repr=False, compare=False)

    def say(self, phrase: str, **values: Any) -> str:
        """An English phrase in this language, with its {values} put in."""
        said = str(self.phrases.get(phrase, phrase))
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, **values: Any) -> str:
        """A phrase with a number, in the right plural: count("{n} day", "{n} days", 3)."""
        forms = self.phrases.get(one)
        said = forms[self.plural(n)] if isinstance(forms, tuple) else (one if n == 1 else many)
        return said.format(n=f"{n:,}", **values)

    def forms(self, one: str, many: str) -> tuple[str, ...]:
        """Every plural form of a phrase, for the browser."""
        forms = self.phrases.get(one, (one, many))
        return forms if isinstance(forms, tuple) else (forms,)

    def label(self, codes: str, code: object) -> str:
        """What a code is called."""
        return self._of_code(codes, code, "label") or str(code)

    def gloss(self, codes: str, code: object) -> str:
        """What a code means, in a sentence; empty where the label says it all."""
        return self._of_code(codes, code, "gloss")

    def _of_code(self, codes: str, code: object, part: str) -> str:
        key = codes, code, part
        if key not in self._kept:
            said: Mapping[str, str] = code_list(codes).get(str(code), {}).get(part, {})
            self._kept[key] = said.get(self.language, said.get("en", ""))
        return self._kept[key]

    def day(self, day: date | str | None) -> str:
        """A date, month or year in words: 1 March 2027. Text that is none of these comes back as it is."""
        if isinstance(day, date):
            return f"{day.day} {self.months[day.month - 1]} {day.year}"
        parts = str(day or "").split("-")
        if len(parts) == 3:
            return self.day(date.fromisoformat(str(day)))
        if len(parts) == 2:
            return f"{self.months[int(parts[1]) - 1]} {parts[0]}"
        return parts[0]

    def month(self, year: int, month: int) -> str:
        """A month and its year: March 2027."""
        return f"{self.months[month - 1]} {year}"

    def period(self, duration: str) -> str:
        """An ISO 8601 duration in words: P1Y6M is 1 year 6 months."""
        words, digits = [], ""
        for character in duration.removeprefix("P"):
            if character.isdigit():
                digits += character
            else:
                words.append(self.count(*PERIODS[character], int(digits)))
                digits = ""
        return " ".join(words)


def wording(language: str) -> Wording:
    """The words of a language, from its catalogue in `locale/`; English where there is no catalogue."""
    catalogue = files("openaccord") / "locale" / f"{language}.po"
    if not catalogue.is_file():
        return Wording(language, {}, lambda n: int(n != 1), _months(language))
    with catalogue.open("rb") as file:
        po = read_po(file, locale=language)
    phrases: dict[str, str | tuple[str, ...]] = {}
    for message in po:
        if isinstance(message.id, str) and isinstance(message.string, str):
            phrases[message.id] = message.string
        elif message.string:
            phrases[message.id[0]] = tuple(message.string)
    said = {phrase: words for phrase, words in phrases.items() if phrase and words and all(words)}
    return Wording(language, said, gettext.c2py(po.plural_expr), _months(language))


def _months(language: str) -> tuple[str, ...]:
    """Month names; Welsh in the form that follows a day's number, which Babel's data does not hold."""
    if language == "cy":
        return _WELSH_MONTHS
    try:
        names = Locale.parse(language, sep="-").months["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        raise Stop(
            f"registers/partnership.yaml: “{language}” is not the code of a language that is known."
        ) from None
    return tuple(names[number] for number in range(1, 13))
