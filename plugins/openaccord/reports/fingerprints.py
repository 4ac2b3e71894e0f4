"""Names by which a problem is known again in a later report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from openaccord.problems import Problem
from openaccord.reports.checked import Checked

_POSITION = re.compile(r"(?<=\bline )[0-9,]+|(?<=\brow )[0-9,]+")


def fingerprinted(checked: Checked) -> Iterator[tuple[Problem, str]]:
    """Each problem with a name that no other one has, and that stays when lines above it come or go."""
    seen: Counter[tuple[str, ...]] = Counter()
    for problem in checked.problems:
        message = _POSITION.sub("", problem.message)
        about = problem.code, checked.path(problem.place.file), message
        seen[about] += 1
        told = "\0".join((*about, str(seen[about])))
        yield problem, sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
