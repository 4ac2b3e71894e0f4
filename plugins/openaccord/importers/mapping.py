"""The mapping file: which column becomes which field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openaccord.checking import compile_schema
from openaccord.guesses import guess
from openaccord.importers.dates import DateForm, date_form
from openaccord.importers.sheets import fold
from openaccord.problems import Place, Problem, problem
from openaccord.schemas import Schema, read_builtin
from openaccord.sources.values import JSON, Path
from openaccord.sources.yaml import Document, read_document

_SOURCES_OF_A_RULE = ("column", "template", "value", "list", "fields")
_OF_A_COLUMN = ("split", "map", "date", "reference")
_BRACES = re.compile(r"\{([^{}]+)\}")
_CODE_POINT = re.compile(r"U\+([0-9A-Fa-f]{4,6})")


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read. `ignore` has the reason for each column that is left out."""

    name: str
    file: str
    tab: str
    header_row: int
    ignore: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is made. Of `column`, `template`, `value`, `items` and `fields`, `kind` names the one used.

    `template` alternates between fixed text and columns, beginning with text.
    """

    kind: str
    place: Place
    column: str = ""
    template: tuple[str, ...] = ()
    value: JSON = None
    items: tuple[Rule, ...] = ()
    fields: Mapping[str, Rule] | None = None
    split: str = ""
    values: Mapping[str, JSON] | None = None
    date: DateForm | None = None
    to: str = ""
    by: str = ""
    settle: Mapping[str, JSON] | None = None

    def columns(self) -> Iterator[str]:
        """Every column that the rule reads, here or further in."""
        if self.column:
            yield self.column
        yield from self.template[1::2]
        for rule in (*self.items, *(self.fields or {}).values()):
            yield from rule.columns()

    def inner(self) -> Iterator[Rule]:
        """The rule itself and every rule inside it."""
        yield self
        for rule in (*self.items, *(self.fields or {}).values()):
            yield from rule.inner()


@dataclass(frozen=True, slots=True)
class Target:
    """Records to make. `same` leads from each further spelling to the one that is kept."""

    name: str
    source: str
    place: Place
    one_row_per: str
    same: Mapping[str, str]
    trim: bool
    id_columns: tuple[str, ...]
    number_repeats: bool
    format: str
    fields: Mapping[str, Rule]
    also: tuple[Mapping[str, JSON], ...]

    def columns(self) -> set[str]:
        """Every column of its source that it reads."""
        own = {self.one_row_per} if self.one_row_per else set()
        return own.union(self.id_columns, *(rule.columns() for rule in self.fields.values()))


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A mapping file that hangs together in itself; whether its columns exist is seen with the sources.

    `replace` leads from a character to the text that takes its place.
    """

    file: str
    sources: Mapping[str, Source]
    replace: Mapping[str, str]
    targets: Mapping[str, Target]


def mapping_schema() -> Schema:
    """The schema of mapping files, for checking; it has no list of fields."""
    document = read_builtin("mapping.schema.json")
    title, description = document["title"], document["description"]
    return Schema(one=title, many=title, description=description, singular="", document=document, fields=())


def read_mapping(data: bytes, file: str) -> tuple[ImportMapping | None, list[Problem]]:
    """The mapping that `data` holds, or None and everything that is wrong with it."""
    document, problems = read_document(data, file)
    if document is None:
        return None, problems
    checker = compile_schema(mapping_schema())
    if not checker.fits(document.value):
        return None, checker.explain(document.value, lambda path, key: document.place(path, key=key))
    parser = _Parser(document)
    mapping = parser.mapping()
    problems = sorted([*parser.problems, *_loose_ends(mapping)])
    return (None, problems) if problems else (mapping, [])


