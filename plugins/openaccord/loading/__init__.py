"""A tree of files made into a partnership, with every problem found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from openaccord.descriptor import describe
from openaccord.layout import (
    DESCRIPTOR,
    is_record_file,
    kind_of,
    stem_of,
    told_apart_by_case,
    unfit,
    unopened,
)
from openaccord.linking import resolve
from openaccord.loading.documents import read_record
from openaccord.loading.reading import Reading
from openaccord.loading.registers import read_register
from openaccord.memory import Memory
from openaccord.model import Key, Partnership, Record, Source
from openaccord.own_registers import read_own
from openaccord.problems import Place, Problem, problem
from openaccord.record_types import RECORD_TYPES, RecordType
from openaccord.settings import graded, settings_file, value_of
from openaccord.tree import Entry, Tree

Tick = Callable[[int, int], None]
"""Told after each file how many files were read, and how many there are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A partnership as far as it could be read, all problems in order, and those of each shown record.

    `descriptor` is what registers/datapackage.yaml should hold for the registers that were read. `settings`
    is the file of the partnership's settings.
    """

    partnership: Partnership
    problems: tuple[Problem, ...]
    faults: Mapping[Key, tuple[Problem, ...]]
    descriptor: str
    settings: Source


def load(tree: Tree, tick: Tick = lambda _done, _all: None, memory: Memory | None = None) -> Loaded:
    """Read a partnership; what `memory` knows of a file is not read again.

    Raises Stop when it has no usable settings to be read by.
    """
    file = settings_file(tree)
    settings = value_of(file)
    reading = Reading(tree, memory or Memory(), settings, tuple(settings["languages"]))
    types = (*RECORD_TYPES, *_own_types(reading))
    listed = [*tree.entries("protocols"), *tree.entries("registers")]
    entries = [*filter(is_record_file, listed)]
    reading.problems.extend(told_apart_by_case(entry.path for entry in entries))
    for done, entry in enumerate(entries, start=1):
        _read_entry(reading, entry, types)
        tick(done, len(entries))
    schemas = {kind.name: reading.checker(kind).schema for kind in types}
    descriptor = describe(reading.filled, types, schemas, reading.languages)
    _compare_descriptor(reading, next((e for e in listed if e.path == DESCRIPTOR), None), descriptor)
    records = {name: dict(sorted(found.items())) for name, found in reading.records.items()}
    links, unfound = resolve(records, reading.drafts.union(reading.unpublished), types, schemas)
    for record, found in unfound:
        reading.fault(record, found)
    partnership = Partnership(
        settings,
        types,
        schemas,
        records,
        {key: found for key, found in sorted(reading.unpublished.items()) if not _shown(records, key)},
        tuple(links),
        frozenset(reading.drafts),
    )
    faults = {key: tuple(graded(found, settings)) for key, found in reading.faults.items()}
    return Loaded(partnership, tuple(graded(reading.problems, settings)), faults, descriptor, file)


def _own_types(reading: Reading) -> Iterator[RecordType]:
    for found in read_own(reading.tree, reading.languages):
        if isinstance(found, Problem):
            reading.problems.append(found)
        else:
            kind, checker = found
            reading.checkers[kind.name] = checker
            yield kind


def _shown(records: Mapping[str, Mapping[str, Record]], key: Key) -> bool:
    """Whether another record of that type and id is shown already."""
    return key[1] in records.get(key[0], {})


def _read_entry(reading: Reading, entry: Entry, types: tuple[RecordType, ...]) -> None:
    """One file of the tree, into records or problems."""
    kind = kind_of(entry.path, types)
    found = unfit(entry, kind)
    if kind is None:
        reading.problems.extend([found] if found else [])
        return
    if found is None:
        try:
            data = reading.tree.read(entry.path)
        except OSError as error:
            found = problem(
                "unreadable-file",
                Place(entry.path),
                f"The file could not be read: {error.strerror or error}.",
                "Check that the file is there and that you may read it.",
            )
    if found is not None:
        reading.refuse(kind, "" if kind.register else stem_of(entry.path), found.place.file, [found])
        return
    (read_register if kind.register else read_record)(reading, kind, entry.path, data)


def _compare_descriptor(reading: Reading, entry: Entry | None, wanted: str) -> None:
    """Say when the file by which other tools know the registers is not right, or not there.

    While a register cannot be read whole, nobody knows what would be right.
    """
    if entry is not None and (found := unopened(entry)):
        reading.problems.append(found)
        return
    if any(not record_id for _, record_id in reading.unpublished):
        return
    try:
        current = reading.tree.read(DESCRIPTOR).decode(errors="replace")
    except OSError:
        current = ""
    if current.replace("\r\n", "\n") != wanted and (current or reading.filled):
        fact = (
            "This file does not describe the registers as they are now."
            if current
            else "This file is missing."
        )
        outdated = problem("descriptor-outdated", Place(DESCRIPTOR), fact, "Run: openaccord describe")
        reading.problems.append(outdated)
