"""Where files belong: which type of record a file holds, and what is wrong with it before it is opened."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from openaccord.problems import Place, Problem, problem
from openaccord.record_types import RECORD_TYPES, RecordType
from openaccord.sources.table import CSV_BYTES
from openaccord.sources.text import too_large
from openaccord.sources.yaml import YAML_BYTES
from openaccord.tree import Entry

SETTINGS = "registers/partnership.yaml"
DESCRIPTOR = "registers/datapackage.yaml"
_PATH_BYTES = 200
_NOT_RECORDS = (".md", ".txt", ".license")


def is_record_file(entry: Entry) -> bool:
    """Whether a file holds records: the settings, the descriptor and notes beside the records do not."""
    return entry.path not in (SETTINGS, DESCRIPTOR) and not entry.path.endswith(_NOT_RECORDS)


def kind_of(path: str, types: tuple[RecordType, ...]) -> RecordType | None:
    """The type of the records in a file, by where the file lies; None when nothing is read from there."""
    folder, name = posixpath.split(path)
    stem, suffix = posixpath.splitext(name)
    for kind in types:
        if kind.register:
            if folder == kind.folder and stem == kind.plural and suffix in (".yaml", ".csv"):
                return kind
        elif suffix == ".yaml" and (
            folder == kind.folder or (kind.deep and folder.startswith(kind.folder + "/"))
        ):
            return kind
    return None


def told_apart_by_case(paths: Iterable[str]) -> Iterator[Problem]:
    """Each path that another one equals but for capital letters."""
    known: dict[str, str] = {}
    for path in paths:
        other = known.setdefault(path.casefold(), path)
        if other != path:
            fact = f"This path differs from {_place(other).file} only by capital letters."
            hint = "Rename or delete one of the two; Windows and macOS can keep only one of them."
            yield problem("path-case", _place(path), fact, hint)


def _place(path: str) -> Place:
    """The beginning of a file, whose name may have characters that cannot be shown."""
    if path.isprintable():
        return Place(path)
    return Place("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path))


def stem_of(path: str) -> str:
    """A file's name without its ending."""
    return posixpath.splitext(posixpath.basename(path))[0]


def unfit(entry: Entry, kind: RecordType | None) -> Problem | None:
    """What keeps a file of records from being opened."""
    found = unopened(entry)
    if kind is None and (found is None or found.code == "file-too-large"):
        return _misplaced(entry.path)
    return found


def unopened(entry: Entry) -> Problem | None:
    """What keeps any file from being opened; its size is known before a byte of it is in memory."""
    place = _place(entry.path)
    if place.file != entry.path:
        hint = "Rename the file, or the folder that it lies in."
        return problem("forbidden-character", place, "The name has a character that cannot be shown.", hint)
    size = len(entry.path.encode())
    if not entry.regular:
        hint = "Put the file itself here in place of a link; if this is a folder, let it be opened."
        return problem("not-a-file", place, "This is not a plain file.", hint)
    if size > _PATH_BYTES:
        fact = f"The path is {size} bytes long; {_PATH_BYTES} is the most."
        return problem("path-too-long", place, fact, "Shorten the names of the file and its folders.")
    limit = CSV_BYTES if entry.path.endswith(".csv") else YAML_BYTES
    return too_large(entry.size, entry.path, limit) if entry.size > limit else None


def _misplaced(path: str) -> Problem:
    folder, name = posixpath.split(path)
    stem, suffix = posixpath.splitext(name)
    if suffix == ".yml":
        return problem("wrong-place", Place(path), "The file ends in .yml.", f"Rename it to {stem}.yaml.")
    if folder == "registers" and suffix in (".yaml", ".csv"):
        registers = ", ".join(kind.plural for kind in RECORD_TYPES if kind.register)
        return problem(
            "unknown-register",
            Place(path),
            f"There is no schema for a register called “{stem}”.",
            f"Use one of the names {registers}; or describe this one in schemas/{stem}.table.json.",
        )
    return problem(
        "wrong-place",
        Place(path),
        "openaccord reads no files of this kind in this folder.",
        "Protocols belong in protocols/, agreements in protocols/agreements/ and DPIAs in protocols/dpias/, "
        "all as .yaml; registers in registers/, as .yaml or .csv.",
    )
