"""Whether a mapping fits the sources and the schemas, before a single record is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openaccord.guesses import guess
from openaccord.importers.ledger import Ledger, counted
from openaccord.importers.mapping import ImportMapping, Rule, Source, Target
from openaccord.importers.sheets import Sheet
from openaccord.problems import Place, Problem, problem
from openaccord.schemas import Field, Schema


def misfits(
    mapping: ImportMapping, sheets: Mapping[str, Sheet], schemas: Mapping[str, Schema]
) -> list[Problem]:
    """Every column or field that the mapping names and that does not exist, and required fields without a
    rule. `sheets` are by the source's short name, `schemas` by the name of the records.
    """
    found: list[Problem] = []
    for target in mapping.targets.values():
        found.extend(_of_target(target, mapping, sheets, schemas))
    for source in mapping.sources.values():
        found.extend(_of_ignored(source, used_columns(mapping, source.name), sheets[source.name]))
    return sorted(set(found))


def used_columns(mapping: ImportMapping, source: str) -> set[str]:
    """Every column of a source that some rule reads."""
    used: set[str] = set()
    for target in mapping.targets.values():
        if target.source == source:
            used |= target.columns() | looked_in(mapping, target.name)
    return used


def looked_in(mapping: ImportMapping, name: str) -> set[str]:
    """The columns in which references to the records `name` are looked up."""
    fields = (field for target in mapping.targets.values() for field in target.fields.values())
    return {rule.by for field in fields for rule in field.inner() if rule.to == name}


def known_fields(schema: Schema) -> dict[str, Field]:
    """The fields that a rule can make, by name; in a register also each translation, such as title_cy."""
    known = {field.name: field for field in schema.fields}
    for name, part in schema.document["properties"].items():
        if part.get("translates"):
            known[name] = known[part["translates"]]
    return known


def tell_columns(mapping: ImportMapping, sheets: Mapping[str, Sheet], ledger: Ledger) -> None:
    """What the report says of whole columns: empty, ignored, not mapped, or with a folded heading."""
    for source in mapping.sources.values():
        sheet = sheets[source.name]
        used = used_columns(mapping, source.name)
        for heading in sheet.written:
            shown = heading.replace("\n", "⏎")
            fact = f"The heading “{shown}” was matched with single blanks for its white space."
            ledger.note(f"{sheet.file}: {fact}")
        for index, heading in enumerate(sheet.headings):
            count = sum(1 for _, cells in sheet.rows if cells[index])
            if not count:
                if not heading.startswith("(column "):
                    ledger.note(f"{sheet.file}: “{heading}” is empty in every row.")
            elif heading in source.ignore:
                ledger.note(f"{sheet.file}: “{heading}” was left out: {source.ignore[heading]}")
            elif heading not in used:
                fact = (
                    f"{sheet.file}: “{heading}” is not mapped; {counted(count, 'cell')} with text left out."
                )
                ledger.loss(fact, "Give it a field, or list it under “ignore” with the reason.")
        if sheet.blank_rows:
            ledger.note(f"{sheet.file}: {counted(sheet.blank_rows, 'row')} without any text skipped.")
        if sheet.failed:
            fact = f"{sheet.file}: The cell shows an error such as #N/A, and was taken as empty."
            ledger.loss(fact, "Mend the formula, or type the value.", *sheet.failed)


def _of_target(
    target: Target, mapping: ImportMapping, sheets: Mapping[str, Sheet], schemas: Mapping[str, Schema]
) -> Iterator[Problem]:
    if target.name not in schemas:
        hint = guess(target.name, schemas)
        hint = hint or f"Use the name of a register; or describe it in schemas/{target.name}.table.json."
        fact = f"There is no kind of record called “{target.name}”."
        yield problem("unknown-register", target.place, fact, hint)
        return
    headings = sheets[target.source].headings
    for column in sorted({*target.id_columns, target.one_row_per} - {"", *headings}):
        yield _no_column(column, headings, target.place)
    fields = known_fields(schemas[target.name])
    for field in fields.values():
        if field.required and field.name != "id" and field.name not in target.fields:
            fact = f"{target.name}: There is no rule for “{field.name}”, which each record needs."
            yield problem("missing-field", target.place, fact, f"Add it under “fields:”. {field.description}")
    for name, rule in target.fields.items():
        yield from _of_field(name, rule, fields)
        for inner in rule.inner():
            yield from _of_columns(inner, headings, mapping, sheets)


def _of_field(name: str, rule: Rule, fields: Mapping[str, Field]) -> Iterator[Problem]:
    """What is wrong with a rule's name or shape, and with those inside it."""
    field = fields.get(name)
    if field is None:
        hint = guess(name, fields) or f"Use one of: {', '.join(fields)}."
        yield problem("unknown-field", rule.place, f"“{name}” is not a field of these records.", hint)
    elif (rule.kind == "list" or rule.split) and field.form != "list":
        yield problem("wrong-type", rule.place, f"“{name}” takes a single value, no list.", field.description)
    elif rule.kind == "fields" and field.form != "object":
        yield problem("wrong-type", rule.place, f"“{name}” takes no fields of its own.", field.description)
    else:
        parts = {part.name: part for part in field.parts}
        for inner_name, inner in (rule.fields or {}).items():
            yield from _of_field(inner_name, inner, parts)
        for item in rule.items:
            yield from _of_field("", item, parts)


def _of_columns(
    rule: Rule, headings: tuple[str, ...], mapping: ImportMapping, sheets: Mapping[str, Sheet]
) -> Iterator[Problem]:
    for column in sorted({rule.column, *rule.template[1::2]} - {"", *headings}):
        yield _no_column(column, headings, rule.place)
    if rule.to:
        elsewhere = sheets[mapping.targets[rule.to].source].headings
        if rule.by not in elsewhere:
            yield _no_column(rule.by, elsewhere, rule.place)


def _of_ignored(source: Source, used: set[str], sheet: Sheet) -> Iterator[Problem]:
    for column in source.ignore:
        if column not in sheet.headings:
            yield _no_column(column, sheet.headings, source.place)
        elif column in used:
            fact = f"“{column}” is ignored, yet a field is made of it."
            remedy = "Take it out of “ignore”, or out of the fields."
            yield problem("wrong-format", source.place, fact, remedy)


def _no_column(column: str, headings: tuple[str, ...], place: Place) -> Problem:
    hint = guess(column, headings) or f"The columns are: {', '.join(headings)}."
    return problem("unknown-field", place, f"There is no column “{column}”.", hint)
