"""The whole import: sources and a mapping in, files and a report out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openaccord.checking import Checker, compile_schema
from openaccord.guesses import Guesser
from openaccord.importers.cells import Plot
from openaccord.importers.identities import identify, kept_spellings
from openaccord.importers.ledger import Cell, Ledger, Remark, Weight
from openaccord.importers.mapping import ImportMapping, Target
from openaccord.importers.outputs import Made, written
from openaccord.importers.plan import known_fields, looked_in, misfits, tell_columns
from openaccord.importers.rules import Lookup, Maker
from openaccord.importers.sheets import Sheet
from openaccord.importers.treatment import BLANKS, Treatment
from openaccord.problems import Place, Problem
from openaccord.record_types import RecordType
from openaccord.references import references
from openaccord.schemas import Schema
from openaccord.sources.values import JSON, Path


@dataclass(frozen=True, slots=True)
class Kind:
    """What the records of a target are: their type and its schema."""

    type: RecordType
    schema: Schema


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Rows of a source, and its cells with text: `cells` is the sum of the four figures after it."""

    name: str
    file: str
    rows: int
    cells: int
    carried: int
    ignored: int
    aside: int
    left_out: int


@dataclass(frozen=True, slots=True)
class RecordCount:
    """Records made for a target, and where they go."""

    name: str
    path: str
    records: int
    stated: int


@dataclass(frozen=True, slots=True)
class Import:
    """The outcome. `files` leads from path to text; it is empty when a remark is a stop."""

    files: Mapping[str, str]
    sources: tuple[SourceCount, ...]
    records: tuple[RecordCount, ...]
    remarks: tuple[Remark, ...]

    def of(self, weight: Weight) -> list[Remark]:
        """The remarks of one weight."""
        return [remark for remark in self.remarks if remark.weight == weight]


def make_import(
    mapping: ImportMapping, sheets: Mapping[str, Sheet], kinds: Mapping[str, Kind]
) -> tuple[Import | None, list[Problem]]:
    """The import, or None and what in the mapping does not fit the sources or the schemas.

    `sheets` are by the short names of the sources, `kinds` by the names of the records. Nothing is written.
    """
    problems = misfits(mapping, sheets, {name: kind.schema for name, kind in kinds.items()})
    if problems:
        return None, problems
    ledger = Ledger()
    tell_columns(mapping, sheets, ledger)
    plots = {
        name: _plot(mapping, target, sheets[target.source], ledger)
        for name, target in mapping.targets.items()
    }
    lookups = {(name, by): _lookup(plots[name], by) for name in plots for by in looked_in(mapping, name)}
    made: dict[str, list[Made]] = {}
    for name, plot in plots.items():
        maker = Maker(plot.target, plot.sheet, plot.columns, lookups, ledger)
        made[name] = _records(plot, maker, kinds[name].schema)
        _tell_invalid(plot, made[name], compile_schema(kinds[name].schema), ledger)
    _tell_lost_references(plots, made, kinds, ledger)
    files: dict[str, str] = {}
    for name, records in made.items():
        files.update(written(mapping.targets[name], kinds[name].type, kinds[name].schema, records, ledger))
    remarks = tuple(ledger.remarks())
    if any(remark.weight == Weight.STOP for remark in remarks):
        files = {}
    counts = tuple(_count(mapping, name, sheets[name], ledger) for name in mapping.sources)
    return Import(files, counts, tuple(_made(mapping, kinds, made)), remarks), []


def _plot(mapping: ImportMapping, target: Target, sheet: Sheet, ledger: Ledger) -> Plot:
    treatment = Treatment(target.source, mapping.replace, target.trim, ledger)
    columns = {
        heading: treatment.column(sheet, heading)
        for heading in sheet.headings
        if heading in target.columns() | looked_in(mapping, target.name)
    }
    if target.one_row_per:
        per = target.one_row_per
        columns[per] = kept_spellings(target, sheet, columns[per], ledger)
    groups = identify(target, sheet, columns, ledger)
    for heading in {*target.id_columns, *looked_in(mapping, target.name)}:
        found = (row for row, text in enumerate(columns[heading]) if text)
        ledger.carried.update((target.source, row, heading) for row in found)
    return Plot(target, sheet, columns, groups)


