"""What a validator refuses, told in an editor's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from openaccord.guesses import guess, slip_of
from openaccord.problems import Place, Problem, Slip, problem, shown_name
from openaccord.schemas import JSON, Path
from openaccord.slips import in_format, in_type

Locate = Callable[[Path, bool], Place]
"""The place of a value (False) or of its key (True)."""

Quote = Callable[[Any], str]
"""A value as a message names it."""

_VALUE, _KEY = False, True


def tell_plainly(error: Any, locate: Locate) -> Problem:
    """What can be said of an error of jsonschema-rs that jsonschema does not explain: where it is."""
    path = tuple(error.instance_path)
    return problem(
        "wrong-format",
        locate(path, _VALUE),
        f"{named(path)} is not written in the way that it has to be.",
        "Compare it with the same field of another record.",
        private=True,
    )


def tell(error: Any, locate: Locate, may_repeat: Callable[[Path], bool]) -> Iterator[Problem]:
    """An error of jsonschema (a `ValidationError`), as the problems that an editor can mend.

    `may_repeat` says whether a log may repeat the value at a path; names of fields it always may.
    """
    path: Path = tuple(error.absolute_path)
    of_name = "propertyNames" in tuple(error.schema_path)[-2:]
    writer = _wrong_name if of_name else _WRITERS.get(error.validator, _wrong_format)
    private = writer not in _ABOUT_NAMES and not may_repeat(path)
    for found in writer(error, path, locate, _hide if private else _quote):
        yield replace(found, private=private or found.private)


def _unknown_field(error: Any, path: Path, locate: Locate, _quote: Quote) -> Iterator[Problem]:
    known = list(error.schema.get("properties", ()))
    for name in error.instance:
        if name not in known:
            yield problem(
                "unknown-field",
                locate((*path, name), _KEY),
                f"“{shown_name(name)}” is not a field {_of(path)}.",
                guess(name, known) or _fields(known),
                _slip(name, meant if (meant := slip_of(name, known)) not in error.instance else ""),
                private=shown_name(name) != name,
            )


def _slip(written: Any, meant: Any) -> Slip | None:
    return None if meant in ("", None) else Slip(written, meant)


def _fields(known: list[str]) -> str:
    """What to do about a field that nobody can guess; a long list of names helps nobody."""
    if len(known) > 12:
        return "Remove it. The handbook lists the fields of each kind of record."
    return f"Remove it, or use one of: {', '.join(known)}."


def _missing_field(error: Any, path: Path, locate: Locate, _quote: Quote) -> Iterator[Problem]:
    for name in error.validator_value:
        if name not in error.instance:
            yield problem(
                "missing-field",
                locate(path, _VALUE),
                f"“{name}” is missing {_in(path)}.",
                f"Add “{name}”. {_description(error.schema.get('properties', {}).get(name, {}))}".strip(),
            )


def _description(schema: JSON) -> str:
    return str(schema.get("description", ""))


def _wrong_type(error: Any, path: Path, locate: Locate, _quote: Quote) -> Iterator[Problem]:
    wanted, remedy = _TYPES.get(str(error.validator_value), _TYPES["string"])
    fact = f"{named(path)} is {_shape(error.instance)}, but should be {wanted}."
    remedy = _FORMATS.get(error.schema.get("format-name", ""), ("", remedy))[1]
    if error.instance is None:
        fact, remedy = (
            f"{named(path)} is empty.",
            "Fill it in; where nothing is recorded, leave the field out.",
        )
    slip = _slip(error.instance, in_type(error.instance, error.validator_value, error.schema))
    yield problem("wrong-type", locate(path, _VALUE), fact, remedy, slip)


def _not_in_list(error: Any, path: Path, locate: Locate, quote: Quote) -> Iterator[Problem]:
    choices = [str(choice) for choice in error.validator_value]
    meant = guess(str(error.instance), choices)
    shown = ", ".join(choices) if len(choices) <= 40 else f"one of the {len(choices)} values in the handbook"
    yield problem(
        "not-in-list",
        locate(path, _VALUE),
        f"{named(path)} is {quote(error.instance)}, which is not one of the values that it takes.",
        meant or f"Use one of: {shown}.",
        _slip(error.instance, slip_of(str(error.instance), choices)),
    )


def _out_of_range(error: Any, path: Path, locate: Locate, _quote: Quote) -> Iterator[Problem]:
    limit = error.validator_value
    fact, remedy = _RANGES[error.validator]
    if error.validator in ("minLength", "minItems") and not error.instance:
        fact, remedy = "is empty", "Fill it in; where nothing is recorded, leave the field out."
    yield problem(
        "out-of-range", locate(path, _VALUE), f"{named(path)} {fact.format(limit)}.", remedy.format(limit)
    )


def _repeated_item(error: Any, path: Path, locate: Locate, quote: Quote) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(error.instance):
        # As JSON, because items may be groups of fields, and a list of those would be searched to its end.
        written = json.dumps(item, sort_keys=True)
        if written in seen:
            yield problem(
                "repeated-item",
                locate((*path, index), _VALUE),
                f"{named(path)} has {quote(item)} twice.",
                "Remove one of them.",
            )
        seen.add(written)


def _wrong_format(error: Any, path: Path, locate: Locate, quote: Quote) -> Iterator[Problem]:
    described = _description(error.schema) or "Compare it with the same field of another record."
    unnamed = ("not written in the way that it has to be", described)
    fact, remedy = _FORMATS.get(error.schema.get("format-name", ""), unnamed)
    fact = f"{named(path)} is {quote(error.instance)}, which is {fact}."
    slip = _slip(error.instance, in_format(error.instance, error.schema))
    yield problem("wrong-format", locate(path, _VALUE), fact, remedy, slip)


def _wrong_name(error: Any, path: Path, locate: Locate, quote: Quote) -> Iterator[Problem]:
    """A key that is not written as its kind of key is."""
    of_text = error.parent is not None and error.parent.schema.get("format-name") == "text"
    fact, remedy = _FORMATS["language" if of_text else "id"]
    fact = f"{named(path)} has {quote(error.instance)}, which is {fact}."
    yield problem("wrong-format", locate((*path, error.instance), _KEY), fact, remedy)


def _any_of(error: Any, path: Path, locate: Locate, quote: Quote) -> Iterator[Problem]:
    """A text or map of languages, or one of several ways to write a date: told as one thing."""
    text = error.schema.get("format-name") == "text"
    if text and isinstance(error.instance, dict | str):
        index = 1 if isinstance(error.instance, dict) else 0
        for inner in error.context:
            if inner.schema_path[0] == index:
                yield from tell(inner, locate, lambda _path: quote is not _hide)
    elif isinstance(error.instance, str | int) and not isinstance(error.instance, bool) and not text:
        yield from _wrong_format(error, path, locate, quote)
    else:
        yield from _wrong_type(error, path, locate, quote)


_WRITERS: dict[str, Callable[[Any, Path, Locate, Quote], Iterator[Problem]]] = {
    "additionalProperties": _unknown_field,
    "required": _missing_field,
    "type": _wrong_type,
    "enum": _not_in_list,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "minLength": _out_of_range,
    "maxLength": _out_of_range,
    "minItems": _out_of_range,
    "minProperties": _out_of_range,
    "uniqueItems": _repeated_item,
    "anyOf": _any_of,
}
"""How each of JSON Schema's keywords is told; the rest are formats and patterns."""

