"""One field of one record, by its rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openaccord.guesses import Guesser, guess
from openaccord.importers.ledger import Cell, Ledger, Spot
from openaccord.importers.mapping import Rule, Target
from openaccord.importers.sheets import Sheet
from openaccord.schemas import Field
from openaccord.sources.values import JSON, number


@dataclass(frozen=True, slots=True)
class Lookup:
    """The `ids` of the records that have a text; more than one where the text repeats."""

    ids: Mapping[str, Sequence[str]]
    guesser: Guesser


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes fields from the treated `columns` of a target's source. None stands for a field left out.

    `lookups` are by the target's name and the column that is looked in.
    """

    target: Target
    sheet: Sheet
    columns: Mapping[str, Sequence[str]]
    lookups: Mapping[tuple[str, str], Lookup]
    ledger: Ledger

    def field(self, rule: Rule, field: Field, rows: Sequence[int], name: str) -> JSON:
        """A field of record `name` from its rows, which must agree unless the mapping settles it."""
        cells: list[Cell] = []
        told: list[JSON] = []
        for row in rows:
            value = self._value(rule, field, row, cells)
            if value is not None and value not in told:
                told.append(value)
        if len(told) <= 1:
            self.ledger.carried.update(cells)
            return told[0] if told else None
        seen = ", ".join(f"“{value}”" for value in told)
        spots = [self.sheet.spot(row, column) for _, row, column in cells]
        if rule.settle and name in rule.settle:
            self.ledger.aside.update(cells)
            fact = f"{field.name} of {name}: the rows say {seen}; settled by the mapping (settle)."
            self.ledger.note(fact, *spots)
            return rule.settle[name]
        fact = f"{field.name} of {name}: the rows do not agree ({seen}); the field was left out."
        self.ledger.loss(fact, f"Decide in the mapping: settle: {{{name}: …}}.", *spots)
        return None

    def _value(self, rule: Rule, field: Field, row: int, used: list[Cell]) -> JSON:
        if rule.kind == "value":
            return rule.value
        if rule.kind == "column":
            return self._of_column(rule, field, row, used)
        if rule.kind == "template":
            return self._of_template(rule, field, row, used)
        if rule.kind == "list":
            part = field.parts[0]
            items = [self._value(item, part, row, used) for item in rule.items]
            return [item for item in items if item is not None] or None
        return self._of_fields(rule, field, row, used)

    def _of_fields(self, rule: Rule, field: Field, row: int, used: list[Cell]) -> JSON:
        """A group of fields. Constants alone do not make one where its columns gave nothing."""
        parts = {part.name: part for part in field.parts}
        inner = rule.fields or {}
        made = {name: self._value(part, parts[name], row, used) for name, part in inner.items()}
        from_columns = [made[name] for name, part in inner.items() if any(part.columns())]
        if from_columns and all(value is None for value in from_columns):
            return None
        return {name: value for name, value in made.items() if value is not None}

    def _of_template(self, rule: Rule, field: Field, row: int, used: list[Cell]) -> JSON:
        columns = rule.template[1::2]
        texts = [self.columns[column][row] for column in columns]
        if not any(texts):
            return None
        if not all(texts):
            empty = columns[texts.index("")]
            fact = f"{field.name} is made of several columns, and “{empty}” is empty; the field was left out."
            self.ledger.loss(fact, "Fill the cell in, or change the template.", self.sheet.spot(row, empty))
            return None
        used.extend((self.target.source, row, column) for column in columns)
        pieces = list(rule.template)
        pieces[1::2] = texts
        return _listed(field, "".join(pieces))

    def _of_column(self, rule: Rule, field: Field, row: int, used: list[Cell]) -> JSON:
        text = self.columns[rule.column][row]
        if not text:
            return None
        cell = (self.target.source, row, rule.column)
        if not rule.split:
            value = self._item(rule, _innermost(field), text, row)
            if value is not None:
                used.append(cell)
            return None if value is None else _listed(field, value)
        return self._of_split(rule, field, text, row, used)

    def _of_split(self, rule: Rule, field: Field, text: str, row: int, used: list[Cell]) -> JSON:
        texts = [part.strip() for part in text.split(rule.split) if part.strip()]
        found = [self._item(rule, _innermost(field), part, row) for part in texts]
        if None not in found:
            used.append((self.target.source, row, rule.column))
        items: list[JSON] = []
        for value in found:
            if value is not None and value not in items:
                items.append(value)
        if len(items) < len([value for value in found if value is not None]):
            fact = f"“{rule.column}” has the same value twice in one cell; it was kept once."
            self.ledger.note(fact, self.sheet.spot(row, rule.column))
        return items or None

    def _item(self, rule: Rule, field: Field, text: str, row: int) -> JSON:
        spot = self.sheet.spot(row, rule.column)
        if rule.values is not None:
            return self._mapped(rule, text, row, spot)
        if rule.date is not None:
            found = rule.date(text)
            if found is None:
                fact = f"“{_short(text)}” in “{rule.column}” is not a date of that form; it was left out."
                self.ledger.loss(fact, "Correct the cell, or “date” in the mapping.", spot)
            return found
        if rule.to:
            return self._referred(rule, text, spot)
        if field.form == "boolean":
            return {"true": True, "false": False}.get(text, text)
        return text if field.form != "number" or number(text) is None else number(text)

    def _mapped(self, rule: Rule, text: str, row: int, spot: Spot) -> JSON:
        values = rule.values or {}
        if text not in values:
            fact = f"“{_short(text)}” in “{rule.column}” is not in the map; it was left out."
            remedy = guess(text, values) or "Add it to the map; null leaves it out."
            self.ledger.loss(fact, remedy, spot)
        elif values[text] is None:
            self.ledger.aside.add((self.target.source, row, rule.column))
            fact = f"“{_short(text)}” in “{rule.column}” was left out, as the map says (null)."
            self.ledger.note(fact, spot)
        return values.get(text)

    def _referred(self, rule: Rule, text: str, spot: Spot) -> JSON:
        lookup = self.lookups[rule.to, rule.by]
        ids = lookup.ids.get(text, ())
        if len(ids) == 1:
            return ids[0]
        found = "stands for several" if ids else "is not among the"
        fact = f"“{_short(text)}” in “{rule.column}” {found} {rule.to} (by “{rule.by}”); it was left out."
        remedy = lookup.guesser.guess(text) or "Correct the cell, or list the spelling under “same”."
        self.ledger.loss(fact, remedy, spot)
        return None


def _innermost(field: Field) -> Field:
    return field.parts[0] if field.form == "list" else field


def _listed(field: Field, value: JSON) -> JSON:
    """A single value where the field takes a list is a list of one."""
    return [value] if field.form == "list" and not isinstance(value, list) else value


def _short(text: str) -> str:
    """A text as a message shows it: one line, not too long."""
    line = " ".join(text.split())
    return f"{line[:57]}…" if len(line) > 60 else line
