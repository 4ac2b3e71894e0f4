"""Rules about what the law asks to be arranged first: contracts, safeguards abroad, an assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from openaccord.model import Record
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.sensitivity import identifies

_WITHOUT_DPIA: Mapping[str | None, str] = {
    None: "no impact assessment is recorded",
    "not-needed": "the impact assessment is said not to be needed, without a reason",
    "screening": "nobody has decided yet whether an impact assessment is needed",
    "in-progress": "the impact assessment is not done",
}
"""What is told of each status of an assessment that does not do."""


def transfer_without_safeguard(facts: Facts) -> Iterator[Finding]:
    """Personal information that goes outside the United Kingdom, without what protects it there.

    UK GDPR Article 44A: adequacy regulations (45A), appropriate safeguards (46), or an exception (49).
    """
    for agreement in facts.general:
        for number, flow in enumerate(agreement.data.get("flows", ())):
            transfer = flow.get("transfer")
            if transfer is None or "safeguard" in transfer or not identifies(flow):
                continue
            abroad = [country for country in transfer.get("countries", ()) if country != "GB"]
            if abroad:
                yield Finding(
                    agreement,
                    ("flows", number, "transfer"),
                    f"Information goes outside the United Kingdom ({', '.join(abroad)}), "
                    "but no safeguard is named.",
                    "Add the safeguard that the transfer rests on, such as adequacy or idta.",
                )


def joint_arrangement_missing(facts: Facts) -> Iterator[Finding]:
    """Joint controllers in an agreement that is not their arrangement, and that names no paper that is.

    UK GDPR Article 26(1) and (2); Data Protection Act 2018, section 58, for law enforcement.
    """
    for agreement in facts.by_role.get("joint-controller", ()):
        joint = _parties(agreement, "joint-controller")
        if len(joint) > 1 and agreement.data["kind"] != "joint-controller" and _no_papers(agreement):
            yield Finding(
                agreement,
                ("parties",),
                f"{naming(joint)} are joint controllers, but no arrangement between them is recorded.",
                "If this agreement is the arrangement, its kind is joint-controller; "
                "if another paper is, add it to documents.",
            )


def processor_contract_missing(facts: Facts) -> Iterator[Finding]:
    """A processor without a contract: an agreement of the kind processing, or a paper.

    UK GDPR Article 28(3); Data Protection Act 2018, section 59(5), for law enforcement.
    """
    engaged: dict[str, set[str]] = defaultdict(set)
    agreements = facts.by_role.get("processor", ())
    for agreement in agreements:
        if agreement.data["kind"] == "processing":
            for processor in _parties(agreement, "processor"):
                engaged[processor].update(_controllers(agreement))
    for agreement in agreements:
        if agreement.data["kind"] == "processing" or not _no_papers(agreement):
            continue
        for processor in _parties(agreement, "processor"):
            if engaged[processor].isdisjoint(_controllers(agreement)):
                yield Finding(
                    agreement,
                    ("parties",),
                    f"“{processor}” is a processor here, but no contract with it is recorded.",
                    "Record the contract as an agreement of the kind processing, or add it to documents.",
                )


def _parties(agreement: Record, role: str) -> list[str]:
    """The organisations that have a role in an agreement and have not withdrawn."""
    return [
        party["organisation"]
        for party in agreement.data["parties"]
        if party.get("role") == role and "withdrawn_on" not in party
    ]


def _controllers(agreement: Record) -> list[str]:
    return [*_parties(agreement, "controller"), *_parties(agreement, "joint-controller")]


def _no_papers(agreement: Record) -> bool:
    return not agreement.data.get("documents")


def dpia_missing(facts: Facts) -> Iterator[Finding]:
    """An agreement in force that is likely to be of high risk to people, without an impact assessment.

    UK GDPR Article 35(1) and (3), and Data Protection Act 2018, section 64, for law enforcement: before it
    begins. That none is needed is an answer when the reason is given.
    """
    for agreement in (*facts.general, *facts.law_enforcement):
        dpia = agreement.data.get("dpia", {})
        status = dpia.get("status")
        if status not in _WITHOUT_DPIA or (status == "not-needed" and "reason" in dpia):
            continue
        if agreement.data["status"] == "in-force" and facts.high_risk(agreement):
            yield Finding(
                agreement,
                ("dpia",),
                "The agreement is about children, vulnerable people or special category information, and "
                f"{_WITHOUT_DPIA[status]}.",
                "Assess the risks and write status: done; or say in reason why they are unlikely to be high.",
            )


RULES: Mapping[str, Rule] = {
    "transfer-without-safeguard": transfer_without_safeguard,
    "joint-arrangement-missing": joint_arrangement_missing,
    "processor-contract-missing": processor_contract_missing,
    "dpia-missing": dpia_missing,
}
"""Each rule by its code, in the order of the handbook."""
