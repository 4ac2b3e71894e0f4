"""openaccord import: spreadsheets into records."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openaccord.problems import Problem, Stop

if TYPE_CHECKING:
    from openaccord.importers.importing import Import, Kind
    from openaccord.importers.mapping import ImportMapping
    from openaccord.importers.sheets import Sheet

_EPILOG = """
\b
Example:
  openaccord import assets.xlsx --mapping mapping.yaml --into my-partnership

\b
The mapping file says which column becomes which field:

\b
  sources:
    assets:
      file: assets.xlsx
      sheet: Register
      ignore: {Last saved by: names a person}
  records:
    information-assets:
      from: assets
      trim: true
      id: {columns: [Ref]}
      fields:
        title: {column: Name of asset}
        owner_role: {column: Owner}
        personal_data: {column: Personal data, map: {Y: true, N: false}}
        review_last: {column: Reviewed, date: DD/MM/YYYY}

\b
Every way to write it: handbook/importing.md

\b
The exit status is 0 when everything arrived, 1 when something was left out
(the report says what), 2 when nothing was written.
"""


@click.command("import", epilog=_EPILOG)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--mapping", "mapping_file", required=True, metavar="FILE", help="The mapping file (YAML).")
@click.option(
    "--into",
    required=True,
    metavar="DIR",
    help="The partnership's folder. It is made if need be; a file that is there already is never replaced.",
)
def command(sources: tuple[str, ...], mapping_file: str, into: str) -> None:
    """Make records out of spreadsheets, as a mapping file says.

    SOURCE is a .csv, .tsv or .xlsx file. The mapping finds it by its name; where the name is another one
    this time, say which it is: assets="Assets 2027 final.xlsx".

    Nothing is guessed: what the mapping does not say is left out and reported.
    """
    try:
        outcome = make(sources, Path(mapping_file), Path(into))
        if outcome.files:
            write_new(outcome.files, Path(into))
    except Stop as stop:
        click.echo(f"{stop}\nNothing was written.", err=True)
        raise SystemExit(2) from None
    show(outcome, into)
    raise SystemExit(max((int(remark.weight) for remark in outcome.remarks), default=0))


def make(sources: Iterable[str], mapping_file: Path, into: Path) -> Import:
    """The import of `sources`, each a path or `name=path`; nothing is written.

    Registers are also described by the `schemas/` folders in `into` and beside the mapping file. Raises Stop
    for a source, a mapping or a schema that cannot be used, with one line for each thing that is wrong.
    """
    from openaccord.importers.importing import make_import  # noqa: PLC0415 - so that --help is quick

    mapping = _mapping(mapping_file)
    outcome, problems = make_import(mapping, _sheets(mapping, sources), _kinds(mapping_file.parent, into))
    if outcome is None:
        raise _stop(problems)
    return outcome


def write_new(files: Mapping[str, str], into: Path) -> None:
    """Writes all `files` (path below `into` → text) or none: into a folder beside, then moved into place.

    Raises Stop where one of them is there already, or where the disk refuses; what was moved is taken back.
    """
    there = [path for path in files if os.path.lexists(into / path)]
    if there:
        more = f" and {len(there) - 1:,} more" if len(there) > 1 else ""
        fact = f"{into / there[0]}{more} would be written over."
        raise Stop(f"{fact} Remove what an earlier import made, or choose another folder with --into.")
    new = not into.is_dir()
    moved: list[Path] = []
    try:
        parent = into.parent if new else into
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".openaccord-import-", dir=parent) as beside:
            whole = Path(beside, "whole")
            for path, text in files.items():
                (whole / path).parent.mkdir(parents=True, exist_ok=True)
                (whole / path).write_text(text, encoding="utf-8", newline="\n")
            _move(whole, into, moved)
    except BaseException as error:
        for place in reversed(moved):
            _remove(place)
        if isinstance(error, OSError):
            raise Stop(f"{into} could not be written: {error.strerror or error}.") from None
        raise


def _move(whole: Path, into: Path, moved: list[Path]) -> None:
    """Moves `whole` to `into`, or what is in it where that is a folder already; notes what it moved."""
    if not (whole.is_dir() and into.is_dir()):
        whole.rename(into)
        moved.append(into)
        return
    for path in sorted(whole.iterdir()):
        _move(path, into / path.name, moved)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _mapping(file: Path) -> ImportMapping:
    from openaccord.importers.mapping import read_mapping  # noqa: PLC0415 - so that --help is quick

    mapping, problems = read_mapping(_bytes(file), file.name)
    if mapping is None:
        raise _stop(problems)
    return mapping


def _sheets(mapping: ImportMapping, arguments: Iterable[str]) -> dict[str, Sheet]:
    from openaccord.importers.sheets import read_sheet  # noqa: PLC0415 - so that --help is quick

    paths: dict[str, Path] = {}
    for argument in arguments:
        name, equals, path = argument.partition("=")
        named = [name] if equals and name in mapping.sources else []
        found = named or [
            source.name for source in mapping.sources.values() if source.file == Path(argument).name
        ]
        if not found:
            wanted = ", ".join(source.file for source in mapping.sources.values())
            fact = f"The mapping does not name {Path(argument).name}; it names {wanted}."
            raise Stop(f"{fact} Say which it is, such as {next(iter(mapping.sources))}={argument}.")
        paths.update(dict.fromkeys(found, Path(path if named else argument)))
    for source in mapping.sources.values():
        if source.name not in paths:
            raise Stop(f"The mapping needs {source.file} ({source.name}). Name it among the sources.")
    return {
        name: read_sheet(path.name, _bytes(path), tab=source.tab, header_row=source.header_row)
        for name, path in paths.items()
        for source in (mapping.sources[name],)
    }


def _kinds(*folders: Path) -> dict[str, Kind]:
    """Every kind of record that can be made: openaccord's own, and registers that `folders` describe."""
    from openaccord.importers.importing import Kind  # noqa: PLC0415 - so that --help is quick
    from openaccord.record_types import RECORD_TYPES, own_register  # noqa: PLC0415 - the same
    from openaccord.schemas import document_schema, read_builtin, table_schema  # noqa: PLC0415 - the same

    languages = next(filter(None, map(_languages, reversed(folders))), ())
    kinds: dict[str, Kind] = {}
    for kind in RECORD_TYPES:
        described = read_builtin(kind.schema)
        schema = table_schema(described, languages) if kind.register else document_schema(described)
        kinds[kind.plural] = Kind(kind, schema)
    for folder in folders:
        for file in sorted((folder / "schemas").glob("*.table.json")):
            name = file.name.removesuffix(".table.json")
            try:
                own = table_schema({**json.loads(_bytes(file)), "name": name}, languages)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise Stop(f"{file}: This schema cannot be used ({error}). Mend it.") from None
            kinds.setdefault(name, Kind(own_register(own.singular, name), own))
    return kinds


