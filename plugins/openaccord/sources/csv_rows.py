"""The rows of a CSV file as cells of text, or what stands against them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from openaccord.problems import Slip
from openaccord.sources.csv_scan import broken_quote, first_line, row_starts

_CELL = 32 * 1024
"""The longest cell, in characters: just above the 32,767 of a spreadsheet."""

_ROW = 2 * 200 * _CELL
"""More characters than any row of 200 cells has; a row of commas alone would fill the memory."""
_LINES = 2_000_000
"""Lines, of which a row may have many, so that a file of line breaks costs no more than one of rows."""

_FORMULA_BEGINS = frozenset("=@\t\r+-")
_FORMULA = re.compile(r"\n[=@\t\r+-]")
_SIGNED_NUMBER = re.compile(r"[+-](?:[0-9][0-9,]*(?:\.[0-9]+)?%?)?")


def safe_cell(text: str) -> str:
    """Text as a cell: what a spreadsheet would run as a formula is led by an apostrophe, as OWASP advises."""
    return f"'{text}" if text[:1] in _FORMULA_BEGINS else text


class Flaw(NamedTuple):
    """A problem whose place is looked up later, all in one pass. `column` counts from 0."""

    line: int
    column: int
    code: str
    message: str
    hint: str
    slip: Slip | None = None


class FlawError(Exception):
    """The rest of the file cannot be told. The arguments are those of Flaw."""


def split_rows(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row that has any, with the line on which it begins. Raises FlawError."""
    _check_lines(data)
    stream = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")
    line, length = 1, 0

    def lines() -> Iterator[str]:
        nonlocal length
        for text in stream:
            length += len(text)
            if length > _ROW:
                message = f"This row goes on for more than {_ROW:,} characters."
                raise FlawError(line, 0, "csv-row-length", message, "End the row after its last cell.")
            yield text

    reader = csv.reader(lines(), strict=True)
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line, length = reader.line_num + 1, 0
    except csv.Error as error:
        raise FlawError(*_broken(data, line, file)) from error


def _check_lines(data: bytes) -> None:
    """Raises FlawError for what the lines show before any cell is read."""
    if max(data.count(b"\n"), data.count(b"\r")) > _LINES:
        message = f"The file has more than {_LINES:,} lines."
        raise FlawError(1, 0, "too-many-rows", message, "Split it into two registers.")
    names = first_line(data)
    for separator, what in ((b";", "semicolons"), (b"\t", "tabs")):
        if separator in names and b"," not in names:
            message = f"The columns are separated by {what}, not by commas."
            hint = "In Excel choose Save as, “CSV UTF-8 (Comma delimited)”; elsewhere choose the comma."
            raise FlawError(1, 0, "csv-syntax", message, hint)


def _broken(data: bytes, line: int, file: str) -> Flaw:
    """Why the row that begins on `line` cannot be split into cells."""
    quote = broken_quote(data, row_starts(data, [line])[0], line, file)
    if quote is None:
        message = "A cell of this row is longer than any that can be read."
        return Flaw(line, 0, "cell-too-long", message, f"Write at most {_CELL:,} characters in a cell.")
    if quote.closed is None:
        message = "The quote that opens here is never closed."
    else:
        message = f"The quote that opens here closes in line {quote.closed.line}, where the cell goes on."
    hint = "Close it at the end of the cell; write a quote inside a quoted cell twice."
    return Flaw(line, quote.column, "csv-syntax", message, hint)


def find_flaw(line: int, cells: list[str], width: int) -> Flaw | None:
    """The first thing that is wrong with a row, if anything. `width` is the header's number of cells."""
    # Nearly every row passes these three, which cost a microsecond together.
    joined = "\n".join(("", *cells))
    if len(cells) == width and len(joined) <= _CELL and not _FORMULA.search(joined):
        return None
    if len(cells) != width:
        message = f"This row has {len(cells):,} cells, but the header has {width:,}."
        hint = "Add or remove commas; put a cell that has a comma in it in double quotes."
        return Flaw(line, 0, "csv-row-length", message, hint)
    for column, cell in enumerate(cells):
        if len(cell) > _CELL:
            message = f"This cell has {len(cell):,} characters; at most {_CELL:,} can be read."
            return Flaw(line, column, "cell-too-long", message, "Shorten it, or link to a document.")
        if cell[:1] in _FORMULA_BEGINS and not _SIGNED_NUMBER.fullmatch(cell):
            message = "This cell begins like a formula, which a spreadsheet would run."
            hint = "Begin it with a letter or a figure; write a list's dash as “–”; take out a first tab."
            return Flaw(line, column, "spreadsheet-formula", message, hint)
    return None
