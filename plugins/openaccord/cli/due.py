"""`openaccord due`."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from openaccord.cli.partnership import day, folder, read, today
from openaccord.reports.reviews import reviews_json, reviews_text
from openaccord.review import add
from openaccord.views.diary import due_between

_SPAN = re.compile(r"P(?=[0-9])([0-9]{1,2}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?")


def _span(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not _SPAN.fullmatch(value):
        raise click.BadParameter(
            f"“{value}” is not a length of time. Write P90D for ninety days, P6M for six months."
        )
    return value


@click.command()
@folder
@click.option(
    "--within",
    callback=_span,
    default="P90D",
    show_default=True,
    metavar="DURATION",
    help="How far to look ahead, as an ISO 8601 duration.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today
def command(folder: Path, within: str, form: str, today: date | None) -> None:
    """List the reviews of the partnership in DIR that are overdue, or due before long.

    The exit status is 1 when a review is overdue, so that a scheduled job can tell.

    \b
    openaccord due
    openaccord due --within P6M --format json
    """
    loaded = read(folder)
    now = day(loaded, today)
    until = add(now, within)
    found = due_between(loaded.partnership, now, until)
    if form == "json":
        click.echo(reviews_json(found, loaded.partnership, now))
    else:
        click.echo(reviews_text(found, loaded.partnership, now, until))
    sys.exit(int(any(when < now for when, _ in found)))
