"""The steps of a branch walked from the oldest to the newest, each compared with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from openaccord.changes.between import Side, changes
from openaccord.changes.change import Change, Lookup
from openaccord.changes.renames import Fields
from openaccord.commits import Step, Touch
from openaccord.history.contents import Content, holds_records
from openaccord.history.state import State
from openaccord.model import Key

Known = Mapping[str, tuple[Change, ...]]
_AT_ONCE = 50


def walk(
    steps: Sequence[Step], known: Known, state: State, fields: Fields
) -> Iterator[tuple[Step, tuple[Change, ...]]]:
    """Each step with its public changes, from a state of no files.

    What is `known` of a step, by its commit's name, is not worked out again. At the edge of a shallow clone
    nothing is told, because nobody knows what was there before.
    """
    last = max((number for number, step in enumerate(steps) if not _done(step, known)), default=-1)
    for start in range(0, len(steps), _AT_ONCE):
        some = steps[start : start + _AT_ONCE]
        touched = {step.id: _touched(step, state) for step in some} if start <= last else {}
        state.prepare(
            version
            for step in some
            if not _done(step, known)
            for touch in touched[step.id]
            for version in ((touch.path, touch.before), (touch.path, touch.after))
            if version not in state.contents
        )
        for step in some:
            found = known.get(step.id, ())
            if not _done(step, known):
                found = tuple(_public(changes(*_sides(touched[step.id], state), fields)))
            state.put(touched.get(step.id, ()))
            yield step, found


def _done(step: Step, known: Known) -> bool:
    return step.edge or step.id in known


def _touched(step: Step, state: State) -> list[Touch]:
    return [touch for touch in step.touched if holds_records(touch.path, state.types)]


def _public(found: Iterable[Change]) -> Iterator[Change]:
    """The changes that the site may tell, with what it shows of them and nothing else."""
    return (
        replace(change, file="", path="", asks=(), rank=0, before=None, after=None)
        for change in found
        if change.public
    )


def _sides(touched: list[Touch], state: State) -> tuple[Side, Side]:
    """The records of the files that a step touched, before and after."""
    old = [(touch.path, touch.before) for touch in touched]
    new = [(touch.path, touch.after) for touch in touched]
    before, after = ([(one[0], state.content(one)) for one in files] for files in (old, new))
    return (
        _side(before, state.lookup(old), _hidden(before, after)),
        _side(after, state.lookup(new), _hidden(after, before)),
    )


def _hidden(contents: list[tuple[str, Content]], others: list[tuple[str, Content]]) -> set[Key]:
    """The records of files that could not be read, as far as the other side tells what these hold."""
    broken = {path for path, content in contents if content.broken}
    return {key for path, content in others if path in broken for key in content.records}


def _side(contents: list[tuple[str, Content]], look: Lookup, hidden: set[Key]) -> Side:
    return Side(
        {key: data for _, content in contents for key, data in content.records.items()},
        {key: path for path, content in contents for key in content.records},
        look,
        frozenset(hidden.union(*(content.withheld for _, content in contents))),
        frozenset().union(*(content.drafts for _, content in contents)),
    )
