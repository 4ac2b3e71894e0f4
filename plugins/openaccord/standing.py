"""Who takes part, what is held and what was checked, as the records say it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from openaccord.model import Partnership, Record
from openaccord.review import add

_ACCESS_REVIEW = "P1Y"


def partners(partnership: Partnership) -> list[Record]:
    """The organisations that have joined and not left."""
    return [o for o in partnership.of("organisation") if "joined_on" in o.data and "left_on" not in o.data]


def live_agreements(partnership: Partnership) -> list[Record]:
    """The agreements under which information is shared now."""
    return [a for a in partnership.of("agreement") if a.data["status"] == "in-force"]


def held_assets(partnership: Partnership) -> list[Record]:
    """The information assets that have not been disposed of."""
    return [a for a in partnership.of("information-asset") if a.data.get("status") != "disposed"]


def withdrawn(party: Mapping[str, Any], today: date) -> bool:
    """Whether a party or signatory has withdrawn by a day."""
    return "withdrawn_on" in party and party["withdrawn_on"] <= today.isoformat()


def signed(party: Mapping[str, Any], today: date) -> bool:
    """Whether a party or signatory has signed, and has not withdrawn by a day."""
    return "signed_on" in party and not withdrawn(party, today)


def signatories(protocol: Record, today: date) -> dict[str, Mapping[str, Any]]:
    """What a protocol says about each organisation whose signature stands, by the organisation's id."""
    return {s["organisation"]: s for s in protocol.data["signatories"] if signed(s, today)}


def captured(partnership: Partnership) -> list[Record]:
    """The assets held whose information was asked of the people themselves."""
    return [a for a in held_assets(partnership) if a.data.get("captured_from") == "individual"]


def captured_pairs(asset: Record) -> Iterator[tuple[str, str]]:
    """Each kind of information in an asset with each group of people that it is about."""
    for information in asset.data.get("information", ()):
        for people in asset.data.get("people", ()):
            yield information, people


def askers(assets: list[Record]) -> Mapping[tuple[str, str], set[str]]:
    """Which organisations ask a group of people for a kind of information, by these assets."""
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for asset in assets:
        organisation = asset.data["organisation"]
        for pair in captured_pairs(asset):
            asked[pair].add(organisation)
    return asked


def audit_interval(protocol: Record) -> str | None:
    """How often a protocol in force wants its partners audited, if it says so."""
    interval: str | None = protocol.data.get("audit", {}).get("interval")
    return interval if protocol.data["status"] == "in-force" else None


def last_audits(partnership: Partnership, today: date) -> dict[str, date]:
    """The day of the latest audit of each organisation that has been audited by a day."""
    latest: dict[str, date] = {}
    for audit in partnership.of("audit"):
        done = date.fromisoformat(audit.data.get("carried_out_on", "9999-12-31"))
        if done <= today:
            for organisation in audit.data.get("organisations", ()):
                latest[organisation] = max(done, latest.get(organisation, done))
    return latest


def access_reviewed(partnership: Partnership, access: Record, today: date) -> bool:
    """Whether it was checked who has access, and not longer ago than the partnership allows: a year."""
    last = access.data.get("last_access_review")
    thresholds: Mapping[str, Any] = partnership.settings.get("thresholds", {})
    interval = thresholds.get("access_review_interval", _ACCESS_REVIEW)
    return last is not None and add(date.fromisoformat(last), interval) >= today


def disposal_told(partnership: Partnership) -> Iterator[tuple[Record, bool]]:
    """Each ended agreement about people, and whether it is recorded what became of the information."""
    disposed = {d.data.get("agreement") for d in partnership.of("disposal")}
    for agreement in partnership.of("agreement"):
        if agreement.data["status"] == "ended" and agreement.data.get("regime") != "non-personal":
            told = "data_returned_or_destroyed" in agreement.data.get("ending", {})
            yield agreement, told or agreement.id in disposed
