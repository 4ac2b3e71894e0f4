"""Days to remember as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_OCTETS = 75
"""The longest line, in bytes without its end (RFC 5545, section 3.1)."""

_MEANING = re.compile(r"[\\;,]")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a whole day. `uid` stays the same when the day is moved."""

    uid: str
    day: date
    summary: str
    description: str
    url: str = ""


def calendar(name: str, events: Iterable[str]) -> str:
    """A calendar of at least one event, each as `written`. A program that subscribes looks again daily."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//openaccord//Reviews//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        f"NAME:{_text(name)}",  # RFC 7986, as the next line is
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    )
    return f"{_lines(head)}{''.join(events)}END:VCALENDAR\r\n"


def written(event: Event, today: date) -> str:
    """An event as a part of a calendar that was made today. It does not make anybody busy."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}",
        f"DESCRIPTION:{_text(event.description)}",
        *([f"URL:{event.url}"] if event.url else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return _lines(lines)


def _text(value: str) -> str:
    """A value of the type TEXT: marks that have a meaning are escaped, and so are line breaks."""
    return _BREAK.sub(r"\\n", _MEANING.sub(r"\\\g<0>", value))


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """A line cut where it would be too long, and never inside a character."""
    if len(line.encode()) <= _OCTETS:
        return line
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > _OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += width
    return "\r\n".join(parts)
