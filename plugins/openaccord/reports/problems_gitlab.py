"""Problems as a Code Quality report for GitLab."""

from __future__ import annotations

from openaccord.problems import Severity
from openaccord.reports.checked import Checked
from openaccord.reports.fingerprints import fingerprinted
from openaccord.reports.harmless import harmless
from openaccord.reports.json_text import json_text

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def problems_gitlab(checked: Checked) -> str:
    """A list with what GitLab asks for: https://docs.gitlab.com/ci/testing/code_quality/"""
    return json_text(
        [
            {
                "description": f"{harmless(problem.message)} {harmless(problem.hint)}",
                "check_name": problem.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[problem.severity],
                "location": {
                    "path": checked.path(problem.place.file),
                    "lines": {"begin": problem.place.line},
                },
            }
            for problem, fingerprint in fingerprinted(checked)
        ]
    )