def _lookup(plot: Plot, by: str) -> Lookup:
    """For each text of the column `by`, and each spelling of it, the ids of the records that have it."""
    ids: dict[str, list[str]] = {}
    for group in plot.groups:
        for text in {plot.columns[by][row] for row in group.rows} - {""}:
            ids.setdefault(text, []).append(group.id)
    if by == plot.target.one_row_per:
        for spelling, kept in plot.target.same.items():
            if kept in ids:
                ids[spelling] = ids[kept]
    return Lookup(ids, Guesser(ids))


def _records(plot: Plot, maker: Maker, schema: Schema) -> list[Made]:
    fields = known_fields(schema)
    first = plot.target.id_columns[0]
    made = []
    for group in plot.groups:
        data: dict[str, JSON] = {"id": group.id}
        for name, rule in plot.target.fields.items():
            value = maker.field(rule, fields[name], group.rows, group.id)
            if value is not None:
                data[name] = value
        made.append(Made(data, (plot.sheet.spot(group.rows[0], first),)))
    return [*made, *(Made(dict(record), ()) for record in plot.target.also)]


def _tell_invalid(plot: Plot, records: list[Made], checker: Checker, ledger: Ledger) -> None:
    """A record that openaccord's own check would refuse is a stop."""
    for number, record in enumerate(records):
        if not checker.fits(record.data):
            paths: list[Path] = []

            def locate(path: Path, _key: bool, paths: list[Path] = paths) -> Place:  # noqa: FBT001 - as Locate
                paths.append(path)
                return Place("", len(paths))

            for found in checker.explain(record.data, locate):
                spots = plot.cells(number, record.data, paths[found.place.line - 1])
                ledger.stop(f"{plot.target.name}: {found.message}", found.hint, *spots)


def _tell_lost_references(
    plots: Mapping[str, Plot], made: Mapping[str, list[Made]], kinds: Mapping[str, Kind], ledger: Ledger
) -> None:
    """References, by constants too, to records of kinds that this import makes, and that it does not make."""
    ids: dict[str, set[JSON]] = {}
    for name, records in made.items():
        for known in (name, kinds[name].type.name):
            ids[known] = {record.data["id"] for record in records}
    for name, records in made.items():
        fields = kinds[name].schema.fields
        for number, record in enumerate(records):
            try:
                found = list(references(fields, record.data))
            except (AttributeError, TypeError):
                continue  # a record of the wrong shape, which is told already
            for path, to, wanted in found:
                if to in ids and wanted not in ids[to]:
                    fact = f"{name}: The {to} “{wanted}” is not among the records of this import."
                    remedy = "State it under “also”, or correct the id in the mapping."
                    ledger.stop(fact, remedy, *plots[name].cells(number, record.data, path))


def _count(mapping: ImportMapping, name: str, sheet: Sheet, ledger: Ledger) -> SourceCount:
    ignore = mapping.sources[name].ignore
    figures = {"carried": 0, "ignored": 0, "aside": 0, "left_out": 0}
    for row, (_, cells) in enumerate(sheet.rows):
        for heading, text in zip(sheet.headings, cells, strict=True):
            if text.strip(BLANKS):
                cell = (name, row, heading)
                figures["ignored" if heading in ignore else _fate(cell, ledger)] += 1
    return SourceCount(name, sheet.file, len(sheet.rows), sum(figures.values()), **figures)


def _fate(cell: Cell, ledger: Ledger) -> str:
    if cell in ledger.carried:
        return "carried"
    return "aside" if cell in ledger.aside else "left_out"


def _made(
    mapping: ImportMapping, kinds: Mapping[str, Kind], made: Mapping[str, list[Made]]
) -> list[RecordCount]:
    counts = []
    for name, records in made.items():
        kind, target = kinds[name].type, mapping.targets[name]
        path = f"{kind.folder}/{name}.{target.format}" if kind.register else f"{kind.folder}/"
        stated = len(target.also)
        counts.append(RecordCount(name, path, len(records) - stated, stated))
    return counts
