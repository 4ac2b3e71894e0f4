"""Whether people are asked about an agreement."""

from __future__ import annotations

from datetime import date

from openaccord.model import Record

_BEFORE = frozenset({"proposed", "consultation"})


def asking(agreement: Record, today: date) -> str:
    """“open” while answers count or will, “closed” after that, "" once the agreement is decided on.

    “open” is not said on a page: it would go stale. The page says until when, and is right whenever it is
    read; “closed” stays true.
    """
    consultation = agreement.data.get("consultation")
    if agreement.data["status"] not in _BEFORE or consultation is None:
        return ""
    closes = consultation.get("closes")
    if closes is not None:
        return "closed" if closes < today.isoformat() else "open"
    return "open" if agreement.data["status"] == "consultation" else ""
