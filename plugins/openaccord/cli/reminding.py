"""`openaccord remind`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from openaccord import __version__
from openaccord.cli.answers import answer
from openaccord.cli.partnership import day, folder, read, today
from openaccord.cli.writing import write_text
from openaccord.reports.digests import digests
from openaccord.reports.harmless import harmless
from openaccord.reports.issues import Plan, plan, read_issues
from openaccord.views.reminders import reminders


@click.command()
@folder
@click.option(
    "--issues",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The open issues, as JSON from GitHub's or GitLab's API. Without it, as if there were none.",
)
@click.option(
    "--most",
    type=click.IntRange(1, 500),
    default=30,
    show_default=True,
    metavar="NUMBER",
    help="Open at most so many at once, the longest overdue first.",
)
@click.option(
    "--digests",
    "target",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Also write a message for each organisation into this folder, ready to be sent.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today
def command(  # noqa: PLR0913, PLR0917 - click passes every option by name
    folder: Path, issues: Path | None, most: int, target: Path | None, form: str, today: date | None
) -> None:
    """Work out which reminders of reviews to open, update and close as issues.

    Each record in DIR whose review is due has one issue: from 90 days before, told again at 60, 30 and 0 days
    and after each month, and closed once the review is recorded. A review under way is left in peace.
    Nothing is sent: the jobs in ci/ do with the JSON what it says.

    \b
    openaccord remind
    openaccord remind --issues issues.json --format json > plan.json
    openaccord remind --digests digests
    """
    loaded = read(folder)
    now = day(loaded, today)
    partnership = loaded.partnership
    before = read_issues(answer(issues)) if issues is not None else []
    made = plan(reminders(partnership, now), before, partnership, most)
    if target is not None:
        for organisation, text in digests(partnership, now):
            write_text(target / f"{organisation}.eml", text)
    if form == "json":
        click.echo(_as_json(made, now))
    else:
        for line in _lines(made):
            click.echo(line)
    click.echo(_counted(made, now), err=form == "json")


def _as_json(made: Plan, now: date) -> str:
    told = {"version": __version__, "today": now.isoformat()}
    work = {"open": made.open, "update": made.update, "close": made.close}
    return json.dumps({**told, **work}, ensure_ascii=False, indent=1)


def _lines(made: Plan) -> list[str]:
    return [
        *(f"open    {harmless(one['record'])}: {harmless(one['title'])}" for one in made.open),
        *(f"update  #{one['number']}: {harmless(one['comment'])}" for one in made.update),
        *(f"close   #{one['number']}: {harmless(one['comment'])}" for one in made.close),
    ]


def _counted(made: Plan, now: date) -> str:
    later = f" {made.later:,} more wait for the next run." if made.later else ""
    return (
        f"Reminders on {now}: {len(made.open):,} to open, {len(made.update):,} to update, "
        f"{len(made.close):,} to close, {made.stay:,} stay as they are.{later}"
    )
