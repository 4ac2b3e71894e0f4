"""The quality of all records, told at the terminal in place of each problem."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

import click

from openaccord.loading import Loaded
from openaccord.reports.quality_json import quality_json
from openaccord.reports.quality_text import Table, plain_table, quality_tables
from openaccord.rules.waivers import waivers
from openaccord.views.quality import quality


def summarise(loaded: Loaded, today: date, form: str | None) -> None:
    """Print tables, or one object with the same as JSON."""
    partnership = loaded.partnership
    found, waived = quality(loaded), tuple(waivers(partnership))
    if form == "json":
        click.echo(quality_json(found, waived, partnership, today))
        return
    tables = quality_tables(found, waived, partnership, today)
    if sys.stdout.isatty():
        _show(tables)
    else:
        click.echo("\n\n".join("\n".join(plain_table(table)) for table in tables))


def _show(tables: Iterator[Table]) -> None:
    """Tables as wide as the terminal."""
    from rich import box  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415 - the same
    from rich.table import Table as RichTable  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    console = Console(highlight=False)
    for table in tables:
        shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
        for column, head in enumerate(table.heads):
            number = column in table.numbers
            shown.add_column(Text(head), justify="right" if number else "left", no_wrap=number)
        for row in table.rows:
            shown.add_row(*map(Text, row))  # as Text, so that nothing in a title is taken for markup
        console.print(shown)
