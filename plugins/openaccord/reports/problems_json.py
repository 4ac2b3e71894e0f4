"""Problems for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from openaccord import __version__
from openaccord.problems import Problem


def problems_json(problems: Iterable[Problem], records: int) -> str:
    """`{"version", "records", "problems": […]}`.

    A problem has file, line, column, code, severity, message and hint.
    """
    told = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(
        {"version": __version__, "records": records, "problems": told}, ensure_ascii=False, indent=1
    )
