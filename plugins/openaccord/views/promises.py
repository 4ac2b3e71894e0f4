"""Each principle of the protocols in force, with its measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openaccord.model import Partnership, Record
from openaccord.views.measures import Measure, measure


@dataclass(frozen=True, slots=True)
class Promise:
    """A protocol and its principles, each with how far it is kept."""

    protocol: Record
    principles: tuple[tuple[Mapping[str, Any], tuple[Measure, ...]], ...]


def promises(partnership: Partnership, today: date) -> tuple[Promise, ...]:
    """The promises of every protocol in force that names its principles. Each measure is computed once."""
    computed: dict[str, Measure] = {}

    def once(name: str) -> Measure:
        if name not in computed:
            computed[name] = measure(name, partnership, today)
        return computed[name]

    return tuple(
        Promise(
            protocol,
            tuple(
                (principle, tuple(once(name) for name in principle.get("measures", ())))
                for principle in protocol.data["principles"]
            ),
        )
        for protocol in partnership.of("protocol")
        if protocol.data["status"] == "in-force" and "principles" in protocol.data
    )
