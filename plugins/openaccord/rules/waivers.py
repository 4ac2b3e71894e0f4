"""Rules that a record waives: until when, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from openaccord.model import Partnership, Record
from openaccord.problems import CODES
from openaccord.rules.facts import Finding
from openaccord.schemas import Path


@dataclass(frozen=True, slots=True)
class Waiver:
    """A record's word that a rule does not count for it: the rule's code, the last day, where it says so.

    `reason` is the reason that a document gives. A row has one for all rules that it waives, in its field
    `waiver_reason`; there it is None here.
    """

    record: Record
    rule: str
    reason: Any
    expires: date
    path: Path


def waivers(partnership: Partnership) -> Iterator[Waiver]:
    """Every waiver, record by record."""
    for record in partnership.all():
        yield from waivers_of(record)


def waivers_of(record: Record) -> Iterator[Waiver]:
    """What a record waives."""
    for number, noted in enumerate(record.data.get("waivers", ())):
        expires = date.fromisoformat(noted["expires"])
        yield Waiver(record, noted["rule"], noted["reason"], expires, ("waivers", number))
    for number, rule in enumerate(record.data.get("waives", ())):
        # Without a last day a waiver has none left: it is told as expired.
        expires = date.fromisoformat(record.data.get("waiver_expires", "0001-01-01"))
        yield Waiver(record, rule, None, expires, ("waives", number))


def expired(waiver: Waiver) -> Finding:
    """A waiver whose last day has passed, so that the rule counts again."""
    fact = (
        f"The waiver of “{waiver.rule}” expired on {waiver.expires}."
        if waiver.expires.year > 1
        else f"The waiver of “{waiver.rule}” does not say until when it holds."
    )
    remedy = "Mend what the rule asks for; or have the waiver agreed again, with a new last day."
    return Finding(waiver.record, waiver.path, fact, remedy)


def needless(waiver: Waiver) -> Finding:
    """A waiver of something that is not wrong, or of a code that is none."""
    fact = (
        f"The waiver of “{waiver.rule}” is not needed: the rule finds nothing here."
        if waiver.rule in CODES
        else f"There is no rule “{waiver.rule}”."
    )
    code = "Write the code that stands in brackets after a message."
    remedy = "Remove the waiver." if waiver.rule in CODES else code
    return Finding(waiver.record, waiver.path, fact, remedy)
