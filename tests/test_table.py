"""CSV registers become rows with the place of each cell, and every row is accounted for."""

from __future__ import annotations

import csv
import io
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaccord.problems import Place, Problem
from openaccord.sources.table import RowError, Table, explain_rows, read_csv
from openaccord.sources.values import JSON, Path

DATA = FilePath(__file__).parents[1].parent / "shared" / "data"
CALM = settings(deadline=None)  # a busy machine is no failure
ROW_CODES = {"csv-row-length", "cell-too-long", "spreadsheet-formula"}
Position = tuple[int, int]


def schema(**types: str) -> dict[str, JSON]:
    fields: list[JSON] = [{"name": name, "type": kind} for name, kind in types.items()]
    return {"fields": fields, "fieldsMatch": "superset"}


def read(data: str | bytes, **types: str) -> tuple[Table | None, list[Problem]]:
    return read_csv(data.encode() if isinstance(data, str) else data, "a.csv", schema(**types))


def good(data: str | bytes, **types: str) -> Table:
    table, problems = read(data, **types)
    assert problems == []
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("string", "x", "x"),
        ("string", "7", "7"),
        ("string", " x ", " x "),
        ("date", "2025-01-31", "2025-01-31"),
        ("any", "true", "true"),
        ("integer", "7", 7),
        ("integer", "-7", -7),
        ("integer", "0", 0),
        ("integer", "1.5", "1.5"),
        ("integer", "007", "007"),
        ("integer", "1e3", "1e3"),
        ("integer", "seven", "seven"),
        ("number", "0.5", 0.5),
        ("number", "7", 7),
        ("number", "1.50", "1.50"),
        ("boolean", "true", True),
        ("boolean", "TRUE", True),
        ("boolean", "True", True),
        ("boolean", "false", False),
        ("boolean", "FALSE", False),
        ("boolean", "False", False),
        ("boolean", "yes", "yes"),
        ("boolean", "1", "1"),
        ("list", "a", ["a"]),
        ("list", "a,b", ["a", "b"]),
        ("list", "a, b,", ["a", " b", ""]),
        ("list", "a;b", ["a;b"]),
        ("geopoint", "1,2", "1,2"),
    ],
)
def test_cells_become_values(kind: str, cell: str, value: JSON) -> None:
    (row,) = good(f'a,b\n"{cell}",x\n', a=kind).rows
    assert row == {"a": value, "b": "x"}
    assert type(row["a"]) is type(value)


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "date", "list", "any"])
def test_an_empty_cell_is_no_field(kind: str) -> None:
    assert good('a,b\n,x\n"",x\n', a=kind).rows == [{"b": "x"}, {"b": "x"}]


def test_a_list_has_its_own_delimiter() -> None:
    described: dict[str, JSON] = {"fields": [{"name": "a", "type": "list", "delimiter": ";"}]}
    table, _ = read_csv(b'a\n"x;y, z"\n', "a.csv", described)
    assert table is not None
    assert table.rows == [{"a": ["x", "y, z"]}]


TRICKY = (
    '\ufeffid,"long\nname",é😀,last\r\n'  # lines 1 and 2
    'a,"one ""two"", three",😀😀,x\r\n'  # 3
    "\r\n"  # 4
    'b,"first\nsecond\r\nthird",,"é,"\n'  # 5 to 7
    '"c","x\ry",y,z\r'  # 8 and 9
    "d,,,"  # 10
)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((0, "id"), (3, 1), (1, 1)),
        ((0, "long\nname"), (3, 3), (1, 4)),
        ((0, "é😀"), (3, 24), (2, 7)),
        ((0, "last"), (3, 27), (2, 10)),
        ((1, "id"), (5, 1), (1, 1)),
        ((1, "é😀"), (7, 8), (2, 7)),
        ((1, "last"), (7, 9), (2, 10)),
        ((1, "last", 0), (7, 9), (2, 10)),
        ((2, "long\nname"), (8, 5), (1, 4)),
        ((2, "last"), (9, 6), (2, 10)),
        ((3, "last"), (10, 5), (2, 10)),
        ((2,), (8, 1), (8, 1)),
        ((2, "none"), (8, 1), (8, 1)),
        ((9,), (1, 1), (1, 1)),
        ((-1,), (1, 1), (1, 1)),
        ((-2,), (1, 1), (1, 1)),
        ((), (1, 1), (1, 1)),
        (("x",), (1, 1), (1, 1)),
        ((0, 0), (3, 1), (3, 1)),
    ],
    ids=str,
)
def test_places(path: Path, value: Position, key: Position) -> None:
    table = good(TRICKY)
    assert table.place(path) == Place("a.csv", *value)
    assert table.place(path, key=True) == Place("a.csv", *key)


