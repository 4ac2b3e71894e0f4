"""A tree of files made into a partnership, with every problem found on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openaccord.checking import Checker, compile_schema
from openaccord.descriptor import describe
from openaccord.exposure import allowance, exposed, looks_personal, suspicious
from openaccord.layout import (
    DESCRIPTOR,
    is_record_file,
    kind_of,
    stem_of,
    told_apart_by_case,
    unfit,
    unopened,
)
from openaccord.linking import index, resolve
from openaccord.memory import Memory
from openaccord.model import Key, Link, Partnership, Record, Source, Unpublished
from openaccord.own_registers import read_own
from openaccord.problems import Place, Problem, Severity, problem
from openaccord.record_types import RECORD_TYPES, RecordType, is_id, is_reserved
from openaccord.schemas import Path, Schema, builtin_schema, with_translations
from openaccord.settings import graded, read_settings
from openaccord.sources.table import explain_rows, read_csv
from openaccord.sources.yaml import Document, read_document
from openaccord.tree import Entry, Tree

Tick = Callable[[int, int], None]
"""Told after each file how many files were read, and how many there are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A partnership as far as it could be read, all problems in order, and those of each shown record.

    `descriptor` is what registers/datapackage.yaml should hold for the registers that were read.
    """

    partnership: Partnership
    problems: tuple[Problem, ...]
    faults: Mapping[Key, tuple[Problem, ...]]
    descriptor: str


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

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


def load(tree: Tree, tick: Tick = lambda _done, _all: None, memory: Memory | None = None) -> Loaded:
    """Read a partnership; what `memory` knows of a file is not read again.

    Raises Stop when it has no usable settings to be read by.
    """
    settings = read_settings(tree)
    reading = _Reading(tree, memory or Memory(), settings, tuple(settings["languages"]))
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
    links: list[Link] = []
    for link in resolve(records, reading.drafts.union(reading.unpublished), types, schemas):
        if isinstance(link, Link):
            links.append(link)
        else:
            reading.fault(*link)
    refused = {key: found for key, found in sorted(reading.unpublished.items()) if not _shown(records, key)}
    partnership = Partnership(
        settings, types, schemas, records, refused, *index(links), frozenset(reading.drafts)
    )
    faults = {key: tuple(graded(found, settings)) for key, found in reading.faults.items()}
    return Loaded(partnership, tuple(graded(reading.problems, settings)), faults, descriptor)


def _own_types(reading: _Reading) -> Iterator[RecordType]:
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


def _locator(source: Source, root: Path) -> Callable[[Path, bool], Place]:
    return lambda path, key: source.place((*root, *path), key=key)


def _read_entry(reading: _Reading, entry: Entry, types: tuple[RecordType, ...]) -> None:
    """One file of the tree, into records or problems."""
    kind = kind_of(entry.path, types)
    found = unfit(entry, kind)
    if kind is None:
        reading.problems.extend([found] if found else [])
        return
    record_id = "" if kind.register else stem_of(entry.path)
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
        reading.refuse(kind, record_id, found.place.file, [found])
        return
    if suspicious(data, entry.path):
        reading.suspicious.add(entry.path)
    if kind.register:
        _read_register(reading, kind, entry.path, data)
    else:
        _read_record(reading, kind, entry.path, data)


def _read_record(reading: _Reading, kind: RecordType, file: str, data: bytes) -> None:
    stem = stem_of(file)
    document, problems = _document(reading, file, data)
    if document is not None and not isinstance(document.value, dict):
        hint = "Write each field on a line of its own, as its name, a colon and its value; begin with the id."
        document, problems = None, [_wrong_shape(file, "one record", hint)]
    if document is None:
        reading.refuse(kind, stem, file, problems)
        return
    record = _admit(reading, kind, document, (), document.value)
    if record is not None and record.id != stem:
        fact = f"The id is “{record.id}”, but the file is called {stem}.yaml."
        hint = f"Rename the file to {record.id}.yaml; or, if it was never published, change the id to {stem}."
        reading.fault(record, problem("id-not-file-name", record.place("id"), fact, hint))


def _document(reading: _Reading, file: str, data: bytes) -> tuple[Document | None, list[Problem]]:
    """A YAML file, read or remembered."""
    known = reading.memory.recall(data)
    if known is not None:
        return Document(file, known, data), []
    document, problems = read_document(data, file)
    if document is not None:
        reading.memory.note(data, document.value)
    return document, problems


def _wrong_shape(file: str, wanted: str, hint: str) -> Problem:
    return problem("wrong-shape", Place(file), f"The file does not hold {wanted}.", hint)


def _read_register(reading: _Reading, kind: RecordType, file: str, data: bytes) -> None:
    if kind.name in reading.files:
        fact = f"This register is also kept in {reading.files[kind.name]}; only that file was read."
        two = problem(
            "register-twice", Place(file), fact, "Move the rows into one file and delete the other."
        )
        reading.problems.append(two)
        return
    reading.files[kind.name] = file
    schema = reading.checker(kind).schema
    table = with_translations(schema.table or {}, reading.languages)
    source, rows, problems = _rows(reading, file, data, table)
    if problems:
        reading.refuse(kind, "", file, problems)
    if source is None:
        return
    if rows:
        reading.filled[kind.plural] = file
    refused = [i for i, row in enumerate(rows) if _admit(reading, kind, source, (i,), row) is None]
    _explain_further(reading, source, [(i, rows[i]) for i in refused if isinstance(rows[i], dict)], table)


def _rows(
    reading: _Reading, file: str, data: bytes, table: Mapping[str, Any]
) -> tuple[Source | None, list[Any], list[Problem]]:
    """A register's rows as they were written, with the source that knows their places."""
    if file.endswith(".csv"):
        read, problems = read_csv(data, file, dict(table))
        return read, list(read.rows) if read else [], problems
    document, problems = _document(reading, file, data)
    if document is None:
        return None, [], problems
    if not isinstance(document.value, list):
        hint = "Begin each record with a hyphen; write [] where there is none."
        return None, [], [_wrong_shape(file, "a list of records", hint)]
    return document, document.value, problems


