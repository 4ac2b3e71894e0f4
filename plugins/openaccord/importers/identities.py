"""Which rows belong to which record, and the record's id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openaccord.importers.ledger import Ledger
from openaccord.importers.mapping import Target
from openaccord.importers.sheets import Sheet
from openaccord.record_types import is_reserved

_LONGEST = 80
# Letters that are not a plain letter with a mark, and so do not come apart.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "&": " and ", "'": "", "’": ""}
)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows, by index from 0, of one record; `text` is what its id is made of."""

    id: str
    text: str
    rows: tuple[int, ...]


def slug(text: str) -> str:
    """`text` as an id: St John’s & Co. (Ltd) becomes st-johns-and-co-ltd. Empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def kept_spellings(target: Target, sheet: Sheet, texts: list[str], ledger: Ledger) -> list[str]:
    """The one-row-per column with every listed spelling as the one that is kept."""
    for index, text in enumerate(texts):
        if text in target.same:
            fact = f"“{text}” was read as “{target.same[text]}” (same)."
            ledger.note(fact, sheet.spot(index, target.one_row_per))
    return [target.same.get(text, text) for text in texts]


def identify(
    target: Target, sheet: Sheet, columns: Mapping[str, Sequence[str]], ledger: Ledger
) -> list[Group]:
    """The groups in the order of their first rows. A row that can have no id of its own is a stop."""
    by_text: dict[str, list[int]] = {}
    groups: list[Group] = []
    if target.one_row_per:
        _tell_near_spellings(target, columns[target.one_row_per], ledger)
    for index in range(len(sheet.rows)):
        text = " ".join(columns[name][index] for name in target.id_columns).strip()
        if target.one_row_per:
            by_text.setdefault(columns[target.one_row_per][index], []).append(index)
        else:
            groups.append(Group(slug(text), text, (index,)))
    for rows in by_text.values():
        text = " ".join(columns[name][rows[0]] for name in target.id_columns).strip()
        groups.append(Group(slug(text), text, tuple(rows)))
    return _distinct(target, sheet, groups, ledger)


def _distinct(target: Target, sheet: Sheet, groups: list[Group], ledger: Ledger) -> list[Group]:
    by_id: dict[str, list[Group]] = {}
    for group in groups:
        if _fit(target, sheet, group, ledger):
            by_id.setdefault(group.id, []).append(group)
    taken = set(by_id) | {str(record["id"]) for record in target.also}
    numbered: dict[tuple[int, ...], str] = {}
    for name, same in by_id.items():
        if len(same) > 1 and not target.number_repeats:
            _stop_repeat(target, sheet, same, ledger)
        number = 2
        for group in same[1:]:
            while f"{name}-{number}" in taken or is_reserved(f"{name}-{number}"):
                number += 1
            numbered[group.rows] = f"{name}-{number}"
            taken.add(numbered[group.rows])
            where = sheet.spot(group.rows[0], target.id_columns[0])
            ledger.note(f"{target.name}: Ids that repeat were numbered in the order of the rows.", where)
    _stop_stated(target, by_id, ledger)
    return [Group(numbered.get(group.rows, group.id), group.text, group.rows) for group in groups]


def _fit(target: Target, sheet: Sheet, group: Group, ledger: Ledger) -> bool:
    where = sheet.spot(group.rows[0], target.id_columns[0])
    named = " and ".join(f"“{name}”" for name in target.id_columns)
    if not group.id:
        fact = f"{target.name}: The row has nothing in {named} that an id can be made of."
        ledger.stop(fact, "Fill the cell in, or take the row out.", where)
    elif len(group.id) > _LONGEST:
        fact = f"The id made of {named} has {len(group.id)} characters; {_LONGEST} is the most."
        ledger.stop(f"{target.name}: {fact}", "Make the id of another column.", where)
    elif is_reserved(group.id):
        fact = f"{target.name}: “{group.id}” cannot be an id."
        ledger.stop(fact, "Make the id of another column, or of two.", where)
    else:
        return True
    return False


def _stop_repeat(target: Target, sheet: Sheet, same: list[Group], ledger: Ledger) -> None:
    texts = list(dict.fromkeys(group.text for group in same))
    made = " and ".join(f"“{text}”" for text in texts)
    verb = "gives" if len(texts) == 1 else "give"
    fact = f"{target.name}: {made} {verb} the id {same[0].id} more than once."
    remedy = "Add a column to the id, or “repeats: number” to number them."
    if target.one_row_per:
        remedy = "List the spellings under “same” if they mean one; else make the id of another column."
    ledger.stop(fact, remedy, *(sheet.spot(group.rows[0], target.id_columns[0]) for group in same))


def _stop_stated(target: Target, by_id: Mapping[str, object], ledger: Ledger) -> None:
    stated = [str(record["id"]) for record in target.also]
    for name in dict.fromkeys(stated):
        if name in by_id or stated.count(name) > 1:
            fact = f"{target.name}: {name} under “also” is the id of another record as well."
            ledger.stop(fact, "Take it out, or give it another id.")
        elif is_reserved(name):
            ledger.stop(f"{target.name}: “{name}” under “also” cannot be an id.", "Give it another id.")


def _tell_near_spellings(target: Target, texts: Sequence[str], ledger: Ledger) -> None:
    """Texts that differ in case, blanks or punctuation only are told, never joined unasked."""
    near: dict[str, dict[str, None]] = {}
    for text in texts:
        key = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
        near.setdefault(key, {})[text] = None
    for spellings in near.values():
        if len(spellings) > 1:
            listed = ", ".join(f"“{text}”" for text in spellings)
            fact = f"{listed} differ only in case, blanks or punctuation, and were kept apart."
            ledger.note(f"{target.name}: {fact} If they mean the same, list them under “same”.")
