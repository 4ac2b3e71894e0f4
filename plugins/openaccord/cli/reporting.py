"""Where the report of a check goes: to the log, to a file, to the summary of a run."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from openaccord.cli.writing import write_text
from openaccord.problems import Stop
from openaccord.reports.checked import Checked
from openaccord.reports.formats import FORMATS
from openaccord.reports.problems_markdown import STEP_SUMMARY, problems_markdown

_COLOURS = {"error": "red", "warning": "yellow", "quiet": "bright_black"}

form = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="How to tell the problems.  [default: text; github under GitHub Actions]",
)
output = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report to FILE, and print what is printed without --format. Under GitLab CI the report "
    "is gitlab when --format is left out.",
)


def in_github() -> bool:
    """Whether a GitHub Actions runner reads what is printed."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def check_choice(form: str | None, output: Path | None) -> None:
    """Raise a usage error for a file without a format."""
    if output is not None and _of_file(form) is None:
        raise click.UsageError("Say with --format what to write, for example: --format sarif")


def tell(checked: Checked, form: str | None, output: Path | None) -> None:
    """Print the report, or write it to a file and print what a log needs.

    Raises Stop when something cannot be written.
    """
    own = "github" if in_github() else "text"
    if output is not None and (of_file := _of_file(form)) is not None:
        write_text(output, FORMATS[of_file](checked) + "\n")
    on_log = own if output is not None or form is None else form
    click.echo(FORMATS[on_log](replace(checked, paint=_paint)))
    if on_log == "github":
        _summarise(checked)


def _of_file(form: str | None) -> str | None:
    return form or ("gitlab" if os.environ.get("GITLAB_CI") == "true" else None)


def _summarise(checked: Checked) -> None:
    """Add all problems to the summary that GitHub shows for a run; steps before may have written to it."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8", newline="") as file:
            file.write(problems_markdown(checked, STEP_SUMMARY - file.tell()) + "\n\n")
    except OSError as error:
        raise Stop(f"The summary {name} could not be written: {error.strerror}.") from None


def _paint(text: str, role: str) -> str:
    return click.style(text, fg=_COLOURS[role])


def folder_in_repository(root: Path) -> str:
    """The way to a folder from the root of its repository, "" or ending with “/”.

    A folder outside of any repository counts from the current one, if it lies in that.
    """
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), Path.cwd())
    way = here.relative_to(top).as_posix() if here.is_relative_to(top) else "."
    return "" if way == "." else f"{way}/"
