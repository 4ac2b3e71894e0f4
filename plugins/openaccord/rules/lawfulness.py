"""Rules about the law that lets organisations share at all: lawful basis, power, authority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openaccord.model import Record
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.sensitivity import identifies

_INTERESTS = ("recognised-legitimate-interests", "legitimate-interests")
_CONTROLLERS = ("controller", "joint-controller")


def lawful_basis_missing(facts: Facts) -> Iterator[Finding]:
    """An agreement that shares personal information and names no lawful basis.

    UK GDPR Article 6(1), and Article 5(2): who shares must be able to show it. Where Part 3 of the Data
    Protection Act 2018 applies, section 35(2) asks for consent or the task of a competent authority.
    """
    for agreement in facts.general:
        basis = agreement.data.get("lawful_basis", {})
        if not basis.get("article_6") and _shares_personal(agreement):
            yield Finding(
                agreement,
                ("lawful_basis",),
                "Personal information is shared here, but no lawful basis is named.",
                "Write in lawful_basis, article_6, the basis in UK GDPR Article 6(1) that the parties have.",
            )
    for agreement in facts.law_enforcement:
        named = agreement.data.get("lawful_basis", {}).get("law_enforcement_condition", ())
        if not {"consent", "competent-authority-task"} & set(named):
            yield Finding(
                agreement,
                ("lawful_basis", "law_enforcement_condition"),
                "The regime is law enforcement, but neither consent nor the task of a competent authority is "
                "named.",
                "Add competent-authority-task or consent to lawful_basis, law_enforcement_condition.",
            )


def _shares_personal(agreement: Record) -> bool:
    """Whether an agreement says that personal information is shared, by its regime or in a flow."""
    flows = agreement.data.get("flows", ())
    return "regime" in agreement.data or any("identifiability" in flow and identifies(flow) for flow in flows)


def public_authority_legitimate_interests(facts: Facts) -> Iterator[Finding]:
    """A public authority for which nothing but (recognised) legitimate interests is left as lawful basis.

    UK GDPR Article 6(1), last sentence: points (ea) and (f) are not for public authorities in the performance
    of their tasks; Data Protection Act 2018, section 7, says who is one. Where others are party as well and a
    further basis is named, the authority may rely on that one. Outside its tasks it may rely on (ea) or (f).
    """
    for grounds in facts.grounds:
        interests = [code for code in grounds.article_6 if code in _INTERESTS]
        if not interests:
            continue
        authorities, others = _deciding(facts, grounds.record)
        if authorities and (not others or len(interests) == len(grounds.article_6)):
            yield Finding(
                grounds.record,
                grounds.fields.article_6,
                f"{naming(interests)} cannot be the basis for the tasks of a public authority, "
                f"such as {naming(authorities[:1])}.",
                "Name the basis that it relies on, such as public-task; if this is not one of its tasks, "
                "say so in a waiver.",
            )


def _deciding(facts: Facts, record: Record) -> tuple[list[str], list[str]]:
    """The controllers of an agreement or an activity: the public authorities, and the others."""
    if record.type.name == "agreement":
        deciding = [
            party["organisation"]
            for party in record.data["parties"]
            if party.get("role", "controller") in _CONTROLLERS and "withdrawn_on" not in party
        ]
    else:
        deciding = [record.data["organisation"]]
    public = facts.public_authorities
    return [o for o in deciding if o in public], [o for o in deciding if o not in public]


def consent_without_withdrawal(facts: Facts) -> Iterator[Finding]:
    """Sharing that rests on consent, without how somebody takes it back.

    UK GDPR Article 7(3): people are told of it before they consent, and it must be as easy as to consent.
    """
    for agreement in facts.general:
        basis = agreement.data.get("lawful_basis", {})
        rests = "consent" in basis.get("article_6", ()) or "explicit-consent" in basis.get("article_9", ())
        if rests and "withdrawal" not in agreement.data.get("choice", {}):
            yield Finding(
                agreement,
                ("choice",),
                "The sharing rests on consent, but the record does not say how somebody takes it back.",
                "Say in choice, withdrawal, whom to tell and what happens then.",
            )


def gateway_missing(facts: Facts) -> Iterator[Finding]:
    """A public authority that gives personal information, without the law that lets it.

    A public body can do only what the law lets it do; the Information Commissioner's data sharing code asks
    it to identify the power. What a processor gets is not given to another.
    """
    for agreement in (*facts.general, *facts.law_enforcement):
        if agreement.data.get("lawful_basis", {}).get("gateways") or agreement.data["kind"] == "processing":
            continue
        giver = _public_giver(facts, agreement)
        if giver:
            yield Finding(
                agreement,
                ("lawful_basis", "gateways"),
                f"“{giver}” is a public authority and gives information here, but no legal gateway is named.",
                "Add the law that lets it share to lawful_basis, gateways; if it is not in the register "
                "legal-gateways, describe it there.",
            )


def _public_giver(facts: Facts, agreement: Record) -> str | None:
    """The first public authority that gives personal information to anybody but a processor."""
    processors = {p["organisation"] for p in agreement.data["parties"] if p.get("role") == "processor"}
    givers = (
        flow["from"]
        for flow in agreement.data.get("flows", ())
        if identifies(flow) and not {flow["from"], flow["to"]} & processors
    )
    return next((giver for giver in givers if giver in facts.public_authorities), None)


def competent_authority_missing(facts: Facts) -> Iterator[Finding]:
    """The law enforcement regime without a competent authority among the parties.

    Data Protection Act 2018, sections 29 and 30, and Schedule 7: Part 3 is for competent authorities only.
    The police and government departments are taken for one; others say so in `competent_authority`, such as a
    council that prosecutes (section 30(1)(b)).
    """
    for agreement in facts.law_enforcement:
        if not any(
            party["organisation"] in facts.competent_authorities for party in agreement.data["parties"]
        ):
            yield Finding(
                agreement,
                ("regime",),
                "The regime is law enforcement, but no party is recorded as a competent authority.",
                "Correct the regime; or, if a law lets a party investigate or prosecute crimes, write "
                "competent_authority: true in its entry among the organisations.",
            )


RULES: Mapping[str, Rule] = {
    "lawful-basis-missing": lawful_basis_missing,
    "public-authority-legitimate-interests": public_authority_legitimate_interests,
    "consent-without-withdrawal": consent_without_withdrawal,
    "gateway-missing": gateway_missing,
    "competent-authority-missing": competent_authority_missing,
}
"""Each rule by its code, in the order of the handbook."""
