"""Every change between two states of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openaccord.changes import sharing, terms
from openaccord.changes.change import Change, Finding, Lookup, Weight
from openaccord.changes.comparing import Edit, edits
from openaccord.changes.generic import told
from openaccord.changes.pairs import Pair
from openaccord.changes.renames import Fields, Renames, renames
from openaccord.changes.values import code, plain
from openaccord.changes.weighing import kinds, weigh
from openaccord.loading import Loaded
from openaccord.model import Key
from openaccord.schemas import Field, Schema, builtin_schema
from openaccord.sources.values import JSON

SETTINGS = "partnership"
"""The type under which changes of the partnership's settings are told."""

Question = Callable[[Pair], Iterator[Finding]]

_QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "agreement": (
        sharing.information,
        sharing.recipients,
        sharing.transfers,
        sharing.ways,
        sharing.people,
        sharing.purposes,
        terms.law,
        terms.choice,
    ),
    "information-category": (terms.sensitivity,),
}
"""What is asked of a pair of records of a type, beside what is asked of all."""
_OF_ALL: tuple[Question, ...] = (
    terms.retention,
    terms.status,
    terms.parties,
    terms.ending,
    terms.reviews,
    terms.checks,
)
_DOCUMENTS = frozenset({"agreement", "protocol", "dpia"})
_HISTORY = "history"
_NO_PLACE = ""
"""The reason of a change in a record that has no field for it."""
_WEIGHTS = tuple(Weight)


@dataclass(frozen=True, slots=True)
class Side:
    """One state of the records.

    `records` are those to compare, `files` where they lie, `look` finds these and all others. `withheld`
    cannot be shown because of problems, `drafts` are not published yet.
    """

    records: Mapping[Key, Mapping[str, JSON]]
    files: Mapping[Key, str]
    look: Lookup
    withheld: frozenset[Key] = frozenset()
    drafts: frozenset[Key] = frozenset()


def side_of(loaded: Loaded) -> Side:
    """A whole partnership and its settings, as one side of a comparison."""
    partnership = loaded.partnership
    found = {(record.type.name, record.id): record for record in partnership.all()}
    settings = (SETTINGS, SETTINGS)
    records: dict[Key, Mapping[str, JSON]] = {key: record.data for key, record in found.items()}

    def look(type_name: str, record_id: str) -> Mapping[str, JSON] | None:
        return records.get((type_name, record_id))

    return Side(
        {**records, settings: {"title": partnership.settings["name"], **partnership.settings}},
        {**{key: record.file for key, record in found.items()}, settings: "registers/partnership.yaml"},
        look,
        frozenset(partnership.unpublished),
        partnership.drafts,
    )


def fields_of(schemas: Mapping[str, Schema]) -> Fields:
    """The fields by which records of each type, and the settings, are compared."""
    fields = {name: schema.fields for name, schema in schemas.items()}
    return fields | {SETTINGS: builtin_schema("partnership.schema.json", ()).fields}


def changes(before: Side, after: Side, fields: Fields) -> list[Change]:
    """Every change, record by record; the record with the gravest change comes first."""
    found = sorted(_all(before, after, fields), key=_order)
    gravest: dict[Key, tuple[int, int]] = {}
    for change in found:
        gravest.setdefault((change.type, change.id), (_WEIGHTS.index(change.weight), change.rank))
    return sorted(found, key=lambda one: (*gravest[one.type, one.id], one.type, one.id))


def _order(change: Change) -> tuple[int, int, str]:
    return _WEIGHTS.index(change.weight), change.rank, change.path


def _all(before: Side, after: Side, fields: Fields) -> Iterator[Change]:
    gone = {key: data for key, data in before.records.items() if key not in after.records}
    come = {key: data for key, data in after.records.items() if key not in before.records}
    renamed = renames(gone, come, fields)
    for old, new in renamed.pairs.items():
        values = {"before": plain(old[1]), "after": plain(new[1])}
        finding = Finding("renamed", "", values, old[1], new[1])
        yield _change(finding, new, after.records[new], after.files[new])
    for key, data in before.records.items():
        new = renamed.pairs.get(key, key)
        if new in after.records:
            yield from _of_pair(renamed, (key, new), before, after, fields.get(new[0], ()))
        else:
            yield _change(_gone(key, after), key, data, before.files[key])
    for key, data in come.items():
        if key not in renamed.pairs.values():
            yield _change(_come(key, data, before), key, data, after.files[key])


