"""Files that mean harm: safety.md's table "Reading", with each limit at the limit and past it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from openaccord.problems import Place, Problem
from openaccord.sources.table import read_csv
from openaccord.sources.yaml import read_document
from openaccord.tree import Folder

MB = 1024 * 1024
SCHEMA = {"fields": [{"name": "id", "type": "string"}]}
Codes = list[str]


def codes_of_yaml(data: bytes) -> Codes:
    document, problems = read_document(data, "a.yaml")
    assert (document is None) == bool(problems)
    return [problem.code for problem in problems]


def codes_of_csv(data: bytes) -> Codes:
    _, problems = read_csv(data, "a.csv", SCHEMA)
    return [problem.code for problem in problems]


def csv_problems(data: bytes) -> list[Problem]:
    return read_csv(data, "a.csv", SCHEMA)[1]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * 25_000 + b"]" * 25_000, id="lists in brackets"),
        pytest.param(b"{a: " * 25_000 + b"1" + b"}" * 25_000, id="groups in braces"),
        pytest.param(b"- " * 25_000 + b"x", id="items of items"),
        pytest.param(b"? " * 25_000 + b"x", id="keys of keys"),
        pytest.param(b"\n".join(b" " * depth + b"a:" for depth in range(1_400)), id="fields of fields"),
        pytest.param(b"[" * MB, id="a megabyte of brackets"),
    ],
)
def test_deep_nesting_is_a_problem_and_no_crash(data: bytes) -> None:
    assert "too-deep" in codes_of_yaml(data)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n", id="a bomb of aliases"),
        pytest.param("a: &a {x: 1}\nb: &b {<<: [*a, *a]}\nc: {<<: [*b, *b]}\n", id="a bomb of merges"),
        pytest.param("&a [*a]\n", id="a list that holds itself"),
        pytest.param("&a {b: *a}\n", id="a group that holds itself"),
        pytest.param("a: &a 1\n", id="an anchor alone"),
        pytest.param("a: *b\n", id="an alias of nothing"),
        pytest.param("&a b: 1\n", id="an anchor on a key"),
        pytest.param("<<: {b: 1}\n", id="a merge without an alias"),
        pytest.param("a: !!python/object/apply:os.system [id]\n", id="a Python object"),
        pytest.param("a: !!int '1'\n", id="a tag"),
        pytest.param("a: !local 1\n", id="a tag of one's own"),
        pytest.param("a: ! 1\n", id="the empty tag"),
        pytest.param("!!map {a: 1}\n", id="a tag on the whole"),
        pytest.param("!!str a: 1\n", id="a tag on a key"),
        pytest.param("%YAML 1.1\n---\na: 1\n", id="a directive"),
        pytest.param("# x\r%TAG ! tag:x,2000:\r---\ra: 1\r", id="a directive after a carriage return"),
        pytest.param("a: 1\n---\nb: 1\n", id="a second document"),
        pytest.param("a: 1\n---\n", id="an empty second document"),
        pytest.param("? [a]\n: 1\n", id="a list for a key"),
        pytest.param("{{ a }}\n", id="a group for a key"),
    ],
)
def test_features_that_change_meaning(text: str) -> None:
    document, problems = read_document(text.encode(), "a.yaml")
    assert document is None
    assert {problem.code for problem in problems} == {"yaml-feature"}


def test_a_quoted_merge_key_is_text() -> None:
    document, _ = read_document(b'"<<": 1\n', "a.yaml")
    assert document is not None
    assert document.value == {"<<": 1}


def test_the_second_of_two_keys_is_the_problem() -> None:
    _, (problem,) = read_document(b"status: draft\nstatus: in-force\n", "a.yaml")
    assert (problem.code, problem.place) == ("duplicate-key", Place("a.yaml", 2, 1))


SURPRISES = """
NO No no N n YES Yes yes Y y ON On on OFF Off off TRUE True FALSE False NULL Null nil None N/A
17:30 1:30:00 190:20:30 07700900123 0042 00 0o17 017 0x1F 0b101 0B1 0xCAFE 1_000 1,000 1e3 1E3 1e400
1.10 1.0 0.0 -0 -0.0 +1 +44 .5 5. 1. 6.02e23 685.230_15e+03 .inf -.inf +.INF .nan .NaN .Inf inf NaN Infinity
2024-13-45 2024-01-31 2024-01-31T10:00:00Z 2001-12-14t21:59:43.10-05:00
9999999999999999 1234567890123456 0.1234567890123456 12345678901234.56 = v1.2 1-2 1/2 50% £5 ½ ٣
"""


@pytest.mark.parametrize("written", SURPRISES.split())
def test_surprises_are_text(written: str) -> None:
    document, problems = read_document(f"a: {written}\n{written}: b\n".encode(), "a.yaml")
    assert problems == []
    assert document is not None
    assert document.value == {"a": written, written: "b"}
    assert len(SURPRISES.split()) > 60


HIDDEN = {
    "NUL": "\0",
    "ESC": "\x1b",
    "next line": "\x85",
    "line separator": "\u2028",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero-width space": "\u200b",
    "byte order mark": "\ufeff",
}


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters(character: str) -> None:
    for text in (f"a: x{character}\n", f"# {character}\na: 1\n", f"key{character}: 1\n"):
        assert codes_of_yaml(text.encode()) == ["forbidden-character"]
    escape = f"\\U{ord(character):08X}"
    for text in (f'a: "x{escape}"\n', f'"a{escape}": 1\n', f'[["{escape}"]]\n'):
        assert codes_of_yaml(text.encode()) == ["forbidden-character"]
    assert codes_of_csv(f"id\nx{character}\n".encode()) == ["forbidden-character"]
    assert codes_of_csv(f"id{character}\nx\n".encode()) == ["forbidden-character"]


@pytest.mark.parametrize(
    "escape", ["\\0", "\\a", "\\b", "\\e", "\\v", "\\f", "\\N", "\\L", "\\P", "\\x7f", "\\uFEFF"]
)
def test_short_escapes_of_hidden_characters(escape: str) -> None:
    assert codes_of_yaml(f'a: "{escape}"\n'.encode()) == ["forbidden-character"]


@pytest.mark.parametrize("escape", ["\\t", "\\n", "\\r", "\\_", "\\x41", "\\u00e9", "\\U0001F600", "\\/"])
def test_other_escapes(escape: str) -> None:
    assert codes_of_yaml(f'a: "{escape}"\n'.encode()) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_not_guessed(encoding: str) -> None:
    assert codes_of_yaml("a: é\n".encode(encoding)) == ["not-utf-8"]
    assert codes_of_csv("id\né\n".encode(encoding)) == ["not-utf-8"]


def test_a_mark_at_the_start_is_no_problem() -> None:
    assert codes_of_yaml("\ufeffa: 1\n".encode()) == []
    table, problems = read_csv("\ufeffid\nx\n".encode(), "a.csv", SCHEMA)
    assert problems == []
    assert table is not None
    assert table.rows == [{"id": "x"}]


def test_windows_csv_says_how_to_save_it() -> None:
    (problem,) = csv_problems("id,title\na,Caffé\n".encode("cp1252"))
    assert (problem.code, problem.place) == ("not-utf-8", Place("a.csv", 2, 7))
    assert "CSV UTF-8" in problem.hint


@pytest.mark.parametrize("rows", [3, 100_000], ids=["a few rows", "a hundred thousand rows"])
def test_an_unclosed_quote_swallows_no_rows_in_silence(rows: int) -> None:
    data = b'id,title\na,"one\n' + b"b,two\n" * rows
    table, (problem,) = read_csv(data, "a.csv", SCHEMA)
    assert table is None
    assert (problem.code, problem.place) == ("csv-syntax", Place("a.csv", 2, 3))


def test_links_and_devices_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/passwords.yaml").symlink_to("/etc/passwd")
    (tmp_path / "registers/etc").symlink_to("/etc")
    (tmp_path / "registers/zero.yaml").symlink_to("/dev/zero")
    tree = Folder(tmp_path)
    assert {entry.regular for entry in tree.entries("registers")} == {False}
    for path in (
        "registers/passwords.yaml",
        "registers/etc/passwd",
        "registers/zero.yaml",
        "../x",
        "/etc/passwd",
    ):
        with pytest.raises(OSError, match=r"."):
            tree.read(path)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def nested_fields(depth: int) -> bytes:
    return b"\n".join(b" " * level + b"a:" for level in range(depth))


def flat(values: int) -> bytes:
    return b"[" + b"1," * (values - 1) + b"]"


def keyed(values: int) -> bytes:
    return b"\n".join(b"k%d: 1" % number for number in range(values - 1))


def sized(size: int) -> bytes:
    return b"a: 1\n" + b"#" * (size - 6) + b"\n"


def columns(count: int) -> bytes:
    names = b",".join(b"c%d" % number for number in range(count))
    return names + b"\n" + b"," * (count - 1) + b"\n"


def lines(count: int) -> bytes:
    return b"id\n" + b"\n" * (count - 1)


LIMITS: dict[str, tuple[Callable[[bytes], Codes], bytes, bytes, str, str]] = {
    "YAML file of 1 MB": (codes_of_yaml, sized(MB), sized(MB + 1), "file-too-large", "1,048,576"),
    "YAML lists 32 deep": (codes_of_yaml, nested(32), nested(33), "too-deep", "32"),
    "YAML fields 32 deep": (codes_of_yaml, nested_fields(32), nested_fields(34), "too-deep", "32"),
    "YAML list of 50,000 values": (codes_of_yaml, flat(50_000), flat(50_001), "too-many-values", "50,000"),
    "YAML group of 50,000 values": (codes_of_yaml, keyed(50_000), keyed(50_001), "too-many-values", "50,000"),
    "YAML text of 64 KB": (
        codes_of_yaml,
        b"a: " + b"x" * 65_536,
        b"a: " + b"x" * 65_537,
        "text-too-long",
        "65,536",
    ),
    "YAML text of 64 KB in wide characters": (
        codes_of_yaml,
        b"a: " + "\U0001f600".encode() * 16_384,
        b"a: " + "\U0001f600".encode() * 16_385,
        "text-too-long",
        "65,536",
    ),
    "YAML key of 64 KB": (
        codes_of_yaml,
        b"? " + b"x" * 65_536 + b"\n: 1",
        b"? " + b"x" * 65_537 + b"\n: 1",
        "text-too-long",
        "65,536",
    ),
    "CSV file of 50 MB": (
        codes_of_csv,
        b"id\n" + (b"x" * 299 + b"\n") * 174_762 + b"y" * 197,
        b"id\n" + (b"x" * 299 + b"\n") * 174_762 + b"y" * 198,
        "file-too-large",
        "52,428,800",
    ),
    "CSV register of 200,000 rows": (
        codes_of_csv,
        b"id\n" + b"x\n" * 200_000,
        b"id\n" + b"x\n" * 200_001,
        "too-many-rows",
        "200,000",
    ),
    "CSV file of 2,000,000 lines": (
        codes_of_csv,
        lines(2_000_000),
        lines(2_000_001),
        "too-many-rows",
        "2,000,000",
    ),
    "CSV register of 200 columns": (codes_of_csv, columns(200), columns(201), "too-many-columns", "200"),
    "CSV cell of 32 KB": (
        codes_of_csv,
        b"id\n" + b"x" * 32_768 + b"\n",
        b"id\n" + b"x" * 32_769 + b"\n",
        "cell-too-long",
        "32,768",
    ),
    "CSV cell of 32 KB in wide characters": (
        codes_of_csv,
        b"id\n" + "\U0001f600".encode() * 32_767 + b"\n",
        b"id\n" + "\U0001f600".encode() * 32_769 + b"\n",
        "cell-too-long",
        "32,768",
    ),
    "CSV cell of 128 KB": (
        codes_of_csv,
        b'id\n"' + b"x" * 32_768 + b'"\n',
        b'id\n"' + b"x" * 131_073 + b'"\n',
        "cell-too-long",
        "32,768",
    ),
    "CSV name of 32 KB": (codes_of_csv, b"x" * 32_768, b"x" * 32_769, "cell-too-long", "32,768"),
}


@pytest.mark.parametrize(("read", "within", "past", "code", "figure"), LIMITS.values(), ids=LIMITS)
def test_limits(read: Callable[[bytes], Codes], within: bytes, past: bytes, code: str, figure: str) -> None:
    assert read(within) == []
    assert read(past) == [code]
    reader = read_document(past, "a") if read is codes_of_yaml else read_csv(past, "a", SCHEMA)
    assert figure in reader[1][0].message + reader[1][0].hint


def test_a_row_of_commas_does_not_fill_the_memory() -> None:
    (problem,) = csv_problems(b"id\n" + b"," * 20 * MB)
    assert (problem.code, problem.place) == ("csv-row-length", Place("a.csv", 2, 1))
    assert "13,107,200" in problem.message


def test_a_row_of_quotes_does_not_fill_the_memory() -> None:
    data = b"id\n" + b'"' * (13 * 1_000_000 - 1)
    tracemalloc.start()
    try:
        (problem,) = csv_problems(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (problem.code, problem.place) == ("csv-syntax", Place("a.csv", 2, 1))
    assert peak < 100 * MB


SLOW = {
    "anchors": b"- &a b\n" * 49_000,
    "duplicate keys": b"a: 1\n" * 49_000,
    "directives": b"".join(b"%%TAG !a%d! b\n" % number for number in range(50_000)) + b"---\na: 1\n",
    "escapes": b'"' + b"\\e" * 500_000 + b'"',
    "hidden characters": b"\x1b" * MB,
    "quotes": b'"' * MB,
    "colons": b": " * (MB // 2),
    "open groups": b"{a: " * (MB // 4),
    "line breaks": b"\n" * MB,
    "a long line": b"a " * (MB // 2),
    "keys": keyed(50_000),
}


@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW)
def test_a_file_that_is_made_to_be_slow_is_read_or_refused(data: bytes) -> None:
    """`make deep` measures it."""
    codes_of_yaml(data)


SLOW_CSV = {
    "quotes": b"id\n" + b'"' * 50 * 1_000_000,
    "a quote that never closes": b'id\n"' + b"x" * 50 * 1_000_000,
    "hidden characters": b"\x1b" * 50 * 1_000_000,
    "line breaks": b"id\n" + b"\n" * 50 * 1_000_000,
    "commas": b"id\n" + b"," * 50 * 1_000_000,
}


@pytest.mark.parametrize("data", SLOW_CSV.values(), ids=SLOW_CSV)
def test_a_table_that_is_made_to_be_slow_is_refused(data: bytes) -> None:
    """The same."""
    table, problems = read_csv(data, "a.csv", SCHEMA)
    assert table is None
    assert problems


def test_asking_for_every_place_is_not_quadratic() -> None:
    document, _ = read_document(keyed(20_000), "a.yaml")
    table, _ = read_csv(b"id\n" + b"x\n" * 20_000, "a.csv", SCHEMA)
    assert document is not None
    assert table is not None
    for number in range(19_999):  # a minute, were each place found from the beginning
        assert document.place((f"k{number}",)).line == number + 1
        assert table.place((number, "id")).line == number + 2