def _languages(folder: Path) -> tuple[str, ...]:
    """The languages of the partnership in `folder`; none where it has no settings."""
    from openaccord.sources.yaml import read_document  # noqa: PLC0415 - so that --help is quick

    file = folder / "registers" / "partnership.yaml"
    document = read_document(_bytes(file), file.name)[0] if file.is_file() else None
    value: Any = document.value if document else {}
    languages = value.get("languages", ()) if isinstance(value, dict) else ()
    return tuple(map(str, languages)) if isinstance(languages, list) else ()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Stop(f"{file} could not be read: {error.strerror or error}.") from None


def _stop(problems: Iterable[Problem]) -> Stop:
    lines = [
        f"{found.place.file}:{found.place.line}:{found.place.column}: {found.message} {found.hint}"
        for found in problems
    ]
    return Stop("\n".join(lines))


def show(outcome: Import, into: str) -> None:
    """Prints the report: with bold headings on a terminal, else as plain text. `into` is as it was typed."""
    from openaccord.importers.report import report  # noqa: PLC0415 - so that --help is quick

    if sys.stdout is None or not sys.stdout.isatty():
        click.echo("\n\n".join("\n".join((heading, *lines)) for heading, lines in report(outcome, into)))
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.text import Text  # noqa: PLC0415 - the same

    console = Console()
    for heading, lines in report(outcome, into):
        console.print(Text(heading, style="bold"), *map(Text, lines), "", sep="\n")
