"""Problems as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from openaccord import __version__
from openaccord.edits import Edit
from openaccord.problems import CODES, Problem, Severity
from openaccord.reports.checked import Checked
from openaccord.reports.fingerprints import fingerprinted
from openaccord.reports.harmless import still
from openaccord.reports.json_text import json_text

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_ROOT = "%SRCROOT%"
_DOUBLED = str.maketrans({"{": "{{", "}": "}}"})


def problems_sarif(checked: Checked) -> str:
    """A log with one run: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""
    used = {problem.code for problem in checked.problems}
    rules = [code for code in CODES if code in used]
    ranks = {code: rank for rank, code in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "openaccord",
                "version": __version__,
                "rules": [_rule(code) for code in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [
            _result(checked, problem, fingerprint, ranks) for problem, fingerprint in fingerprinted(checked)
        ],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, Any]:
    about = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": about.meaning},
        "defaultConfiguration": {"level": _LEVELS[about.severity]},
    }


def _result(checked: Checked, problem: Problem, fingerprint: str, ranks: dict[str, int]) -> dict[str, Any]:
    place = problem.place
    location = _location(checked, place.file)
    region = {"startLine": place.line, "startColumn": place.column}
    told: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": ranks[problem.code],
        "level": _LEVELS[problem.severity],
        # Braces are marks for arguments in SARIF, unless doubled (3.11.5).
        "message": {"text": f"{still(problem.message)} {still(problem.hint)}".translate(_DOUBLED)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"problem/v1": fingerprint},
    }
    edit = checked.suggest(problem)
    if edit is not None:
        told["fixes"] = [_fix(checked, edit)]
    return told


def _fix(checked: Checked, edit: Edit) -> dict[str, Any]:
    region = {
        "startLine": edit.start.line,
        "startColumn": edit.start.column,
        "endLine": edit.end.line,
        "endColumn": edit.end.column,
    }
    change = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    return {
        "artifactChanges": [{"artifactLocation": _location(checked, edit.file), "replacements": [change]}]
    }


def _location(checked: Checked, file: str) -> dict[str, str]:
    """A file as a relative address; also a name that is not UTF-8 is one, by its bytes."""
    return {"uri": quote(os.fsencode(checked.path(file))), "uriBaseId": _ROOT}
