"""`openaccord check`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import click

from openaccord.cli.mending import mend
from openaccord.cli.partnership import day, folder, read, today
from openaccord.cli.reporting import check_choice, folder_in_repository, form, output, tell
from openaccord.cli.summarising import summarise
from openaccord.cli.watching import watch
from openaccord.edits import Edit
from openaccord.layout import unopened
from openaccord.loading import Loaded
from openaccord.mending import suggestions
from openaccord.problems import Problem, Severity
from openaccord.reports.checked import Checked
from openaccord.rules.assessing import assess
from openaccord.tree import Folder

_LINE_END = re.compile(r"\r\n|\r|\n")


@click.command()
@folder
@form
@output
@click.option("--fix", "mends", is_flag=True, help="Mend slips of the pen in the files first.")
@click.option(
    "--summary",
    is_flag=True,
    help="Count in place of telling each problem: by register, by organisation and by code. Text or json.",
)
@click.option("--watch", "watches", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@today
def command(  # noqa: PLR0913, PLR0917 - click passes every option by name
    folder: Path,
    form: str | None,
    output: Path | None,
    mends: bool,  # noqa: FBT001 - a flag of the command line
    summary: bool,  # noqa: FBT001 - the same
    watches: bool,  # noqa: FBT001 - the same
    today: date | None,
) -> None:
    """Check every record of the partnership in DIR (the current folder when left out).

    Each problem is told with its file, line and column, the fact, and how to mend it.

    With --fix, what can be meant in one way only is put right first: quotes, dates, spaces around a value,
    yes for true, and an id, code or field's name with one letter wrong. Nothing else in the file changes.

    \b
    openaccord check
    openaccord check --fix
    openaccord check my-partnership --format json > problems.json
    openaccord check --format sarif --output problems.sarif
    openaccord check --summary
    openaccord check --watch
    """
    check_choice(form, output)
    if summary and (output is not None or form not in (None, "text", "json")):
        raise click.UsageError("A summary is printed, as text or with --format json.")
    if watches and (output is not None or form is not None or mends or summary):
        raise click.UsageError("--watch shows problems as text: give it no other option than --today.")
    if watches:
        watch(folder, lambda: _check(folder, today))
    loaded, now = _assessed(folder, today)
    if mends:
        loaded = mend(folder, loaded, now)
    if summary:
        summarise(loaded, now, form)
    else:
        tell(checked(folder, loaded), form, output)
    sys.exit(int(any(problem.severity is Severity.ERROR for problem in loaded.problems)))


def _assessed(root: Path, today: date | None) -> tuple[Loaded, date]:
    """The partnership with every problem, and the day on which it was looked at."""
    loaded = read(root)
    now = day(loaded, today)
    return assess(loaded, now), now


def _check(root: Path, today: date | None) -> None:
    """Check and tell, as without any option."""
    tell(checked(root, _assessed(root, today)[0]), "text", None)


def checked(root: Path, loaded: Loaded) -> Checked:
    """What was found in a folder, as reports take it."""
    text_of = _texts(root)
    return Checked(
        loaded.problems,
        sum(1 for _ in loaded.partnership.all()),
        folder=folder_in_repository(root),
        line_of=_lines(text_of),
        suggest=_edits(loaded.problems, text_of),
    )


def _texts(root: Path) -> Callable[[str], str]:
    """A function that gives the text of a file below the root."""
    tree = Folder(root)

    def text(file: str) -> str:
        # What was not opened to be read is not opened to be shown: a link would show another's secrets.
        if any(unopened(entry) for entry in tree.entries(file)):
            return ""
        try:
            return tree.read(file).decode("utf-8", errors="replace")
        except OSError:
            return ""

    return text


def _lines(text_of: Callable[[str], str]) -> Callable[[str, int], str]:
    """A function that gives a line of a file."""

    @cache
    def lines(file: str) -> list[str]:
        return _LINE_END.split(text_of(file))

    return lambda file, line: lines(file)[line - 1] if 0 < line <= len(lines(file)) else ""


def _edits(problems: Sequence[Problem], text_of: Callable[[str], str]) -> Callable[[Problem], Edit | None]:
    """A function that gives the edit that would mend a problem; all are found when the first is asked for."""

    @cache
    def edits() -> dict[Problem, Edit]:
        return dict(suggestions(problems, text_of))

    return lambda problem: edits().get(problem)