def test_tricky_rows() -> None:
    table = good(TRICKY)
    assert table.header == ["id", "long\nname", "é😀", "last"]
    assert [list(row.values()) for row in table.rows] == [
        ["a", 'one "two", three', "😀😀", "x"],
        ["b", "first\nsecond\r\nthird", "é,"],
        ["c", "x\ry", "y", "z"],
        ["d"],
    ]


def test_a_table_keeps_one_copy_of_its_text() -> None:
    data = b"a\n1\n2\n"
    table = good(data)
    assert table.data is data
    assert table.lines.tolist() == [1, 2, 3]
    assert table.lines.itemsize == 4


@pytest.mark.parametrize(
    ("data", "code", "place", "message", "hint"),
    [
        pytest.param("", "csv-header", (1, 1), "no header", "first line", id="empty"),
        pytest.param("\n\r\n", "csv-header", (1, 1), "no header", "first line", id="empty lines"),
        pytest.param("a,,b\n", "csv-header", (1, 3), "no name", "Name it", id="no name"),
        pytest.param("a, ,b\n", "csv-header", (1, 3), "no name", "Name it", id="a space for a name"),
        pytest.param("a,b,\n", "csv-header", (1, 5), "no name", "remove", id="a comma at the end"),
        pytest.param("a,b,a\n", "csv-header", (1, 5), "“a”", "Rename", id="a name twice"),
        pytest.param("a,a \n", "csv-header", (1, 3), "“a”", "Rename", id="a name twice but for a space"),
        pytest.param("a;b\n1;2\n", "csv-syntax", (1, 1), "semicolons", "CSV UTF-8", id="semicolons"),
        pytest.param('"a";"b"\n', "csv-syntax", (1, 1), "semicolons", "comma", id="semicolons and quotes"),
        pytest.param("\ufeffa\tb\n1\t2\n", "csv-syntax", (1, 1), "tabs", "CSV UTF-8", id="tabs"),
        pytest.param("a,=b\n", "spreadsheet-formula", (1, 3), "formula", "letter", id="a formula for a name"),
        pytest.param(
            'a,"b\n1,2\n3,4\n', "csv-syntax", (1, 3), "never closed", "Close it", id="quote in the header"
        ),
        pytest.param(
            'a,b\n1,2\nx,"y\n3,4\n', "csv-syntax", (3, 3), "never closed", "Close it", id="quote in a row"
        ),
        pytest.param(
            'a,b\n1,"x\n3,"y"\n',
            "csv-syntax",
            (2, 3),
            "closes in line 3",
            "twice",
            id="quote closed by the next",
        ),
        pytest.param(
            'a,b\n1,"x"y\n', "csv-syntax", (2, 3), "closes in line 2", "twice", id="words after a quote"
        ),
        pytest.param(
            'a,b\n"1\n2",""x""\n', "csv-syntax", (3, 4), "closes in line 3", "twice", id="doubled quotes"
        ),
    ],
)
def test_files_that_cannot_be_read(data: str, code: str, place: Position, message: str, hint: str) -> None:
    table, problems = read(data)
    assert table is None
    (found,) = problems
    assert (found.code, found.place) == (code, Place("a.csv", *place))
    assert message in found.message
    assert hint in found.hint


