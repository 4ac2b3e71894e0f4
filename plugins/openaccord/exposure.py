"""Personal data and secrets in what a record would publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from openaccord.checking import Matcher, matcher
from openaccord.guard.finding import STOPPED, TOLD, bare, find
from openaccord.guard.prefilter import MAY_HOLD, TELLING_NAME
from openaccord.problems import CODES, Problem, Severity, problem
from openaccord.refusals import Locate, named
from openaccord.schemas import Field, Path, Schema

_VALUE = False
_FINDERS = {**STOPPED, **TOLD}
_ROLE = "Write the role instead, such as “Head of Information Governance”."
_WORDS: Mapping[str, tuple[str, str]] = {
    "personal-nhs-number": ("an NHS number", "Take it out; nobody needs it to understand the sharing."),
    "personal-national-insurance-number": ("a National Insurance number", "Take it out."),
    "personal-date-of-birth": (
        "a person's date of birth",
        "Take it out, or write an age group.",
    ),
    "personal-payment-card": ("the number of a payment card", "Take it out, and tell the card's owner."),
    "personal-mobile-number": ("a mobile telephone number", "Write the number of an office or a helpline."),
    "personal-email": (
        "the e-mail address of a person",
        "Write a team mailbox: information-governance@council.example.",
    ),
    "secret": (
        "a password, key or token",
        "Take it out and have it changed: whoever can read the repository's history still has it.",
    ),
    "personal-postcode": (
        "a postcode",
        "Take it out if somebody lives there; an office's postcode can go into “not_personal”.",
    ),
    "personal-landline": (
        "a telephone number of a place",
        "Take it out if it is somebody's own; an office's number can go into “not_personal”.",
    ),
    "personal-name": ("what looks like a person's name", _ROLE),
}
"""What each code finds, and what to do about it."""


@cache
def _may_hold() -> Matcher:
    return matcher(MAY_HOLD)


def suspicious(data: bytes, file: str) -> bool:
    """Whether a file has to be looked at field by field; most have not.

    In YAML a backslash can hide anything; in CSV the name of a column stands far from its cells.
    """
    text = data.decode(errors="replace")
    if file.endswith(".csv"):
        return TELLING_NAME.search(text.partition("\n")[0]) is not None or _may_hold()(text)
    return "\\" in text or _may_hold()(text)


def looks_personal(text: str) -> bool:
    """Whether something in a text must not be published."""
    return any(True for _ in find(text))


def exposed(schema: Schema, value: Any, locate: Locate, allowed: frozenset[str]) -> Iterator[Problem]:
    """What a record would make public and should not. Fields that are never published are not looked at.

    `allowed` holds what the partnership says is no person's, as `bare` writes it. The value itself is in no
    message.
    """
    for path, text, about in _texts(value, schema.fields, ()):
        if not TELLING_NAME.search(about) and not _may_hold()(text):
            continue
        for code in dict.fromkeys(
            found.code
            for found in find(text, about, _FINDERS)
            if bare(text[found.start : found.end]) not in allowed
        ):
            noun, remedy = _WORDS[code]
            yield problem(code, locate(path, _VALUE), f"{named(path)} holds {noun}.", remedy, private=True)


def unpublishable(text: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """Everything in a text that a partnership with these settings does not publish, as an editor calls it."""
    if not _may_hold()(text):
        return
    severities, allowed = settings.get("severities", {}), allowance(settings)
    stopped = {c: f for c, f in _FINDERS.items() if severities.get(c, CODES[c].severity) == Severity.ERROR}
    for found in find(text, "", stopped):
        if bare(text[found.start : found.end]) not in allowed:
            yield _WORDS[found.code][0]


def allowance(settings: Mapping[str, Any]) -> frozenset[str]:
    """What a partnership says is no person's, as `exposed` takes it."""
    return frozenset(map(bare, settings.get("not_personal", ())))


def _texts(data: Mapping[str, Any], fields: tuple[Field, ...], path: Path) -> Iterator[tuple[Path, str, str]]:
    """Each published text of a group of fields, with its path and its field's name."""
    known = {field.name: field for field in fields}
    for name, value in data.items():
        field = known.get(name) or known.get(name.rpartition("_")[0])  # title_cy translates title
        if field is not None and not field.internal:
            yield from _inside(value, field, (*path, name), name)


def _inside(value: Any, field: Field, path: Path, about: str) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, str):
        yield path, value, about
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _inside(item, field.parts[0], (*path, index), about)
    elif isinstance(value, dict):
        if field.form == "object":
            yield from _texts(value, field.parts, path)
        else:  # one text for each language
            yield from (((*path, language), text, about) for language, text in value.items())
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, str(value), about
