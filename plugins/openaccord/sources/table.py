"""Registers written as CSV, read by their Table Schema."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import methodcaller
from typing import Any, NamedTuple, TypeAlias

from openaccord.problems import Place, Problem, Slip, problem
from openaccord.sources.csv_rows import Flaw, FlawError, find_flaw, split_rows
from openaccord.sources.csv_scan import cell_place, row_starts
from openaccord.sources.text import decode
from openaccord.sources.values import JSON, Path, number

Schema: TypeAlias = Mapping[str, Any]
"""A Table Schema v2 descriptor: https://datapackage.org/standard/table-schema/."""

CSV_BYTES = 50 * 1024 * 1024
"""The largest file."""
_ROWS = 200_000
COLUMNS = 200
"""The most columns of a register."""
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(slots=True)
class Table:
    """A CSV register: its rows, which must not be changed, and where each cell stands.

    A row has the fields whose cells are not empty; equal lists in two rows may be one list. `lines` holds the
    physical lines, from 1, on which the header and then the rows begin; columns are found again in `data`,
    the file's bytes, when asked for. `delimiters` part the items of each field that is a list.
    """

    file: str
    header: list[str]
    rows: list[dict[str, JSON]]
    lines: array[int]
    data: bytes = field(repr=False)
    delimiters: Mapping[str, str] = field(default_factory=dict)
    _starts: array[int] | None = field(default=None, repr=False, compare=False)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of the cell at `(row, field)`, or with `key` of the field's name in the header.

        An item of a list has its own place inside the cell. A path that ends early, or names a field that is
        not in the header, has its row's place.
        """
        row, name, item = (*path, None, None, None)[:3]
        record = row + 1 if isinstance(row, int) and 0 <= row < len(self.rows) else 0
        if not isinstance(name, str) or name not in self.header:
            return Place(self.file, self.lines[record])
        if self._starts is None:
            self._starts = row_starts(self.data, self.lines)
        record = 0 if key else record
        begin = Place(self.file, self.lines[record])
        before = self._before(record - 1, name, item)
        return cell_place(self.data, self._starts[record], begin, self.header.index(name), before)

    def _before(self, row: int, name: str, item: str | int | None) -> bytes:
        """What stands in a cell before an item of its list, as it is written: a quote stands there twice."""
        cell = self.rows[row].get(name) if row >= 0 else None
        if not isinstance(cell, list) or not isinstance(item, int) or not 0 < item < len(cell):
            return b""
        before = "".join(f"{part}{self.delimiters[name]}" for part in cell[:item])
        return before.replace('"', '""').encode()


class RowError(NamedTuple):
    """Why frictionless refuses a row: `row` counts from 0, `kind` is frictionless's type of error."""

    row: int
    field: str | None
    kind: str
    note: str


def explain_rows(rows: Sequence[Mapping[str, JSON]], schema: Schema) -> list[RowError]:
    """What is wrong with `rows`, as frictionless sees it; a field that is not there is an empty cell.

    Uniqueness is judged among these rows alone, and foreign keys, which need the other registers, are not.
    """
    if not rows:
        return []
    from frictionless import Resource  # noqa: PLC0415 # a second to import, and few runs need it
    from frictionless import Schema as TableSchema  # noqa: PLC0415 # the same

    own = {name: value for name, value in schema.items() if name != "foreignKeys"}
    with Resource(data=list(rows), schema=TableSchema.from_descriptor(own)) as resource:
        return [
            # frictionless counts from 1 and counts the header.
            RowError(row.row_number - 2, getattr(error, "field_name", None) or None, error.type, error.note)
            for row in resource.row_stream
            for error in row.errors
        ]


def read_csv(data: bytes, file: str, schema: Schema) -> tuple[Table | None, list[Problem]]:
    """The table that `data` holds, or None if the file or its header cannot be told.

    RFC 4180 with commas. Every row is in the table or has its one problem. Limits: 50 MB, 200,000 rows,
    2,000,000 lines, 200 columns, 32 KB a cell. Cells that a spreadsheet would run are refused (OWASP,
    "CSV Injection"). A cell becomes what its field's type says; one that cannot stays text, so that the
    schema check names it.
    """
    text, problems = decode(data, file, CSV_BYTES)
    if text is None:
        return None, problems
    del text
    flaws: list[Flaw] = []
    table = None
    try:
        rows = split_rows(data, file)
        line, cells = next(rows, (1, []))
        header, delimiters = _header(line, cells, flaws), _delimiters(schema)
        table = Table(file, header, [], array("I", [line]), data, delimiters)
        _fill(table, rows, _casts(schema, delimiters), flaws)
    except FlawError as error:
        table = None
        flaws.append(Flaw(*error.args))
    return table, _problems(data, file, flaws)


