"""What a comparison found, and what its reports need to tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from openaccord.changes.change import Change, Weight
from openaccord.changes.telling import Words, tell, title
from openaccord.changes.weighing import asked, asks
from openaccord.reports.problems_text import counted
from openaccord.schemas import Schema
from openaccord.sources.values import JSON

_CLASSES: Mapping[Weight, str] = {
    Weight.MATERIAL: "material change",
    Weight.MINOR: "minor change",
    Weight.EDITORIAL: "editorial change",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """The changes of a partnership from `base` to `head`, the gravest record first.

    `unread` are the files that have records which could not be compared, because of problems in them.
    """

    base: str
    head: str
    changes: Sequence[Change]
    unread: Sequence[str]
    schemas: Mapping[str, Schema]
    words: Words
    default: str

    def records(self) -> Iterator[tuple[str, str, list[Change]]]:
        """For each record that changed what it is, its file, and its changes."""
        for _, group in groupby(self.changes, lambda one: (one.type, one.id)):
            found = list(group)
            yield self.name(found[0]), found[0].file, found

    def name(self, change: Change) -> str:
        """What a record is, and its title."""
        schema = self.schemas.get(change.type)
        return f"{schema.one if schema else 'Settings'} “{title(change, self.words, self.default)}”"

    def sentence(self, change: Change) -> str:
        """A change in words."""
        return tell(change, self.words, self.default)

    def reason(self, changes: Sequence[Change]) -> JSON:
        """What a record's own history says about these changes."""
        return next((change.reason for change in changes if change.reason is not None), None)

    def asked(self, changes: Sequence[Change]) -> list[str]:
        """What changes ask for, in sentences."""
        return [asks()[name] for name in asked(changes)]

    def summary(self) -> str:
        """How many changes of each class there are."""
        if not self.changes:
            return "Nothing changed"
        numbers = {weight: sum(1 for one in self.changes if one.weight is weight) for weight in Weight}
        told = [counted(number, _CLASSES[weight]) for weight, number in numbers.items() if number]
        return f"{', '.join(told)} in {counted(len(list(self.records())), 'record')}"

    def unread_said(self) -> str:
        """Which files could not be compared whole; "" when all could."""
        if not self.unread:
            return ""
        return (
            f"Not compared, because of problems in them: {', '.join(self.unread)}. "
            "To see the problems, run: openaccord check"
        )
