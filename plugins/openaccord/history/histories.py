"""The past of each record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from openaccord.history.past import Moment, Past
from openaccord.model import Key


def histories(past: Past) -> Mapping[Key, tuple[Moment, ...]]:
    """The moments of each record with its own changes alone, newest first; under its latest id."""
    found: dict[Key, list[Moment]] = defaultdict(list)
    for moment in reversed(past.moments):
        by_record: dict[Key, list[int]] = defaultdict(list)
        for number, change in enumerate(moment.changes):
            by_record[change.type, change.id].append(number)
        for key, numbers in by_record.items():
            changes = tuple(moment.changes[number] for number in numbers)
            for change in changes:
                if change.kind == "renamed":
                    found[key] = found.pop((change.type, str(change.values["before"][0].said)), [])
            found[key].append(replace(moment, changes=changes))
    return {key: tuple(reversed(moments)) for key, moments in found.items()}
