"""openaccord import: every feature of the mapping file, every message, and the real registers whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped] # it publishes no types
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from openaccord.cli import _group
from openaccord.cli import importing as cli
from openaccord.guesses import Guesser
from openaccord.importers import sheets
from openaccord.importers.dates import date_form
from openaccord.importers.identities import slug
from openaccord.importers.mapping import mapping_schema, read_mapping
from openaccord.importers.sheets import letters, read_sheet
from openaccord.problems import Stop
from openaccord.sources import yaml_text
from openaccord.sources.table import read_csv
from openaccord.sources.text import forbidden_in
from openaccord.sources.yaml import read_document
from openaccord.sources.yaml_text import to_yaml

# A spreadsheet's times have no zone.
MIDNIGHT = dt.datetime(2021, 3, 1)  # noqa: DTZ001 - see above
MORNING = dt.datetime(2021, 3, 1, 9, 30)  # noqa: DTZ001 - see above

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
NHS = sorted((DATA / "nhs-digital").glob("*.csv"))
PHE = sorted((DATA / "phe").glob("*.csv"))

SITUATIONS = """
sources: {s: {file: s.csv%s}}
records:
  situations:
    from: s
    trim: true
    id: {columns: [Word]}
    fields:
      title: {column: Word}
      %s
