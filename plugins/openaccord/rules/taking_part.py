"""Rules about who takes part in an agreement, and about what is left undone when it or a period ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from openaccord.review import add
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.standing import disposal_told, signatories, withdrawn

_OPEN = frozenset({"proposed", "consultation", "in-force", "suspended"})


def flow_outside_parties(facts: Facts) -> Iterator[Finding]:
    """A flow from or to an organisation that the agreement does not list among its parties.

    The agreement contradicts itself, and a citizen who reads who takes part is told too little (UK GDPR
    Articles 13(1)(e) and 14(1)(e): the recipients).
    """
    for agreement in facts.agreements:
        if agreement.data["status"] not in _OPEN:
            continue
        parties = {party["organisation"] for party in agreement.data["parties"]}
        strange = [
            (number, end, flow[end])
            for number, flow in enumerate(agreement.data.get("flows", ()))
            for end in ("from", "to")
            if flow[end] not in parties
        ]
        # Where a party's id leads nowhere, it is most likely the one that the flow names.
        if strange and all(facts.partnership.get("organisation", one) for one in parties):
            number, end, _ = strange[0]
            yield Finding(
                agreement,
                ("flows", number, end),
                f"The flows name {naming(one for *_, one in strange)}, and the list of parties does not.",
                "Add it to the parties, with the role recipient if it only gets information; or correct the "
                "flow.",
            )


def party_not_in_protocol(facts: Facts) -> Iterator[Finding]:
    """A party to an agreement whose signature under the agreement's protocol is missing or was withdrawn.

    Principle of the charter: partners sign up to common responsibilities and standards. A processor is left
    out: its contract binds it (UK GDPR Article 28(3)).
    """
    bound = {p.id: signatories(p, facts.today) for p in facts.partnership.of("protocol")}
    for agreement in facts.binding:
        protocol = agreement.data.get("protocol")
        if protocol not in bound:
            continue
        loose = [
            (number, party["organisation"])
            for number, party in enumerate(agreement.data["parties"])
            if party["organisation"] not in bound[protocol]
            and facts.partnership.get("organisation", party["organisation"])
            and party.get("role") != "processor"
            and not withdrawn(party, facts.today)
        ]
        if loose:
            yield Finding(
                agreement,
                ("parties", loose[0][0], "organisation"),
                f"No signature of {naming(one for _, one in loose)} under “{protocol}” is recorded that "
                "still stands.",
                "Have the protocol signed, and record it under its signatories; or have the organisation "
                "leave the agreement.",
            )


def ended_without_disposal(facts: Facts) -> Iterator[Finding]:
    """An ended agreement about people without a word on what happened to the information.

    UK GDPR Article 5(1)(e) and, for a processor, Article 28(3)(g).
    """
    for agreement, told in disposal_told(facts.partnership):
        if not told:
            yield Finding(
                agreement,
                ("ending",) if "ending" in agreement.data else ("status",),
                "The agreement ended, and it is not recorded what happened to the information.",
                "Write it under ending, in data_returned_or_destroyed; or add an entry to disposals that "
                "names this agreement.",
            )


def publication_late(facts: Facts) -> Iterator[Finding]:
    """An entry of the publication scheme that should have been published anew before today.

    FOIA 2000 s.19: an authority publishes in accordance with its scheme, which says how often. Asked where
    both the frequency and the last time are recorded.
    """
    for entry in facts.partnership.of("publication-entry"):
        last, frequency = entry.data.get("last_published"), entry.data.get("frequency")
        if last is None or frequency is None:
            continue
        due = add(date.fromisoformat(last), frequency)
        if due < facts.today:
            yield Finding(
                entry,
                ("last_published",),
                f"This was last published on {last}; with the frequency {frequency} it was due again by "
                f"{due}.",
                "Publish it anew. If that was done, write the day in last_published.",
            )


RULES: Mapping[str, Rule] = {
    "flow-outside-parties": flow_outside_parties,
    "party-not-in-protocol": party_not_in_protocol,
    "ended-without-disposal": ended_without_disposal,
    "publication-late": publication_late,
}
"""Each rule by its code, in the order of the handbook."""
