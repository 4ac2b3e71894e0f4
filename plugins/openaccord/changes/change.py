"""A change of a record: what is said about it, how much it matters, what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from openaccord.sources.values import JSON


class Weight(StrEnum):
    """How much a change matters: to people and in law, to those who work with the record, to readers."""

    MATERIAL = "material"
    MINOR = "minor"
    EDITORIAL = "editorial"


class Value(NamedTuple):
    """A value that a sentence names.

    `form` says how it is shown: text, record, code, day, period, flag, field, plain. `of` is the type of a
    record or the list of a code. `said` is the value, or for a record its title when the change was made.
    """

    form: str
    said: JSON
    of: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record. `kind` names the sentence, `values` fill its gaps.

    `path` leads to the field: `parties[anyshire-council].signed_on`; it is empty for the record itself.
    `before` and `after` are None where nothing was or is recorded, and where the value is nobody else's
    business. What is not `public` is not told on the site. `reason` is what the record's own history says.
    """

    kind: str
    type: str
    id: str
    title: JSON
    file: str
    path: str
    values: Mapping[str, tuple[Value, ...]]
    weight: Weight
    asks: tuple[str, ...]
    rank: int
    before: JSON = None
    after: JSON = None
    public: bool = True
    reason: JSON = None


Lookup = Callable[[str, str], Mapping[str, JSON] | None]
"""Gives the fields of the record of a type and id, if there is one."""


class Finding(NamedTuple):
    """What one question to a pair of records found: a change before it is weighed.

    `explains` are the marks of edits about which nothing more has to be said.
    """

    kind: str
    path: str
    values: Mapping[str, tuple[Value, ...]]
    before: Any = None
    after: Any = None
    explains: tuple[str, ...] = ()
