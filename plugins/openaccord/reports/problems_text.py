"""Problems for a person at a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from openaccord.problems import Problem, Severity
from openaccord.reports.harmless import harmless

_WIDEST = 110


def problems_text(
    problems: Iterable[Problem], line_of: Callable[[str, int], str], paint: Callable[[str, str], str]
) -> Iterator[str]:
    """Each problem as place, fact, the line with a caret below it, and remedy.

    `line_of` gives a line of a file, "" when there is none; `paint` colours a text as "error", "warning" or
    "quiet".
    """
    for problem in problems:
        place = problem.place
        where = f"{harmless(place.file)}:{place.line}:{place.column}:"
        severity, code = paint(problem.severity, problem.severity), paint(f"[{problem.code}]", "quiet")
        yield f"{where} {severity} {harmless(problem.message)} {code}"
        yield from _shown(line_of(place.file, place.line), place.line, place.column, paint)
        yield f"  {harmless(problem.hint)}"
        yield ""


def _shown(line: str, number: int, column: int, paint: Callable[[str, str], str]) -> Iterator[str]:
    """The line of the file and a caret below the column; long lines are cut around it."""
    if not line.strip():
        return
    start = max(0, column - _WIDEST // 2) if len(line) > _WIDEST else 0
    cut = harmless(line[start : start + _WIDEST])
    before = harmless(line[start : column - 1])
    margin = f"  {number} | "
    yield paint(margin, "quiet") + cut
    yield " " * len(margin) + " " * _cells(before) + paint("^", "error")


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide characters two, combining and joining ones none."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def summary(problems: Iterable[Problem], records: int) -> str:
    """The last line: how many records were read and what was found."""
    found = [problem.severity for problem in problems]
    errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARNING)
    read = f"{records:,} record{'s' if records != 1 else ''} checked"
    if not found:
        return f"{read}: no problems."
    return f"{read}: {_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' if number != 1 else ''}"
