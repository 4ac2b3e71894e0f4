"""The records that any version of a file held, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openaccord.changes.between import SETTINGS as SETTINGS_TYPE
from openaccord.checking import Checker, compile_schema
from openaccord.exposure import allowance, exposed, suspicious
from openaccord.layout import SETTINGS, kind_of, stem_of
from openaccord.model import Key, Partnership
from openaccord.problems import Place, Severity
from openaccord.record_types import RecordType, is_id
from openaccord.schemas import builtin_schema, with_translations
from openaccord.settings import graded
from openaccord.sources.table import CSV_BYTES, read_csv
from openaccord.sources.values import JSON
from openaccord.sources.yaml import YAML_BYTES, read_document

Records = Mapping[Key, Mapping[str, JSON]]


@dataclass(frozen=True, slots=True)
class Content:
    """What a version of a file held: records that can be shown, and the keys of those that cannot.

    `broken` is a file that could not be read at all.
    """

    records: Records
    withheld: frozenset[Key] = frozenset()
    drafts: frozenset[Key] = frozenset()
    broken: bool = False


NOTHING = Content({})
"""A file that is not there."""


def reader(partnership: Partnership) -> Callable[[str, bytes], Content]:
    """A function that reads a version of a file, given its path and bytes, by the schemas of today.

    A record that does not fit them, or that has in it what must not be published, is not shown: what was
    once published by mistake is not published again by its history.
    """
    settings, types = partnership.settings, partnership.types
    checkers = {name: compile_schema(schema) for name, schema in partnership.schemas.items()}
    checkers[SETTINGS_TYPE] = compile_schema(builtin_schema("partnership.schema.json", ()))
    tables = {
        name: with_translations(schema.table, partnership.languages)
        for name, schema in partnership.schemas.items()
        if schema.table is not None
    }
    allowed = allowance(settings)

    def shows(checker: Checker, value: Mapping[str, Any], *, closely: bool) -> bool:
        if not checker.fits(value):
            return False
        found = exposed(checker.schema, value, lambda _path, _key: Place(""), allowed) if closely else ()
        return not any(one.severity is Severity.ERROR for one in graded(found, settings))

    def read(path: str, data: bytes) -> Content:
        if len(data) > (CSV_BYTES if path.endswith(".csv") else YAML_BYTES):
            return Content({}, broken=True)
        kind = kind_of(path, types)
        name = kind.name if kind else SETTINGS_TYPE
        values = _values(path, data, kind, tables.get(name, {}))
        if values is None:
            return Content({}, broken=True)
        closely = suspicious(data, path)
        records: dict[Key, Mapping[str, JSON]] = {}
        withheld, drafts = set(), set()
        for key, value in values:
            if value.get("status") == "draft":
                drafts.add(key)
            elif shows(checkers[name], value, closely=closely):
                records[key] = value if kind else {"title": value["name"], **value}
            else:
                withheld.add(key)
        return Content(records, frozenset(withheld), frozenset(drafts))

    return read


def holds_records(path: str, types: tuple[RecordType, ...]) -> bool:
    """Whether a file is one of those whose versions are compared."""
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and (path == SETTINGS or kind_of(path, types) is not None)


def _values(
    path: str, data: bytes, kind: RecordType | None, table: Mapping[str, Any]
) -> list[tuple[Key, dict[str, JSON]]] | None:
    """The key and the fields of each record in a file; None when it cannot be read."""
    if path.endswith(".csv"):
        read, _ = read_csv(data, path, dict(table))
        return None if read is None else list(_rows(kind, read.rows))
    document, _ = read_document(data, path)
    if document is None:
        return None
    if kind is None:
        return (
            [((SETTINGS_TYPE, SETTINGS_TYPE), document.value)] if isinstance(document.value, dict) else None
        )
    if kind.register:
        return list(_rows(kind, document.value)) if isinstance(document.value, list) else None
    if not isinstance(document.value, dict):
        return None
    found = document.value.get("id")
    return [((kind.name, found if isinstance(found, str) else stem_of(path)), document.value)]


def _rows(kind: RecordType | None, rows: list[Any]) -> Iterator[tuple[Key, dict[str, JSON]]]:
    for row in rows:
        if kind is not None and isinstance(row, dict) and isinstance(row.get("id"), str) and is_id(row["id"]):
            yield (kind.name, row["id"]), row
