"""Slips of the pen mended, as far as that leads to no other problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from openaccord.amended import Amended
from openaccord.edits import Edit
from openaccord.loading import Loaded
from openaccord.mending import applied, standing, suggestions
from openaccord.problems import Place, Problem
from openaccord.tree import Tree

_ROUNDS = 8
"""A record that can be shown again may have slips that nobody has looked for before."""

Check: TypeAlias = Callable[[Tree], Loaded]
_Found: TypeAlias = tuple[Problem, Edit]
_Told: TypeAlias = tuple[str, int, str, str]


class Change(NamedTuple):
    """What stood at a place, and what stands there now."""

    problem: Problem
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was mended, the new text of each file that changed, and the partnership as it is now."""

    changes: tuple[Change, ...]
    texts: Mapping[str, str]
    loaded: Loaded


def fix(tree: Tree, loaded: Loaded, check: Check) -> Fixed:
    """Mend what can be mended: an edit is kept only when its problem is gone and no other has come of it.

    `loaded` is what `check` says of `tree`. Nothing is written.
    """
    fixed = Fixed((), {}, loaded)
    given_up: set[tuple[_Told, str]] = set()
    for _ in range(_ROUNDS):
        now = Amended(tree, fixed.texts)
        found = [
            one for one in _apart(suggestions(fixed.loaded.problems, now.text)) if _key(one) not in given_up
        ]
        # First what keeps records from being shown: once they are, more is said of them.
        refused = _refused(fixed.loaded)
        first = [one for one in found if _exact(one[0]) in refused]
        chosen = first or found
        if not chosen:
            break
        made, after = _Round(now, check, fixed.loaded, lenient=bool(first)).accept([], fixed.loaded, chosen)
        given_up |= {_key(one) for one in chosen if one not in made}
        changes = [Change(problem, standing(now.text(edit.file), edit), edit.text) for problem, edit in made]
        fixed = Fixed((*fixed.changes, *changes), {**fixed.texts, **_texts(now, made)}, after)
    return fixed


@dataclass(frozen=True, slots=True)
class _Round:
    """Edits of the same texts. With `lenient` they may bring to light what could not be seen before."""

    base: Amended
    check: Check
    before: Loaded
    lenient: bool

    def accept(
        self, made: list[_Found], loaded: Loaded, found: Sequence[_Found]
    ) -> tuple[list[_Found], Loaded]:
        """`made` with what can be added of `found`, halved until what does harm is alone; and the outcome."""
        if not found:
            return made, loaded
        together = [*made, *found]
        after = self.check(Amended(self.base.tree, {**self.base.texts, **_texts(self.base, together)}))
        guilty = self._guilty(after, together)
        if guilty:
            return self.accept([], self.before, [one for one in together if one not in guilty])
        if self._only_better(loaded, after, found):
            return together, after
        if len(found) == 1:
            return made, loaded
        half = len(found) // 2
        made, loaded = self.accept(made, loaded, found[:half])
        return self.accept(made, loaded, found[half:])

    def _guilty(self, after: Loaded, together: Sequence[_Found]) -> list[_Found]:
        """The edits at whose places a problem stands that was not there before."""
        places = {problem.place for problem in _come(self.before, after)}
        landed = _landed(edit for _, edit in together) if places else {}
        return [one for one in together if landed.get(one[1]) in places]

    def _only_better(self, before: Loaded, after: Loaded, found: Sequence[_Found]) -> bool:
        gone = Counter(map(_told, before.problems)) - Counter(map(_told, after.problems))
        if Counter(_told(problem) for problem, _ in found) - gone:
            return False
        # What the schemas refuse was all told before, so that what they refuse now comes of an edit.
        refused = _refused(after)
        come = _come(before, after)
        return not any(not self.lenient or _exact(problem) in refused for problem in come)


def _come(before: Loaded, after: Loaded) -> list[Problem]:
    """The problems that were not there before."""
    new = Counter(map(_told, after.problems)) - Counter(map(_told, before.problems))
    return [problem for problem in after.problems if _told(problem) in new]


def _texts(base: Amended, made: Iterable[_Found]) -> dict[str, str]:
    """The text of each file that the edits change."""
    edits: dict[str, list[Edit]] = {}
    for _, edit in made:
        edits.setdefault(edit.file, []).append(edit)
    return {file: applied(base.text(file), some) for file, some in edits.items()}


def _apart(found: Iterable[_Found]) -> Iterator[_Found]:
    """Each edit once, and none that reaches into another, in the order of the files."""
    end = Place("")
    for problem, edit in sorted(found, key=lambda one: one[1]):
        if edit.start >= end:
            end = edit.end
            yield problem, edit


def _landed(edits: Iterable[Edit]) -> dict[Edit, Place]:
    """Where each edit's text begins once all are made; no edit changes the number of lines."""
    places: dict[Edit, Place] = {}
    line, shift = Place(""), 0
    for edit in sorted(edits):
        if (edit.file, edit.start.line) != (line.file, line.line):
            line, shift = edit.start, 0
        places[edit] = replace(edit.start, column=edit.start.column + shift)
        shift += len(edit.text) - (edit.end.column - edit.start.column)
    return places


def _refused(loaded: Loaded) -> set[tuple[Place, str, str]]:
    """The problems that keep records from being shown."""
    return {_exact(problem) for one in loaded.partnership.unpublished.values() for problem in one.problems}


def _exact(problem: Problem) -> tuple[Place, str, str]:
    return problem.place, problem.code, problem.message


def _told(problem: Problem) -> _Told:
    """A problem without its column, which moves when something before it in the line is mended."""
    return problem.place.file, problem.place.line, problem.code, problem.message


def _key(one: _Found) -> tuple[_Told, str]:
    return _told(one[0]), one[1].text
