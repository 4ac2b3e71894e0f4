"""`openaccord check`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import click

from openaccord.cli.partnership import day, folder, read, today
from openaccord.cli.reporting import check_choice, folder_in_repository, form, output, tell
from openaccord.cli.summarising import summarise
from openaccord.loading import Loaded
from openaccord.problems import Severity
from openaccord.reports.checked import Checked
from openaccord.rules.assessing import assess

_LINE_END = re.compile(r"\r\n|\r|\n")


@click.command()
@folder
@form
@output
@click.option(
    "--summary",
    is_flag=True,
    help="Count in place of telling each problem: by register, by organisation and by code. Text or json.",
)
@today
def command(folder: Path, form: str | None, output: Path | None, summary: bool, today: date | None) -> None:  # noqa: FBT001 - click passes flags by name
    """Check every record of the partnership in DIR (the current folder when left out).

    Each problem is told with its file, line and column, the fact, and how to mend it.

    \b
    openaccord check
    openaccord check my-partnership --format json > problems.json
    openaccord check --format sarif --output problems.sarif
    openaccord check --summary
    """
    check_choice(form, output)
    if summary and (output is not None or form not in (None, "text", "json")):
        raise click.UsageError("A summary is printed, as text or with --format json.")
    loaded = read(folder)
    now = day(loaded, today)
    loaded = assess(loaded, now)
    if summary:
        summarise(loaded, now, form)
    else:
        tell(checked(folder, loaded), form, output)
    sys.exit(int(any(problem.severity is Severity.ERROR for problem in loaded.problems)))


def checked(root: Path, loaded: Loaded) -> Checked:
    """What was found in a folder, as reports take it."""
    return Checked(
        loaded.problems,
        sum(1 for _ in loaded.partnership.all()),
        folder=folder_in_repository(root),
        line_of=_lines(root),
    )


def _lines(root: Path) -> Callable[[str, int], str]:
    """A function that gives a line of a file below the root."""

    @cache
    def lines(file: str) -> list[str]:
        try:
            return _LINE_END.split((root / file).read_bytes().decode("utf-8", errors="replace"))
        except OSError:
            return []

    return lambda file, line: lines(file)[line - 1] if 0 < line <= len(lines(file)) else ""
