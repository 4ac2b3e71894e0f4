"""What the rules about dates, signatures and references ask on 22 November 2026, and what they leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from openaccord.rules import dates, references, signatures

Found = Callable[[str, Mapping[str, Any]], list[str]]

AGREEMENT, CHARTER = "protocols/agreements/sharing.yaml", "protocols/charter.yaml"
ORGANISATIONS = "registers/organisations.yaml"
COUNCIL = {"id": "council", "title": "Council", "kind": "council"}
TRUST = {"id": "trust", "title": "Trust", "kind": "nhs"}
GONE = {**TRUST, "left_on": "2026-03-31", "successor": "council"}


def agreement(**fields: Any) -> dict[str, Any]:
    head = {"id": "sharing", "kind": "information-sharing", "title": "Sharing", "status": "in-force"}
    return {
        AGREEMENT: {**head, "parties": [{"organisation": "council", "signed_on": "2025-01-06"}], **fields}
    }


def charter(**fields: Any) -> dict[str, Any]:
    head = {"id": "charter", "title": "Charter", "status": "in-force"}
    return {
        CHARTER: {**head, "signatories": [{"organisation": "council", "signed_on": "2025-01-06"}], **fields}
    }


def organisation(**fields: Any) -> dict[str, Any]:
    return {ORGANISATIONS: [{**COUNCIL, **fields}, TRUST]}


def register(name: str, *rows: Mapping[str, Any]) -> dict[str, Any]:
    return {f"registers/{name}.yaml": list(rows)}


def asset(**fields: Any) -> dict[str, Any]:
    return {"id": "files", "title": "Files", "organisation": "council", **fields}


def signed(trust: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """An agreement that began on 1 April 2025 and that the council signed before."""
    parties = [{"organisation": "council", "signed_on": "2025-01-06"}, {"organisation": "trust", **trust}]
    return agreement(**{"start_date": "2025-04-01", "parties": parties, **fields})


class Case(NamedTuple):
    """Files of a partnership, and whether the rule finds something in them."""

    code: str
    words: str
    found: bool
    files: Mapping[str, Any]


YEARS = {
    "registers/partnership.yaml": {"name": "A", "languages": ["en"], "review": {"maximum_interval": "P2Y"}}
}

CASES = [
    Case("end-before-start", "an agreement", True, agreement(start_date="2026-04-01", end_date="2026-03-31")),
    Case(
        "end-before-start",
        "an agreement of one day",
        False,
        agreement(start_date="2026-04-01", end_date="2026-04-01"),
    ),
    Case("end-before-start", "a protocol", True, charter(start_date="2026-04-01", end_date="2026-03-31")),
    Case(
        "end-before-start",
        "a consultation",
        True,
        agreement(consultation={"opened": "2026-04-01", "closes": "2026-03-01"}),
    ),
    Case(
        "end-before-start",
        "an organisation",
        True,
        organisation(joined_on="2026-04-01", left_on="2026-03-31"),
    ),
    Case("end-before-start", "a date alone", False, agreement(end_date="2026-03-31")),
    Case("past-end-date", "yesterday", True, agreement(end_date="2026-11-21")),
    Case("past-end-date", "today", False, agreement(end_date="2026-11-22")),
    Case("past-end-date", "suspended", True, agreement(status="suspended", end_date="2026-11-21")),
    Case("past-end-date", "ended", False, agreement(status="ended", end_date="2026-11-21")),
    Case("past-end-date", "a protocol", True, charter(end_date="2026-11-21")),
    Case(
        "past-end-date",
        "a protocol that was replaced",
        False,
        charter(status="superseded", end_date="2026-11-21"),
    ),
    Case(
        "consultation-over",
        "yesterday",
        True,
        agreement(status="consultation", consultation={"closes": "2026-11-21"}),
    ),
    Case(
        "consultation-over",
        "today",
        False,
        agreement(status="consultation", consultation={"closes": "2026-11-22"}),
    ),
    Case("consultation-over", "in force since", False, agreement(consultation={"closes": "2026-11-21"})),
    Case("consultation-over", "no closing date", False, agreement(status="consultation")),
    Case("review-in-future", "tomorrow", True, agreement(review={"last": "2026-11-23"})),
    Case("review-in-future", "today", False, agreement(review={"last": "2026-11-22"})),
    Case(
        "review-in-future",
        "in the log",
        True,
        agreement(review={"log": [{"date": "2027-01-05", "outcome": "changed"}]}),
    ),
    Case("review-in-future", "a row", True, organisation(review_last="2027-01-05")),
    Case(
        "review-in-future",
        "an ended agreement",
        True,
        agreement(status="ended", review={"last": "2026-11-23"}),
    ),
    Case(
        "review-interval-too-long",
        "six years",
        True,
        organisation(review_last="2026-01-05", review_interval="P6Y"),
    ),
    Case(
        "review-interval-too-long",
        "five years",
        False,
        organisation(review_last="2026-01-05", review_interval="P5Y"),
    ),
    Case("review-interval-too-long", "sixty months", False, organisation(review_interval="P60M")),
    Case(
        "review-interval-too-long",
        "three years where two are allowed",
        True,
        {**YEARS, **agreement(review={"interval": "P3Y"})},
    ),
    Case(
        "review-interval-too-long",
        "two years where two are allowed",
        False,
        {**YEARS, **agreement(review={"interval": "P2Y"})},
    ),
    Case(
        "review-interval-too-long",
        "the next one too late",
        True,
        agreement(review={"last": "2026-01-05", "next": "2031-01-06"}),
    ),
    Case(
        "review-interval-too-long",
        "the next one on the last day",
        False,
        agreement(review={"last": "2026-01-05", "next": "2031-01-05"}),
    ),
    Case(
        "review-interval-too-long",
        "the next month ends too late",
        True,
        agreement(review={"last": "2026-01-05", "next": "2031-01"}),
    ),
    Case(
        "review-interval-too-long",
        "the next one, counted from today",
        True,
        agreement(review={"next": "2031-11-23"}),
    ),
    Case(
        "review-interval-too-long",
        "the next one counts, not the interval",
        False,
        agreement(review={"last": "2026-01-05", "interval": "P9Y", "next": "2027-01"}),
    ),
    Case("review-interval-too-long", "ended", False, agreement(status="ended", review={"interval": "P9Y"})),
    Case(
        "review-interval-too-long",
        "no longer there",
        False,
        register("information-assets", asset(status="disposed", review_interval="P9Y")),
    ),
    Case(
        "signed-after-withdrawal",
        "a party",
        True,
        signed({"signed_on": "2025-03-02", "withdrawn_on": "2025-03-01"}),
    ),
    Case(
        "signed-after-withdrawal",
        "the same day",
        False,
        signed({"signed_on": "2025-03-01", "withdrawn_on": "2025-03-01"}),
    ),
    Case(
        "signed-after-withdrawal",
        "a signatory of an old protocol",
        True,
        charter(
            status="superseded",
            signatories=[{"organisation": "trust", "signed_on": "2025-03-02", "withdrawn_on": "2025-03-01"}],
        ),
    ),
    Case("in-force-unsigned", "an agreement", True, agreement(parties=[{"organisation": "council"}])),
    Case("in-force-unsigned", "one signature", False, signed({})),
    Case(
        "in-force-unsigned",
        "suspended",
        False,
        agreement(status="suspended", parties=[{"organisation": "council"}]),
    ),
    Case("in-force-unsigned", "a protocol", True, charter(signatories=[])),
    Case("in-force-unsigned", "a draft", False, charter(status="draft", signatories=[])),
    Case("shared-before-signed", "signed too late", True, signed({"signed_on": "2025-04-02"})),
    Case(
        "shared-before-signed",
        "all signed too late",
        True,
        signed({"signed_on": "2025-04-02"}, start_date="2025-01-05"),
    ),
    Case("shared-before-signed", "signed on the day", False, signed({"signed_on": "2025-04-01"})),
    Case(
        "shared-before-signed",
        "joined later",
        False,
        signed({"signed_on": "2025-06-02", "joined_on": "2025-06-02"}),
    ),
    Case(
        "shared-before-signed",
        "joined before it signed",
        True,
        signed({"signed_on": "2025-06-02", "joined_on": "2025-06-01"}),
    ),
    Case("shared-before-signed", "not signed", True, signed({})),
    Case(
        "shared-before-signed", "not signed, but joins next year", False, signed({"joined_on": "2027-01-04"})
    ),
    Case("shared-before-signed", "not signed, and suspended", False, signed({}, status="suspended")),
    Case("shared-before-signed", "it has withdrawn", False, signed({"withdrawn_on": "2026-01-05"})),
    Case("shared-before-signed", "it only gets information", False, signed({"role": "recipient"})),
    Case(
        "shared-before-signed", "nobody has signed", False, agreement(parties=[{"organisation": "council"}])
    ),
    Case("shared-before-signed", "begins tomorrow", False, signed({}, start_date="2026-11-23")),
    Case(
        "shared-before-signed",
        "no start date",
        True,
        agreement(
            parties=[{"organisation": "council", "signed_on": "2025-01-06"}, {"organisation": "trust"}]
        ),
    ),
    Case(
        "reference-ended",
        "a party that has left",
        True,
        {**signed({}), **register("organisations", COUNCIL, GONE)},
    ),
    Case(
        "reference-ended",
        "a party that will leave",
        False,
        {**signed({}), **register("organisations", COUNCIL, {**TRUST, "left_on": "2026-11-23"})},
    ),
    Case(
        "reference-ended",
        "a party that has withdrawn",
        False,
        {**signed({"withdrawn_on": "2026-03-31"}), **register("organisations", COUNCIL, GONE)},
    ),
    Case(
        "reference-ended",
        "a party of an ended agreement",
        False,
        {**signed({}, status="ended"), **register("organisations", COUNCIL, GONE)},
    ),
    Case(
        "reference-ended",
        "a party of a proposed agreement",
        False,
        {**signed({}, status="proposed"), **register("organisations", COUNCIL, GONE)},
    ),
    Case(
        "reference-ended",
        "a flow to who has left",
        True,
        {**agreement(flows=[{"from": "council", "to": "trust"}]), **register("organisations", COUNCIL, GONE)},
    ),
    Case(
        "reference-ended",
        "a signatory that has left",
        True,
        {
            **charter(signatories=[{"organisation": "trust", "signed_on": "2025-01-06"}]),
            **register("organisations", COUNCIL, GONE),
        },
    ),
    Case(
        "reference-ended",
        "a protocol that was replaced",
        True,
        {**agreement(protocol="charter"), **charter(status="superseded")},
    ),
    Case("reference-ended", "a protocol in force", False, {**agreement(protocol="charter"), **charter()}),
    Case(
        "reference-ended",
        "an asset that is gone",
        True,
        {
            **agreement(flows=[{"from": "council", "to": "trust", "assets": ["files"]}]),
            **register("information-assets", asset(status="disposed")),
        },
    ),
    Case(
        "reference-ended",
        "an asset in the archive",
        False,
        {
            **agreement(flows=[{"from": "council", "to": "trust", "assets": ["files"]}]),
            **register("information-assets", asset(status="archived")),
        },
    ),
    Case(
        "reference-ended",
        "an asset of who has left",
        True,
        {
            **register("organisations", COUNCIL, GONE),
            **register("information-assets", asset(organisation="trust")),
        },
    ),
    Case(
        "reference-ended",
        "a lost asset of who has left",
        False,
        {
            **register("organisations", COUNCIL, GONE),
            **register("information-assets", asset(organisation="trust", status="disposed")),
        },
    ),
    Case(
        "reference-ended",
        "access under an ended agreement",
        True,
        {
            **agreement(status="ended"),
            **register(
                "access-arrangements",
                {"id": "access", "title": "Access", "organisation": "council", "agreement": "sharing"},
            ),
        },
    ),
    Case(
        "reference-ended",
        "a disposal under an ended agreement",
        False,
        {
            **agreement(status="ended"),
            **register(
                "disposals",
                {
                    "id": "gone",
                    "title": "Gone",
                    "organisation": "council",
                    "agreement": "sharing",
                    "disposed_on": "2026-06-01",
                },
            ),
        },
    ),
    Case(
        "reference-ended",
        "a successor that has left",
        False,
        register("organisations", {**COUNCIL, "successor": "trust", "left_on": "2026-03-01"}, GONE),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.words}")
def test_a_rule_asks_what_it_should(case: Case, found: Found) -> None:
    files = {**register("organisations", COUNCIL, TRUST), **case.files}
    assert bool(found(case.code, files)) is case.found


def test_every_rule_is_tried_both_ways() -> None:
    tried = {(case.code, case.found) for case in CASES}
    rules = {**references.RULES, **dates.RULES, **signatures.RULES}
    assert tried == {(code, way) for code in rules for way in (True, False)}


def test_when_everybody_signed_too_late_it_is_told_once(found: Found) -> None:
    files = {**register("organisations", COUNCIL, TRUST), **signed({}, start_date="2025-01-05")}
    files[AGREEMENT]["parties"][1]["signed_on"] = "2025-03-03"
    assert found("shared-before-signed", files) == [
        "The agreement starts on 2025-01-05, before anybody signed it; the first did on 2025-01-06."
    ]