def test_edge_spaces_of_a_name_are_a_problem_but_the_rows_are_read() -> None:
    table, problems = read('id," title "\na,x\n')
    assert [(found.code, found.place) for found in problems] == [("csv-header", Place("a.csv", 1, 4))]
    assert table is not None
    assert table.rows == [{"id": "a", "title": "x"}]


@pytest.mark.parametrize(
    ("row", "code", "column", "message"),
    [
        pytest.param("x", "csv-row-length", 1, "1 cells, but the header has 2", id="too few cells"),
        pytest.param("x,y,z", "csv-row-length", 1, "3 cells, but the header has 2", id="too many cells"),
        pytest.param("x,y,", "csv-row-length", 1, "3 cells", id="a comma at the end"),
        pytest.param("   ", "csv-row-length", 1, "1 cells", id="a line of spaces"),
        pytest.param("x,=1+1", "spreadsheet-formula", 3, "formula", id="equals"),
        pytest.param("@x,y", "spreadsheet-formula", 1, "formula", id="at sign"),
        pytest.param("x,\ty", "spreadsheet-formula", 3, "formula", id="tab"),
        pytest.param('x,"\ry"', "spreadsheet-formula", 3, "formula", id="carriage return"),
        pytest.param("x,+y", "spreadsheet-formula", 3, "formula", id="plus and a word"),
        pytest.param("x,- y", "spreadsheet-formula", 3, "formula", id="a dash of a list"),
        pytest.param(
            "x,-2+3+cmd|' /C calc'!A0", "spreadsheet-formula", 3, "formula", id="a number that goes on"
        ),
        pytest.param(
            'x,"=HYPERLINK(""https://example.org"")"', "spreadsheet-formula", 3, "formula", id="in quotes"
        ),
        pytest.param(
            "x,+44 1632 960001", "spreadsheet-formula", 3, "formula", id="telephone number in groups"
        ),
    ],
)
def test_rows_left_out(row: str, code: str, column: int, message: str) -> None:
    table, problems = read(f"id,title\nfirst,\n{row}\nlast,\n")
    (found,) = problems
    assert (found.code, found.place) == (code, Place("a.csv", 3, column))
    assert message in found.message
    assert found.hint
    assert row not in found.message + found.hint, "the value of a cell is not repeated"
    assert table is not None
    assert table.rows == [{"id": "first"}, {"id": "last"}]
    assert table.place((1, "id")).line == table.place((1,)).line > 3


@pytest.mark.parametrize(
    "cell",
    [
        "-5",
        "-0.5",
        "+7",
        "-1,000",
        "-12.5%",
        "-",
        "+",
        "a=b",
        "'=x",
        "–",
        "a-b",
        "x\n-y",
        "x\n=y",
        " =x",
        "e@example.org",
    ],
)
def test_cells_that_are_no_formula(cell: str) -> None:
    assert good(f'a,b\nx,"{cell}"\n').rows == [{"a": "x", "b": cell}]


def test_a_row_has_one_problem() -> None:
    _, problems = read("a,b\n=1,=2\n=1\n")
    assert [(found.code, found.place.line) for found in problems] == [
        ("spreadsheet-formula", 2),
        ("csv-row-length", 3),
    ]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Zl", "Zp"])
    | st.sampled_from('",\n\r\t;= -+@'),
    max_size=8,
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)


# With "\n" alone, csv.writer would leave a carriage return in a cell without quotes.
WRITERS: list[dict[str, Any]] = [
    {"lineterminator": "\r\n", "quoting": csv.QUOTE_MINIMAL},
    {"lineterminator": "\r\n", "quoting": csv.QUOTE_ALL},
    {"lineterminator": "\n", "quoting": csv.QUOTE_ALL},
]