class _Parser:
    """Turns a document that fits the schema into values, noting what the schema cannot say."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def mapping(self) -> ImportMapping:
        # Any: the document fits the schema, so each part has the shape that is read here.
        value: Any = self._document.value
        return ImportMapping(
            self._document.file,
            {name: self._source(name, part) for name, part in value["sources"].items()},
            dict(self._replacements(value.get("replace", {}))),
            {name: self._target(name, part) for name, part in value["records"].items()},
        )

    def _refuse(self, path: Path, message: str, hint: str, *, key: bool = False) -> None:
        place = self._document.place(path, key=key)
        self.problems.append(problem("wrong-format", place, message, hint))

    def _source(self, name: str, part: Any) -> Source:
        ignore = {fold(column): reason for column, reason in part.get("ignore", {}).items()}
        place = self._document.place(("sources", name), key=True)
        return Source(name, part["file"], part.get("sheet", ""), part.get("header-row", 1), ignore, place)

    def _replacements(self, part: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for name, text in part.items():
            match = _CODE_POINT.fullmatch(name)
            if match and int(match.group(1), 16) <= 0x10FFFF:
                yield chr(int(match.group(1), 16)), text
            else:
                message = f"“{name}” is not the number of a character."
                self._refuse(("replace", name), message, "Write it as U+200B.", key=True)

    def _target(self, name: str, part: Any) -> Target:
        path: Path = ("records", name)
        per = fold(part.get("one-row-per", ""))
        own = part.get("id", {})
        columns = tuple(fold(column) for column in own.get("columns", [per] if per else []))
        if not columns:
            hint = "Add “id:” with the columns that it is made of."
            self._refuse(path, "There is no rule for the id.", hint, key=True)
        if "same" in part and not per:
            hint = "Add “one-row-per:” with the column whose spellings these are."
            self._refuse((*path, "same"), "“same” needs a column.", hint, key=True)
        if "id" in part["fields"]:
            message = "The id has a rule of its own."
            self._refuse((*path, "fields", "id"), message, "Use “id:” above.", key=True)
        return Target(
            name,
            part["from"],
            self._document.place(path, key=True),
            per,
            self._same(path, part.get("same", {})),
            part.get("trim", False),
            columns,
            own.get("repeats") == "number",
            part.get("format", "csv"),
            self._fields((*path, "fields"), part["fields"], settles=bool(per)),
            tuple(part.get("also", ())),
        )

    def _same(self, path: Path, part: Mapping[str, list[str]]) -> Mapping[str, str]:
        same: dict[str, str] = {}
        for kept, spellings in part.items():
            for index, spelling in enumerate(spellings):
                if spelling in same or spelling in part:
                    message = f"“{spelling}” is listed twice under “same”."
                    self._refuse((*path, "same", kept, index), message, "List each spelling once.")
                same[spelling] = kept
        return same

    def _fields(self, path: Path, part: Mapping[str, Any], *, settles: bool) -> Mapping[str, Rule]:
        return {name: self._rule((*path, name), rule, settles=settles) for name, rule in part.items()}

    def _rule(self, path: Path, part: Any, *, settles: bool) -> Rule:
        kinds = [name for name in _SOURCES_OF_A_RULE if name in part]
        if len(kinds) != 1:
            found = f"has {' and '.join(kinds)}" if kinds else "does not say where it comes from"
            hint = f"Give it one of {', '.join(_SOURCES_OF_A_RULE)}."
            self._refuse(path, f"“{path[-1]}” {found}.", hint, key=True)
        self._check_modifiers(path, part, settles=settles)
        reference = part.get("reference", {})
        return Rule(
            kinds[0] if kinds else "",
            self._document.place(path, key=True),
            fold(part.get("column", "")),
            self._template(path, part["template"]) if "template" in part else (),
            part.get("value"),
            tuple(
                self._rule((*path, "list", index), item, settles=False)
                for index, item in enumerate(part.get("list", ()))
            ),
            self._fields((*path, "fields"), part["fields"], settles=False) if "fields" in part else None,
            part.get("split", ""),
            part.get("map"),
            self._date(path, part["date"]) if "date" in part else None,
            reference.get("to", ""),
            fold(reference.get("by", "")),
            part.get("settle"),
        )

    def _check_modifiers(self, path: Path, part: Any, *, settles: bool) -> None:
        for name in _OF_A_COLUMN:
            if name in part and "column" not in part:
                message = f"“{name}” goes with “column”."
                self._refuse((*path, name), message, "Add the column, or take this line out.", key=True)
        several = [name for name in ("map", "date", "reference") if name in part]
        if len(several) > 1:
            message = f"“{several[0]}” and “{several[1]}” cannot go together."
            self._refuse((*path, several[1]), message, "Keep one of them.", key=True)
        if "settle" in part and not settles:
            message = "“settle” is only for the fields of records with “one-row-per”."
            self._refuse((*path, "settle"), message, "Take these lines out.", key=True)

    def _template(self, path: Path, text: str) -> tuple[str, ...]:
        parts = _BRACES.split(text)
        parts[1::2] = [fold(column) for column in parts[1::2]]
        if len(parts) == 1:
            hint = "Name the columns in braces: {Organisation}. For the same text everywhere use “value”."
            self._refuse((*path, "template"), "The template names no column.", hint)
        return tuple(parts)

    def _date(self, path: Path, written: str) -> DateForm | None:
        form = date_form(written)
        if form is None:
            hint = "Use YYYY, one of MMMM, MMM, MM, M and one of DD, D: DD/MM/YYYY."
            self._refuse((*path, "date"), f"“{written}” does not say where day, month and year stand.", hint)
        return form


def _loose_ends(mapping: ImportMapping) -> Iterator[Problem]:
    """Names that lead nowhere."""
    for target in mapping.targets.values():
        if target.source not in mapping.sources:
            yield _unknown("source", target.source, mapping.sources, target.place)
        for rule in (inner for field in target.fields.values() for inner in field.inner()):
            if rule.to and rule.to not in mapping.targets:
                yield _unknown("group of records", rule.to, mapping.targets, rule.place)
    used = {target.source for target in mapping.targets.values()}
    for source in mapping.sources.values():
        if source.name not in used:
            message = f"No records are made from the source “{source.name}”."
            yield problem("wrong-format", source.place, message, "Name it under “from:”, or take it out.")


def _unknown(what: str, name: str, known: Mapping[str, object], place: Place) -> Problem:
    hint = guess(name, known) or f"Use one of: {', '.join(known)}."
    return problem("unknown-field", place, f"There is no {what} “{name}” in this mapping.", hint)
