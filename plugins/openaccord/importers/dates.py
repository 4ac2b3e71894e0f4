"""Dates as people write them, read in one stated way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from openaccord.days import MONTHS

DateForm = Callable[[str], str | None]
"""Gives the ISO date that a text stands for, or None."""

_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MMMM": f"(?P<name>{'|'.join(MONTHS)})",
    "MMM": f"(?P<name>{'|'.join(name[:3] for name in MONTHS)})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}
_TOKEN = re.compile("(YYYY|MMMM|MMM|MM|M|DD|D)")


def date_form(written: str) -> DateForm | None:
    """The reader for a form such as `DD/MM/YYYY` or `D MMMM YYYY`; None unless it has each part once.

    Months in words are English. Letters that are no part of a date stand for themselves, so that
    `YYYY-MM-DD 00:00:00` takes midnight and nothing else. A date that is written 2021-03-31 is always read.
    """
    pieces = _TOKEN.split(written)
    parts = pieces[1::2]
    if sorted(part[0] for part in parts) != ["D", "M", "Y"]:
        return None
    pieces[1::2] = [_PARTS[part] for part in parts]
    pieces[::2] = [re.escape(text) for text in pieces[::2]]
    pattern = re.compile("".join(pieces), re.IGNORECASE | re.ASCII)
    iso = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")

    def read(text: str) -> str | None:
        found = iso.fullmatch(text) or pattern.fullmatch(text)
        return _date(found.groupdict()) if found else None

    return read


def _date(parts: dict[str, str]) -> str | None:
    month = int(parts["month"]) if "month" in parts else 0
    if "name" in parts:
        month = 1 + next(n for n, name in enumerate(MONTHS) if name.startswith(parts["name"].lower()))
    try:
        return date(int(parts["year"]), month, int(parts["day"])).isoformat()
    except ValueError:
        return None
