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
from openaccord.loading import Loaded
from openaccord.problems import Severity
from openaccord.reports.problems_json import problems_json
from openaccord.reports.problems_text import problems_text, summary
from openaccord.rules.assessing import assess

_LINE_END = re.compile(r"\r\n|\r|\n")
_COLOURS = {"error": "red", "warning": "yellow", "quiet": "bright_black"}


@click.command()
@folder
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today
def command(folder: Path, form: str, today: date | None) -> None:
    """Check every record of the partnership in DIR (the current folder when left out).

    Each problem is told with its file, line and column, the fact, and how to mend it.

    \b
    openaccord check
    openaccord check my-partnership --format json > problems.json
    """
    loaded = read(folder)
    loaded = assess(loaded, day(loaded, today))
    if form == "json":
        click.echo(problems_json(loaded.problems, sum(1 for _ in loaded.partnership.all())))
    else:
        show_problems(folder, loaded)
    sys.exit(int(any(problem.severity is Severity.ERROR for problem in loaded.problems)))


def show_problems(root: Path, loaded: Loaded) -> None:
    """Print every problem for a person, and how many there are."""
    for line in problems_text(loaded.problems, _lines(root), _paint):
        click.echo(line)
    click.echo(summary(loaded.problems, sum(1 for _ in loaded.partnership.all())))


def _paint(text: str, role: str) -> str:
    return click.style(text, fg=_COLOURS[role])


def _lines(root: Path) -> Callable[[str, int], str]:
    """A function that gives a line of a file below the root."""

    @cache
    def lines(file: str) -> list[str]:
        try:
            return _LINE_END.split((root / file).read_bytes().decode("utf-8-sig", errors="replace"))
        except OSError:
            return []

    return lambda file, line: lines(file)[line - 1] if 0 < line <= len(lines(file)) else ""