def _gone(key: Key, after: Side) -> Finding:
    kind = (
        "withheld"
        if key in after.withheld
        else "unpublished"
        if key in after.drafts
        else "document-removed"
        if key[0] in _DOCUMENTS
        else "record-removed"
    )
    return Finding(kind, "", {})


def _come(key: Key, data: Mapping[str, Any], before: Side) -> Finding:
    if key in before.withheld:
        return Finding("shown-again", "", {})
    if key[0] == "agreement":
        return Finding("agreement-added", "", {"status": code("agreement-status", data.get("status"))})
    return Finding("record-added", "", {})


def _of_pair(
    renamed: Renames, keys: tuple[Key, Key], before: Side, after: Side, fields: tuple[Field, ...]
) -> Iterator[Change]:
    """The changes of a record that is on both sides, maybe under two ids."""
    old, new = keys
    was, now = before.records[old], after.records[new]
    one, other = before.files[old], after.files[new]
    if old == new and one != other:
        values = {"before": plain(one), "after": plain(other)}
        yield _change(Finding("moved", "", values, one, other), new, now, other)
    if was == now:
        return
    was = {**renamed.applied(old[0], was), "id": now.get("id")} if "id" in was else was
    pair = Pair(new[0], was, now, tuple(edits(fields, was, now)), before.look, after.look)
    reason = _reason(pair) if any(field.name == _HISTORY for field in fields) else _NO_PLACE
    for finding, edit in _found(pair):
        yield _change(finding, new, now, other, edit, reason)


def _found(pair: Pair) -> Iterator[tuple[Finding, Edit | None]]:
    """What is said in so many words, then every edit that this does not explain.

    What one question explains, such as who is a new party by being a new recipient, no later one tells again.
    """
    explained: set[str] = set()
    for question in (*_QUESTIONS.get(pair.type, ()), *_OF_ALL):
        found = [
            finding
            for finding in question(pair)
            if not finding.explains or not explained.issuperset(finding.explains)
        ]
        explained.update(mark for finding in found for mark in finding.explains)
        yield from ((finding, None) for finding in found if finding.kind)
    for edit in pair.edits:
        if edit.mark not in explained and not _said_already(pair, edit):
            yield told(pair, edit), edit


def _said_already(pair: Pair, edit: Edit) -> bool:
    """Whether an edit is a reason for the others, or the translation of a text that changed as well."""
    if edit.place == f"{_HISTORY}[]" and edit.how == "added":
        return len(pair.edits) > 1
    own = edit.field.name
    return edit.path.startswith(f"{own}_") and any(pair.at(own))


def _reason(pair: Pair) -> JSON:
    """What the record's own history says about this change."""
    for edit in pair.at(f"{_HISTORY}[]", "added"):
        reason: JSON = edit.after.get("why") or edit.after.get("what")
        return reason
    return None


def _change(  # noqa: PLR0913, PLR0917 - a change has so many parts
    finding: Finding,
    key: Key,
    data: Mapping[str, JSON],
    file: str,
    edit: Edit | None = None,
    reason: JSON = _NO_PLACE,
) -> Change:
    row = kinds()[finding.kind]
    if edit is not None and finding.kind != "text-translated":
        row = weigh(finding.kind, key[0], edit.place, edit.how)
    asks = tuple(ask for ask in row.asks if ask != "reason" or reason is None)
    change = Change(
        finding.kind,
        *key,
        data.get("title"),
        file,
        finding.path,
        finding.values,
        row.weight,
        asks,
        row.rank,
        finding.before,
        finding.after,
        reason=reason or None,
    )
    return change if edit is None or not edit.field.internal else replace(change, public=False)
