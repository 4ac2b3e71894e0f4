"""Problems as annotations of a GitHub Actions run."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.problems import Problem, Severity
from openaccord.reports.checked import Checked
from openaccord.reports.harmless import harmless, visible
from openaccord.reports.problems_text import counted, summary
from openaccord.reports.worst import worst_first

_MOST = 10
"""GitHub shows so many errors, and so many warnings, of a step and drops the others without a word."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def problems_github(checked: Checked) -> str:
    """The worst ten errors and the worst ten warnings as workflow commands; then how many there are.

    Commands are written as the runner reads them:
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join([*_annotations(checked), summary(checked)])


def stop_github(text: str) -> str:
    """Why the work could not go on, as an error of the run."""
    return _command("error", harmless(text), title="openaccord")


def _annotations(checked: Checked) -> Iterator[str]:
    left = []
    for severity, level in _LEVELS.items():
        found = worst_first(problem for problem in checked.problems if problem.severity is severity)
        yield from (_annotation(checked, problem, level) for problem in found[:_MOST])
        if len(found) > _MOST:
            left.append(counted(len(found) - _MOST, f"more {level}"))
    if left:
        text = f"{' and '.join(left)} cannot be shown here. The summary of this run lists all."
        yield _command("notice", text, title="openaccord")


def _annotation(checked: Checked, problem: Problem, level: str) -> str:
    place = problem.place
    file = checked.path(place.file)
    # In the log GitHub shows nothing but the text, so the text too says where it is.
    where = f"{harmless(file)}:{place.line}:{place.column}"
    text = f"{where}: {harmless(problem.message)}\n{harmless(problem.hint)}"
    return _command(
        level, text, file=visible(file), line=str(place.line), col=str(place.column), title=problem.code
    )


def _command(name: str, text: str, **properties: str) -> str:
    told = ",".join(f"{key}={_escaped(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {told}::{_escaped(text)}"


_IN_PROPERTY = str.maketrans({":": "%3A", ",": "%2C"})


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
