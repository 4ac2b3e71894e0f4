"""Tables as people keep them: the headings, the rows, and the place of each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any

from openaccord.importers.ledger import Spot
from openaccord.importers.workbook_errors import error_cells
from openaccord.problems import Stop

_BYTES = 50 * 1024 * 1024
_ROWS = 200_000
_COLUMNS = 200
_DELIMITERS = {".csv": ",", ".tsv": "\t"}

Row = tuple[int, list[str]]
"""A row's number, from 1 (of its first physical line in a text file), and its cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. Every row has one text for each heading, in their order.

    `written` holds headings that stand in the file with other white space than in `headings`; `failed` the
    places of spreadsheet cells that show an error such as #N/A, which read as empty.
    """

    file: str
    tab: str
    headings: tuple[str, ...]
    written: tuple[str, ...]
    rows: tuple[Row, ...]
    blank_rows: int
    failed: tuple[Spot, ...] = ()

    def spot(self, index: int, heading: str) -> Spot:
        """Where a cell stands: `Assets!D14`, or `assets.csv:14`. `index` counts rows from 0."""
        number, column = self.rows[index][0], self.headings.index(heading)
        text = address(self.tab, column, number) if self.tab else f"{self.file}:{number}"
        return Spot(self.file, number, column, text)


def fold(heading: str) -> str:
    """A heading with every run of white space, line breaks too, as one space."""
    return " ".join(heading.split())


def letters(index: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 25 is Z, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(tab: str, column: int, row: int) -> str:
    """How a workbook names a cell: `Assets!D14`. `column` counts from 0."""
    return f"{tab}!{letters(column)}{row}"


def read_sheet(file: str, data: bytes, *, tab: str = "", header_row: int = 1) -> Sheet:
    """The table in a .csv, .tsv or .xlsx file; `file` is its name, `tab` the wanted sheet of a workbook.

    Text files are strict UTF-8, with or without a byte order mark. Raises Stop where the table cannot be
    read whole: a file that is too large, not UTF-8 or broken, no such sheet, headings that repeat, a row
    with more or fewer cells than there are headings.
    """
    suffix = PurePath(file).suffix.lower()
    if len(data) > _BYTES:
        raise Stop(f"{file}: The file has {len(data):,} bytes; at most {_BYTES:,} can be read. Split it.")
    failed: tuple[Spot, ...] = ()
    if suffix in _DELIMITERS:
        if tab:
            raise Stop(f"{file}: A text file has no sheets. Take “sheet: {tab}” out of the mapping.")
        lines = _text_rows(file, data, _DELIMITERS[suffix])
    elif suffix == ".xlsx":
        tab, lines = _workbook_rows(file, data, tab)
        failed = tuple(
            Spot(file, row, column, address(tab, column, row)) for row, column in error_cells(data, tab)
        )
    else:
        raise Stop(f"{file}: Only .csv, .tsv and .xlsx can be read. Save the table as one of these.")
    return _table(file, tab, lines, header_row, failed)


def _table(file: str, tab: str, lines: Iterator[Row], header_row: int, failed: tuple[Spot, ...]) -> Sheet:
    where = f"{file}, sheet {tab}" if tab else file
    header: list[str] | None = None
    stands = 0
    rows: list[Row] = []
    blank = 0
    for count, (number, cells) in enumerate(lines, 1):
        if header is None:
            header, stands = (cells if (number if tab else count) >= header_row else None), number
            continue
        if not any(cells):
            blank += 1
            continue
        if len(cells) != len(header):
            fact = f"{file}:{number}: The row has {len(cells)} cells, the headings are {len(header)}."
            raise Stop(f"{fact} Look for a missing or extra comma or quotation mark in it.")
        rows.append((number, cells))
        if len(rows) > _ROWS:
            raise Stop(f"{where}: There are more than {_ROWS:,} rows. Split the table.")
    if header is None or not any(header):
        raise Stop(f"{where}: There are no headings in row {header_row}. Say in header-row where they are.")
    headings = _headings(
        where, header, lambda column: address(tab, column, stands) if tab else f"column {letters(column)}"
    )
    written = tuple(was for was, now in zip(header, headings, strict=True) if was and was != now)
    return Sheet(file, tab, headings, written, tuple(rows), blank, failed)


def _headings(where: str, header: list[str], named: Callable[[int], str]) -> tuple[str, ...]:
    """The headings as mappings name them; a column without one is “(column F)”."""
    if len(header) > _COLUMNS:
        raise Stop(f"{where}: There are {len(header)} columns; at most {_COLUMNS} can be read.")
    names = [fold(name) or f"(column {letters(index)})" for index, name in enumerate(header)]
    for index, name in enumerate(names):
        if (first := names.index(name)) != index:
            fact = f"The heading “{name}” stands in {named(first)} and in {named(index)}."
            raise Stop(f"{where}: {fact} Rename one of them.")
    return tuple(names)


def _text_rows(file: str, data: bytes, delimiter: str) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stop(
            f"{file}:{line}: This is not UTF-8 text. In Excel choose Save as, “CSV UTF-8 (Comma delimited)”."
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Stop(
            f"{file}:{line}: The row that begins here cannot be read ({error}). "
            "Look for a quotation mark that is not closed or not doubled."
        ) from None


def _workbook_rows(file: str, data: bytes, tab: str) -> tuple[str, Iterator[Row]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        tab = _chosen(file, tab, names)
        cells = workbook.get_sheet_by_name(tab).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Stop(f"{file}: The workbook cannot be read ({error}). Save it again as .xlsx.") from None
    return tab, ((number, [_as_text(cell) for cell in row]) for number, row in enumerate(cells, 1))


def _chosen(file: str, tab: str, names: list[str]) -> str:
    if not tab and len(names) == 1:
        return names[0]
    if tab not in names:
        fact = f"There is no sheet “{tab}”" if tab else "The file has several sheets"
        raise Stop(f"{file}: {fact}. Write “sheet:” with one of these in the mapping: {', '.join(names)}.")
    return tab


def _as_text(cell: Any) -> str:
    """A spreadsheet's value as ISO text; a whole number has no decimals, midnight no time."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"PT{int(cell.total_seconds())}S"
    return str(cell)
