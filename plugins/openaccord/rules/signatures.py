"""Rules about who has signed, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openaccord.model import Record
from openaccord.rules.facts import Facts, Finding, Rule

_SIGNING = {"agreement": "parties", "protocol": "signatories"}
"""The field of each signed type that lists who signed."""


def signed_after_withdrawal(facts: Facts) -> Iterator[Finding]:
    """An organisation that signed after it withdrew."""
    for kind, field in _SIGNING.items():
        for record in facts.partnership.of(kind):
            for number, party in enumerate(record.data[field]):
                withdrawn = party.get("withdrawn_on")
                if withdrawn is not None and party.get("signed_on", "") > withdrawn:
                    yield Finding(
                        record,
                        (field, number, "signed_on"),
                        f"“{party['organisation']}” signed on {party['signed_on']}, after it withdrew on "
                        f"{withdrawn}.",
                        "Correct whichever of the two dates is wrong. If it came back, remove withdrawn_on.",
                    )


def in_force_unsigned(facts: Facts) -> Iterator[Finding]:
    """An agreement or a protocol in force that nobody has signed."""
    for record in (*facts.live, *facts.protocols_in_force):
        field = _SIGNING[record.type.name]
        if not any("signed_on" in party for party in record.data[field]):
            yield Finding(
                record,
                (field,),
                f"The {record.type.name} is in force, but no signature is recorded.",
                "Write in signed_on when each organisation signed; while nobody has, change the status.",
            )


def shared_before_signed(facts: Facts) -> Iterator[Finding]:
    """A party that signed after sharing had started, or has not signed while others have.

    Who only gets information need not sign. A party that came later says since when, in `joined_on`.
    """
    today = facts.today.isoformat()
    for record in facts.binding:
        start = record.data.get("start_date", "")
        parties = record.data["parties"]
        days = [party["signed_on"] for party in parties if "signed_on" in party]
        if start > today or not days:
            continue
        if start and min(days) > start:
            yield Finding(
                record,
                ("start_date",),
                f"The agreement starts on {start}, before anybody signed it; the first did on {min(days)}.",
                "Correct whichever of the dates is wrong.",
            )
            continue
        for number, party in enumerate(parties):
            if party.get("signed_on", "9") <= start:
                continue
            since = max(start, party.get("joined_on", ""))
            late = _late(party, since, today, record)
            if late is not None:
                yield Finding(record, ("parties", number), *late)


def _late(party: Mapping[str, Any], since: str, today: str, record: Record) -> tuple[str, str] | None:
    """How a party is late to sign, and what to do about it; None when it is not."""
    if party.get("role") == "recipient" or "withdrawn_on" in party or since > today:
        return None
    name, signed = party["organisation"], party.get("signed_on")
    if signed is None and record.data["status"] == "in-force":
        fact = f"The agreement is in force, but no signature of “{name}” is recorded."
        return fact, "Write in signed_on when it signed; until it has, nothing may be shared with it."
    if signed is not None and since and signed > since:
        fact = f"“{name}” signed on {signed}, but takes part from {since}."
        return fact, "Correct the date; if it came later than the others, write in joined_on from when."
    return None


RULES: Mapping[str, Rule] = {
    "signed-after-withdrawal": signed_after_withdrawal,
    "in-force-unsigned": in_force_unsigned,
    "shared-before-signed": shared_before_signed,
}
"""Each rule by its code, in the order of the handbook."""
