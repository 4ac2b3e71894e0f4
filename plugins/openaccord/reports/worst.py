"""Which problems to mend first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from openaccord.problems import CODES, Problem, Severity

_RANKS = {code: rank for rank, code in enumerate(CODES)}


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, and what costs many records before what costs one.

    A file that cannot be read takes its records with it, and whatever refers to them becomes a problem too.
    The codes stand in that order: first those of files, then of records, then of the rules. Of one code each
    fact is told once before one is told again, as forty references to one missing record have one remedy.
    """
    told: Counter[tuple[str, str]] = Counter()
    keys = []
    for problem in sorted(problems):
        fact = problem.code, problem.message
        keys.append((problem.severity is not Severity.ERROR, _RANKS[problem.code], told[fact], problem))
        told[fact] += 1
    return [problem for *_, problem in sorted(keys)]
