"""Problems, with suggested fixes, for reviewdog."""

from __future__ import annotations

from typing import Any

from openaccord.problems import Place, Problem, Severity
from openaccord.reports.checked import BYTE_ORDER_MARK, Checked
from openaccord.reports.harmless import still
from openaccord.reports.json_text import json_text

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING"}


def problems_rdjson(checked: Checked) -> str:
    """A DiagnosticResult: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf"""
    told = [_diagnostic(checked, problem) for problem in checked.problems]
    return json_text({"source": {"name": "openaccord"}, "diagnostics": told})


def _diagnostic(checked: Checked, problem: Problem) -> dict[str, Any]:
    place = problem.place
    told: dict[str, Any] = {
        # Reviewdog posts it as a comment, which is Markdown.
        "message": f"{still(problem.message)} {still(problem.hint)}",
        "location": {
            "path": checked.path(place.file),
            "range": {"start": _position(checked, place)},
        },
        "severity": _SEVERITIES[problem.severity],
        "code": {"value": problem.code},
    }
    edit = checked.suggest(problem)
    if edit is not None and not problem.private:
        there = {"start": _position(checked, edit.start), "end": _position(checked, edit.end)}
        told["suggestions"] = [{"range": there, "text": edit.text}]
    return told


def _position(checked: Checked, place: Place) -> dict[str, int]:
    """A place as reviewdog counts: lines from 1, columns from 1 in bytes of UTF-8, with the mark."""
    line = checked.line_of(place.file, place.line)
    column = place.column + line.startswith(BYTE_ORDER_MARK)
    before = line[: column - 1]
    missing = column - 1 - len(before)  # of a line that is not there
    return {"line": place.line, "column": len(before.encode("utf-8", "surrogatepass")) + missing + 1}