_ABOUT_NAMES = (_unknown_field, _missing_field, _wrong_name)
"""Those whose problem is a field's name, not its value."""

_TYPES: dict[str, tuple[str, str]] = {
    "string": ("text", "Write text, in quotes where it looks like a number."),
    "boolean": ("true or false", "Write true or false, without quotes."),
    "integer": ("a whole number", "Write digits only, without quotes."),
    "number": ("a number", "Write digits only, with a point for decimals, without quotes."),
    "array": ("a list", "Write [one, two], or one entry a line, each after a hyphen."),
    "object": ("a group of fields", "Write the fields on the lines below, indented."),
}

_RANGES: dict[str, tuple[str, str]] = {
    "minimum": ("is smaller than {0}", "Use {0} or more."),
    "maximum": ("is larger than {0}", "Use {0} or less."),
    "minLength": ("is shorter than {0} characters", "Write at least {0} characters."),
    "maxLength": ("is longer than {0} characters", "Write at most {0} characters."),
    "minItems": ("has fewer than {0} entries", "Write at least {0}."),
    "minProperties": ("is empty", "Write the text in at least one language."),
}

_FORMATS: dict[str, tuple[str, str]] = {
    "id": (
        "not an id",
        "Use lower-case letters a to z and digits, with single hyphens between words: early-help.",
    ),
    "text": (
        "not text",
        "Write text, in quotes where it looks like a number; or one text for each language: {en: …, cy: …}.",
    ),
    "date": ("not a date", "Write year, month and day: 2026-03-31."),
    "date-or-month": ("neither a date nor a month", "Write 2026-03-31, or 2026-03 for the month's last day."),
    "date-or-year": ("not a date, a month or a year", "Write 2026-03-31, 2026-03 or 2026."),
    "duration": ("not a length of time", "Write P1Y for a year, P6M for six months, P90D for ninety days."),
    "url": (
        "not a web address",
        "Write the whole address, from https:// on, with the site's name and without spaces.",
    ),
    "mailbox": ("not an e-mail address", "Write a team mailbox: sharing@council.example."),
    "url-or-mailbox": (
        "neither a web address nor an e-mail address",
        "Write one from https:// on, or a team mailbox.",
    ),
    "language": ("not the code of a language", "Use codes such as en and cy."),
}
"""For each form of value: what is wrong, and what to write."""


def named(path: Path) -> str:
    """A path as an editor says it: “parties”, entry 2, “signed_on”."""
    return (
        ", ".join(f"entry {part + 1}" if isinstance(part, int) else f"“{part}”" for part in path)
        or "The record"
    )


def _in(path: Path) -> str:
    return f"in {named(path)}" if path else "from the record"


def _of(path: Path) -> str:
    return f"of {named(path)}" if path else "of this kind of record"


def _quote(value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return _shape(value)
    shown = str(value)
    return f"“{shown[:57]}…”" if len(shown) > 60 else f"“{shown}”"


def _hide(value: Any) -> str:
    return "a text" if isinstance(value, str) else _shape(value)


def _shape(value: Any) -> str:
    for kind, words in ((bool, "true or false"), (str, "text"), (int | float, "a number"), (list, "a list")):
        if isinstance(value, kind):
            return words
    return "empty" if value is None else "a group of fields"
