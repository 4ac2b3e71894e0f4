"""What rules ask about: the partnership on a day, with what several of them count on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from openaccord.model import Partnership, Record
from openaccord.schemas import Path


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
        return tuple(a for a in self.agreements if a.data["status"] == "in-force")

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