@CALM
@given(ROWS, st.sampled_from(WRITERS), st.booleans())
def test_what_csv_writes_is_read(rows: list[list[str]], how: dict[str, Any], mark: bool) -> None:
    file = io.StringIO()
    csv.writer(file, **how).writerows([["a", "b", "c"], *rows])
    table, problems = read(("\ufeff" if mark else "") + file.getvalue())
    assert table is not None
    assert {found.code for found in problems} <= {"spreadsheet-formula"}
    assert len(table.rows) + len(problems) == len(rows)
    kept = [row for row in rows if not any(cell[:1] in set("=@\t\r+-") for cell in row)]
    expected = [{name: cell for name, cell in zip("abc", row, strict=True) if cell} for row in kept]
    assert [row for row in table.rows if row in expected] == expected


@CALM
@given(ROWS, st.data())
def test_every_cell_has_its_place(rows: list[list[str]], draw: st.DataObject) -> None:
    text, line, column, expected = "", 1, 1, {}
    for number, row in enumerate([["a", "b", "c"], *rows], -1):
        for name, cell in zip("abc", row, strict=True):
            quoted = draw.draw(st.booleans()) or any(character in cell for character in '",\n\r')
            written = '"' + cell.replace('"', '""') + '"' if quoted else cell
            expected[number, name] = Place("a.csv", line, column)
            text += written
            breaks = written.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            line, column = line + len(breaks) - 1, len(breaks[-1]) + (column if len(breaks) == 1 else 1)
            text, column = (text + ",", column + 1) if name != "c" else (text, column)
        text += draw.draw(st.sampled_from(["\n", "\r\n", "\r"])) if not text.endswith("\r") else "\r\n"
        line, column = line + 1, 1
    table, problems = read(text)
    assert table is not None
    damaged = {found.place.line for found in problems}
    assert damaged <= {place.line for place in expected.values()}
    left = [
        n
        for n in range(len(rows))
        if not any(expected[n, name] in {found.place for found in problems} for name in "abc")
    ]
    assert len(left) == len(table.rows)
    for index, number in enumerate(left):
        for name in "abc":
            assert table.place((index, name)) == expected[number, name]
            assert table.place((index, name), key=True) == expected[-1, name]


@CALM
@given(st.text('a1,"\n\r=- ;', max_size=60).map(lambda text: "h,i\n" + text))
def test_every_row_is_in_the_table_or_has_its_problem(text: str) -> None:
    table, problems = read(text)
    if table is None:
        assert problems[-1].code == "csv-syntax"
        return
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    assert {found.code for found in problems} <= ROW_CODES
    assert len(table.rows) + len(problems) == len(rows) - 1


@CALM
@given(st.binary(max_size=80))
def test_bytes_never_raise(data: bytes) -> None:
    table, problems = read(data)
    assert table is not None or problems


def real(path: str) -> tuple[bytes, dict[str, JSON]]:
    data = (DATA / path).read_bytes()
    header = next(csv.reader(io.StringIO(data.decode(), newline="")))
    return data, schema(**dict.fromkeys(header, "string"))


REAL = {
    "nhs-digital/nhs_digital_data_releases_2021-02.csv": (5_079, ["csv-header"]),
    "phe/phe_data_release_register_2017-04_2020-09.csv": (452, []),
    "organisations/digital-land-organisation.csv": (441, []),
    "organisations/mysociety_uk_local_authorities_future.csv": (470, []),
    "dpv/purposes.csv": (125, []),
}


