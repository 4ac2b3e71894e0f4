"""The text of a file, from its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from openaccord.problems import Place, Problem, problem

# Everything that may be written, so that a common character is settled by the first range (3 ns a
# character; the complement, a class of what is forbidden, takes 60). Left out: C0 but tab, LF and CR; DEL;
# C1; marks that reorder text (061C, 200E–F, 202A–E, 2066–9); breaks that only some programs see (2028–9);
# what nobody sees (200B, 2060–5, 206A–F, FEFF); surrogates and noncharacters. Joiners (200C–D) and the soft
# hyphen stay: emoji and several languages need them.
FORBIDDEN = re.compile(
    "[^ -~\n\r\t\u00a0-\u061b\u061d-\u200a\u200c\u200d\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufdcf"
    "\ufdf0-\ufefe\uff00-\ufffd"
    + "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
"""A character that may not be written."""
_MOST = 100
"""Problems shown one by one for each file: a damaged file may have a million."""


def decode(data: bytes, file: str, limit: int) -> tuple[str | None, list[Problem]]:
    """The text of `data`, or None and the problems that stand against it.

    `limit` is in bytes. Only UTF-8 is read; a byte order mark at the start is dropped. A line ends with LF,
    CR LF or CR alone; columns count characters. The characters refused are those that hide, reorder or
    split what a reviewer sees (Unicode Technical Report 36, "Unicode Security Considerations").
    """
    if len(data) > limit:
        return None, [too_large(len(data), file, limit)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or 0 in data[:2]:
        return None, [_not_utf_8(Place(file), "The file is saved as UTF-16, not as UTF-8.")]
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        start = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        place = next(places(start, [len(start)], file))
        return None, [_not_utf_8(place, "From here on the file is not UTF-8 text.")]
    problems = _forbidden(text, file)
    return (None if problems else text), problems


def too_large(size: int, file: str, limit: int) -> Problem:
    """The problem of a file of `size` bytes where at most `limit` can be read."""
    message = f"The file has {size:,} bytes; at most {limit:,} can be read."
    hint = "Split it into smaller files, or take out what does not belong in it."
    return problem("file-too-large", Place(file), message, hint)


def forbidden_in(value: str) -> str | None:
    """The first character of `value` that may not be written, named as U+XXXX, or None."""
    found = FORBIDDEN.search(value)
    return _name(found.group()) if found else None


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _not_utf_8(place: Place, message: str) -> Problem:
    if place.file.lower().endswith(".csv"):
        hint = (
            "In Excel choose Save as, “CSV UTF-8 (Comma delimited)”; elsewhere save with the encoding UTF-8."
        )
    else:
        hint = "Save the file with the encoding UTF-8; most editors show the encoding beside Save as."
    return problem("not-utf-8", place, message, hint, private=True)


def _forbidden(text: str, file: str) -> list[Problem]:
    found = FORBIDDEN.finditer(text)
    first = list(islice(found, _MOST))
    if not first:
        return []
    hint = "Delete it, or type the words again; such characters often come along when text is pasted."
    messages = [f"The invisible character {_name(match.group())} stands here." for match in first]
    if next(found, None):
        messages[-1] += " More such characters follow."
    found_at = places(text, (match.start() for match in first), file)
    return [
        problem("forbidden-character", place, message, hint, private=True)
        for place, message in zip(found_at, messages, strict=True)
    ]


def places(text: str, offsets: Iterable[int], file: str) -> Iterator[Place]:
    """The places of ascending `offsets`, in one pass however many they are."""
    line, line_start, done = 1, 0, 0
    for offset in offsets:
        breaks = text.count("\n", done, offset) + text.count("\r", done, offset)
        if breaks:
            line += breaks - text.count("\r\n", done, offset)
            line_start = 1 + max(text.rfind("\n", done, offset), text.rfind("\r", done, offset))
        done = offset
        yield Place(file, line, offset - line_start + 1)
