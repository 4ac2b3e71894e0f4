"""Reviews that are due, for people and programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from openaccord import __version__
from openaccord.model import Partnership, Record, text
from openaccord.reports.harmless import harmless
from openaccord.reports.markdown_text import code, plain
from openaccord.review import by_days_left, due_soon
from openaccord.sources.csv_rows import safe_cell
from openaccord.views.answering import answering

Due = Sequence[tuple[date, Record]]

_COLUMNS = ("type", "id", "title", "due", "days", "state", "organisations", "file", "line")


def reviews_text(found: Due, partnership: Partnership, today: date, until: date) -> str:
    """A line for each review, overdue first, with what to open."""
    if not found:
        return _nothing(today, until)
    lines = []
    for due, record in found:
        lines.append(f"{due}  {_when(due, today):<18}  {harmless(title_of(partnership, record))}")
        lines.append(f"{'':32}{record.type.name}/{record.id} in {record.file}:{record.place().line}")
    lines.append(_counted(found, today, until))
    return "\n".join(lines)


def reviews_markdown(found: Due, partnership: Partnership, today: date, until: date) -> str:
    """A table, overdue first, for an issue, a wiki or a message."""
    if not found:
        return _nothing(today, until)
    rows = ["| due by | | record | who answers |", "| --- | --- | --- | --- |"]
    for due, record in found:
        named = f"{plain(title_of(partnership, record))}<br>{code(f'{record.type.name}/{record.id}')}"
        who = ", ".join(plain(name) for name in _organisations(partnership, record))
        when = f"**{_when(due, today)}**" if due < today else _when(due, today)
        rows.append(f"| {due} | {when} | {named} | {who} |")
    return "\n".join([_counted(found, today, until), "", *rows])


def reviews_json(found: Due, partnership: Partnership, today: date) -> str:
    """`{"version", "today", "reviews": […]}`.

    A review has type, id, title, due (a date), days (left; negative when overdue), state, organisations (the
    ids of those that answer for it), file and line.
    """
    told = list(_rows(found, partnership, today))
    return json.dumps(
        {"version": __version__, "today": today.isoformat(), "reviews": told}, ensure_ascii=False, indent=1
    )


def reviews_csv(found: Due, partnership: Partnership, today: date) -> str:
    """The same columns as a table for a spreadsheet; organisations are joined by semicolons."""
    told = io.StringIO()
    writer = csv.DictWriter(told, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(found, partnership, today):
        writer.writerow(
            {**row, "title": safe_cell(row["title"]), "organisations": ";".join(row["organisations"])}
        )
    return told.getvalue()


def _rows(found: Due, partnership: Partnership, today: date) -> Iterator[dict[str, Any]]:
    soon = due_soon(partnership.settings)
    for due, record in found:
        days = (due - today).days
        values = (
            record.type.name,
            record.id,
            title_of(partnership, record),
            due.isoformat(),
            days,
            by_days_left(days, soon),
            list(answering(record)),
            record.file,
            record.place().line,
        )
        yield dict(zip(_COLUMNS, values, strict=True))


def title_of(partnership: Partnership, record: Record) -> str:
    """A record's title in the partnership's first language."""
    language = partnership.languages[0]
    return text(record.data, "title", language, language)[0]


def _organisations(partnership: Partnership, record: Record) -> Iterator[str]:
    for one in answering(record):
        organisation = partnership.get("organisation", one)
        yield title_of(partnership, organisation) if organisation else one


def _when(due: date, today: date) -> str:
    days = (due - today).days
    return f"{-days:,} days overdue" if days < 0 else "due today" if days == 0 else f"in {days:,} days"


def _counted(found: Due, today: date, until: date) -> str:
    overdue = sum(1 for due, _ in found if due < today)
    return f"{overdue:,} overdue, {len(found) - overdue:,} due by {until}."


def _nothing(today: date, until: date) -> str:
    return f"No review is overdue on {today} or due by {until}."