def _explain_further(
    reading: _Reading, source: Source, rows: list[tuple[int, dict[str, Any]]], table: Mapping[str, Any]
) -> None:
    """What frictionless finds in refused rows and nobody has said yet, so that both always agree."""
    if not rows:
        return
    told = {found.place for found in reading.problems}
    # Without patterns: we have said what they refuse, and Python's engine may work at one for years.
    columns = [{**column, "constraints": _without_pattern(column)} for column in table["fields"]]
    for error in explain_rows([row for _, row in rows], {**table, "fields": columns}):
        place = source.place((rows[error.row][0], *([error.field] if error.field else [])))
        if place not in told:
            fact = (
                f"“{error.field}” does not fit the register's schema."
                if error.field
                else "This row does not fit."
            )
            reading.problems.append(problem("wrong-format", place, fact, error.note, private=True))


def _without_pattern(column: Mapping[str, Any]) -> dict[str, Any]:
    return {name: limit for name, limit in column.get("constraints", {}).items() if name != "pattern"}


def _compare_descriptor(reading: _Reading, entry: Entry | None, wanted: str) -> None:
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


def _admit(reading: _Reading, kind: RecordType, source: Source, root: Path, value: Any) -> Record | None:
    """A value taken in as a record, or refused with the reasons. A row has a `root`; a document has none.

    A draft is checked like any other record and kept from everything that is published.
    """
    given = value.get("id") if isinstance(value, dict) else None
    record_id = given if isinstance(given, str) else ""
    found = _against(reading, kind, source, root, value)
    if _is_draft(value):
        reading.problems.extend(found)
        reading.drafts.add((kind.name, record_id))
        return None if found else Record(kind, record_id, value, source, root)
    if not found:
        record = Record(kind, record_id, value, source, root)
        reading.records[kind.name][record_id] = record
        return record
    row = f"{source.file}:{source.place(root).line}"  # a row without an id is still listed
    reading.refuse(kind, (record_id or row) if root else stem_of(source.file), source.file, found)
    return None


def _is_draft(value: Any) -> bool:
    return isinstance(value, dict) and value.get("status") == "draft"


def _against(reading: _Reading, kind: RecordType, source: Source, root: Path, value: Any) -> list[Problem]:
    """What stands against taking a value in."""
    checker = reading.checker(kind)
    if not checker.fits(value):
        return checker.explain(value, _locator(source, root))
    given: str = value["id"]
    other = reading.records[kind.name].get(given)
    if other is None and not is_reserved(given):
        return _exposed(reading, checker.schema, source, root, value)
    place = source.place((*root, "id"))
    if other is None:
        fact = f"The id “{given}” cannot be part of an address."
        return [problem("reserved-id", place, fact, "Choose another id.")]
    if not root and stem_of(source.file) == given != stem_of(other.file):
        _give_way(reading, other, place)
        return []
    return [_duplicate(given, place, other.place("id"))]


def _give_way(reading: _Reading, other: Record, owner: Place) -> None:
    """Take back a record that has the id of another file, so that no file can take another's page."""
    key = other.type.name, other.id
    del reading.records[other.type.name][other.id]
    reading.faults.pop(key, None)
    twice = _duplicate(other.id, other.place("id"), owner)
    reading.refuse(other.type, stem_of(other.file), other.file, [twice])


def _duplicate(record_id: str, place: Place, first: Place) -> Problem:
    fact = f"The id “{record_id}” is already used in {first.file}, line {first.line}."
    hint = "Give one of them another id; keep the one that was published first."
    return problem("duplicate-id", place, fact, hint)


def _exposed(
    reading: _Reading, schema: Schema, source: Source, root: Path, value: Mapping[str, Any]
) -> list[Problem]:
    """What a record must not make public; what it may, and somebody should look at, is noted."""
    if source.file not in reading.suspicious or _is_draft(value):
        return []
    found = list(exposed(schema, value, _locator(source, root), allowance(reading.settings)))
    if any(one.severity is Severity.ERROR for one in graded(found, reading.settings)):
        return found
    reading.problems.extend(found)
    return []
