"""Days and months as people write them, read where they can be read in one way only."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WELSH = (
    "ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin",
    "gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr",
)  # fmt: skip
_NUMBERS = {
    **{name[:3]: number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
    **{name: number for names in (MONTHS, _WELSH) for number, name in enumerate(names, 1)},
}
_NAME = f"(?P<name>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_YEAR, _DAY = "(?P<year>[12][0-9]{3})", "(?P<day>[0-9]{1,2})"
_ORDINAL = f"{_DAY}(?:st|nd|rd|th)?"
_DAYS = [
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        f"{_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark){_DAY}",
        f"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        f"{_DAY}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}",
        f"{_ORDINAL}[ -](?:of )?{_NAME}[.,]?[ -]{_YEAR}",
        f"{_NAME}[.]? {_ORDINAL},? {_YEAR}",
    )
]
_MONTHS = [
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        f"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})",
        f"(?P<month>[0-9]{{1,2}})[-/.]{_YEAR}",
        f"{_NAME}[.,]?[ -]{_YEAR}",
    )
]
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?")


def day_meant(text: str) -> str:
    """The day that a text stands for, as 2026-03-31; "" where it is none, or could be two.

    31/03/2026 and 3/31/2026 are one day each; 03/04/2026 may be in March or in April, so it is none.
    """
    tidy = _tidy(text)
    for form in _DAYS:
        if found := form.fullmatch(tidy):
            part = found.groupdict()
            year, day = int(part["year"]), int(part["day"])
            month = _NUMBERS[part["name"].lower()] if part.get("name") else int(part["month"])
            read = {_day(year, month, day)}
            if found.end("year") == len(tidy) and not part.get("name"):  # both ways are used in the world
                read.add(_day(year, day, month))
            read -= {""}
            return read.pop() if len(read) == 1 else ""
    return ""


def month_meant(text: str) -> str:
    """The month that a text stands for, as 2026-03; "" where it is none."""
    tidy = _tidy(text)
    for form in _MONTHS:
        if found := form.fullmatch(tidy):
            part = found.groupdict()
            month = _NUMBERS[part["name"].lower()] if part.get("name") else int(part["month"])
            return _day(int(part["year"]), month, 1)[:7]
    return ""


def _tidy(text: str) -> str:
    """Without spaces around, doubled spaces, and a time that is midnight."""
    tidy = " ".join(text.split())
    midnight = _MIDNIGHT.search(tidy)
    return tidy[: midnight.start()] if midnight and midnight.end() == len(tidy) else tidy


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
