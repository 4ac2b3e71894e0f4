"""Rules about the gaps that auditors look for: between what is done, what is agreed and what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from openaccord.model import Record
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming

_UNRECOGNISABLE = frozenset({"anonymised", "aggregate"})
_NO_RECORD_ASKED = frozenset({"non-personal", "intelligence-services"})


def disclosure_without_agreement(facts: Facts) -> Iterator[Finding]:
    """A processing activity whose information another organisation gets, and no agreement covers that.

    What covers it is an agreement in force or suspended that the activity names and in which both
    organisations take part. UK GDPR Article 30(1)(d) asks for the recipients; the ICO's data sharing code
    (Data Protection Act 2018 s.121) calls an agreement good practice and a means to show accountability
    (UK GDPR Article 5(2)).
    """
    for activity in facts.activities:
        recipients = activity.data.get("recipient_organisations", ())
        named = activity.data.get("agreements", ())
        if not recipients or any(facts.partnership.get("agreement", one) is None for one in named):
            continue  # with a name that leads nowhere nobody knows what it would have covered
        giver = activity.data["organisation"]
        covered = {giver}.union(*(facts.takers[a] for a in named if giver in facts.takers.get(a, ())))
        bare = [number for number, one in enumerate(recipients) if one not in covered]
        if bare:
            yield Finding(
                activity,
                ("recipient_organisations", bare[0]),
                f"No agreement that the entry names covers what {naming(recipients[n] for n in bare)} "
                f"{'gets' if len(bare) == 1 else 'get'}.",
                _covering(facts, giver, recipients[bare[0]]),
            )


def _covering(facts: Facts, giver: str, taker: str) -> str:
    """What to do about a disclosure: name the agreements that there are, or make one."""
    both = facts.taken_part[giver] & facts.taken_part[taker]
    if both:
        return (
            f"Both take part in {naming(sorted(both))}: add the one that covers it to the entry's agreements."
        )
    return "Agree it and add the agreement to the entry; or remove the organisation if it gets nothing."


def agreement_without_activity(facts: Facts) -> Iterator[Finding]:
    """An agreement under which an organisation gives information about people, and none of its processing
    activities names it.

    UK GDPR Article 30(1)(d), and Data Protection Act 2018 s.61 for law enforcement: the record of processing
    activities says to whom information is disclosed. Asked when the register of activities is kept.
    """
    if not facts.kept("processing-activity"):
        return
    named: dict[str, set[str]] = defaultdict(set)
    for activity in facts.activities:
        named[activity.data["organisation"]].update(activity.data.get("agreements", ()))
    for agreement in facts.binding:
        if agreement.data.get("regime") in _NO_RECORD_ASKED:
            continue
        bare = [
            (number, flow["from"])
            for number, flow in enumerate(agreement.data.get("flows", ()))
            if flow.get("identifiability") not in _UNRECOGNISABLE and agreement.id not in named[flow["from"]]
        ]
        if bare:
            yield Finding(
                agreement,
                ("flows", bare[0][0], "from"),
                "Information about people is given under this agreement, and no processing activity of "
                f"{naming(giver for _, giver in bare)} names it.",
                f"In processing-activities, add “{agreement.id}” to the agreements of the activity that it "
                "is part of.",
            )


def flow_without_asset(facts: Facts) -> Iterator[Finding]:
    """A flow of an agreement whose information is in none of the giver's information assets.

    A wider or a narrower kind of information in an asset will do. UK GDPR Article 5(2), and the code of
    practice on the management of records under FOIA 2000 s.46: an authority knows what it holds. Asked when
    the register of assets is kept.
    """
    if not facts.kept("information-asset"):
        return
    wider = _wider(facts)
    held: dict[str, set[str]] = defaultdict(set)
    holds: dict[str, set[str]] = defaultdict(set)
    for asset in facts.assets:
        held[asset.data["organisation"]].update(asset.data.get("information", ()))
    for organisation, kinds in held.items():
        holds[organisation].update(*(wider.get(kind, (kind,)) for kind in kinds))
    for agreement in facts.binding:
        bare = [
            (number, place, kind, flow["from"])
            for number, flow in enumerate(agreement.data.get("flows", ()))
            for place, kind in enumerate(flow.get("information", ()))
            if kind not in holds[flow["from"]] and held[flow["from"]].isdisjoint(wider.get(kind, ()))
        ]
        if bare:
            number, place, _, giver = bare[0]
            yield Finding(
                agreement,
                ("flows", number, "information", place),
                f"No information asset of {naming(giver for *_, giver in bare)} holds "
                f"{naming(kind for _, _, kind, _ in bare)}, given under this agreement.",
                f"In information-assets, add the kind to the asset of “{giver}” that it comes from, or add "
                "the asset; or correct the flow.",
            )


def _wider(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Each kind of information with all wider kinds that it belongs to, itself first."""
    parents = {c.id: c.data.get("parent") for c in facts.partnership.of("information-category")}

    def line(kind: str | None) -> tuple[str, ...]:
        found: dict[str, None] = {}
        while kind is not None and kind not in found:  # two kinds may each name the other
            found[kind] = None
            kind = parents.get(kind)
        return tuple(found)

    return {kind: line(kind) for kind in parents}


def asset_without_activity(facts: Facts) -> Iterator[Finding]:
    """An information asset about people that no processing activity names.

    UK GDPR Article 30(1): keeping information is processing (Article 4(2)), and belongs in the record. Asked
    when the register of activities is kept.
    """
    if not facts.kept("processing-activity"):
        return
    named = {asset for activity in facts.activities for asset in activity.data.get("assets", ())}
    for asset in facts.assets:
        if asset.data.get("personal_data") and asset.id not in named:
            yield Finding(
                asset,
                ("personal_data",),
                "This asset is about people, and no processing activity names it.",
                f"In processing-activities, add “{asset.id}” to the assets of the activity that uses it, or "
                "add the activity.",
            )


def no_retention_rule(facts: Facts) -> Iterator[Finding]:
    """An information asset, a processing activity, or an agreement about people without a retention rule.

    UK GDPR Article 5(1)(e): no longer than is necessary; Article 30(1)(f): the envisaged time limits. Asked
    when the retention schedule is kept.
    """
    if not facts.kept("retention-rule"):
        return
    for asset in facts.assets:
        if "retention_rule" not in asset.data:
            yield _unlimited(asset, "retention_rule")
    for activity in facts.activities:
        if "retention_rule" not in activity.data:
            yield _unlimited(activity, "retention_rule")
    for agreement in facts.binding:
        if not agreement.data.get("retention") and agreement.data.get("regime") != "non-personal":
            yield _unlimited(agreement, "retention")


def _unlimited(record: Record, name: str) -> Finding:
    return Finding(
        record,
        (),
        "It is not recorded how long the information is kept.",
        f"Write under {name} the id of a rule in retention-rules; add the rule if there is none that fits.",
    )


RULES: Mapping[str, Rule] = {
    "disclosure-without-agreement": disclosure_without_agreement,
    "agreement-without-activity": agreement_without_activity,
    "flow-without-asset": flow_without_asset,
    "asset-without-activity": asset_without_activity,
    "no-retention-rule": no_retention_rule,
}
"""Each rule by its code, in the order of the handbook."""
