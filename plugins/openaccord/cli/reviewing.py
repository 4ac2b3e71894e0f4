"""`openaccord review`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from openaccord.cli.keeping import Kept
from openaccord.cli.partnership import as_day, day, today
from openaccord.guesses import guess
from openaccord.loading import load
from openaccord.memory import remembering
from openaccord.model import Partnership, Record
from openaccord.problems import Stop
from openaccord.recording import record_reviews
from openaccord.reports.harmless import harmless
from openaccord.review import due_date
from openaccord.reviewing import OUTCOMES, Confirmation, Recording, confirmed, name_of, started
from openaccord.tree import Folder

_records = click.argument("names", metavar="TYPE/ID…", nargs=-1, required=True)
_folder = click.option(
    "--dir",
    "folder",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="The partnership's folder, instead of the current one.",
)
_OVER = frozenset({"ended", "withdrawn", "superseded", "disposed"})


@click.group()
def command() -> None:
    """Record that a review has begun, or what came of it.

    Nothing else in the file changes, comments and layout included, and all records are written or none. How
    to review a record is in the handbook: Review a record.
    """


@command.command()
@_records
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True, help="What the review decided.")
@click.option(
    "--by-role",
    required=True,
    metavar="ROLE",
    help="The role of who carried it out, such as “Information Governance Manager”. Never a name.",
)
@click.option("--note", default="", metavar="TEXT", help="What was found, in a sentence that is published.")
@click.option(
    "--next",
    "following",
    callback=as_day,
    metavar="DATE",
    help="When the next review is due. It is needed only where a record has no interval.",
)
@_folder
@today
def confirm(  # noqa: PLR0913, PLR0917 - click passes every option by name
    names: tuple[str, ...],
    outcome: str,
    by_role: str,
    note: str,
    following: date | None,
    folder: Path,
    today: date | None,
) -> None:
    """Record a review that was carried out today.

    `last` becomes the day, `started` goes, and a document's log gets an entry. A record with an interval is
    due again after it; for one without, say when with --next. A register has no log, so its row gets the
    dates alone.

    \b
    openaccord review confirm agreement/early-help --outcome no-change --by-role "Head of Governance"
    openaccord review confirm information-asset/cctv agreement/early-help --outcome changed --by-role Board
    openaccord review confirm protocol/charter --outcome no-change --by-role Board --next 2027-11-30
    """
    if not by_role.strip():
        raise click.UsageError("--by-role is empty. Write the role of who carried out the review.")

    def how(record: Record, on: date) -> Recording:
        return confirmed(record, Confirmation(on, outcome, by_role.strip(), note.strip(), following))

    on, made = _record(folder, names, today, how)
    for recording in made:
        record = recording.record
        due = due_date(_noted(recording))
        then = f" Next review due by {due}." if due and outcome != "ended" else ""
        click.echo(f"{_where(record)}: {name_of(record)} reviewed on {on}: {outcome}.{then}")
        if outcome == "ended" and record.data.get("status", "ended") not in _OVER:
            click.echo("  It is not ended yet: change its status, and write when it ended and why.")
    if any(not recording.entry for recording in made):
        said = f"Review of {on}: {outcome}, by {by_role}"
        click.echo(f"A register has no log. Tell it in the commit's message: {harmless(said)}")


@command.command()
@_records
@_folder
@today
def start(names: tuple[str, ...], folder: Path, today: date | None) -> None:
    """Record that a review has begun today.

    Its page then says “Being reviewed”.

    \b
    openaccord review start agreement/early-help
    """
    on, made = _record(folder, names, today, started)
    for recording in made:
        click.echo(f"{_where(recording.record)}: review of {name_of(recording.record)} began on {on}.")


def _record(
    root: Path, names: tuple[str, ...], today: date | None, how: Callable[[Record, date], Recording]
) -> tuple[date, list[Recording]]:
    """Record reviews in the files; gives the day and what was recorded. Raises Stop, with nothing written."""
    kept = Kept(Folder(root))
    with remembering(root) as memory:
        loaded = load(kept, memory=memory)
        on = day(loaded, today)
        records = [_named(loaded.partnership, name) for name in dict.fromkeys(names)]
        made = [how(record, on) for record in records]
        texts = record_reviews(kept, loaded, made, lambda tree: load(tree, memory=memory))
    kept.write(texts)
    return on, made


def _named(partnership: Partnership, name: str) -> Record:
    """The record that was meant. Raises Stop with the closest one where there is none."""
    type_name, _, record_id = name.partition("/")
    kind = partnership.type_named(type_name)
    if kind is None or not record_id:
        hint = guess(type_name, [kind.name for kind in partnership.types]) if record_id else ""
        raise Stop(
            f"“{harmless(name)}” names no record. Write its type, a slash and its id: agreement/early-help. "
            f"{hint}".strip()
        )
    record = partnership.get(kind.name, record_id)
    if record is not None and partnership.schemas[kind.name].field(_field(record)) is None:
        raise Stop(f"{name_of(record)} cannot be reviewed: the register's schema has no column review_last.")
    if record is not None:
        return record
    if (kind.name, record_id) in {**partnership.unpublished, **dict.fromkeys(partnership.drafts)}:
        raise Stop(f"{kind.name}/{record_id} is not published as it is. Run “openaccord check” first.")
    hint = guess(record_id, partnership.records.get(kind.name, {}))
    raise Stop(f"There is no {kind.name} with the id “{harmless(record_id)}”. {hint}".strip())


def _field(record: Record) -> str:
    return "review_last" if record.type.register else "review"


def _noted(recording: Recording) -> dict[str, str]:
    """The review as it will be, by the names that a document has for it."""
    data = recording.data
    if not recording.record.type.register:
        return dict(data["review"])
    return {name.removeprefix("review_"): to for name, to in data.items() if name.startswith("review_")}


def _where(record: Record) -> str:
    return f"{harmless(record.file)}:{record.place().line}"
