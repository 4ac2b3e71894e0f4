"""Reviews recorded in the files of a partnership, with nothing else changed in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from openaccord.amended import Amended
from openaccord.edits import Edit
from openaccord.loading import Loaded
from openaccord.mending import applied, standing
from openaccord.model import Key, Partnership, Record
from openaccord.problems import Place, Problem, Stop
from openaccord.reviewing import Recording, name_of
from openaccord.schemas import Schema
from openaccord.sources.yaml_amend import OddPlaceError, with_group, with_item, with_text, without
from openaccord.tree import Tree

Check: TypeAlias = Callable[[Tree], Loaded]


def record_reviews(
    tree: Tree, loaded: Loaded, recordings: Sequence[Recording], check: Check
) -> Mapping[str, str]:
    """The new text of each file that changes. `loaded` is what `check` says of `tree`. Nothing is written.

    Raises Stop unless the files, read again, hold the same records but for these changes.
    """
    now = Amended(tree, {})
    for recording in recordings:
        record = recording.record
        schema = loaded.partnership.schemas[record.type.name]
        text = now.text(record.file)
        new = _in_csv(text, recording) if record.file.endswith(".csv") else _in_yaml(text, recording, schema)
        now = Amended(tree, {**now.texts, record.file: new})
    _prove(loaded, check(now), recordings)
    return now.texts


def _in_yaml(text: str, recording: Recording, schema: Schema) -> str:
    record = recording.record
    order = list(schema.document["properties"])
    try:
        if record.type.register:
            for name, value in recording.fields.items():
                path = (*record.root, f"review_{name}")
                text = without(text, path) if value is None else with_text(text, path, value, order)
            return text
        if not record.data.get("review"):
            return with_group(text, "review", dict(recording.data["review"]), order)
        review = schema.field("review")
        inner = [part.name for part in review.parts] if review else []
        for name, value in recording.fields.items():
            path = ("review", name)
            text = without(text, path) if value is None else with_text(text, path, value, inner)
        return with_item(text, ("review", "log"), recording.entry) if recording.entry else text
    except OddPlaceError:
        raise _by_hand(recording) from None


def _in_csv(text: str, recording: Recording) -> str:
    record = recording.record
    edits = []
    for short, value in recording.fields.items():
        name, old = f"review_{short}", str(record.data.get(f"review_{short}", ""))
        place = record.place(name)
        if place == record.place():  # where the row begins, which its id may do as well
            raise Stop(
                f"{record.file} has no column {name}. Add it in the first line, and a cell in every row, "
                "with a spreadsheet; then run the command again."
            )
        quote = '"' if standing(text, _cell(place, f'"{old}"', "")) == f'"{old}"' else ""
        edits.append(_cell(place, f"{quote}{old}{quote}", f"{quote}{value or ''}{quote}"))
    return applied(text, edits)


def _cell(place: Place, old: str, new: str) -> Edit:
    return Edit(place.file, place, replace(place, column=place.column + len(old)), new)


def _by_hand(recording: Recording) -> Stop:
    place = recording.record.place()
    wanted = ", ".join(f"{name}: {value}" for name, value in recording.fields.items() if value)
    return Stop(
        f"{place.file}:{place.line}: {name_of(recording.record)} is laid out in a way that this command does "
        f"not write in. Change its review by hand ({wanted}), or run “openaccord fmt” first."
    )


def _prove(before: Loaded, after: Loaded, recordings: Sequence[Recording]) -> None:
    """Raises Stop unless only what was recorded has changed, and all of it may be published."""
    come = Counter(map(_told, after.problems)) - Counter(map(_told, before.problems))
    for problem in after.problems:
        if _told(problem) in come:
            raise Stop(f"That cannot be recorded. {problem.message} {problem.hint}")
    wanted = _records(before.partnership)
    for recording in recordings:
        record = recording.record
        wanted[record.type.name, record.id] = replace(record, data=recording.data)
    if _records(after.partnership) != wanted:
        raise _by_hand(recordings[0])


def _records(partnership: Partnership) -> dict[Key, Record]:
    return {(record.type.name, record.id): record for record in partnership.all()}


def _told(problem: Problem) -> tuple[str, str, str]:
    """A problem without its place, which moves when lines are added above it."""
    return problem.place.file, problem.code, problem.message
