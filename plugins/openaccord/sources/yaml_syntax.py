"""What a YAML parser's messages mean in an editor's words."""

from __future__ import annotations

from typing import NamedTuple


class Breakdown(NamedTuple):
    """Where reading stopped and why, as libyaml says it. Lines and columns count from 0."""

    why: str
    line: int
    column: int
    doing: str
    began_line: int
    began_column: int


class Reading(NamedTuple):
    """What is wrong, in words. Lines and columns count from 0."""

    line: int
    column: int
    message: str
    hint: str


_QUOTES = "Put the whole text in double quotes."
_INDENT = "Indent it like its neighbours: with spaces, two for each level."
_INNER = "Write an apostrophe inside '…' as ''; look for an open quote above."

# (libyaml's problem, libyaml's context, whether the place is where the thing began, message, hint);
# the first row whose two texts occur is taken.
_MEANINGS = (
    (
        "",
        "scanning a quoted scalar",
        True,
        "The quote that opens here is never closed.",
        "Close it at the end of the text.",
    ),
    (
        "",
        "quoted scalar",
        False,
        "A backslash inside double quotes has a meaning of its own, and this one has none.",
        "Use single quotes, or write the backslash twice; write a character itself, not its code.",
    ),
    (
        "",
        "flow sequence",
        True,
        "The list that opens with [ here lacks a comma between items or its closing ].",
        "Separate items with commas and close the bracket; put text that holds a bracket in quotes.",
    ),
    (
        "",
        "flow mapping",
        True,
        "The group that opens with { here lacks a comma between fields or its closing }.",
        "Separate fields with commas and close the brace; put text that holds a brace in quotes.",
    ),
    (
        "expected ':'",
        "",
        True,
        "This line has no colon after a field's name.",
        "Write “name: value”; a line that goes on from the one above is indented deeper than it.",
    ),
    (
        "block sequence entries",
        "",
        False,
        "A list cannot begin on the line of its field.",
        "Begin each item on a line of its own with “- ”; if it is text, put it in quotes.",
    ),
    (
        "",
        "block scalar",
        False,
        "The text after | or > begins on the next line, indented deeper with spaces.",
        "Put nothing but a line break after | or >.",
    ),
    (
        "document start",
        "",
        False,
        "The file goes on here after its end.",
        "Look above for “...”, a bracket or quote too many, or a first line that is indented deeper.",
    ),
    ("", "an alias", True, "A text without quotes cannot begin with *.", _QUOTES),
    ("", "an anchor", True, "A text without quotes cannot begin with &.", _QUOTES),
    ("", "a tag", True, "A text without quotes cannot begin with !.", _QUOTES),
    ("tag handle", "", False, "A text without quotes cannot begin with !.", _QUOTES),
)


def explain(breakdown: Breakdown, text: str) -> Reading:
    """What went wrong in `text`, with where to look and what to do."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if breakdown.line >= len(lines):  # libyaml ends a last line that has no end
        breakdown = breakdown._replace(line=len(lines) - 1, column=len(lines[-1]))
    line, column = breakdown.line, breakdown.column
    source = lines[line]
    indent = source[: len(source) - len(source.lstrip())]
    tab = indent.find("\t") if "\t" in indent else column
    if source[tab : tab + 1] == "\t":
        return Reading(line, tab, "A tab stands here where only spaces can.", _INDENT)
    if "mapping values" in breakdown.why:
        return _colon(line, column, lines)
    if "expected key" in breakdown.why or "expected '-'" in breakdown.why:
        return _neighbour(breakdown, source, indent)
    if "any token" in breakdown.why or "node content" in breakdown.why:
        return _opening(line, column, source)
    for why, doing, at_start, message, hint in _MEANINGS:
        if why in breakdown.why and doing in breakdown.doing:
            place = (breakdown.began_line, breakdown.began_column) if at_start else (line, column)
            return Reading(*place, message, hint)
    message = "The file cannot be understood from here on."
    return Reading(line, column, message, "Look here and in the line above for a quote, colon or bracket.")


def _colon(line: int, column: int, lines: list[str]) -> Reading:
    """A colon where none can be: inside a text, or below a line that is complete already."""
    if ": " in lines[line][:column]:
        return Reading(line, column, "A text without quotes has a colon and a space in it.", _QUOTES)
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    before = lines[above].split("#")[0].rstrip()
    if ": " not in before and ":" in before[:-1]:
        return Reading(
            above, before.index(":"), "There is no space after this colon.", "Write “name: value”."
        )
    if above == line:
        return Reading(line, column, "A colon cannot stand here.", _QUOTES)
    message = "A field cannot begin here: the line above has its value already, or has no colon."
    return Reading(line, len(lines[line]) - len(lines[line].lstrip()), message, _INDENT)


def _neighbour(breakdown: Breakdown, source: str, indent: str) -> Reading:
    """Something that is no field among fields, or no item among items."""
    line, column = breakdown.line, breakdown.column
    if column > len(indent):
        message = "The value ends before this, with its closing quote or bracket."
        return Reading(line, column, message, f"{_QUOTES} {_INNER}")
    if "'-'" in breakdown.why:
        return Reading(line, column, "This line stands among the items of a list but is not one.", _INDENT)
    if source[column:].startswith(":"):
        return Reading(line, column, "This colon has no field's name before it.", "Write “name: value”.")
    if source[column:].startswith("-"):
        message = "An item of a list stands here among the fields of a group."
        return Reading(line, column, message, "Write “name:” on the line above the first item.")
    return Reading(line, column, "This line is not at the same indent as its neighbours.", _INDENT)


def _opening(line: int, column: int, source: str) -> Reading:
    """A character that cannot begin a value."""
    shown = source[column : column + 1]
    if not shown:
        return Reading(line, column, "Something is missing here.", "Write the value, or close the bracket.")
    return Reading(line, column, f"A text without quotes cannot begin with {shown}", _QUOTES)
