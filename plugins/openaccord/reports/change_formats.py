"""Every format in which changes can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openaccord.reports.changes_html import changes_html
from openaccord.reports.changes_json import changes_json
from openaccord.reports.changes_markdown import changes_markdown
from openaccord.reports.changes_text import changes_text
from openaccord.reports.compared import Compared

CHANGE_FORMATS: Mapping[str, Callable[[Compared], str]] = {
    "text": changes_text,
    "markdown": changes_markdown,
    "json": changes_json,
    "html": changes_html,
}
"""Each format's function by the name that `diff --format` takes. A report ends without a line break."""
