"""Whether a value fits its schema: jsonschema-rs decides, jsonschema explains."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import blake2b
from typing import Any

import jsonschema_rs

from openaccord.problems import Problem
from openaccord.refusals import Locate, tell, tell_plainly
from openaccord.schemas import JSON, Schema
from openaccord.silence import repeatable

Matcher = Callable[[str], bool]
"""Says whether a text matches a pattern somewhere."""

_MAILBOX = re.compile(r"[^\s\"@]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}")


@dataclass(frozen=True, slots=True)
class Checker:
    """A compiled schema. `digest` tells it from all others."""

    schema: Schema
    digest: str
    _compiled: Any = field(repr=False)

    def fits(self, value: Any) -> bool:
        """Whether the value is valid. A few microseconds a record."""
        return bool(self._compiled.is_valid(value))

    def explain(self, value: Any, locate: Locate) -> list[Problem]:
        """Every reason why a value that does not fit is invalid, in the order of the file."""
        may_repeat = partial(repeatable, self.schema.fields)
        found = {
            p for error in _failures(self.schema.document, value) for p in tell(error, locate, may_repeat)
        }
        if not found:
            found = {tell_plainly(error, locate) for error in self._compiled.iter_errors(value)}
        return sorted(found)


def compile_schema(schema: Schema) -> Checker:
    """A checker for the schema. Patterns run in linear time, formats are asserted, nothing is fetched.

    Raises ValueError for a schema that is not valid JSON Schema or that refers to anything outside itself.
    """
    try:
        compiled = jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **_counted(schema.document)},
            validate_formats=True,
            formats=_ASSERTED,
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise ValueError(str(error).splitlines()[0]) from None
    written = json.dumps(schema.document, sort_keys=True).encode()
    return Checker(schema, blake2b(written, digest_size=16).hexdigest(), compiled)


def matcher(pattern: str) -> Matcher:
    """Matches a pattern of JSON Schema's, whatever it is, in time linear in the text's length."""
    options = jsonschema_rs.RegexOptions()
    matches: Matcher = jsonschema_rs.validator_for({"pattern": pattern}, pattern_options=options).is_valid
    return matches


def _counted(part: Any) -> Any:
    """A schema whose dates are days that a calendar can count from; jsonschema-rs takes “-024-04-01” for one.

    Said as a pattern and not as a format of ours, which would be called back for every date.
    """
    if isinstance(part, list):
        return [_counted(one) for one in part]
    if not isinstance(part, dict):
        return part
    counted = {n: inner if n in _VALUES else _counted(inner) for n, inner in part.items()}
    return {"allOf": [counted, _DATE]} if part.get("format") == "date" else counted


def _is_mailbox(text: str) -> bool:
    """Whether a text is an e-mail address at a domain with a name, as frictionless wants it."""
    return _MAILBOX.fullmatch(text) is not None and bool(_email().is_valid(text))


@cache
def _email() -> Any:
    return jsonschema_rs.validator_for({"format": "email"}, validate_formats=True)


_ASSERTED: dict[str, Callable[[str], bool]] = {"email": _is_mailbox}
"""Formats in which jsonschema-rs takes more than we can work with."""

_VALUES = frozenset({"const", "default", "enum", "examples"})
_DATE = {"format": "date", "pattern": "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"}


def _failures(schema: JSON, value: Any) -> Iterator[Any]:
    """jsonschema's errors."""
    # Without $schema, so that jsonschema does not go back to its own class for the parts of the schema.
    own = {name: part for name, part in schema.items() if name != "$schema"}
    yield from _explainer()(own).iter_errors(value)


@cache
def _explainer() -> Callable[[JSON], Any]:
    """jsonschema with formats and patterns as jsonschema-rs decides them, so that both are of one mind.

    Its own patterns can take for ever, and let `$` stand before a line break at the end.
    """
    # Imported here because they take 0.3 s, and most files are valid.
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators  # noqa: PLC0415 - see above
    from referencing import Registry  # noqa: PLC0415 - the same

    def pattern(_validator: Any, expression: str, text: Any, _schema: JSON) -> Iterator[ValidationError]:
        if not compiled(expression)(text):
            yield ValidationError(f"{text!r} does not match {expression!r}")

    compiled = cache(matcher)
    formats = FormatChecker(formats=())
    for decided in ({"format": "uri"}, {"format": "email"}, _DATE):
        decides = jsonschema_rs.validator_for(decided, validate_formats=True, formats=_ASSERTED)
        formats.checks(decided["format"])(decides.is_valid)
    explaining = validators.extend(  # type: ignore[no-untyped-call] # jsonschema does not type it
        Draft202012Validator, {"pattern": pattern}
    )
    return lambda schema: explaining(schema, registry=Registry(), format_checker=formats)
