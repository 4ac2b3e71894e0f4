"""`openaccord check --fix`: slips of the pen mended in the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from openaccord.cli.writing import write_text
from openaccord.fixing import Change, fix
from openaccord.loading import Loaded, load
from openaccord.problems import Stop
from openaccord.reports.harmless import harmless
from openaccord.rules.assessing import assess
from openaccord.tree import Entry, Folder


@dataclass(frozen=True, slots=True)
class _Kept:
    """A folder as it was when each file was first read."""

    folder: Folder
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.folder.label

    def entries(self, folder: str) -> list[Entry]:
        return self.folder.entries(folder)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            self.files[path] = self.folder.read(path)
        return self.files[path]


def mend(root: Path, loaded: Loaded, today: date) -> Loaded:
    """Mend what can be mended, say each change on standard error, and give what is left.

    Raises Stop where somebody else has changed a file meanwhile, or where it cannot be written.
    """
    kept = _Kept(Folder(root))
    fixed = fix(kept, loaded, lambda tree: assess(load(tree), today))
    for file, text in fixed.texts.items():
        if kept.folder.read(file) != kept.files[file]:
            raise Stop(f"{file} was changed while it was read. Run the command again.")
        write_text(root / file, text)
    for change in sorted(fixed.changes):
        click.echo(_line(change), err=True)
    click.echo(f"{len(fixed.changes):,} mended.", err=True)
    return fixed.loaded


def _line(change: Change) -> str:
    place = change.problem.place
    where = f"{harmless(place.file)}:{place.line}:{place.column}:"
    return f"{where} mended: {harmless(change.old)} → {harmless(change.new)} [{change.problem.code}]"
