"""Spreadsheet cells that show an error: the library that reads workbooks gives them as empty."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

_SHEET = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"[^>]*?\br:id="([^"]*)"')
_PART = re.compile(r"<Relationship [^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*)>")
_BYTES = 500 * 1024 * 1024


def error_cells(data: bytes, tab: str) -> list[tuple[int, int]]:
    """Row from 1 and column from 0 of the cells in sheet `tab` that hold an error such as #N/A or #DIV/0!.

    A cell of that kind has `t="e"` (ECMA-376 Part 1, 18.18.11). Where the workbook is laid out in another
    way than usual, or unpacks to more than 500 MB, nothing is found.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as workbook:
            part = _part_of(workbook, tab)
            if not part or workbook.getinfo(part).file_size > _BYTES:
                return []
            cells = _CELL.findall(workbook.read(part))
    except (zipfile.BadZipFile, KeyError):
        return []
    found = (re.search(rb'\br="([A-Z]+)([0-9]+)"', cell) for cell in cells if re.search(rb'\bt="e"', cell))
    return [(int(match.group(2)), _column(match.group(1))) for match in found if match]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _part_of(workbook: zipfile.ZipFile, tab: str) -> str:
    """The name, inside the file, of the part that holds a sheet."""
    sheets = _SHEET.findall(workbook.read("xl/workbook.xml").decode("utf-8"))
    wanted = next((key for name, key in sheets if unescape(name) == tab), None)
    for part in _PART.findall(workbook.read("xl/_rels/workbook.xml.rels").decode("utf-8")):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', part))
        if attributes.get("Id") == wanted:
            target = attributes.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""
