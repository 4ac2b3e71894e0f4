"""What a record says about its reviews, in one shape for documents and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from openaccord.model import Partnership, Record
from openaccord.schemas import Path

_ENDED = frozenset({"ended", "withdrawn", "superseded", "disposed"})


class Noted(NamedTuple):
    """The review of a record as it is written: dates, a duration, and the past reviews of a document."""

    record: Record
    last: str | None
    interval: str | None
    next: str | None
    log: Sequence[Mapping[str, Any]]

    def path(self, name: str) -> Path:
        """Where in the record a part of it is written."""
        return (f"review_{name}",) if self.record.type.register else ("review", name)

    @property
    def ended(self) -> bool:
        """Whether the record needs no review any more."""
        return self.record.data.get("status") in _ENDED


def noted(partnership: Partnership) -> Iterator[Noted]:
    """The review of each record that says something about it."""
    for record in partnership.all():
        data = record.data
        if record.type.register:
            last, interval = data.get("review_last"), data.get("review_interval")
            following = data.get("review_next")
            if last or interval or following:
                yield Noted(record, last, interval, following, ())
        elif "review" in data:
            review = data["review"]
            log = review.get("log", ())
            yield Noted(record, review.get("last"), review.get("interval"), review.get("next"), log)