def _header(line: int, cells: list[str], flaws: list[Flaw]) -> list[str]:
    """The names of the columns, without spaces around them. Raises FlawError where they tell no columns."""
    if not cells:
        message = "The file has no header."
        raise FlawError(1, 0, "csv-header", message, "Write the names of the columns in the first line.")
    if len(cells) > COLUMNS:
        message = f"The header has {len(cells):,} columns; at most {COLUMNS} can be read."
        raise FlawError(line, 0, "too-many-columns", message, "Remove those that are not needed.")
    if flaw := find_flaw(line, cells, len(cells)):
        raise FlawError(*flaw)
    names = [cell.strip() for cell in cells]
    for column, name in enumerate(names):
        shown = " ".join(name[:80].split())
        if not name:
            hint = "Name it in the header, or remove the column."
            raise FlawError(line, column, "csv-header", "This column has no name.", hint)
        if name in names[:column]:
            message = f"Two columns are named “{shown}”."
            raise FlawError(line, column, "csv-header", message, "Rename or remove one of them.")
        if name != cells[column]:
            message = f"The name “{shown}” has a space before or after it."
            slip = Slip(cells[column], name)
            flaws.append(Flaw(line, column, "csv-header", message, "Remove the space.", slip))
    return names


def _fill(
    table: Table,
    rows: Iterator[tuple[int, list[str]]],
    casts: list[tuple[str, Callable[[str], JSON]]],
    flaws: list[Flaw],
) -> None:
    """Adds each row to the table or its flaw to `flaws`."""
    width = len(table.header)
    for count, (line, cells) in enumerate(rows, 1):
        if count > _ROWS:
            message = f"The register has more than {_ROWS:,} rows."
            raise FlawError(line, 0, "too-many-rows", message, "Split it into two registers.")
        if flaw := find_flaw(line, cells, width):
            flaws.append(flaw)
            continue
        row: dict[str, Any] = {name: cell for name, cell in zip(table.header, cells, strict=True) if cell}
        for name, cast in casts:
            if name in row:
                row[name] = cast(row[name])
        table.rows.append(row)
        table.lines.append(line)


def _delimiters(schema: Schema) -> dict[str, str]:
    """What parts the items of each field that is a list."""
    columns = schema.get("fields", [])
    return {one["name"]: one.get("delimiter") or "," for one in columns if one.get("type") == "list"}


def _casts(schema: Schema, delimiters: Mapping[str, str]) -> list[tuple[str, Callable[[str], JSON]]]:
    """What makes values of the cells of each field that is not text.

    Each remembers its latest values: columns repeat themselves, and equal lists are one list, which saves
    half a second and 30 MB for 100,000 rows with two lists.
    """
    casts: list[tuple[str, Callable[[str], JSON]]] = []
    for declared in schema.get("fields", []):
        kind = declared.get("type")
        cast = methodcaller("split", delimiters[declared["name"]]) if kind == "list" else _CASTS.get(kind)
        if cast:
            casts.append((declared["name"], lru_cache(maxsize=4096)(cast)))
    return casts


def _boolean(cell: str) -> bool | str:
    return _BOOLEANS.get(cell, cell)


def _number(cell: str) -> int | float | str:
    found = number(cell)
    return cell if found is None else found


def _integer(cell: str) -> int | str:
    found = number(cell)
    return found if isinstance(found, int) else cell


_CASTS: dict[str, Callable[[str], JSON]] = {"boolean": _boolean, "number": _number, "integer": _integer}


def _problems(data: bytes, file: str, flaws: list[Flaw]) -> list[Problem]:
    lines = sorted({flaw.line for flaw in flaws})
    starts = dict(zip(lines, row_starts(data, lines), strict=True))
    return [
        problem(
            code,
            cell_place(data, starts[line], Place(file, line), column),
            message,
            hint,
            slip,
            private=code != "csv-header",
        )
        for line, column, code, message, hint, slip in flaws
    ]
