"""The home page around its hand-written introduction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.rendering.pages import Press

_SITUATIONS, _CHANGES = 12, 5
_PROMISES = ("partners-signed", "agreements-in-date", "assets-with-owner", "flows-encrypted")


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of an agreement's own history."""

    date: str
    what: Any
    record: Record


def home(known: Known, press: Press, intro: str) -> str:
    """The content of the home page. The introduction must be safe HTML."""
    measures = {m.name: m for promise in known.promises for _, all_of in promise.principles for m in all_of}
    return press.page(
        "home",
        "./",
        intro=intro,
        situations=known.situations()[:_SITUATIONS],
        counts=[entry for entry in known.counts() if entry.kind.name not in ("situation", "word")],
        overdue=known.diary.overdue,
        promises=[measures[n] for n in _PROMISES if n in measures and measures[n].total],
        changes=_changes(known)[:_CHANGES],
    )


def _changes(known: Known) -> list[Change]:
    changes = [
        Change(entry["date"], entry["what"], record)
        for record in known.partnership.of("agreement")
        for entry in record.data.get("history", ())
    ]
    return sorted(changes, key=lambda change: change.date, reverse=True)
