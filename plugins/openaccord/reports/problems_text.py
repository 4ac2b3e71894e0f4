"""Problems for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from openaccord.problems import Severity
from openaccord.reports.checked import BYTE_ORDER_MARK, Checked
from openaccord.reports.harmless import harmless
from openaccord.reports.widths import cells
from openaccord.reports.without_values import without_values

_WIDEST = 110


def problems_text(checked: Checked) -> str:
    """Each problem as place, fact, the line with a caret below it, and remedy; then how many there are."""
    return "\n".join([*_told(checked), summary(checked)])


def _told(checked: Checked) -> Iterator[str]:
    paint = checked.paint
    for problem in checked.problems:
        place = problem.place
        where = f"{harmless(place.file)}:{place.line}:{place.column}:"
        severity, code = paint(problem.severity, problem.severity), paint(f"[{problem.code}]", "quiet")
        yield f"{where} {severity} {harmless(problem.message)} {code}"
        line = without_values(
            checked.line_of(place.file, place.line).removeprefix(BYTE_ORDER_MARK),
            0 if problem.private else place.column,
            named=not place.file.endswith(".csv"),
        )
        yield from _shown(line, place.line, place.column, paint)
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
    yield " " * len(margin) + " " * cells(before) + paint("^", "error")


def summary(checked: Checked) -> str:
    """The last line: how many records were read and what was found."""
    read = f"{counted(checked.records, 'record')} checked"
    return f"{read}: {found(checked)}."


def found(checked: Checked) -> str:
    """How many errors and warnings there are, or that there are none."""
    if not checked.problems:
        return "no problems"
    numbers = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    return f"{counted(numbers[0], 'error')}, {counted(numbers[1], 'warning')}"


def counted(number: int, word: str) -> str:
    """A number with its word: “1 error”, “1,200 errors”."""
    return f"{number:,} {word}{'s' if number != 1 else ''}"
