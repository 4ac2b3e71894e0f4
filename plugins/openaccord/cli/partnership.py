"""The partnership that a command works on: its folder, its records, and the day."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from openaccord.clock import today_in
from openaccord.loading import Loaded, Tick, load
from openaccord.memory import remembering
from openaccord.tree import Folder


def as_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """A date of the command line, as click's callback."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"“{value}” is not a date. Write year, month and day: 2026-03-31.") from None


folder = click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
today = click.option(
    "--today", callback=as_day, metavar="DATE", help="The day to work for, instead of the clock's."
)


def read(root: Path) -> Loaded:
    """Read a partnership, with progress on a terminal."""
    tree = Folder(root)
    terminal = sys.stderr
    with remembering(root) as memory:
        if terminal is None or not terminal.isatty():
            return load(tree, memory=memory)
        with click.progressbar(length=1, label="Reading records", file=terminal, show_eta=False) as bar:
            return load(tree, _steps(bar), memory)


def _steps(bar: Any) -> Tick:
    def tick(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return tick


def day(loaded: Loaded, given: date | None) -> date:
    """The day that was given, else today in the partnership's zone."""
    return given or today_in(loaded.partnership.settings)
