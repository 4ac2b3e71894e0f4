"""`openaccord diff`."""

from __future__ import annotations

from pathlib import Path

import click

from openaccord.changes.between import changes, fields_of, side_of
from openaccord.layout import SETTINGS
from openaccord.loading import Loaded, load
from openaccord.memory import remembering
from openaccord.rendering.wording import wording
from openaccord.reports.change_formats import CHANGE_FORMATS
from openaccord.reports.compared import Compared
from openaccord.tree import Commit, Folder, Tree


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", default=".")
@click.option("--format", "form", type=click.Choice(list(CHANGE_FORMATS)), default="text", show_default=True)
def command(base: str, head: str, form: str) -> None:
    """Say in words what changed from BASE to HEAD, the gravest first, and what that asks for.

    Each of the two is a folder or a commit: a branch, a tag, main~20. HEAD is the current folder when left
    out. Commits are looked up in the repository of HEAD when that is a folder, else of the current one;
    no file is touched.

    A change is material (for people or in law), minor, or editorial. A list in another order is no change.
    Contacts and notes that are never published are not repeated. The exit status is 0, whether or not
    something changed.

    \b
    openaccord diff main
    openaccord diff v2026-04 v2026-10 --format markdown
    openaccord diff last-year/ .
    """
    before, after = read_both(base, head)
    schemas = {**before.partnership.schemas, **after.partnership.schemas}
    compared = Compared(
        _label(base),
        _label(head),
        changes(side_of(before), side_of(after), fields_of(schemas)),
        _unread(before, after),
        schemas,
        wording("en"),
        after.partnership.languages[0],
    )
    click.echo(CHANGE_FORMATS[form](compared))


def read_both(base: str, head: str) -> tuple[Loaded, Loaded]:
    """Two states of a partnership, each in a folder or a commit of the repository around HEAD."""
    root = Path(head) if _is_folder(head) else Path()
    with remembering(root) as memory:
        return load(_tree(root, base), memory=memory), load(_tree(root, head), memory=memory)


def _is_folder(name: str) -> bool:
    return "\0" not in name and (Path(name) / SETTINGS).is_file()


def _tree(root: Path, name: str) -> Tree:
    return Folder(Path(name)) if _is_folder(name) else Commit(root, name)


def _label(name: str) -> str:
    return "the current folder" if Path(name) == Path() else name


def _unread(*sides: Loaded) -> list[str]:
    """The files with a record that cannot be shown."""
    return sorted({refused.file for side in sides for refused in side.partnership.unpublished.values()})
