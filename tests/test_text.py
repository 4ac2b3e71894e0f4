"""Bytes become text only if a reviewer sees all of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaccord.problems import Place
from openaccord.sources.text import decode, forbidden_in

LIMIT = 1_000_000
CALM = settings(deadline=None)  # a busy machine is no failure

FORBIDDEN = {
    "NUL": "\0",
    "bell": "\a",
    "backspace": "\b",
    "vertical tab": "\v",
    "form feed": "\f",
    "escape": "\x1b",
    "unit separator": "\x1f",
    "delete": "\x7f",
    "next line": "\x85",
    "C1 control sequence introducer": "\x9b",
    "Arabic letter mark": "\u061c",
    "zero-width space": "\u200b",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "left-to-right embedding": "\u202a",
    "right-to-left override": "\u202e",
    "word joiner": "\u2060",
    "invisible times": "\u2062",
    "left-to-right isolate": "\u2066",
    "pop directional isolate": "\u2069",
    "nominal digit shapes": "\u206f",
    "byte order mark inside": "\ufeff",
    "noncharacter FDD0": "\ufdd0",
    "noncharacter FDEF": "\ufdef",
    "noncharacter FFFE": "\ufffe",
    "noncharacter 1FFFF": "\U0001ffff",
    "noncharacter 10FFFF": "\U0010ffff",
}
ALLOWED = {
    "tab": "\t",
    "space": " ",
    "tilde": "~",
    "no-break space": "\u00a0",
    "soft hyphen": "\u00ad",
    "Welsh": "ŵŷ",
    "zero-width joiner in an emoji": "👩\u200d🔬",
    "zero-width non-joiner": "می\u200cخواهم",
    "narrow no-break space": "\u202f",
    "hyphen": "\u2010",
    "private use": "\ue000",
    "replacement character": "\ufffd",
    "last of the planes": "\U0010fffd",
    "combining": "e\u0301",
    "Arabic": "\u061b\u061e",
    "flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
}


@pytest.mark.parametrize("character", FORBIDDEN.values(), ids=FORBIDDEN)
def test_forbidden(character: str) -> None:
    text, (found,) = decode(f"a: 1\nb: ŵ{character}x\n".encode(), "a.yaml", LIMIT)
    assert text is None
    assert found.code == "forbidden-character"
    assert found.place == Place("a.yaml", 2, 5)
    assert f"U+{ord(character):04X}" in found.message
    assert character not in found.message + found.hint
    assert forbidden_in(f"x{character}{character}") == f"U+{ord(character):04X}"


@pytest.mark.parametrize("characters", ALLOWED.values(), ids=ALLOWED)
def test_allowed(characters: str) -> None:
    assert decode(characters.encode(), "a.yaml", LIMIT) == (characters, [])
    assert forbidden_in(characters) is None


@CALM
@given(st.characters())
def test_control_characters_and_breaks_are_never_read(character: str) -> None:
    hidden = unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} and character not in "\t\n\r"
    reorders = unicodedata.bidirectional(character) in {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }
    if hidden or reorders:
        assert forbidden_in(character) == f"U+{ord(character):04X}"
    if unicodedata.category(character)[0] in "LMNPS":
        assert forbidden_in(character) is None


@pytest.mark.parametrize("value", ["\ud800", "a\udfff"], ids=["first surrogate", "last surrogate"])
def test_a_surrogate_in_a_value(value: str) -> None:
    assert forbidden_in(value) == f"U+{ord(value[-1]):04X}"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param("\x1b", 1, 1, id="at the start"),
        pytest.param("\ufeff\x1b", 1, 1, id="after a byte order mark"),
        pytest.param("a\n\x1b", 2, 1, id="after LF"),
        pytest.param("a\r\n\x1b", 2, 1, id="after CR LF"),
        pytest.param("a\r\x1b", 2, 1, id="after CR alone"),
        pytest.param("a\r\r\n\n\rb\x1b", 5, 2, id="after all of them"),
        pytest.param("a\n👩\u200d🔬\t\x1b", 2, 5, id="after wide characters"),
    ],
)
def test_place(text: str, line: int, column: int) -> None:
    _, (found,) = decode(text.encode(), "a.yaml", LIMIT)
    assert found.place == Place("a.yaml", line, column)


def test_each_one_has_its_place() -> None:
    _, found = decode("\x1b\x1ba\n\x1b\r\nb\u202e".encode(), "a.yaml", LIMIT)
    assert [(one.place.line, one.place.column) for one in found] == [(1, 1), (1, 2), (2, 1), (3, 2)]


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (100, 100), (101, 100), (5_000, 100)])
def test_a_hundred_are_shown(count: int, shown: int) -> None:
    _, found = decode(b"\x1b" * count, "a.yaml", LIMIT)
    assert len(found) == shown
    assert ("More such characters follow" in found[-1].message) == (count > shown)


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        pytest.param("a\nné".encode("cp1252"), 2, 2, "not UTF-8", id="Windows"),
        pytest.param("é".encode("cp850"), 1, 1, "not UTF-8", id="DOS"),
        pytest.param("a: é\n".encode("utf-16"), 1, 1, "UTF-16", id="UTF-16 with its mark"),
        pytest.param("a: é\n".encode("utf-16-be"), 1, 1, "UTF-16", id="big-endian UTF-16 without a mark"),
        pytest.param("a: é\n".encode("utf-16-le"), 1, 1, "UTF-16", id="little-endian UTF-16 without a mark"),
        pytest.param(b"\xef\xbb\xbfab\xff", 1, 3, "not UTF-8", id="after a byte order mark"),
        pytest.param(b"a\r\nb\rc\xc3", 3, 2, "not UTF-8", id="cut off"),
        pytest.param(b"\xed\xa0\x80", 1, 1, "not UTF-8", id="a surrogate"),
        pytest.param(b"\xc0\xaf", 1, 1, "not UTF-8", id="longer than need be"),
    ],
)
def test_not_utf_8(data: bytes, line: int, column: int, words: str) -> None:
    text, (found,) = decode(data, "a.yaml", LIMIT)
    assert text is None
    assert (found.code, found.place) == ("not-utf-8", Place("a.yaml", line, column))
    assert words in found.message


@pytest.mark.parametrize(
    ("file", "words"), [("a.csv", "CSV UTF-8"), ("A.CSV", "CSV UTF-8"), ("a.yaml", "encoding UTF-8")]
)
def test_how_to_save_it(file: str, words: str) -> None:
    _, (found,) = decode(b"\xff", file, LIMIT)
    assert words in found.hint


def test_the_mark_is_dropped_once() -> None:
    assert decode("\ufeffa".encode(), "a.csv", LIMIT) == ("a", [])
    assert decode(b"", "a.csv", LIMIT) == ("", [])
    assert decode(b"\xef\xbb\xbf", "a.csv", LIMIT) == ("", [])


@pytest.mark.parametrize(
    ("size", "codes"), [(10, []), (11, ["file-too-large"])], ids=["at the limit", "past it"]
)
def test_limit(size: int, codes: list[str]) -> None:
    text, found = decode(b"x" * size, "a.yaml", 10)
    assert [one.code for one in found] == codes
    assert (text is None) == bool(codes)
    assert all("11 bytes" in one.message and "10" in one.message for one in found)


@CALM
@given(st.binary(max_size=50) | st.text(max_size=50).map(lambda text: text.encode("utf-16")))
def test_text_or_problems_and_never_an_exception(data: bytes) -> None:
    text, found = decode(data, "a.yaml", 40)
    assert (text is None) == bool(found)
    assert text is None or text.encode() == data.removeprefix(b"\xef\xbb\xbf")
