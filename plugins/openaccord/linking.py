"""References followed: from the ids in records to links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from openaccord.guesses import guess, slip_of
from openaccord.model import Key, Link, Record
from openaccord.problems import Problem, Slip, problem
from openaccord.record_types import RecordType
from openaccord.references import references, referring
from openaccord.schemas import Path, Schema

Records = Mapping[str, Mapping[str, Record]]


def resolve(
    records: Records,
    unpublished: Collection[Key],
    types: tuple[RecordType, ...],
    schemas: Mapping[str, Schema],
) -> tuple[list[Link], list[tuple[Record, Problem]]]:
    """Every reference as a link; and the records with a reference that leads nowhere, each with the problem.

    A reference to a record that cannot be shown is neither: the other record's problem says enough.
    """
    links: list[Link] = []
    unfound: list[tuple[Record, Problem]] = []
    names = {kind.plural: kind.name for kind in types if kind.register} | {
        kind.name: kind.name for kind in types
    }
    for kind in types:
        fields = referring(schemas[kind.name].fields)
        for record in records.get(kind.name, {}).values():
            for path, declared, target_id in references(fields, record.data):
                target = names.get(declared, declared)
                found = records[target].get(target_id) if target in records else None
                if found is not None:
                    links.append(Link(record, path, found))
                elif (target, target_id) not in unpublished and (target, "") not in unpublished:
                    unfound.append((record, _unfound(record, path, target, target_id, records)))
    return links, unfound


def _unfound(record: Record, path: Path, target: str, target_id: str, records: Records) -> Problem:
    """A reference that leads nowhere, or to a record of another kind than the field takes."""
    words = target.replace("-", " ")
    others = [other for other in records.get(target, {}) if (target, other) != (record.type.name, record.id)]
    similar = _similar(target_id, others)
    meant, sure = guess(target_id, similar), slip_of(target_id, similar)
    fact = f"There is no {words} with the id “{target_id}”"
    wrong = next((kind for kind, known in records.items() if target_id in known), None)
    if wrong is not None:
        fact = f"{fact}; there is {_one(wrong)} with that id."
        hint = meant or f"Write the id of {_one(target)} here."
        return problem("reference-wrong-kind", record.place(*path), fact, hint)
    hint = meant or f"Write the id of one that is there, or add {_one(target)} with this id."
    slip = Slip(target_id, sure) if sure else None
    return problem("unknown-reference", record.place(*path), f"{fact}.", hint, slip)


def _one(kind: str) -> str:
    """The name of a type with its article, as in “an information asset”."""
    words = kind.replace("-", " ")
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _similar(word: str, known: Iterable[str]) -> list[str]:
    """Ids near enough in length to be worth comparing, so that a large register costs little."""
    return [other for other in known if abs(len(other) - len(word)) <= 4]
