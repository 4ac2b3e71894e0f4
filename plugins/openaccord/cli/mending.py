"""`openaccord check --fix`: slips of the pen mended in the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from openaccord.cli.keeping import Kept
from openaccord.fixing import Change, fix
from openaccord.loading import Loaded, load
from openaccord.reports.harmless import harmless
from openaccord.rules.assessing import assess
from openaccord.tree import Folder


def mend(root: Path, loaded: Loaded, today: date) -> Loaded:
    """Mend what can be mended, say each change on standard error, and give what is left.

    Raises Stop where somebody else has changed a file meanwhile, or where it cannot be written.
    """
    kept = Kept(Folder(root))
    fixed = fix(kept, loaded, lambda tree: assess(load(tree), today))
    kept.write(fixed.texts)
    for change in sorted(fixed.changes):
        click.echo(_line(change), err=True)
    click.echo(f"{len(fixed.changes):,} mended.", err=True)
    return fixed.loaded


def _line(change: Change) -> str:
    place = change.problem.place
    where = f"{harmless(place.file)}:{place.line}:{place.column}:"
    return f"{where} mended: {harmless(change.old)} → {harmless(change.new)} [{change.problem.code}]"
