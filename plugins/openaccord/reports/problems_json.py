"""Problems for other programs."""

from __future__ import annotations

from openaccord import __version__
from openaccord.reports.checked import Checked
from openaccord.reports.json_text import json_text


def problems_json(checked: Checked) -> str:
    """`{"version", "records", "problems": […]}`.

    A problem has file, line, column, code, severity, message and hint. The file counts from the
    partnership's folder.
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
        for problem in checked.problems
    ]
    return json_text({"version": __version__, "records": checked.records, "problems": told})
