"""`openaccord fmt`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from openaccord.cli.partnership import folder
from openaccord.cli.writing import write_text
from openaccord.formatting import formed
from openaccord.reports.harmless import harmless
from openaccord.tree import Folder


@click.command()
@folder
@click.option("--check", "only_look", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
def command(folder: Path, only_look: bool) -> None:  # noqa: FBT001 - click's way
    """Write the YAML files of the partnership in DIR in one form, so that changes are easy to compare.

    Fields come in the order of the handbook, each level is indented by two spaces, and lines have no spaces
    at their end. Comments stay, and no value changes; a file that this cannot be said of is left alone.

    \b
    openaccord fmt
    openaccord fmt my-partnership --check
    """
    changed = alone = 0
    for one in formed(Folder(folder)):
        if one.reason:
            alone += 1
            click.echo(f"{harmless(one.file)}: left alone, since {harmless(one.reason)}.", err=True)
        elif one.canonical != one.text:
            changed += 1
            click.echo(harmless(one.file))
            if not only_look:
                write_text(folder / one.file, one.canonical)
    said = "would be written anew" if only_look else "written anew"
    click.echo(f"{changed:,} {said}, {alone:,} left alone.", err=True)
    sys.exit(int(only_look and changed > 0))
