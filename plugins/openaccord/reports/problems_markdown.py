"""Problems as a summary for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from openaccord.problems import Problem, Severity
from openaccord.reports.checked import Checked
from openaccord.reports.markdown_text import code, plain
from openaccord.reports.problems_text import counted, found
from openaccord.reports.worst import worst_first

COMMENT = 65_000
"""Bytes that fit into a comment: GitHub takes 65,536 characters."""
STEP_SUMMARY = 1_000_000
"""Bytes that fit into the summary of a step: GitHub takes 1 MiB, and nothing of what is longer."""

_QUOTED = re.compile("“([^“”]+)”")


def problems_markdown(checked: Checked, room: int = COMMENT) -> str:
    """Counts, what to do, and the problems by file, the worst first, in at most `room` bytes.

    Values from records are shown as code, where nobody is mentioned and nothing linked.
    """
    lines = [
        f"## Check of the registers: {found(checked)}",
        "",
        f"{counted(checked.records, 'record')} checked.",
    ]
    if checked.problems:
        lines += ["", " ".join(_what_to_do(checked))]
    left = room - sum(map(_size, [*lines, _rest(len(checked.problems))]))
    told = 0
    for number, item in _items(checked):
        left -= _size(item)
        if left < 0:
            lines.append(_rest(len(checked.problems) - told))
            break
        lines.append(item)
        told += number
    return "\n".join(lines)


def _what_to_do(checked: Checked) -> Iterator[str]:
    yield "Open each file at the line that is named, change it as the sentence says, and save it here."
    yield "The check then runs again."
    if checked.count(Severity.ERROR):
        yield "It passes when no error is left."
    if checked.count(Severity.WARNING):
        yield "Warnings stop nothing, but somebody should look at them."


def _items(checked: Checked) -> Iterator[tuple[int, str]]:
    """How many problems an item tells, and the item; the first of each file stands below the file's name.

    The file with the worst problem comes first; in a file errors come before warnings.
    """
    files: dict[str, list[Problem]] = {}
    for problem in worst_first(checked.problems):
        files.setdefault(problem.place.file, []).append(problem)
    for file, problems in files.items():
        heading = f"\n### {code(checked.path(file))}\n\n"
        for alike in _alike(sorted(problems, key=lambda one: (one.severity, one.place))):
            yield len(alike), f"{heading}{_item(alike)}"
            heading = ""


def _alike(problems: Iterable[Problem]) -> Iterable[list[Problem]]:
    """The problems that are told in the same words, together."""
    found: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.severity, problem.message, problem.hint), []).append(problem)
    return found.values()


def _item(alike: list[Problem]) -> str:
    problem = alike[0]
    lines = sorted({one.place.line for one in alike})
    numbers = ", ".join(map(str, lines))
    where = f"{problem.severity.capitalize()} in line{'s' if len(lines) > 1 else ''} {numbers}:"
    weight = "**" if problem.severity is Severity.ERROR else ""
    told = f"{_prose(problem.message)} {_prose(problem.hint)}"
    return f"- {weight}{where}{weight} {told} ({code(problem.code)})"


def _rest(number: int) -> str:
    return f"\n{counted(number, 'more problem')} did not fit here. {code('openaccord check')} shows all."


def _size(line: str) -> int:
    return len(line.encode()) + 1


def _prose(text: str) -> str:
    """A sentence of ours with values from records in quotation marks, which become code."""
    pieces = _QUOTED.split(text)
    return "".join(code(piece) if number % 2 else plain(piece) for number, piece in enumerate(pieces))
