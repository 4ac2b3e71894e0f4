"""Rules about the principles to which partners sign up: capture once, no retyping, an owner, checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from openaccord.review import add
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.standing import (
    access_reviewed,
    askers,
    audit_interval,
    captured,
    captured_pairs,
    last_audits,
    partners,
    signatories,
)


def copy_without_consistency(facts: Facts) -> Iterator[Finding]:
    """A copy of an information asset without what keeps it the same as its original.

    Principle of the charter: mechanisms for consistency where duplication is needed. UK GDPR Article 5(1)(d):
    accurate and kept up to date.
    """
    for asset in facts.assets:
        if "copy_of" in asset.data and "consistency_mechanism" not in asset.data:
            yield Finding(
                asset,
                ("copy_of",),
                f"This is a copy of “{asset.data['copy_of']}”, and it is not recorded what keeps the two the "
                "same.",
                "Write in consistency_mechanism how corrections reach the copy; or do without the copy.",
            )


def captured_twice(facts: Facts) -> Iterator[Finding]:
    """An information asset that is asked of people whom another organisation asks for the same.

    Principle of the charter: capture once and share.
    """
    assets = captured(facts.partnership)
    asked = {pair: sorted(some) for pair, some in askers(assets).items() if len(some) > 1}
    for asset in assets:
        twice = [pair for pair in captured_pairs(asset) if pair in asked]
        if twice:
            (kind, people), own = twice[0], asset.data["organisation"]
            # The first four, of whom one may be the asker, so that a thousand askers cost no more.
            others = [one for one in asked[twice[0]][:4] if one != own]
            further = dict.fromkeys(information for information, _ in twice if information != kind)
            yield Finding(
                asset,
                ("captured_from",),
                f"“{kind}” of “{people}” is also asked for by {naming(others, len(asked[twice[0]]) - 1)}."
                + (f" Asked for twice as well: {naming(further)}." if further else ""),
                "Agree who asks, and let the others get it from there; or waive the rule and say why both "
                "must ask.",
            )


def manual_rekeying(facts: Facts) -> Iterator[Finding]:
    """An agreement under which information is typed in again by hand.

    Principle of the charter: share to reduce duplication and rekeying. Typing makes mistakes (UK GDPR Article
    5(1)(d)).
    """
    for agreement in facts.binding:
        typed = [
            (number, flow["to"])
            for number, flow in enumerate(agreement.data.get("flows", ()))
            if flow.get("method") == "manual-rekeying"
        ]
        if typed:
            yield Finding(
                agreement,
                ("flows", typed[0][0], "method"),
                f"{naming(taker for _, taker in typed)} must type in again what was passed.",
                "Pass it so that a system can read it, by an interface or as a file, and change the method.",
            )


def asset_without_owner(facts: Facts) -> Iterator[Finding]:
    """An information asset for which no role answers.

    Principle of the charter: an information ownership register in each organisation. UK GDPR Article 24:
    somebody must be able to see to it that the rules are kept.
    """
    for asset in facts.assets:
        if "owner_role" not in asset.data:
            yield Finding(
                asset,
                (),
                "It is not recorded which role answers for this asset.",
                "Write the role, never a name, in owner_role.",
            )


def access_unchecked(facts: Facts) -> Iterator[Finding]:
    """An access arrangement without authentication, or without a recent check of who has access.

    Recent is a year, unless the threshold `access_review_interval` says otherwise. UK GDPR Article 32(1)(d):
    regular testing of what keeps information secure.
    """
    for access in facts.partnership.of("access-arrangement"):
        reviewed = access_reviewed(facts.partnership, access, facts.today)
        if "authentication" in access.data and reviewed:
            continue
        last = access.data.get("last_access_review")
        lacks = {
            "how staff prove who they are (authentication)": "authentication" not in access.data,
            "when it was last checked who has access (last_access_review)": last is None,
        }
        missing = " or ".join(what for what, lacking in lacks.items() if lacking)
        yield Finding(
            access,
            ("last_access_review",) if last is not None and not reviewed else (),
            f"It is not recorded {missing}."
            if missing
            else f"Who has access was last checked on {last}, which is too long ago.",
            "Fill in what is not recorded; check who has access, and write the day in last_access_review.",
        )


def audit_overdue(facts: Facts) -> Iterator[Finding]:
    """A partner that was not audited within the interval that the protocol sets, since it signed.

    Principle of the charter: prevent unauthorised access, with joint audit.
    """
    audits = last_audits(facts.partnership, facts.today)
    told = set()
    members = {partner.id: partner for partner in partners(facts.partnership)}
    for protocol in facts.partnership.of("protocol"):
        interval = audit_interval(protocol)
        if interval is None:
            continue
        for organisation, signatory in signatories(protocol, facts.today).items():
            since = min(date.fromisoformat(signatory["signed_on"]), facts.today)
            last = audits.get(organisation)
            late = add(max(since, last or since), interval) < facts.today
            if late and organisation in members and organisation not in told:
                told.add(organisation)
                found = f"The last audit was on {last}" if last else "No audit is recorded"
                yield Finding(
                    members[organisation],
                    (),
                    f"{found}; “{protocol.id}” asks for one every {interval}.",
                    "Add the audit to the register of audits; or have it carried out.",
                )


RULES: Mapping[str, Rule] = {
    "copy-without-consistency": copy_without_consistency,
    "captured-twice": captured_twice,
    "manual-rekeying": manual_rekeying,
    "asset-without-owner": asset_without_owner,
    "access-unchecked": access_unchecked,
    "audit-overdue": audit_overdue,
}
"""Each rule by its code, in the order of the handbook."""
