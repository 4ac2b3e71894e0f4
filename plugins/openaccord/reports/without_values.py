"""A line of a file shown without what it says, because logs are read by more people than files."""

from __future__ import annotations

import re

from openaccord.guard.finding import redacted

_FIELD_NAME = re.compile(r"\s*(?:- +)*[\"']?[A-Za-z0-9_-]{1,60}[\"']?:(?=\s|\Z)")
_INNER_NAME = re.compile(r"[{,]\s*[a-z][a-z0-9_-]{0,59}:(?=\s)")
_TOKEN = re.compile(r"\"[^\"]*\"?|'[^']*'?|(?:[^,\[\]{}#:\"']|:(?!\s|\Z))+")
_SAID = re.compile(r"\w")


def without_values(line: str, column: int, *, named: bool) -> str:
    """The line with dots for letters and figures, but for the names of fields and one value.

    Lines of a spreadsheet are not `named`. The value that stays is the one at `column`, which counts from 1;
    with 0 none does. Nothing is left of a comment. Commas, quotes and brackets stay, because these are what
    one has to mend when a file cannot be read.
    """
    if named and line.lstrip().startswith("#"):
        return ""
    names = [_FIELD_NAME.match(line), *_INNER_NAME.finditer(line)] if named else []
    token = _TOKEN.match(line, column - 1) if column else None
    if token is not None and redacted(token.group()) != token.group():
        token = None
    kept = [match.span() for match in (*names, token) if match is not None]
    return _SAID.sub(lambda said: _dot(said, kept), line)


def _dot(said: re.Match[str], kept: list[tuple[int, int]]) -> str:
    return said.group() if any(start <= said.start() < end for start, end in kept) else "·"
