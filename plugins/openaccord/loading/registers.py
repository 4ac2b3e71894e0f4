"""Registers: files that hold many records, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openaccord.exposure import suspicious
from openaccord.loading.admitting import Spot, admit
from openaccord.loading.documents import read_yaml, wrong_shape
from openaccord.loading.reading import Reading
from openaccord.model import Source
from openaccord.problems import Place, Problem, problem
from openaccord.record_types import RecordType
from openaccord.schemas import with_translations
from openaccord.sources.table import explain_rows, read_csv


def read_register(reading: Reading, kind: RecordType, file: str, data: bytes) -> None:
    """A file that holds a register."""
    if kind.name in reading.files:
        fact = f"This register is also kept in {reading.files[kind.name]}; only that file was read."
        hint = "Move the rows into one file and delete the other."
        reading.problems.append(problem("register-twice", Place(file), fact, hint))
        return
    reading.files[kind.name] = file
    checker = reading.checker(kind)
    table = with_translations(checker.schema.table or {}, reading.languages)
    source, rows, problems = _rows(reading, file, data, table)
    if problems:
        reading.refuse(kind, "", file, problems)
    if source is None:
        return
    if rows:
        reading.filled[kind.plural] = file
    refused = [
        number
        for number, row in enumerate(rows)
        if admit(reading, kind, Spot(source, (number,)), row, fits=checker.fits(row)) is None
    ]
    _explain_further(reading, source, [(i, rows[i]) for i in refused if isinstance(rows[i], dict)], table)


def _rows(
    reading: Reading, file: str, data: bytes, table: Mapping[str, Any]
) -> tuple[Source | None, list[Any], list[Problem]]:
    """A register's rows as they were written, with the source that knows their places."""
    if file.endswith(".csv"):
        if suspicious(data, file):
            reading.suspicious.add(file)
        read, problems = read_csv(data, file, dict(table))
        return read, list(read.rows) if read else [], problems
    document, problems = read_yaml(reading, file, data)
    if document is None:
        return None, [], problems
    if not isinstance(document.value, list):
        hint = "Begin each record with a hyphen; write [] where there is none."
        return None, [], [wrong_shape(file, "a list of records", hint)]
    return document, document.value, problems


def _explain_further(
    reading: Reading, source: Source, rows: list[tuple[int, dict[str, Any]]], table: Mapping[str, Any]
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
