"""Reminders as issues of a git host: which of them to open, to bring up to date and to close."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openaccord.model import Partnership, Record
from openaccord.pagination import listed
from openaccord.problems import Stop
from openaccord.reports.harmless import still
from openaccord.reports.markdown_text import code, plain
from openaccord.reports.reviews import title_of
from openaccord.review import review_of, under_way
from openaccord.views.answering import answering
from openaccord.views.diary import counted
from openaccord.views.reminders import Reminder

_MARKER = re.compile(r"<!-- openaccord: review (\S+) (\S+) (\S+) -->")
_LONGEST = 200
"""Characters of a title: GitLab takes 255, GitHub 256."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An open issue that this module wrote: the record that it is about, and what it said last."""

    number: int
    name: str
    due: str
    stage: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with the issues, each item as the hosts' APIs take it.

    `stay` is how many are as they should be, `later` how many wait for the next run.
    """

    open: list[dict[str, Any]] = field(default_factory=list)
    update: list[dict[str, Any]] = field(default_factory=list)
    close: list[dict[str, Any]] = field(default_factory=list)
    stay: int = 0
    later: int = 0


def read_issues(value: Any) -> list[Issue]:
    """The reminders among open issues, as GitHub's or GitLab's API lists them. Raises Stop for anything else.

    Pages of such lists, one in another, will do. Whose issues they are is for the caller to see to.
    """
    found: list[Issue] = []
    for one in listed(value, "The issues are not a list as GitHub or GitLab gives it."):
        number = one.get("iid", one.get("number"))  # GitLab also has an id of its own, which is not it
        if not isinstance(number, int):
            raise Stop("The issues are not as GitHub or GitLab lists them: one has no number.")
        marker = _MARKER.search(str(one.get("body") or one.get("description") or ""))
        if marker is not None and "pull_request" not in one:
            found.append(Issue(number, *marker.groups()))
    return sorted(found, key=lambda issue: issue.number)


def plan(
    reminders: Sequence[Reminder],
    issues: Iterable[Issue],
    partnership: Partnership,
    most: int,
) -> Plan:
    """What to do so that each record that is due has one issue. At most so many are opened at once."""
    made = Plan()
    wanted = {_name(reminder.record): reminder for reminder in reminders}
    known: set[str] = set()
    for issue in issues:
        if issue.name in known:
            made.close.append({"number": issue.number, "comment": "Another issue is about the same record."})
            continue
        reminder = wanted.get(issue.name)
        if reminder is None:
            if reason := _settled(issue, partnership):
                made.close.append({"number": issue.number, "comment": reason})
                continue
        elif (issue.due, issue.stage) != (reminder.due.isoformat(), reminder.stage):
            made.update.append(
                {"number": issue.number, **_issue(reminder, partnership), "comment": _comment(reminder)}
            )
            known.add(issue.name)
            continue
        known.add(issue.name)
    new = [reminder for name, reminder in wanted.items() if name not in known]
    made.open.extend(_issue(reminder, partnership) for reminder in new[:most])
    stay = len(known) - len(made.update)
    return Plan(made.open, made.update, made.close, stay, len(new) - len(made.open))


def _settled(issue: Issue, partnership: Partnership) -> str:
    """Why nobody is reminded any more; "" while a review is under way."""
    kind, _, record_id = issue.name.partition("/")
    record = partnership.get(kind, record_id)
    if record is None:
        return "The record is no longer published."
    review = review_of(record)
    if review.ended:
        return "The record has ended and needs no review."
    if under_way(review):
        return ""
    due = counted(record)
    last = f"The review was recorded on {review.last}. " if review.last else ""
    return f"{last}The next one is due by {due}." if due else f"{last}No review date is recorded any more."


def _issue(reminder: Reminder, partnership: Partnership) -> dict[str, str]:
    record, name = reminder.record, _name(reminder.record)
    title = " ".join(title_of(partnership, record).split())
    site: str = partnership.settings.get("url", "")
    edit: str = partnership.settings.get("repository", {}).get("edit", "")
    lines = [
        f"**{plain(title)}** must be reviewed by **{reminder.due}**.",
        "",
        f"- Record: {code(name)} in {code(record.file)}",
        *([f"- Page: {site.rstrip('/')}/{record.address}"] if site else []),
        *([f"- Edit: {edit}{record.file}"] if edit else []),
        *([f"- Who answers for it: {who}"] if (who := _who(record, partnership)) else []),
        "",
        "Ask each party whether it is still so, mend what is wrong, and record the review:",
        "",
        "```sh",
        f'openaccord review confirm {name} --outcome no-change --by-role "…"',
        "```",
        "",
        "This issue is brought up to date until the review is recorded, and then closed.",
        "",
        f"<!-- openaccord: review {name} {reminder.due} {reminder.stage} -->",
    ]
    return {"record": name, "title": _title(f"Review by {reminder.due}: {title}"), "body": "\n".join(lines)}


def _title(text: str) -> str:
    """A title that mentions nobody, cut where a host would refuse it. It is no Markdown."""
    shown = still(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _comment(reminder: Reminder) -> str:
    number, _, unit = reminder.stage.partition("-")
    if unit == "months":
        months = "1 month" if number == "1" else f"{number} months"
        return f"The review was due by {reminder.due}, {months} ago. No review has been recorded since."
    return f"The review is due by {reminder.due}."


def _who(record: Record, partnership: Partnership) -> str:
    """The organisations, each with its teams, which the host tells."""
    teams: Mapping[str, Sequence[str]] = partnership.settings.get("teams", {})
    named = []
    for one in answering(record):
        organisation = partnership.get("organisation", one)
        title = plain(title_of(partnership, organisation) if organisation else one)
        named.append(" ".join([title, *teams.get(one, ())]))
    return ", ".join(named)


def _name(record: Record) -> str:
    return f"{record.type.name}/{record.id}"
