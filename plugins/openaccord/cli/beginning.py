"""`openaccord init`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from openaccord.cli.partnership import today
from openaccord.cli.writing import write_text
from openaccord.clock import today_in
from openaccord.layout import DESCRIPTOR, SETTINGS
from openaccord.loading import load
from openaccord.problems import Stop
from openaccord.record_types import RECORD_TYPES
from openaccord.schemas import builtin, read_builtin
from openaccord.tree import Folder

_HIDDEN = ("gitignore", "vscode")
"""What begins with a dot in a partnership but not in the package, where tools would take it for their own."""
_EDITOR_SCHEMAS = ("common", "partnership", "protocol", "agreement", "dpia")


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Leave the registers empty, instead of one example in each.")
@today
def command(folder: Path, empty: bool, today: date | None) -> None:  # noqa: FBT001 - a flag of the command line
    """Begin a new partnership in DIR, which must be new or empty.

    It holds a charter, an agreement and one example in each register, and builds at once. The examples
    show how each kind of record is written; replace them with your own.

    \b
    openaccord init my-partnership
    cd my-partnership
    openaccord build
    """
    if folder.exists() and (not folder.is_dir() or any(p.name != ".git" for p in folder.iterdir())):
        raise Stop(f"{folder} is not empty. Name a new folder, so that nothing of yours is overwritten.")
    now = (today or today_in({"time_zone": "Europe/London"})).isoformat()
    for path, text in _files(files("openaccord") / "skeleton", "", empty=empty):
        write_text(folder / path, text.replace("@today@", now))
    for name in _EDITOR_SCHEMAS:
        schema = f"{name}.schema.json"
        write_text(folder / "schemas" / schema, (builtin() / schema).read_text(encoding="utf-8"))
    write_text(folder / DESCRIPTOR, load(Folder(folder)).descriptor)
    click.echo(f"A new partnership is in {folder}/. Its name and contact are in {folder / SETTINGS}.")
    click.echo(f"Next:  cd {folder}  and  openaccord build")


def _files(source: Traversable, path: str, *, empty: bool) -> Iterator[tuple[str, str]]:
    """The skeleton's files by their paths; without the examples when the partnership begins empty."""
    for entry in source.iterdir():
        name = f".{entry.name}" if entry.name in _HIDDEN else entry.name
        if entry.is_dir():
            if not (empty and name == "protocols"):
                yield from _files(entry, f"{path}{name}/", empty=empty)
        elif empty and path == "registers/" and name != "partnership.yaml":
            continue
        else:
            yield f"{path}{name}", entry.read_text(encoding="utf-8")
    if empty and path == "registers/":
        yield from _empty_registers()


def _empty_registers() -> Iterator[tuple[str, str]]:
    for kind in RECORD_TYPES:
        if kind.register:
            table = read_builtin(kind.schema)
            columns = ", ".join(field["name"] for field in table["fields"])
            yield f"registers/{kind.plural}.yaml", f"# {table['description']}\n# Fields: {columns}\n[]\n"
