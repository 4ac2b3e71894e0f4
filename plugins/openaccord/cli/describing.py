"""`openaccord describe`."""

from __future__ import annotations

from pathlib import Path

import click

from openaccord.cli.partnership import folder, read
from openaccord.cli.writing import write_text
from openaccord.layout import DESCRIPTOR


@click.command()
@folder
def command(folder: Path) -> None:
    """Write registers/datapackage.yaml for the partnership in DIR.

    It tells frictionless and other tools which registers there are and what their columns hold. Run it
    when you have added a register or changed a schema of your own; “openaccord check” says when.
    """
    write_text(folder / DESCRIPTOR, read(folder).descriptor)
    click.echo(f"Written: {folder / DESCRIPTOR}")