"""


class Run:
    """A folder of sources and one run of the command in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.into = folder / "into"

    def __call__(self, mapping: str, *arguments: str, **sources: str | bytes) -> Result:
        (self.folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
        names = []
        for name, content in sources.items():
            file = self.folder / name.replace("_", ".")
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            names.append(str(file))
        command = [
            *(arguments or names),
            "--mapping",
            str(self.folder / "mapping.yaml"),
            "--into",
            str(self.into),
        ]
        return CliRunner().invoke(_group, ["import", *command])

    def situations(
        self, source: str | bytes, fields: str = "lede: {column: Means}", of_source: str = ""
    ) -> Result:
        return self(SITUATIONS % (of_source, fields), s_csv=source)

    def rows(self, register: str) -> list[dict[str, str]]:
        text = (self.into / "registers" / f"{register}.csv").read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def nothing(self) -> bool:
        return not self.into.exists() and not list(self.folder.glob(".openaccord-import-*"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def workbook(**tabs: list[Any]) -> bytes:
    """An .xlsx file with these rows; a tuple is a formula and the value that it shows."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    formats = {
        dt.datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        dt.date: book.add_format({"num_format": "dd/mm/yyyy"}),
        dt.time: book.add_format({"num_format": "hh:mm"}),
    }
    for name, rows in tabs.items():
        sheet = book.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(y, x, cell[0], None, cell[1])
                else:
                    sheet.write(y, x, cell, formats.get(type(cell)))
    book.close()
    return data.getvalue()


# Sources


def test_a_text_file_is_read_with_byte_order_mark_line_breaks_and_physical_lines() -> None:
    text = '\ufeffName,"Long\nheading",\r\n"a\nb",1,\r\n\r\n,,\r\nc,2,x\r\n'
    sheet = read_sheet("s.csv", text.encode())
    assert sheet.headings == ("Name", "Long heading", "(column C)")
    assert sheet.written == ("Long\nheading",)
    assert sheet.rows == ((3, ["a\nb", "1", ""]), (7, ["c", "2", "x"]))
    assert sheet.blank_rows == 2
    assert sheet.spot(1, "Name").text == "s.csv:7"


def test_tsv_is_parted_by_tabs() -> None:
    assert read_sheet("s.tsv", b"A\tB\n1,2\t3\n").rows == ((2, ["1,2", "3"]),)


def test_a_workbook_is_read_as_text_with_the_address_of_each_cell() -> None:
    rows = [
        ["Our assets"],
        [],
        ["Name", "Count", "When", "At", "Yes", "Hour", "Sum"],
        [
            "a\r\nb",
            3,
            dt.date(2021, 3, 1),
            MORNING,
            True,
            dt.time(9, 30),
            1,
        ],
        ["c", 2.5, MIDNIGHT, "0042", False, "", ("=2+2", 4)],
    ]
    sheet = read_sheet("a.xlsx", workbook(Assets=rows, Notes=[]), tab="Assets", header_row=3)
    assert [cells for _, cells in sheet.rows] == [
        ["a\r\nb", "3", "2021-03-01", "2021-03-01T09:30:00", "true", "09:30:00", "1"],
        ["c", "2.5", "2021-03-01", "0042", "false", "", "4"],
    ]
    assert sheet.spot(1, "At").text == "Assets!D5"
    # Which of the two midnight is depends on how the workbook was written.
    assert sheets._as_text(MIDNIGHT) == sheets._as_text(MIDNIGHT.date()) == "2021-03-01"


def test_a_cell_that_shows_an_error_is_told_with_its_address(run: Run) -> None:
    book = workbook(**{"A & B": [["Word", "Means"], ["x", ("=1/0", "#DIV/0!")], ["y", ("=1+1", 2)]]})
    result = run(SITUATIONS.replace("s.csv", "s.xlsx") % ("", "lede: {column: Means}"), s_xlsx=book)
    assert result.exit_code == 1
    assert "shows an error such as #N/A, and was taken as empty. [A & B!B2]" in result.output
    assert run.rows("situations") == [
        {"id": "x", "title": "x", "lede": ""},
        {"id": "y", "title": "y", "lede": "2"},
    ]


@given(st.integers(0, 20_000))
def test_letters_are_those_of_spreadsheets(index: int) -> None:
    number = 0
    for letter in letters(index):
        number = 26 * number + ord(letter) - 64
    assert number == index + 1


UNREADABLE: dict[str, tuple[str, bytes, dict[str, Any]]] = {
    "s.csv:2: This is not UTF-8 text. In Excel choose Save as, “CSV UTF-8": ("s.csv", b"A\nCaf\xe9\n", {}),
    "s.csv:2: The row has 3 cells, the headings are 2.": ("s.csv", b"A,B\n1,2,3\n", {}),
    "s.csv:2: The row that begins here cannot be read (unexpected end of data)": ("s.csv", b'A\n"x\ny\n', {}),
    "The heading “A B” stands in column A and in column C. Rename one of them.": (
        "s.csv",
        b"A B,x,A  B\n",
        {},
    ),
    "s.csv: There are no headings in row 4.": ("s.csv", b"A\n1\n", {"header_row": 4}),
    "s.csv: There are no headings in row 1.": ("s.csv", b"", {}),
    "s.csv: A text file has no sheets. Take “sheet: T” out": ("s.csv", b"A\n", {"tab": "T"}),
    "s.ods: Only .csv, .tsv and .xlsx can be read.": ("s.ods", b"", {}),
    "s.xlsx: The workbook cannot be read": ("s.xlsx", b"nonsense", {}),
    "s.xlsx: The file has several sheets. Write “sheet:” with one of these in the mapping: T, U.": (
        "s.xlsx",
        workbook(T=[["A"]], U=[]),
        {},
    ),
    "s.xlsx: There is no sheet “V”.": ("s.xlsx", workbook(T=[["A"]]), {"tab": "V"}),
    "There are 201 columns; at most 200 can be read.": (
        "s.csv",
        ",".join(f"c{n}" for n in range(201)).encode(),
        {},
    ),
    "There are more than 200,000 rows. Split the table.": ("s.csv", b"A\n" + b"1\n" * 200_001, {}),
    "at most 52,428,800 can be read": ("s.csv", b"A\n" + b"1" * 52_428_800, {}),
}


@pytest.mark.parametrize("message", UNREADABLE)
def test_a_table_that_cannot_be_read_whole_is_refused(message: str) -> None:
    file, data, options = UNREADABLE[message]
    with pytest.raises(Stop, match=re.escape(message)):
        read_sheet(file, data, **options)


# The mapping file


def test_a_mapping_is_told_what_is_wrong_with_place_and_remedy(run: Run) -> None:
    result = run.situations("Word,Means\nx,y\n", "lede: {colum: Means}")
    assert result.exit_code == 2
    assert "mapping.yaml:10:14: “colum” is not a field of" in result.stderr
    assert "Did you mean “column”?" in result.stderr
    assert run.nothing()


MAPPINGS = {
    "“lede” does not say where it comes from. Give it one of column, template": "lede: {}",
    "“lede” has column and value.": "lede: {column: Means, value: x}",
    "“split” goes with “column”.": "lede: {value: x, split: ','}",
    "“map” and “date” cannot go together.": "lede: {column: Means, map: {a: b}, date: DD/MM/YYYY}",
    "“DD/MM” does not say where day, month and year stand.": "lede: {column: Means, date: DD/MM}",
    "The template names no column.": "lede: {template: x}",
    "“settle” is only for the fields of records with “one-row-per”.": (
        "lede: {column: Means, settle: {x: y}}"
    ),
    "The id has a rule of its own.": "id: {column: Means}",
    "There is no group of records “situation” in this mapping. Did you mean “situations”?": (
        "lede: {column: Means, reference: {to: situation, by: Word}}"
    ),
    "There is no column “Mean”. Did you mean “Means”?": "lede: {column: Mean}",
    "There is no column “Nope”. The columns are: Word, Means.": "lede: {template: '{Nope}'}",
    "There is no column “Wort”. Did you mean “Word”?": (
        "lede: {column: Means, reference: {to: situations, by: Wort}}"
    ),
    "“ledee” is not a field of these records. Did you mean “lede”?": "ledee: {column: Means}",
    "“lede” takes a single value, no list.": "lede: {column: Means, split: ','}",
    "“lede” takes no fields of its own.": "lede: {fields: {x: {column: Means}}}",
    "“lede” is written twice": "lede: {value: x}\n      lede: {value: y}",
}


@pytest.mark.parametrize("message", MAPPINGS)
def test_a_mapping_that_does_not_hang_together_is_refused(run: Run, message: str) -> None:
    result = run.situations("Word,Means\nx,y\n", MAPPINGS[message])
    assert (message in result.stderr, result.exit_code) == (True, 2), result.stderr
    assert re.match(r"mapping\.yaml:[0-9]+:[0-9]+: ", result.stderr)
    assert run.nothing()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("from: s", "from: t", "There is no source “t” in this mapping. Use one of: s."),
        ("    id: {columns: [Word]}\n", "", "There is no rule for the id. Add “id:”"),
        ("trim: true", "same: {a: [b]}", "“same” needs a column."),
        (
            "situations:",
            "situationz:",
            "There is no kind of record called “situationz”. Did you mean “situations”?",
        ),
        (
            "title: {column: Word}",
            "lede: {column: Word}",
            "There is no rule for “title”, which each record needs.",
        ),
        ("s.csv}", "s.csv, ignore: {Meens: x}}", "There is no column “Meens”. Did you mean “Means”?"),
        ("s.csv}", "s.csv, ignore: {Word: x}}", "“Word” is ignored, yet a field is made of it."),
        ("sources: {", "sources: {t: {file: s.csv}, ", "No records are made from the source “t”."),
        (
            "\nsources",
            "\nreplace: {x: y}\nsources",
            "“x” is not the number of a character. Write it as U+200B.",
        ),
        (
            "trim: true",
            "one-row-per: Word\n    same: {a: [b], c: [b]}",
            "“b” is listed twice under “same”. List each spelling once.",
        ),
    ],
)
def test_loose_ends_of_a_mapping_are_refused(run: Run, old: str, new: str, message: str) -> None:
    mapping = (SITUATIONS % ("", "")).replace(old, new, 1)
    result = run(mapping, s_csv="Word,Means\nx,y\n")
    assert (message in result.stderr, result.exit_code) == (True, 2), result.stderr
    assert run.nothing()


def test_the_schema_describes_every_key_and_accepts_the_examples() -> None:
    schema = mapping_schema().document
    Draft202012Validator.check_schema(schema)
    properties = [part["properties"] for part in (schema, *schema["$defs"].values()) if "properties" in part]
    assert all(key.get("title") and key.get("description") for part in properties for key in part.values())
    for example in ("nhs-digital", "phe"):
        file = ROOT / "examples" / example / "mapping.yaml"
        document, problems = read_document(file.read_bytes(), file.name)
        assert not problems
        assert document is not None
        assert Draft202012Validator(schema).is_valid(document.value)


def test_every_key_of_the_schema_is_read_and_explained_in_the_handbook() -> None:
    schema = mapping_schema().document
    keys = {
        key
        for part in (schema, *schema["$defs"].values())
        for key in part.get("properties", {})
        if key != "id"
    }
    handbook = (ROOT / "handbook" / "importing.md").read_text(encoding="utf-8")
    source = (ROOT / "plugins" / "openaccord" / "importers" / "mapping.py").read_text(encoding="utf-8")
    assert {key for key in keys if f"`{key}`" not in handbook} == set()
    assert {key for key in keys if f'"{key}"' not in source} == set()


def test_the_mapping_of_the_help_text_is_a_good_one() -> None:
    help_text = CliRunner().invoke(_group, ["import", "--help"]).output
    begin = help_text.index("sources:\n")
    begin = help_text.rindex("\n", 0, begin) + 1
    example = textwrap.dedent(help_text[begin : help_text.index("Every way to write it")])
    mapping, problems = read_mapping(example.encode(), "help.yaml")
    assert not problems
    assert mapping is not None
    assert mapping.sources["assets"].tab == "Register"


def test_a_source_is_found_by_its_file_or_by_its_short_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("Word,Means\nx,y\n", encoding="utf-8")
    mapping = SITUATIONS % ("", "lede: {column: Means}")
    refused = run(mapping, str(tmp_path / "other.csv"))
    assert (
        "The mapping does not name other.csv; it names s.csv. Say which it is, such as s=" in refused.stderr
    )
    missing = run(mapping.replace("{s:", "{t: {file: t.csv}, s:"), str(tmp_path / "s.csv"))
    assert missing.exit_code == 2
    assert run(mapping, f"s={tmp_path / 'other.csv'}").exit_code == 0
    assert run.rows("situations") == [{"id": "x", "title": "x", "lede": "y"}]


def test_a_source_that_is_not_given_or_not_there_is_a_stop(run: Run, tmp_path: Path) -> None:
    both = (SITUATIONS % ("", "")).replace("sources: {", "sources: {t: {file: t.csv}, ")
    both += "  audits: {from: t, id: {columns: [A]}, fields: {title: {column: A}}}\n"
    assert "The mapping needs t.csv (t). Name it among the sources." in run(both, s_csv="Word\nx\n").stderr
    gone = run(SITUATIONS % ("", ""), str(tmp_path / "gone" / "s.csv"))
    assert "could not be read: No such file or directory." in gone.stderr
    assert gone.exit_code == 2


# Fields


def test_constants_templates_maps_dates_and_lists(run: Run) -> None:
    schema = json.loads((ROOT / "examples" / "phe" / "schemas" / "releases.table.json").read_text("utf-8"))
    del schema["foreignKeys"]
    (run.folder / "schemas").mkdir()
    (run.folder / "schemas" / "releases.table.json").write_text(json.dumps(schema), encoding="utf-8")
    mapping = """
sources: {s: {file: s.csv}}
records:
  releases:
    from: s
    id: {columns: [A, B]}
    fields:
      title: {template: "{A} – {B}!"}
      organisation: {value: nhs-digital}
      released_on: {column: D, date: DD/MM/YYYY}
      sources: {column: S, split: "|", map: {p: Police, f: Fire, n: null}}
      legal_basis: {list: [{column: A}, {value: Consent}]}
      reason: {column: R, map: {"1": One}}
"""
    source = (
        "A,B,D,S,R\na,b,31/12/2020,p| f |p,1\na,c,2020-12-31,n,1\na,d,31.12.2020,p|x,2\na,e,30/02/2020,,\n"
    )
    result = run(mapping, s_csv=source)
    assert result.exit_code == 1
    rows = run.rows("releases")
    assert [row["id"] for row in rows] == ["a-b", "a-c", "a-d", "a-e"]
    assert rows[0]["title"] == "a – b!"
    assert [row["released_on"] for row in rows] == ["2020-12-31", "2020-12-31", "", ""]
    assert [row["sources"] for row in rows] == ["Police;Fire", "", "Police", ""]
    assert [row["reason"] for row in rows] == ["One", "One", "", ""]
    assert {row["legal_basis"] for row in rows} == {"a;Consent"}
    for message in (
        "“31.12.2020” in “D” is not a date of that form; it was left out. [s.csv:4]",
        "“30/02/2020” in “D” is not a date of that form; it was left out. [s.csv:5]",
        "“x” in “S” is not in the map; it was left out. [s.csv:4]\n  Add it to the map; null leaves it out.",
        "“2” in “R” is not in the map; it was left out. [s.csv:4]",
        "“n” in “S” was left out, as the map says (null). [s.csv:3]",
        "“S” has the same value twice in one cell; it was kept once. [s.csv:2]",
        "18 cells with text\n  13 in the records; 1 left out as the mapping says; 4 left out, see below",
    ):
        assert message in result.output


MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]


@given(
    st.dates(dt.date(1000, 1, 1)),
    st.sampled_from(["DD/MM/YYYY", "D MMMM YYYY", "DD-MMM-YYYY", "M.D.YYYY"]),
)
def test_a_date_in_a_stated_form_is_read_as_it_is_meant(day: dt.date, form: str) -> None:
    read = date_form(form)
    month = MONTHS[day.month - 1]
    values = {"YYYY": f"{day.year:04}", "MMMM": month, "MMM": month[:3].upper(), "MM": f"{day.month:02}"}
    values |= {"M": str(day.month), "DD": f"{day.day:02}", "D": str(day.day)}
    written = re.sub("YYYY|MMMM|MMM|MM|M|DD|D", lambda match: values[match.group()], form)
    assert read is not None
    assert read(written) == read(day.isoformat()) == day.isoformat()
    assert read(written + " 10:00") is None


def test_signs_between_the_parts_of_a_date_stand_for_themselves() -> None:
    read = date_form("DD.MM.YYYY")
    assert read is not None
    assert (read("31.12.2020"), read("31/12/2020")) == ("2020-12-31", None)


@pytest.mark.parametrize("form", ["", "DD/MM/YY", "YYYY", "DD/MM/YYYY D", "MMM MM DD YYYY"])
def test_a_form_without_day_month_and_year_once_is_none(form: str) -> None:
    assert date_form(form) is None


def test_a_template_with_an_empty_column_leaves_the_field_out(run: Run) -> None:
    result = run.situations("Word,A,B\nx,1,\ny,,\nz,1,2\n", 'lede: {template: "{A}/{B}"}')
    assert [row["lede"] for row in run.rows("situations")] == ["", "", "1/2"]
    assert result.exit_code == 1
    assert (
        "lede is made of several columns, and “B” is empty; the field was left out. [s.csv:2]"
        in result.output
    )


AGREEMENTS = """
sources: {s: {file: s.csv}}
records:
  organisations:
    from: s
    one-row-per: Who
    same: {Monitor: [MONITOR]}
    fields: {title: {column: Who}, kind: {column: Kind, map: {H: nhs, C: council}, settle: {leeds: council}}}
    also: [{id: nhs-digital, title: NHS Digital, kind: nhs}]
  agreements:
    from: s
    id: {columns: [Ref]}
    fields:
      kind: {value: disclosure}
      title: {column: Ref}
      status: {value: in-force}
      choice: {fields: {consent: {column: Consent}, objection: {column: Objection}}}
      purposes: {column: Why}
      parties:
        list:
          - fields: {organisation: {value: %s}, role: {value: controller}}
          - fields:
              organisation: {column: Who, reference: {to: organisations, by: Who}}
              role: {value: recipient}
"""
HEAD = "Ref,Who,Kind,Why,Consent,Objection\n"


def test_agreements_are_documents_with_references_and_groups_of_fields(run: Run) -> None:
    source = HEAD + "R/1,Monitor,H,b,true,\nR/2,MONITOR,H,=c,,Say no.\nR/3,Leeds,C,d,,\nR/4,Leeds,H,,,\n"
    result = run(AGREEMENTS % "nhs-digital", s_csv=source)
    assert result.exit_code == 0, result.output
    assert [row["id"] for row in run.rows("organisations")] == ["monitor", "leeds", "nhs-digital"]
    assert [row["kind"] for row in run.rows("organisations")] == ["nhs", "council", "nhs"]
    folder = run.into / "protocols" / "agreements"
    text = (folder / "r-2.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Imported from s.csv:3 by openaccord import.\nid: r-2\nkind: disclosure\n")
    assert yaml.safe_load(text) == {
        "id": "r-2",
        "kind": "disclosure",
        "title": "R/2",
        "status": "in-force",
        "choice": {"objection": "Say no."},
        "purposes": ["=c"],
        "parties": [
            {"organisation": "nhs-digital", "role": "controller"},
            {"organisation": "monitor", "role": "recipient"},
        ],
    }
    assert yaml.safe_load((folder / "r-1.yaml").read_text("utf-8"))["choice"] == {"consent": True}
    assert "choice" not in yaml.safe_load((folder / "r-3.yaml").read_text("utf-8"))
    assert "“MONITOR” was read as “Monitor” (same). [s.csv:3]" in result.output
    assert (
        "kind of leeds: the rows say “council”, “nhs”; settled by the mapping (settle). [2 cells"
        in result.output
    )
    assert "registers/organisations.csv: 3 records, 1 of them stated in the mapping" in result.output


def test_rows_that_do_not_agree_leave_the_field_out(run: Run) -> None:
    mapping = (
        AGREEMENTS.replace(", settle: {leeds: council}", "").replace("title: {column: Who}, kind", "title")
        % "x"
    )
    mapping = mapping.replace("title: {column: Kind, map: {H: nhs, C: council}}", "title: {column: Who}")
    mapping = mapping.replace(
        "title: {column: Who}}", "title: {column: Who}, kind: {value: nhs}, website: {column: Kind}}"
    )
    mapping = mapping.replace("{value: x}", "{value: nhs-digital}")
    result = run(mapping, s_csv=HEAD + "R1,Leeds,https://a.example/,,,\nR2,Leeds,https://b.example/,,,\n")
    assert result.exit_code == 1
    assert (
        "website of leeds: the rows do not agree (“https://a.example/”, “https://b.example/”)"
        in result.output
    )
    assert "Decide in the mapping: settle: {leeds: …}." in result.output
    assert run.rows("organisations")[0]["website"] == ""


def test_a_constant_that_refers_to_no_record_stops_the_import(run: Run) -> None:
    result = run(AGREEMENTS % "nhs-digitl", s_csv=HEAD + "R1,Leeds,C,,,\n")
    assert result.exit_code == 2
    assert "The organisation “nhs-digitl” is not among the records of this import." in result.output
    assert "Nothing was written." in result.output
    assert run.nothing()


def test_a_reference_that_finds_nothing_leaves_the_entry_out(run: Run) -> None:
    mapping = (
        AGREEMENTS % "nhs-digital"
        + """
  audits:
    from: t
    id: {columns: [Id]}
    fields:
      title: {column: Id}
      agreements: {column: NIC, reference: {to: agreements, by: Ref}}
      organisations: {column: Who, reference: {to: organisations, by: Who}}
"""
    )
    mapping = mapping.replace("{s: {file: s.csv}}", "{s: {file: s.csv}, t: {file: t.csv}}")
    source = HEAD + "R1,Leeds,C,,,\n"
    result = run(mapping, s_csv=source, t_csv="Id,NIC,Who\n1,R1,Leeds\n2,R2,Leads\n")
    assert result.exit_code == 1, result.output
    assert [(row["agreements"], row["organisations"]) for row in run.rows("audits")] == [
        ("r1", "leeds"),
        ("", ""),
    ]
    assert "“R2” in “NIC” is not among the agreements (by “Ref”); it was left out. [t.csv:3]" in result.output
    assert "“Leads” in “Who” is not among the organisations (by “Who”); it was left out." in result.output


def test_a_long_report_shows_the_first_and_counts_the_rest(run: Run) -> None:
    rows = "".join(f"w{n},v{n}\n" for n in range(60))
    result = run.situations(f"Word,Means\n{rows}", "lede: {column: Means, map: {x: y}}")
    assert result.exit_code == 1
    assert result.output.count("is not in the map") == 50
    assert "- and 10 more of this kind" in result.output


def test_what_a_source_says_cannot_act_on_the_terminal(run: Run) -> None:
    result = run.situations("Word,Means,Bad\x1b[2J\u202e\nx,y,z\n")
    assert result.exit_code == 1
    assert "“Bad [2J ” is not mapped" in result.output
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.output)


def test_guesses_ignore_case_and_are_made_for_twenty_words_at_most() -> None:
    guesser = Guesser(["Means"])
    assert guesser.guess("mean") == "Did you mean “Means”?"
    assert [guesser.guess(f"Means{n}") != "" for n in range(25)] == [True] * 19 + [False] * 6
    assert guesser.guess("mean") == "Did you mean “Means”?"


def test_a_reference_that_finds_several_is_left_out(run: Run) -> None:
    mapping = """
sources: {s: {file: s.csv}}
records:
  audits: {from: s, id: {columns: [Id]}, fields: {title: {column: Id}}}
  disposals:
    from: s
    id: {columns: [Id]}
    fields:
      title: {column: Id}
      organisation: {value: x}
      asset: {column: N, reference: {to: audits, by: N}}
"""
    result = run(mapping, s_csv="Id,N\na,1\nb,1\nc,2\n")
    assert result.exit_code == 1
    assert (
        "“1” in “N” stands for several audits (by “N”); it was left out. [2 cells: s.csv:2, s.csv:3]"
        in result.output
    )


# Ids


@given(st.text(max_size=60))
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    made = slug(text)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert slug(made) == made


def test_slugs() -> None:
    assert slug("St John’s & Co. (Ltd)") == "st-johns-and-co-ltd"
    assert slug("Ysgol Llŷn — Łódź Ærø") == "ysgol-llyn-lodz-aero"
    assert slug("DARS-NIC-00574-V2H1F-v5.2") == "dars-nic-00574-v2h1f-v5-2"


NO_ID = {
    "situations: “A-b” and “a B” give the id a-b more than once.": "A-b,\na B,\n",
    "situations: “a” gives the id a more than once.": "a,\na,\n",
    "situations: The row has nothing in “Word” that an id can be made of.": "a,\n!,\n",
    "situations: The id made of “Word” has 81 characters; 80 is the most.": "a" * 81 + ",\n",
    "situations: “index” cannot be an id.": "Index,\n",
}


@pytest.mark.parametrize("message", NO_ID)
def test_a_row_without_an_id_of_its_own_stops_the_import(run: Run, message: str) -> None:
    result = run.situations("Word,Means\n" + NO_ID[message])
    assert (result.exit_code, message in result.output) == (2, True), result.output
    assert "Written" not in result.output
    assert run.nothing()


def test_repeated_ids_are_numbered_on_request_and_avoid_ids_that_are_taken(run: Run) -> None:
    mapping = (SITUATIONS % ("", "")).replace("[Word]}", "[Word], repeats: number}")
    result = run(mapping, s_csv="Word\na\na-2\na\nA\n")
    assert result.exit_code == 0
    assert [row["id"] for row in run.rows("situations")] == ["a", "a-2", "a-3", "a-4"]
    assert (
        "Ids that repeat were numbered in the order of the rows. [2 cells: s.csv:4, s.csv:5]" in result.output
    )


def test_near_spellings_are_told_and_never_joined(run: Run) -> None:
    mapping = (SITUATIONS % ("", "")).replace("trim: true", "one-row-per: Word")
    result = run(mapping, s_csv="Word\nSt Ives\nSt. Ives\n")
    assert result.exit_code == 2
    assert (
        "situations: “St Ives” and “St. Ives” give the id st-ives more than once. [2 cells" in result.output
    )
    assert "List the spellings under “same” if they mean one" in result.output
    apart = run(mapping, s_csv="Word\nStIves\nSt Ives\n")
    assert apart.exit_code == 0
    assert (
        "“StIves”, “St Ives” differ only in case, blanks or punctuation, and were kept apart." in apart.output
    )
    assert [row["id"] for row in run.rows("situations")] == ["stives", "st-ives"]


def test_a_stated_record_may_not_take_the_id_of_a_row(run: Run) -> None:
    mapping = (SITUATIONS % ("", "")).replace("    fields:", "    also: [{id: x, title: X}]\n    fields:")
    result = run(mapping, s_csv="Word\nx\n")
    assert result.exit_code == 2
    assert "x under “also” is the id of another record as well." in result.output
    reserved = run(mapping.replace("id: x", "id: con"), s_csv="Word\nx\n")
    assert "situations: “con” under “also” cannot be an id." in reserved.output


# The text of cells


def test_text_is_kept_unless_the_mapping_says_otherwise(run: Run) -> None:
    source = "Word,Means\nx,\u00a0a\u00a0b  \n"
    mapping = (SITUATIONS % ("", "lede: {column: Means}")).replace("    trim: true\n", "")
    assert run(mapping, s_csv=source).exit_code == 0
    assert run.rows("situations")[0]["lede"] == "\u00a0a\u00a0b  "


def test_treatments_are_counted(run: Run) -> None:
    mapping = 'replace: {U+2028: "\\n", U+200B: ""}\n' + SITUATIONS % ("", "lede: {column: Means}")
    source = 'Word,Means\nx,"\u00a0 a\r\nb "\ny,a\u2028b\u200b\nz,\u200b\n'
    result = run(mapping, s_csv=source)
    assert result.exit_code == 0
    assert [row["lede"] for row in run.rows("situations")] == ["a\nb", "a\nb", ""]
    for message in (
        "Line ends in the way of Windows were written as plain line ends. [s.csv:2]",
        "Blanks or line breaks at the ends of the cell were taken off (trim). [s.csv:2]",
        "U+2028 was replaced by a line break (replace). [s.csv:4]",
        "5 in the records; 1 left out as the mapping says\n",
        "U+200B was replaced by nothing (replace). [2 cells: s.csv:4, s.csv:5]",
    ):
        assert message in result.output


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x1f", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff"]
)
def test_a_character_that_no_record_may_hold_is_a_loss(run: Run, character: str) -> None:
    result = run.situations(f"Word,Means\nx,a{character}b\n")
    name = f"U+{ord(character):04X}"
    assert result.exit_code == 1
    assert f"“Means” has the invisible character {name}, and was left out. [s.csv:2]" in result.output
    assert f'List it under “replace” in the mapping, such as {name}: "".' in result.output
    assert run.rows("situations") == [{"id": "x", "title": "x", "lede": ""}]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.output)


def test_a_cell_as_long_as_excel_allows_was_probably_cut(run: Run) -> None:
    result = run.situations(f"Word,Means\nx,{'y' * 32_767}\nz,{'y' * 32_766}\n")
    assert result.exit_code == 0
    assert "has exactly 32,767 characters, the most that Excel keeps" in result.output
    assert "[s.csv:2]" in result.output


@pytest.mark.parametrize("text", ["=1+1", "@x", "-x", "+44 x", "\tx"])
def test_a_cell_like_a_formula_cannot_go_into_csv_but_into_yaml(run: Run, text: str) -> None:
    mapping = (SITUATIONS % ("", "lede: {column: Means}")).replace("trim: true", "trim: false")
    result = run(mapping, s_csv=f"Word,Means\nx,ok\ny,{text}\n")
    assert result.exit_code == 2
    assert "registers/situations.csv: This cell begins like a formula" in result.output
    assert "“format: yaml”" in result.output
    assert "[s.csv:3]" in result.output
    assert run.nothing()
    again = run(mapping.replace("trim: false", "format: yaml"), s_csv=f"Word,Means\nx,ok\ny,{text}\n")
    assert again.exit_code == 0
    rows = yaml.safe_load((run.into / "registers" / "situations.yaml").read_text("utf-8"))
    assert rows == [{"id": "x", "title": "x", "lede": "ok"}, {"id": "y", "title": "y", "lede": text}]


def test_an_entry_with_the_sign_that_parts_entries_cannot_go_into_csv(run: Run) -> None:
    schema = json.loads((ROOT / "examples" / "phe" / "schemas" / "releases.table.json").read_text("utf-8"))
    del schema["foreignKeys"]
    (run.folder / "schemas").mkdir()
    (run.folder / "schemas" / "releases.table.json").write_text(json.dumps(schema), encoding="utf-8")
    fields = "title: {column: A}, organisation: {value: x}, sources: {column: B}"
    target = f"{{from: s, id: {{columns: [A]}}, fields: {{{fields}}}}}"
    own = f"sources: {{s: {{file: s.csv}}}}\nrecords: {{releases: {target}}}\n"
    result = run(own, s_csv="A,B\na,b\nc,d;e\n")
    assert result.exit_code == 2
    assert "releases.csv: What was written would be read as something else. [s.csv:3]" in result.output


def test_a_record_that_openaccord_would_refuse_stops_the_import(run: Run) -> None:
    result = run.situations("Word,Means\nx,y\n", "review_last: {column: Means}")
    assert result.exit_code == 2
    assert re.search(r"situations: “review_last” is “y”.*not a date\. \[s\.csv:2\]", result.output)
    assert run.nothing()


def test_what_is_refused_is_told_with_the_address_of_its_cell(run: Run) -> None:
    table = [["Word", "Kind", "Means"], ["x", "", "2026-01-01"], ["y", "", "soon"], ["z", "", "late"]]
    mapping = SITUATIONS.replace("s.csv", "s.xlsx") % ("", "review_last: {column: Means}")
    result = run(mapping, s_xlsx=workbook(Assets=table))
    assert result.exit_code == 2
    assert "“review_last” is “soon”, which is not a date. [Assets!C3]" in result.output
    assert "“review_last” is “late”, which is not a date. [Assets!C4]" in result.output


def test_a_heading_that_repeats_is_told_with_its_addresses() -> None:
    book = workbook(Assets=[["Our assets"], ["A", "B", "A"], ["1", "2", "3"]])
    with pytest.raises(Stop, match="“A” stands in Assets!A2 and in Assets!C2"):
        read_sheet("a.xlsx", book, header_row=2)


def test_a_yaml_register_beyond_a_megabyte_is_refused(run: Run) -> None:
    mapping = (SITUATIONS % ("", "lede: {column: Means}")).replace("trim: true", "format: yaml")
    result = run(mapping, s_csv="Word,Means\n" + "".join(f"w{n},{'y' * 30_000}\n" for n in range(40)))
    assert result.exit_code == 2
    assert "take “format: yaml” out of the mapping" in result.output


# Columns


def test_columns_are_mapped_ignored_empty_or_reported(run: Run) -> None:
    source = 'Word,Means,Name,Empty,"Line\nbreak",\nx,y,Jo,,z,q\n,,,,,\n'
    fields = "lede: {column: Line break}"
    result = run.situations(source, fields, ", ignore: {Name: names a person}")
    assert result.exit_code == 1
    for message in (
        "s.csv: “Means” is not mapped; 1 cell with text left out.",
        "Give it a field, or list it under “ignore” with the reason.",
        "s.csv: “(column F)” is not mapped",
        "s.csv: “Name” was left out: names a person",
        "s.csv: “Empty” is empty in every row.",
        "s.csv: The heading “Line⏎break” was matched with single blanks for its white space.",
        "s.csv: 1 row without any text skipped.",
        "1 row, 5 cells with text\n  2 in the records; 1 in columns that the mapping ignores; 2 left out",
        "The records were written, but something was left out: see “Not mapped”.",
    ):
        assert message in result.output
    assert run.rows("situations") == [{"id": "x", "title": "x", "lede": "z"}]


def test_a_partnership_s_languages_give_columns_of_their_own(run: Run) -> None:
    run.into.joinpath("registers").mkdir(parents=True)
    settings_file = run.into / "registers" / "partnership.yaml"
    settings_file.write_text("name: X\nlanguages: [en, cy]\n", encoding="utf-8")
    result = run.situations("Word,Gair\nchild,plentyn\n", "title_cy: {column: Gair}")
    assert result.exit_code == 0, result.output
    assert run.rows("situations") == [{"id": "child", "title": "child", "title_cy": "plentyn"}]
    assert settings_file.read_text(encoding="utf-8") == "name: X\nlanguages: [en, cy]\n"


def test_an_own_schema_that_cannot_be_used_is_a_stop(run: Run) -> None:
    (run.folder / "schemas").mkdir()
    (run.folder / "schemas" / "releases.table.json").write_text("{", encoding="utf-8")
    result = run.situations("Word,Means\nx,y\n")
    assert result.exit_code == 2
    assert "releases.table.json: This schema cannot be used" in result.stderr


# Writing


def test_a_file_that_is_there_is_never_replaced(run: Run) -> None:
    assert run.situations("Word,Means\nx,y\n").exit_code == 0
    before = (run.into / "registers" / "situations.csv").read_bytes()
    result = run.situations("Word,Means\nx,z\n")
    assert result.exit_code == 2
    assert "situations.csv would be written over. Remove what an earlier import made" in result.stderr
    assert (run.into / "registers" / "situations.csv").read_bytes() == before


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_refuses_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    files = {"registers/a.csv": "id\n", "registers/b.csv": "id\n", "protocols/agreements/c.yaml": "id: c\n"}
    rename, calls = Path.rename, Counter[str]()
    into = tmp_path / "into"
    if there:
        (into / "registers").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    for failing in range(1, 4 if there else 2):
        calls.clear()

        def refuse(self: Path, target: Path, failing: int = failing) -> Path:
            calls["rename"] += 1
            if calls["rename"] == failing:
                raise OSError(28, "No space left on device")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(Stop, match="could not be written: No space left on device"):
            cli.write_new(files, into)
        assert calls["rename"] == failing
        assert sorted(tmp_path.rglob("*")) == before
    monkeypatch.setattr(Path, "rename", rename)
    cli.write_new(files, into)
    assert {path: (into / path).read_text() for path in files} == files
    assert not list(tmp_path.rglob(".openaccord-import-*"))


def test_a_terminal_gets_colours_and_a_pipe_gets_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run.situations("Word,Means\nx,y\n").output
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout", shown)
    monkeypatch.setenv("TERM", "xterm")
    outcome = cli.make(("s=" + str(run.folder / "s.csv"),), run.folder / "mapping.yaml", run.folder / "other")
    cli.show(outcome, "other")
    assert "\x1b[1mRead" in shown.getvalue()


# YAML text

AWKWARD = st.one_of(
    st.sampled_from(
        ["yes", "No", "ON", "y", "1:30", "0x1F", "0o17", "~", "", "null", "<<", "=", "1e3", "1_000"]
    ),
    st.sampled_from(
        [".inf", "007", "1.10", "2021-03-31", "2024-13-45", "---", "...", "- a", "? b", "a: b", "a #b"]
    ),
)
CHARACTERS = st.one_of(
    st.sampled_from(" \t\n\r-:#|>'\"&*!%@`{}[]?,=~0aeny_+\u00a0•\u200b\u2028\x85\ufeff\uf0a7\x07\x7f😀"),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=60),
    st.text(st.sampled_from(" \t\nab#:-"), max_size=30),
    st.text("ab \n", min_size=101, max_size=130),
    AWKWARD,
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-(10**9), 10**9))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


class NoDates(yaml.SafeLoader):
    """PyYAML's safe loader, but dates stay text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 # PyYAML's own way
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


@settings(max_examples=1000, deadline=None)
@given(VALUES)
def test_yaml_text_comes_back_as_it_was(value: Any) -> None:
    text = to_yaml(value, comment="One\ntwo")
    assert text.startswith("# One\n# two\n")
    assert text.endswith("\n")
    assert yaml.load(text, Loader=NoDates) == value
    if value is not None and not any(map(forbidden_in, texts_of(value))):
        document, problems = read_document(text.encode(), "x.yaml")
        assert problems == []
        assert document is not None
        assert document.value == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_and_are_plain_decimals(number: float) -> None:
    text = to_yaml(number)
    assert "e" not in text
    assert yaml.safe_load(text) == number


def test_numbers_that_are_not_finite_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        to_yaml(float("nan"))


def test_yaml_text_reads_well() -> None:
    record: Any = {
        "id": "a",
        "on": "2021-03-31",
        "no": "no",
        "text": "One\n\ttwo \n",
        "long": "x " * 60,
        "list": [{"a": 1, "b": []}],
    }
    assert to_yaml(record) == (
        'id: a\n"on": 2021-03-31\n"no": "no"\ntext: |\n  One\n  \ttwo \nlong: |-\n  '
        + "x " * 60
        + "\nlist:\n  - a: 1\n    b: []\n"
    )


def test_a_block_says_how_far_it_is_indented_where_its_first_line_hides_it() -> None:
    assert to_yaml({"a": "\tx\ny"}) == "a: |2-\n  \tx\n  y\n"
    assert to_yaml({"a": ["\nx\n\n"]}) == "a:\n  - |2+\n\n    x\n\n"


def test_a_block_that_a_reader_would_change_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_read_back", lambda block, indent: "something else")
    assert to_yaml({"a": "x\ny"}) == 'a: "x\\ny"\n'


# The real registers


@pytest.fixture(scope="module")
def nhs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    return real(NHS, "nhs-digital", tmp_path_factory.mktemp("nhs") / "into")


@pytest.fixture(scope="module")
def phe(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    return real(PHE, "phe", tmp_path_factory.mktemp("phe") / "into")


def real(sources: list[Path], example: str, into: Path) -> tuple[Result, Path]:
    mapping = ROOT / "examples" / example / "mapping.yaml"
    arguments = [*map(str, sources), "--mapping", str(mapping), "--into", str(into)]
    result = CliRunner().invoke(_group, ["import", *arguments])
    assert result.exit_code == 0, result.output
    return result, into


def source_rows(file: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**6)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [
            {" ".join(k.split()): v for k, v in row.items()} for row in csv.DictReader(lines, strict=True)
        ]


def register(into: Path, name: str) -> list[dict[str, Any]]:
    file = into / "registers" / f"{name}.csv"
    table, problems = read_csv(file.read_bytes(), file.name, {})
    assert not problems
    assert table is not None
    return table.rows


def treated(text: str) -> str:
    """The treatments that both mappings declare, written another way than in the importer."""
    return text.replace("\u200b", "").replace("\u2028", "\n").strip()


def test_every_agreement_of_nhs_digital_arrives_whole(nhs: tuple[Result, Path]) -> None:
    _, into = nhs
    rows = source_rows(next(file for file in NHS if "purpose" in file.name))
    files = list((into / "protocols" / "agreements").glob("*.yaml"))
    assert len(rows) == len(files) == 585
    assert sum(len(row["Objective for Processing"]) == 32_767 for row in rows) == 4
    organisations = {row["id"]: row["title"] for row in register(into, "organisations")}
    for row in rows:
        name = slug(row["Reference Number"])
        document, problems = read_document(
            (into / "protocols" / "agreements" / f"{name}.yaml").read_bytes(), name
        )
        assert not problems
        assert document is not None
        record: Any = document.value
        expected = {
            "id": name,
            "kind": "disclosure",
            "title": f"{row['Organisation']} – {row['Reference Number'].strip()}",
            "status": "in-force",
            "purposes": [treated(row["Objective for Processing"])],
            "activities": treated(row["Processing Activities"]),
            "outputs": treated(row["Expected Output"]),
            "benefits": treated(row["Expected Measurable Benefits"]),
            "benefits_so_far": treated(row["Yielded Benefits"]),
        }
        parties = record.pop("parties")
        assert record == {key: value for key, value in expected.items() if value}
        assert parties[0] == {"organisation": "nhs-digital", "role": "controller"}
        assert parties[1]["role"] == "recipient"
        assert organisations[parties[1]["organisation"]].casefold() == row["Organisation"].casefold()


def test_every_release_of_nhs_digital_arrives_whole(nhs: tuple[Result, Path]) -> None:
    result, into = nhs
    rows = source_rows(next(file for file in NHS if "releases" in file.name))
    releases = register(into, "releases")
    organisations = {row["id"]: row for row in register(into, "organisations")}
    assert len(rows) == len(releases) == 5_079
    assert len(organisations) - 1 == 337
    for row, release in zip(rows, releases, strict=True):
        assert release["id"] == row["RowID"].casefold()
        assert release["agreement"] == slug(row["NIC Number"])
        assert (
            organisations[release["organisation"]]["title"].casefold() == row["Organisation Name"].casefold()
        )
        assert release["information"] == row["Type of Data Provided"]
        assert release["opt_outs"] == row["Patient Opt-Outs applied"]
        assert release.get("confidentiality", "") == row["Common law duty of confidentiality"]
        assert release["frequency"].casefold() == row["Frequency"].casefold()
        basis = row["Legal Basis for Provision of Data (Dissemination)"].strip(" .")
        assert release["legal_basis"] == basis.replace(" - ", " – ")
        assert release["sensitivity"] == {"Non Sensitive": "Not sensitive"}.get(
            row["Sensitive or Non-Sensitive"], "Sensitive"
        )
        heading = next(name for name in row if name.startswith("Data provided to customer"))
        assert release["identifiability"].replace(" – ", " - ") == row[heading]
    assert "585 rows, 4,392 cells with text\n  4,392 in the records" in result.output
    assert "5,079 rows, 50,783 cells with text\n  50,783 in the records" in result.output
    assert result.output.endswith("Everything arrived.\n")


def test_every_release_of_public_health_england_arrives_whole(phe: tuple[Result, Path]) -> None:
    result, into = phe
    rows, releases = source_rows(PHE[0]), register(into, "releases")
    titles = {row["id"]: row["title"] for row in register(into, "organisations")}
    assert len(rows) == len(releases) == len({release["id"] for release in releases}) == 452
    assert len(titles) == 85
    same = {
        "reference": "ODR reference",
        "organisation_type": "Applicant's organisation type",
        "summary": "Lay summary overview:",
        "technical_summary": "Technical summary",
        "reason": "Why is this project being conducted?",
        "use": "How will the data be used?",
        "benefits": "Anticipated public health benefit(s) and/or impact of conducting the project",
        "funders": "Funders and collaborators",
    }
    seen = Counter[str]()
    for row, release in zip(rows, releases, strict=True):
        assert {name: release.get(name, "") for name in same} == {
            name: row[c].strip() for name, c in same.items()
        }
        assert titles[release["organisation"]] == row["Applicant's organisation"]
        assert release["released_on"] + " 00:00:00" == row["Date of release"]
        assert release["identifiability"].casefold() == row["Type of data"].casefold()
        assert release["opt_out"].casefold() == row["National data opt-out programme applied"].casefold()
        assert [part.strip() for part in row["Data source"].split(",")] == release["sources"].split(";")
        basis = row["Legal basis for the release of personally identifiable data"]
        assert basis.split(", ") == release["legal_basis"].split(";")
        name = slug(row["ODR reference"])
        seen[name] += 1
        assert release["id"] == (name if seen[name] == 1 else f"{name}-{seen[name]}")
    assert "452 rows, 6,127 cells with text\n  6,127 in the records" in result.output


def test_nothing_is_written_when_a_problem_stops_a_real_import(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "phe" / "mapping.yaml").read_text(encoding="utf-8")
    (tmp_path / "schemas").symlink_to(ROOT / "examples" / "phe" / "schemas")
    (tmp_path / "mapping.yaml").write_text(text.replace(", repeats: number", ""), encoding="utf-8")
    into = tmp_path / "into"
    arguments = [str(PHE[0]), "--mapping", str(tmp_path / "mapping.yaml"), "--into", str(into)]
    result = CliRunner().invoke(_group, ["import", *arguments])
    assert result.exit_code == 2
    assert "“ODR1617_023” gives the id odr1617-023 more than once. [11 cells" in result.output
    assert not into.exists()


@pytest.mark.parametrize("example", ["nhs-digital", "phe"])
def test_the_example_has_no_problem_but_names(
    example: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    from openaccord.loading import load  # noqa: PLC0415 # only here
    from openaccord.tree import Folder  # noqa: PLC0415 # the same

    _, into = request.getfixturevalue("nhs" if example == "nhs-digital" else "phe")
    skeleton = ROOT / "examples" / example
    for file in (*skeleton.rglob("*.json"), *skeleton.rglob("partnership.yaml")):
        place = tmp_path / file.relative_to(skeleton)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())
    for file in filter(Path.is_file, into.rglob("*")):
        place = tmp_path / file.relative_to(into)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(file, place)
    loaded = load(Folder(tmp_path))
    # The descriptor is written by openaccord describe; these registers do name people, which is told.
    told = {"descriptor-outdated", "personal-name"}
    assert [found for found in loaded.problems if found.code not in told] == []


@pytest.mark.parametrize("example", ["nhs-digital", "phe"])
def test_the_example_s_schema_is_as_good_as_the_built_in_ones(example: str) -> None:
    schema = json.loads((ROOT / "examples" / example / "schemas" / "releases.table.json").read_text("utf-8"))
    built_in = json.loads((ROOT / "schemas" / "audits.table.json").read_text("utf-8"))
    assert set(built_in) <= set(schema)
    assert schema["$schema"] == built_in["$schema"]
    assert all(field["title"] and field["description"] and field["type"] for field in schema["fields"])
    mapped = yaml.safe_load((ROOT / "examples" / example / "mapping.yaml").read_text("utf-8"))
    assert {field["name"] for field in schema["fields"]} == {"id", *mapped["records"]["releases"]["fields"]}
