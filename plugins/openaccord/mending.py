"""The edits that would mend problems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from openaccord.edits import Edit
from openaccord.problems import Place, Problem, Slip
from openaccord.slips import as_written
from openaccord.sources.yaml_tokens import rewritten, tokens

_BREAK = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"((?:[^"\r\n]|"")*+)"')
_NEEDS_QUOTES = re.compile(r'[,"\r\n]')
_MARK = "\ufeff"

Text = Callable[[str], str]
"""Gives the text of a file, "" where it cannot be read."""


def suggestions(problems: Iterable[Problem], text_of: Text) -> Iterator[tuple[Problem, Edit]]:
    """An edit for each problem that is a slip of the pen and still stands where it was found.

    Nothing is known of whether the edit leads to another problem. Lines stay where they are.
    """
    by_file: dict[str, list[tuple[Problem, Slip]]] = defaultdict(list)
    for problem in problems:
        if problem.slip is not None:
            by_file[problem.place.file].append((problem, problem.slip))
    for file, slips in by_file.items():
        text = text_of(file).removeprefix(_MARK)
        yield from _in_csv(text, slips) if file.endswith(".csv") else _in_yaml(text, slips)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A file's text with edits made, of which none may reach into another."""
    mark = _MARK if text.startswith(_MARK) else ""
    rest = text.removeprefix(_MARK)
    starts = _line_starts(rest)
    for edit in sorted(edits, reverse=True):
        start, end = (starts[at.line - 1] + at.column - 1 for at in (edit.start, edit.end))
        rest = rest[:start] + edit.text + rest[end:]
    return mark + rest


def standing(text: str, edit: Edit) -> str:
    """What an edit takes out of a file's text, which is in one line."""
    line = _BREAK.split(text.removeprefix(_MARK))[edit.start.line - 1]
    return line[edit.start.column - 1 : edit.end.column - 1]


def _in_yaml(text: str, slips: Sequence[tuple[Problem, Slip]]) -> Iterator[tuple[Problem, Edit]]:
    found = tokens(text, {(problem.place.line, problem.place.column) for problem, _ in slips})
    for problem, slip in slips:
        place = problem.place
        token = found.get((place.line, place.column))
        if token is not None and token.value == as_written(slip.written):
            yield problem, _edit(place, token.end - token.start, rewritten(token, slip.meant))


def _in_csv(text: str, slips: Sequence[tuple[Problem, Slip]]) -> Iterator[tuple[Problem, Edit]]:
    starts = _line_starts(text)
    for problem, slip in slips:
        place, written, meant = problem.place, as_written(slip.written), as_written(slip.meant)
        if place.line > len(starts):
            continue
        offset = starts[place.line - 1] + place.column - 1
        quoted = _QUOTED.match(text, offset)
        if quoted and quoted[1] == written.replace('"', '""'):
            yield problem, _edit(place, len(quoted[0]), f'"{meant.replace(chr(34), chr(34) * 2)}"')
        elif _NEEDS_QUOTES.search(written + meant):
            continue
        elif quoted and quoted[1].startswith(written):  # the first item of a list
            inside = Place(place.file, place.line, place.column + 1)
            yield problem, _edit(inside, len(written), meant)
        elif text.startswith(written, offset):
            yield problem, _edit(place, len(written), meant)


def _edit(place: Place, length: int, text: str) -> Edit:
    return Edit(place.file, place, Place(place.file, place.line, place.column + length), text)


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _BREAK.finditer(text))]
