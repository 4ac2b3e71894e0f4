"""Every format in which a check can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openaccord.reports.checked import Checked
from openaccord.reports.problems_github import problems_github
from openaccord.reports.problems_gitlab import problems_gitlab
from openaccord.reports.problems_json import problems_json
from openaccord.reports.problems_junit import problems_junit
from openaccord.reports.problems_markdown import problems_markdown
from openaccord.reports.problems_rdjson import problems_rdjson
from openaccord.reports.problems_sarif import problems_sarif
from openaccord.reports.problems_text import problems_text

FORMATS: Mapping[str, Callable[[Checked], str]] = {
    "text": problems_text,
    "json": problems_json,
    "github": problems_github,
    "gitlab": problems_gitlab,
    "sarif": problems_sarif,
    "junit": problems_junit,
    "rdjson": problems_rdjson,
    "markdown": problems_markdown,
}
"""Each format's function by the name that `check --format` takes. A report ends without a line break."""
