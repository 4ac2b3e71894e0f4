"""Records as the files that a partnership keeps, each proven by reading it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openaccord.importers.ledger import Ledger, Spot
from openaccord.importers.mapping import Target
from openaccord.problems import Problem
from openaccord.record_types import RecordType
from openaccord.schemas import Schema
from openaccord.sources.table import read_csv
from openaccord.sources.values import JSON
from openaccord.sources.yaml import read_document
from openaccord.sources.yaml_text import to_yaml

_AS_YAML = "Write this register as YAML: put “format: yaml” beside its “from:” in the mapping."
_AS_CSV = "Write this register as CSV: take “format: yaml” out of the mapping."
_REMEDIES = {
    "spreadsheet-formula": _AS_YAML,
    "cell-too-long": _AS_YAML,
    "file-too-large": _AS_CSV,
    "too-many-values": _AS_CSV,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A record and the cells that its id was made from; none for one that the mapping states."""

    data: dict[str, JSON]
    spots: tuple[Spot, ...]


def written(
    target: Target, kind: RecordType, schema: Schema, records: Sequence[Made], ledger: Ledger
) -> Iterator[tuple[str, str]]:
    """Path and text of each file. What openaccord would not read back in the same way is a stop."""
    if not kind.register:
        for record in records:
            comment = f"Imported from {record.spots[0].text} by openaccord import." if record.spots else ""
            path = f"{kind.folder}/{record.data['id']}.yaml"
            yield path, _yaml(record.data, path, record.spots, ledger, comment)
    elif target.format == "yaml":
        path = f"{kind.folder}/{target.name}.yaml"
        yield path, _yaml([record.data for record in records], path, (), ledger, "")
    else:
        path = f"{kind.folder}/{target.name}.csv"
        yield path, _csv(target, path, schema.table or {}, records, ledger)


def _yaml(value: JSON, path: str, spots: Sequence[Spot], ledger: Ledger, comment: str) -> str:
    text = to_yaml(value, comment=comment)
    document, problems = read_document(text.encode(), path)
    for found in problems:
        _stop(found, path, spots, ledger)
    if document is not None and document.value != value:
        _stop_changed(path, spots, ledger)
    return text


def _csv(
    target: Target, path: str, table: Mapping[str, JSON], records: Sequence[Made], ledger: Ledger
) -> str:
    columns = list(dict.fromkeys(("id", *target.fields, *(name for one in target.also for name in one))))
    delimiters = _delimiters(table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    by_line: dict[int, Made] = {}
    line = 1 + sum(column.count("\n") for column in columns)
    for record in records:
        cells = [_cell(record.data.get(name), delimiters.get(name, ",")) for name in columns]
        writer.writerow(cells)
        by_line[line + 1] = record
        line += 1 + sum(cell.count("\n") for cell in cells)
    _prove_csv(text.getvalue(), path, table, by_line, ledger)
    return text.getvalue()


def _prove_csv(
    text: str, path: str, table: Mapping[str, JSON], by_line: Mapping[int, Made], ledger: Ledger
) -> None:
    read, problems = read_csv(text.encode(), path, table)
    for found in problems:
        begun = max((line for line in by_line if line <= found.place.line), default=0)
        _stop(found, path, by_line[begun].spots if begun else (), ledger)
    if read is not None:
        for line, row in zip(read.lines[1:], read.rows, strict=True):
            if row != by_line[line].data:
                _stop_changed(path, by_line[line].spots, ledger)


def _delimiters(table: Mapping[str, JSON]) -> dict[str, str]:
    """What parts the entries of each list (Table Schema v2, type `list`: a comma unless said otherwise)."""
    fields = table.get("fields")
    return {
        str(field["name"]): str(field.get("delimiter", ","))
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict)
    }


def _cell(value: JSON, delimiter: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return delimiter.join(str(item) for item in value)
    return "" if value is None else str(value)


def _stop(found: Problem, path: str, spots: Sequence[Spot], ledger: Ledger) -> None:
    ledger.stop(f"{path}: {found.message}", _REMEDIES.get(found.code, found.hint), *spots)


def _stop_changed(path: str, spots: Sequence[Spot], ledger: Ledger) -> None:
    fact = f"{path}: What was written would be read as something else."
    ledger.stop(fact, _AS_YAML if path.endswith(".csv") else "Please report this as a fault.", *spots)