@pytest.mark.parametrize(
    ("path", "rows", "codes"), [(path, *found) for path, found in REAL.items()], ids=REAL
)
def test_real_files(path: str, rows: int, codes: list[str]) -> None:
    data, described = real(path)
    table, problems = read_csv(data, "a.csv", described)
    assert [found.code for found in problems] == codes
    assert table is not None
    assert len(table.rows) == rows
    own = csv.DictReader(io.StringIO(data.decode(), newline=""))
    assert table.rows == [{name.strip(): cell for name, cell in row.items() if cell} for row in own]
    lines = data.decode().replace("\r\n", "\n").split("\n")
    for index in (0, rows // 2, rows - 1):
        for name, cell in table.rows[index].items():
            place = table.place((index, name))
            start = lines[place.line - 1][place.column - 1 :].removeprefix('"').replace('""', '"')
            assert start.startswith(str(cell).split("\n")[0])


def test_a_real_header_with_a_line_break() -> None:
    data, described = real("nhs-digital/nhs_digital_data_releases_2021-02.csv")
    table, (space,) = read_csv(data, "a.csv", described)
    assert space.place == Place("a.csv", 1, 47)
    assert table is not None
    assert "\n" in table.header[3]
    assert table.place((0,)).line == 3
    assert table.place((0, "Purpose"), key=True).line == 2


def test_real_purposes_with_their_invisible_characters_and_formulas() -> None:
    data, described = real("nhs-digital/nhs_digital_purpose_statements_2021-02.csv")
    table, problems = read_csv(data, "a.csv", described)
    assert table is None
    assert [found.code for found in problems] == ["forbidden-character"] * 8
    assert {found.message.split()[3] for found in problems} == {"U+200B", "U+2028"}
    mended = data.decode().replace("\u200b", "").replace("\u2028", "").encode()
    table, problems = read_csv(mended, "a.csv", described)
    assert table is not None
    assert {found.code for found in problems} == {"spreadsheet-formula"}
    assert len(table.rows) + len(problems) == 585
    assert max(len(str(cell)) for row in table.rows for cell in row.values()) == 32_767


EXPLAINED = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
        {"name": "count", "type": "integer", "constraints": {"maximum": 5}},
        {"name": "kinds", "type": "list", "delimiter": ";"},
        {"name": "open", "type": "boolean"},
        {"name": "on", "type": "date"},
        {"name": "size", "type": "string", "constraints": {"enum": ["big", "small"]}},
    ],
    "fieldsMatch": "superset",
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["size"], "reference": {"resource": "sizes", "fields": ["id"]}}],
}


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        pytest.param({"id": "a"}, [], id="optional fields are not there"),
        pytest.param(
            {"id": "a", "count": 5, "kinds": ["x"], "open": False, "on": "2025-01-31", "size": "big"},
            [],
            id="all",
        ),
        pytest.param({"id": "a", "more": 1}, [], id="a field more"),
        pytest.param({"id": "A"}, [("id", "constraint-error")], id="pattern"),
        pytest.param({"id": 5}, [("id", "type-error"), (None, "primary-key")], id="a number for text"),
        pytest.param({"id": "a", "count": "x"}, [("count", "type-error")], id="text for a number"),
        pytest.param({"id": "a", "count": 6}, [("count", "constraint-error")], id="too large"),
        pytest.param({"id": "a", "open": "yes"}, [("open", "type-error")], id="text for a truth value"),
        pytest.param({"id": "a", "on": "2025-13-01"}, [("on", "type-error")], id="no such date"),
        pytest.param({"id": "a", "size": "medium"}, [("size", "constraint-error")], id="not in the list"),
        pytest.param({"open": True}, [("id", "constraint-error"), (None, "primary-key")], id="required"),
        pytest.param({}, [(None, "blank-row"), (None, "primary-key")], id="nothing"),
    ],
)
def test_explain(row: dict[str, JSON], errors: list[tuple[str | None, str]]) -> None:
    found = explain_rows([{"id": "first"}, row], EXPLAINED)
    assert [(error.row, error.field, error.kind) for error in found] == [(1, *error) for error in errors]


def test_explain_says_why() -> None:
    assert explain_rows([{"id": "a"}, {"id": "a"}], EXPLAINED) == [
        RowError(1, None, "primary-key", "the same as in the row at position 2")
    ]
    (error,) = explain_rows([{"id": "A"}], EXPLAINED)
    assert "[a-z]+" in error.note
    assert explain_rows([], EXPLAINED) == []


def test_explain_leaves_rows_and_schema_alone() -> None:
    rows: list[dict[str, JSON]] = [{"id": "a", "kinds": ["x"]}]
    before = str(rows), str(EXPLAINED)
    explain_rows(rows, EXPLAINED)
    assert (str(rows), str(EXPLAINED)) == before
