"""What rules ask about: the partnership on a day, with what several of them count on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from openaccord.model import Partnership, Record
from openaccord.rules.grounds import Grounds, of_activity, of_agreement
from openaccord.rules.reviews import Noted, noted
from openaccord.rules.skimming import Column, Sign, columns, suspects
from openaccord.rules.texts import Part, Wording, texty, wordings
from openaccord.schemas import Path
from openaccord.sensitivity import flagged, high_risk
from openaccord.standing import held_assets, live_agreements, withdrawn


class Finding(NamedTuple):
    """What a rule finds in a record: at `path`, the fact, and the remedy."""

    record: Record
    path: Path
    message: str
    hint: str


class Flow(NamedTuple):
    """A movement of information under an agreement, with its number in the list of flows."""

    agreement: Record
    number: int
    data: Mapping[str, Any]

    @property
    def path(self) -> Path:
        """Where in the agreement it is written."""
        return ("flows", self.number)


@dataclass(frozen=True)
class Facts:
    """A partnership on a day. What is worked out for one rule is kept for the others."""

    partnership: Partnership
    today: date

    @cached_property
    def agreements(self) -> tuple[Record, ...]:
        """Every agreement."""
        return self.partnership.of("agreement")

    @cached_property
    def live(self) -> tuple[Record, ...]:
        """The agreements in force."""
        return tuple(live_agreements(self.partnership))

    @cached_property
    def takers(self) -> Mapping[str, frozenset[str]]:
        """The organisations that take part in each agreement in force or suspended, by its id."""
        return {
            a.id: frozenset(p["organisation"] for p in a.data["parties"] if not withdrawn(p, self.today))
            for a in self.binding
        }

    @cached_property
    def taken_part(self) -> Mapping[str, set[str]]:
        """The ids of the agreements in force or suspended in which an organisation takes part."""
        found: dict[str, set[str]] = defaultdict(set)
        for agreement, organisations in self.takers.items():
            for organisation in organisations:
                found[organisation].add(agreement)
        return found

    @cached_property
    def assets(self) -> tuple[Record, ...]:
        """Every information asset that has not been disposed of."""
        return tuple(held_assets(self.partnership))

    @cached_property
    def activities(self) -> tuple[Record, ...]:
        """Every processing activity."""
        return self.partnership.of("processing-activity")

    @cached_property
    def _skimmed(self) -> tuple[Column, ...]:
        return tuple(columns(self.partnership, self._texty))

    def suspects(self, sign: Sign, *, plain: bool = False) -> Iterator[Record]:
        """The records in whose texts, or in those for citizens, there may be what is looked for."""
        skimmed = tuple(column for column in self._skimmed if column.plain or not plain)
        return suspects(self.partnership, skimmed, sign)

    def wordings(self, record: Record) -> list[Wording]:
        """Every text and link that a record publishes."""
        return wordings(self._texty[record.type.name], record)

    @cached_property
    def _texty(self) -> Mapping[str, tuple[Part, ...]]:
        return texty(self.partnership)

    @cached_property
    def partial(self) -> frozenset[str]:
        """The types of which some record could not be read."""
        return frozenset(kind for kind, _ in self.partnership.unpublished)

    def kept(self, type_name: str) -> bool:
        """Whether a register is kept and was read whole: only then does it matter what is not in it."""
        return type_name not in self.partial and bool(self.partnership.records.get(type_name))

    @cached_property
    def binding(self) -> tuple[Record, ...]:
        """The agreements in force or suspended: what they say must hold."""
        return tuple(a for a in self.agreements if a.data["status"] in ("in-force", "suspended"))

    @cached_property
    def general(self) -> tuple[Record, ...]:
        """The binding agreements to which the UK GDPR applies, also where they do not say so."""
        return tuple(a for a in self.binding if a.data.get("regime", "uk-gdpr") == "uk-gdpr")

    @cached_property
    def law_enforcement(self) -> tuple[Record, ...]:
        """The binding agreements to which Part 3 of the Data Protection Act 2018 applies."""
        return tuple(a for a in self.binding if a.data.get("regime") == "law-enforcement")

    @cached_property
    def by_role(self) -> Mapping[str, tuple[Record, ...]]:
        """The binding agreements about personal information, by the roles that their parties have."""
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for agreement in (*self.general, *self.law_enforcement):
            for party in agreement.data["parties"]:
                found[party.get("role", "")][agreement.id] = agreement
        return {role: tuple(agreements.values()) for role, agreements in found.items()}

    @cached_property
    def protocols_in_force(self) -> tuple[Record, ...]:
        """The protocols in force."""
        return tuple(p for p in self.partnership.of("protocol") if p.data["status"] == "in-force")

    @cached_property
    def grounds(self) -> tuple[Grounds, ...]:
        """The law that the agreements under the UK GDPR name, and the activities of who decides."""
        special, offences = self.special_categories, flagged(self.partnership, "criminal_offence")
        activities = (
            a for a in self.partnership.of("processing-activity") if a.data.get("role") != "processor"
        )
        return (
            *(of_agreement(a, special, offences) for a in self.general),
            *(of_activity(a, special, offences) for a in activities),
        )

    @cached_property
    def special_categories(self) -> frozenset[str]:
        """The ids of the information categories of UK GDPR Article 9(1)."""
        return flagged(self.partnership, "special_category")

    @cached_property
    def high_risk(self) -> Callable[[Record], bool]:
        """Whether an agreement is likely to be of high risk to people."""
        return high_risk(self.partnership)

    @cached_property
    def public_authorities(self) -> frozenset[str]:
        """The ids of the public authorities."""
        return frozenset(o.id for o in self.partnership.of("organisation") if o.data.get("public_authority"))

    @cached_property
    def competent_authorities(self) -> frozenset[str]:
        """The ids of the competent authorities for law enforcement: as they say, else by their kind."""
        return frozenset(
            o.id
            for o in self.partnership.of("organisation")
            if o.data.get("competent_authority", o.data["kind"] in ("police", "central-government"))
        )

    @cached_property
    def reviews(self) -> tuple[Noted, ...]:
        """What each record says about its reviews."""
        return tuple(noted(self.partnership))

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Every flow of the agreements in force."""
        return tuple(
            Flow(a, number, flow) for a in self.live for number, flow in enumerate(a.data.get("flows", ()))
        )

    def threshold(self, name: str, default: Any) -> Any:
        """A threshold that the partnership sets, else the default."""
        return self.partnership.settings.get("thresholds", {}).get(name, default)


Rule: TypeAlias = Callable[[Facts], Iterator[Finding]]
"""A question asked of the facts; its docstring says what is asked, and the source in law or guidance."""
