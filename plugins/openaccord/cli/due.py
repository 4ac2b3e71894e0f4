"""`openaccord due`."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from openaccord.cli.partnership import day, folder, read, today
from openaccord.guesses import guess
from openaccord.model import Partnership
from openaccord.problems import Stop
from openaccord.reports.harmless import harmless
from openaccord.reports.reviews import Due, reviews_csv, reviews_json, reviews_markdown, reviews_text
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
@click.option("--organisation", metavar="ID", help="List only what this organisation answers for.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "csv", "ics"]),
    default="text",
    show_default=True,
    help="ics is a calendar, csv a table for a spreadsheet.",
)
@today
def command(folder: Path, within: str, organisation: str | None, form: str, today: date | None) -> None:
    """List the reviews of the partnership in DIR that are overdue, or due before long.

    The exit status is 1 when a review is overdue, so that a scheduled job can tell.

    \b
    openaccord due
    openaccord due --within P6M --format json
    openaccord due --organisation anyshire-council --format markdown
    openaccord due --within P2Y --format ics > reviews.ics
    """
    loaded = read(folder)
    now = day(loaded, today)
    until = add(now, within)
    partnership = loaded.partnership
    if organisation is not None and partnership.get("organisation", organisation) is None:
        hint = guess(organisation, partnership.records.get("organisation", {}))
        raise Stop(f"There is no organisation with the id “{harmless(organisation)}”. {hint}".strip())
    found = due_between(partnership, until, organisation)
    click.echo(_told(form, found, partnership, now, until), nl=form not in ("csv", "ics"))
    sys.exit(int(any(when < now for when, _ in found)))


def _told(form: str, found: Due, partnership: Partnership, now: date, until: date) -> str:
    if form == "ics":
        return _calendar(found, partnership, now)
    if form in ("json", "csv"):
        return {"json": reviews_json, "csv": reviews_csv}[form](found, partnership, now)
    return {"text": reviews_text, "markdown": reviews_markdown}[form](found, partnership, now, until)


def _calendar(found: Due, partnership: Partnership, now: date) -> str:
    """Raises Stop where there is nothing to put into a calendar, which cannot be empty (RFC 5545)."""
    from openaccord.pages.calendars import calendar_of  # noqa: PLC0415 - it needs babel, which is slow
    from openaccord.rendering.wording import wording  # noqa: PLC0415 - the same

    if not found:
        raise Stop("No review is due in that time, and a calendar cannot be empty. Try a longer --within.")
    return calendar_of(found, partnership, wording(partnership.languages[0]), now)
