"""What has been read of a partnership so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openaccord.checking import Checker, compile_schema
from openaccord.exposure import looks_personal
from openaccord.memory import Memory
from openaccord.model import Key, Record, Unpublished
from openaccord.problems import Problem
from openaccord.record_types import RecordType, is_id, is_reserved
from openaccord.schemas import builtin_schema
from openaccord.tree import Tree


@dataclass(slots=True)
class Reading:
    """What has been read so far.

    `suspicious` are the files that have to be looked at for personal data, `files` where each register was
    read from, and `filled` those of them that have rows, by plural.
    """

    tree: Tree
    memory: Memory
    settings: Mapping[str, Any]
    languages: tuple[str, ...]
    suspicious: set[str] = field(default_factory=set)
    checkers: dict[str, Checker] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    records: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    unpublished: dict[Key, Unpublished] = field(default_factory=dict)
    drafts: set[Key] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    faults: dict[Key, list[Problem]] = field(default_factory=lambda: defaultdict(list))

    def checker(self, kind: RecordType) -> Checker:
        """The checker of a type; those of own registers were put in when their schemas were read."""
        if kind.name not in self.checkers:
            self.checkers[kind.name] = compile_schema(builtin_schema(kind.schema, self.languages))
        return self.checkers[kind.name]

    def fault(self, record: Record, found: Problem) -> None:
        """Note a problem of a record that is shown all the same."""
        self.problems.append(found)
        self.faults[record.type.name, record.id].append(found)

    def refuse(self, kind: RecordType, record_id: str, file: str, found: list[Problem]) -> None:
        """Note what keeps a record, or with no id a whole register, from being shown.

        An id that no address can have is left out, so that its list names the file instead of a page.
        """
        self.problems.extend(found)
        if looks_personal(record_id):  # its page's address would tell it
            return
        addressable = is_id(record_id) and not is_reserved(record_id)
        refused = Unpublished(kind, record_id if addressable else "", file, tuple(found))
        self.unpublished.setdefault((kind.name, record_id), refused)
