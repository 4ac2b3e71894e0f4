"""The cells that a part of a record was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openaccord.importers.identities import Group
from openaccord.importers.ledger import Spot
from openaccord.importers.mapping import Rule, Target
from openaccord.importers.sheets import Sheet
from openaccord.sources.values import Path


@dataclass(frozen=True, slots=True)
class Plot:
    """A target with its treated columns and the rows of each of its records."""

    target: Target
    sheet: Sheet
    columns: Mapping[str, Sequence[str]]
    groups: Sequence[Group]

    def cells(self, number: int, data: Mapping[str, Any], path: Path) -> tuple[Spot, ...]:
        """Where the value at `path` of a record comes from; where nobody can tell, the first cell of its id.

        Records are numbered from 0. Those that the mapping states itself come last, and are made of no cells.
        """
        if number >= len(self.groups):
            return ()
        rows = self.groups[number].rows
        rule = self._rule(data, path)
        spots = [
            self.sheet.spot(row, column)
            for column in (dict.fromkeys(rule.columns()) if rule else ())
            for row in rows
            if self.columns[column][row]
        ]
        return tuple(spots) or (self.sheet.spot(rows[0], self.target.id_columns[0]),)

    def _rule(self, data: Any, path: Path) -> Rule | None:
        """The rule by which a value was made, or the one around it."""
        rule: Rule | None = None
        for part in path:
            inner: Rule | None = None
            if rule is None:
                inner = self.target.fields.get(str(part))
            elif isinstance(part, str):
                inner = (rule.fields or {}).get(part)
            elif len(rule.items) == len(data):  # else some were left out, and the rest have moved up
                inner = rule.items[part]
            if inner is None:
                break
            rule, data = inner, data[part]
        return rule
