"""Reviews that are due, for people and programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from openaccord import __version__
from openaccord.model import Partnership, Record, text
from openaccord.reports.harmless import harmless
from openaccord.review import by_days_left, due_soon

Due = Sequence[tuple[date, Record]]


def reviews_text(found: Due, partnership: Partnership, today: date, until: date) -> str:
    """A line for each review, overdue first, with what to open."""
    if not found:
        return f"No review is overdue on {today} or due by {until}."
    lines = []
    for due, record in found:
        days = (due - today).days
        when = f"{-days:,} days overdue" if days < 0 else "due today" if days == 0 else f"in {days:,} days"
        title = harmless(text(record.data, "title", partnership.languages[0], partnership.languages[0])[0])
        lines.append(f"{due}  {when:<18}  {title}")
        lines.append(f"{'':32}{record.type.name}/{record.id} in {record.file}:{record.place().line}")
    overdue = sum(1 for due, _ in found if due < today)
    lines.append(f"{overdue:,} overdue, {len(found) - overdue:,} due by {until}.")
    return "\n".join(lines)


def reviews_json(found: Due, partnership: Partnership, today: date) -> str:
    """`{"version", "today", "reviews": […]}`.

    A review has type, id, title, due (a date), days (left; negative when overdue), state, file and line.
    """
    soon = due_soon(partnership.settings)
    told = [
        {
            "type": record.type.name,
            "id": record.id,
            "title": text(record.data, "title", partnership.languages[0], partnership.languages[0])[0],
            "due": due.isoformat(),
            "days": (due - today).days,
            "state": by_days_left((due - today).days, soon),
            "file": record.file,
            "line": record.place().line,
        }
        for due, record in found
    ]
    return json.dumps(
        {"version": __version__, "today": today.isoformat(), "reviews": told}, ensure_ascii=False, indent=1
    )
