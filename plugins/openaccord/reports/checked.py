"""What a check found, and what its reports need to tell it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openaccord.edits import Edit
from openaccord.problems import Problem, Severity

BYTE_ORDER_MARK = "\ufeff"
"""What Excel puts at the start of a file. Places do not count it."""

Suggest = Callable[[Problem], Edit | None]
"""The edit that mends a problem, or None."""


def _no_line(_file: str, _line: int) -> str:
    return ""


def _plain(text: str, _role: str) -> str:
    return text


def _no_edit(_problem: Problem) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems of a partnership, in order, and how many records were read.

    `folder` leads from the root of the repository to the partnership: "" or a path that ends with “/”.
    `line_of` gives a line of a file as it stands there, with a byte order mark; "" when there is none.
    `paint` colours a text for a terminal as "error", "warning" or "quiet".
    """

    problems: Sequence[Problem]
    records: int
    folder: str = ""
    line_of: Callable[[str, int], str] = _no_line
    paint: Callable[[str, str], str] = _plain
    suggest: Suggest = _no_edit

    def path(self, file: str) -> str:
        """A file of the partnership, from the root of the repository."""
        return f"{self.folder}{file}"

    def count(self, severity: Severity) -> int:
        """How many problems are that severe."""
        return sum(1 for problem in self.problems if problem.severity is severity)
