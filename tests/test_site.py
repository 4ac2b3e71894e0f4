"""What a site holds: a register of the partnership's own like any other, every field, and the data."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.exports.records_csv import register_csv
from openaccord.loading import load
from openaccord.record_types import RECORD_TYPES
from openaccord.schemas import Field
from openaccord.site import Site
from openaccord.tree import Folder

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)


def pages(site: Site) -> dict[str, str]:
    """The HTML of every page but the hand-written ones, by address."""
    made = {page.address: page.html for page in site.pages()}
    return made | {record.page.address: record.page.html for record in site.record_pages()}


def site_of(root: Path) -> Site:
    return Site(load(Folder(root)), TODAY)


def words(html: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


# A register of the partnership's own: a schema and rows, and no Python.


@pytest.fixture(scope="module")
def sensors() -> Site:
    return site_of(HERE / "valid" / "sensors")


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Any]:
    """The same partnership with a text replaced in its sensors, loaded."""

    def change(old: str, new: str) -> Any:
        root = tmp_path / "sensors"
        shutil.copytree(HERE / "valid" / "sensors", root, dirs_exist_ok=True)
        register = root / "registers" / "sensors.csv"
        text = (HERE / "valid/sensors/registers/sensors.csv").read_text("utf-8")
        assert old in text
        register.write_text(text.replace(old, new, 1), "utf-8")
        return load(Folder(root))

    return change


FAULTS = [
    ("anyshire-council", "anyshire-counsil", 2, "unknown-reference", "Did you mean “anyshire-council”?"),
    (";number-plates", ";number-plate", 3, "unknown-reference", "Did you mean “number-plates”?"),
    ("camera", "kamera", 3, "not-in-list", "Did you mean “camera”?"),
    ("2024-05-01", "1 May 2024", 2, "wrong-format", "Write year, month and day: 2026-03-31."),
    ("3.5", "350", 2, "out-of-range", "Use 100 or less."),
    ("true", "yes", 2, "wrong-type", "Write true or false, without quotes."),
    ("ring-road,", "bridge-street,", 3, "duplicate-id", "Give one of them another id; keep the one that"),
    ("Ring road", "=Ring()", 3, "spreadsheet-formula", "Begin it with a letter"),
    (",operator,", ",owner,", 2, "missing-field", "Add “operator”. The organisation that runs it."),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[1] for fault in FAULTS])
def test_an_own_register_is_checked(
    fault: tuple[str, str, int, str, str], changed: Callable[..., Any]
) -> None:
    old, new, line, code, hint = fault
    told = [problem for problem in changed(old, new).problems if problem.code != "descriptor-outdated"]
    found = next(problem for problem in told if problem.code == code)
    assert (found.place.file, found.place.line) == ("registers/sensors.csv", line)
    assert found.hint.startswith(hint)
    if code != "missing-field":
        assert told == [found]


def test_an_own_register_has_its_list(sensors: Site) -> None:
    listed = pages(sensors)["sensors/"]
    assert "<h1>Sensors</h1>" in listed
    assert "What measures something in a public place." in listed
    assert '<a href="../sensors/bridge-street/">Bridge Street</a>' in listed
    assert '<a href="../sensors/bridge-street/">Stryd y Bont</a>' in pages(sensors)["cy/sensors/"]
    assert '<span lang="en">Ring road</span>' in pages(sensors)["cy/sensors/"]


def test_an_own_register_has_pages_with_links_both_ways(sensors: Site) -> None:
    made = pages(sensors)
    page = made["sensors/ring-road/"]
    for link in (
        '<a href="../../organisations/anyshire-police/">Anyshire Police</a>',
        '<a href="../../information/traffic-counts/">Traffic counts</a>',
        '<a href="../../information/number-plates/">Number plates</a>',
    ):
        assert link in page
    for other in (
        "organisations/anyshire-police/",
        "information/traffic-counts/",
        "information/number-plates/",
    ):
        assert "<dt>Sensors</dt>" in made[other]
        assert '<a href="../../sensors/ring-road/">Ring road</a>' in made[other]
    assert "bridge-street" not in made["information/number-plates/"]
    said = words(page)
    for fact in (
        "Reads number plates at the roundabout.",
        "camera",
        "30 November 2019",
        "6",
        "Live pictures No",
    ):
        assert fact in said


def test_an_own_register_has_reviews(sensors: Site) -> None:
    made = pages(sensors)
    assert "This should have been reviewed by 28 February 2025." in words(made["sensors/ring-road/"])
    assert "Review due by 10 February 2027." in words(made["sensors/bridge-street/"])
    assert 'data-due="2027-02-10"' in made["sensors/bridge-street/"]
    reviews = made["reviews/"]
    assert reviews.index("Ring road") < reviews.index("Bridge Street")
    assert "February 2027" in reviews


def test_an_own_register_is_data(sensors: Site) -> None:
    files = dict(sensors.files())
    register = json.loads(files["data/sensors.json"])
    assert register["title"] == "Sensors"
    assert register["records"][0] == {
        "id": "bridge-street",
        "title": "Bridge Street",
        "title_cy": "Stryd y Bont",
        "description": "Counts cars and bicycles.",
        "operator": "anyshire-council",
        "measures": ["traffic-counts"],
        "kind": "counter",
        "installed_on": "2024-05-01",
        "height_m": 3.5,
        "live": True,
        "review_last": "2026-02-10",
        "review_interval": "P1Y",
    }
    assert json.loads(files["sensors/ring-road/index.json"]) == {
        "type": "sensor",
        "page": "sensors/ring-road/",
        "source": "registers/sensors.csv",
        "record": register["records"][1],
    }
    rows = list(csv.DictReader(io.StringIO(files["data/sensors.csv"])))
    assert list(rows[0])[:4] == ["id", "title", "title_cy", "description"]
    assert rows[1]["measures"] == "traffic-counts;number-plates"
    assert rows[0]["live"] == "true"


def test_an_own_register_is_in_the_data_dictionary(sensors: Site) -> None:
    made = pages(sensors)["data/"]
    assert '<a href="../data/sensors.csv">CSV</a>' in made
    dictionary = made[made.index('id="sensors"') :]
    for name, said in (("operator", "The organisation that runs it."), ("height_m", "in metres.")):
        assert f"<code>{name}</code>" in dictionary
        assert said in dictionary


def test_what_is_internal_stays_inside_in_every_language(sensors: Site) -> None:
    for made in (pages(sensors), dict(sensors.files())):
        for name, content in made.items():
            for word in ("CANARY", "keeper_phone", "notes_cy", "Keeper", "Notes for partners"):
                assert word not in content, name


# Every field of every type.


@pytest.fixture(scope="module")
def every_field() -> Site:
    return site_of(HERE / "valid" / "every-field")


def texts(fields: tuple[Field, ...], value: Any) -> Any:
    """Every text of a record that a citizen may read, as it is written in English."""
    for field in fields:
        name = field.name
        if not field.internal and name in value and not name.startswith("review"):
            yield from text(field, value[name])


def text(field: Field, value: Any) -> Any:
    if field.form == "object":
        yield from texts(field.parts, value)
    elif field.form == "list":
        for item in value:
            yield from text(field.parts[0], item)
    elif field.form == "text":
        yield value["en"] if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)
def test_every_text_is_on_the_page(kind: Any, every_field: Site) -> None:
    partnership = every_field.partnership
    fields = partnership.schemas[kind.name].fields
    made = pages(every_field)
    for record in partnership.of(kind.name):
        shown = words(made[record.address]).replace("&#39;", "'")
        missing = [said for said in texts(fields, dict(record.data)) if said not in shown]
        assert missing == []


# The data.


def test_json_holds_what_was_written(every_field: Site) -> None:
    files = dict(every_field.files())
    for record in every_field.partnership.all():
        told = json.loads(files[f"{record.address}index.json"])["record"]
        assert told == without_internal(record.data)


def without_internal(value: Any) -> Any:
    """A value without the fields that our schemas keep internal, all of whose names begin alike."""
    if isinstance(value, dict):
        kept = {name: inner for name, inner in value.items() if not name.startswith("internal_")}
        return {name: without_internal(inner) for name, inner in kept.items()}
    return [without_internal(inner) for inner in value] if isinstance(value, list) else value


def test_csv_is_read_back_as_it_was_written(every_field: Site) -> None:
    """By a spreadsheet's rules: a row a record, no cell that a spreadsheet would run."""
    for kind in RECORD_TYPES:
        written = register_csv(every_field.partnership, kind)
        assert written.endswith("\r\n")
        rows = list(csv.DictReader(io.StringIO(written, newline=""), strict=True))
        records = every_field.partnership.of(kind.name)
        assert [row["id"] for row in rows] == [record.id for record in records]
        for row, record in zip(rows, records, strict=True):
            assert None not in row
            for name, cell in row.items():
                assert not cell.startswith(("=", "@", "+", "-", "\t", "\r"))
                if isinstance(record.data.get(name), str):
                    assert cell == record.data[name]


def test_csv_has_a_column_for_each_language_and_text_for_what_is_deeper(every_field: Site) -> None:
    kinds = {kind.name: kind for kind in RECORD_TYPES}
    protocol = next(csv.DictReader(io.StringIO(register_csv(every_field.partnership, kinds["protocol"]))))
    assert protocol["title"] == "The Anyshire charter"
    assert protocol["title_cy"] == "Siarter Sir Unrhyw"
    assert json.loads(protocol["identity_management"])["standard"] == "GPG 45"
    asset = next(
        csv.DictReader(io.StringIO(register_csv(every_field.partnership, kinds["information-asset"])))
    )
    assert asset["title_cy"] == "Case records (Cymraeg)"
    assert asset["vital_record"] == "true"


NASTY = ["=1+1", "@SUM(A1)", "+44 1632", "-x", "\tx", '"quoted"', "two\nlines", "a;b", "a,b", "naïve"]


@pytest.mark.parametrize("title", NASTY)
def test_a_spreadsheet_runs_nothing(title: str, tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    (tmp_path / "registers" / "words.yaml").write_text(
        json.dumps([{"id": "a", "title": title, "means": title}]), "utf-8"
    )
    partnership = load(Folder(tmp_path)).partnership
    kind = partnership.type_named("word")
    assert kind is not None
    row = next(csv.DictReader(io.StringIO(register_csv(partnership, kind), newline="")))
    assert row["title"].removeprefix("'") == title
    assert not row["title"].startswith(("=", "@", "+", "-", "\t"))


def test_an_object_with_a_short_name_is_no_translation(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "protocols").mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    (tmp_path / "protocols" / "charter.yaml").write_text(
        "id: charter\ntitle: Charter\nstatus: in-force\nsignatories: []\n"
        "security_policy: {url: https://a.example/}\n",
        "utf-8",
    )
    partnership = load(Folder(tmp_path)).partnership
    row = next(csv.DictReader(io.StringIO(register_csv(partnership, RECORD_TYPES[0]))))
    assert json.loads(row["security_policy"]) == {"url": "https://a.example/"}
    assert "security_policy_url" not in row


# What cannot be shown.


def test_a_record_that_cannot_be_shown_never_takes_another_page(tmp_path: Path) -> None:
    """Ids that are names of lists or files, and names of files that no address can have."""
    folder = tmp_path / "protocols" / "agreements"
    folder.mkdir(parents=True)
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    names = ["page-2", "index", "con", "My Agreement", "a_b", "UPPER", "é", "sound-name"]
    for name in names:
        (folder / f"{name}.yaml").write_text(f"id: {name}\ntitle: Broken\n", "utf-8")
    site = site_of(tmp_path)
    assert list(site.addresses()) == ["agreements/sound-name/"]
    assert [record.page.address for record in site.record_pages()] == ["agreements/sound-name/"]
    listed = pages(site)["agreements/"]
    for name in names:
        assert name in listed, f"{name} is said nowhere"


@pytest.mark.parametrize(
    "rows",
    [
        "- {id: foi, title: FOI, means: Freedom}\n- {title: No id, means: Nothing}\n",
        "- {id: foi, title: FOI, means: Freedom}\n- {id: Bad Id, title: Bad, means: Nothing}\n",
        "- {id: foi, title: FOI, means: Freedom}\n- only a text\n",
        "- {id: foi, title: FOI, means: Freedom}\n- {id: [a], title: Bad, means: Nothing}\n",
    ],
)
def test_a_row_that_cannot_be_shown_is_told_on_its_list(rows: str, tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    (tmp_path / "registers" / "words.yaml").write_text(rows, "utf-8")
    site = site_of(tmp_path)
    assert list(site.addresses()) == ["words/foi/"]
    listed = pages(site)["words/"]
    assert "Not everything could be published" in listed
    assert "registers/words.yaml:2:" in listed
    assert "1 record." in listed


def test_a_row_without_an_id_hides_no_other_problem(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    (tmp_path / "registers" / "words.yaml").write_text(
        "- {id: foi, title: FOI, means: Freedom, same_as: freedom}\n"
        "- {title: No id, means: x}\n- {title: Nor here, means: x}\n",
        "utf-8",
    )
    loaded = load(Folder(tmp_path))
    codes = [(problem.code, problem.place.line) for problem in loaded.problems if problem.place.line > 1]
    assert codes == [("missing-field", 2), ("missing-field", 3)]
    assert [problem.code for problem in loaded.faults["word", "foi"]] == ["unknown-reference"]
    assert pages(Site(loaded, TODAY))["words/"].count("“id” is missing") == 2


def test_a_broken_csv_row_is_told_on_its_list_and_not_missed_elsewhere(changed: Callable[..., Any]) -> None:
    """The row may well be what others refer to, and the register may well be described."""
    loaded = changed("Ring road", "=Ring()")
    assert [problem.code for problem in loaded.problems] == ["spreadsheet-formula"]
    listed = pages(Site(loaded, TODAY))["sensors/"]
    assert "registers/sensors.csv:3:11" in listed
    assert "bridge-street" in listed


def test_references_into_a_register_that_cannot_be_read_are_not_held_against_anyone(tmp_path: Path) -> None:
    shutil.copytree(HERE / "valid" / "sensors", tmp_path, dirs_exist_ok=True)
    (tmp_path / "registers" / "organisations.yaml").write_text("- {id: anyshire-council, title: [\n", "utf-8")
    loaded = load(Folder(tmp_path))
    assert {problem.place.file for problem in loaded.problems} == {"registers/organisations.yaml"}
    assert "anyshire-council" in pages(Site(loaded, TODAY))["sensors/bridge-street/"]


# Schemas that cannot be used.

ID = {
    "name": "id",
    "title": "Id",
    "type": "string",
    "description": "Its id.",
    "constraints": {"required": True},
}
TITLE = {**ID, "name": "title", "title": "Title"}
NO_SCHEMAS: dict[str, tuple[str, Any, str]] = {
    "no fields": ("sensors", {}, "“fields” is missing"),
    "a list": ("sensors", [], "cannot be used"),
    "a text": ("sensors", "x", "cannot be used"),
    "no id": ("sensors", {"fields": [TITLE]}, "no column “id” that is required"),
    "no title": ("sensors", {"fields": [ID]}, "no column “title” that is required"),
    "an id that may be left out": ("sensors", {"fields": [{**ID, "constraints": {}}, TITLE]}, "“id” that is"),
    "an unknown type": ("sensors", {"fields": [ID, TITLE, {**TITLE, "name": "x", "type": "text"}]}, "“text”"),
    "an unknown list of codes": ("sensors", {"fields": [ID, {**TITLE, "codes": "colours"}]}, "“colours”"),
    "a pattern that looks ahead": (
        "sensors",
        {"fields": [ID, TITLE, {**TITLE, "name": "x", "constraints": {"pattern": "(?=a)"}}]},
        "cannot be used",
    ),
    "a type's name": ("sensors", {"singular": "agreement", "fields": [ID, TITLE]}, "“agreement” is taken"),
    "a way upwards": (
        "sensors",
        {"singular": "../sensor", "fields": [ID, TITLE]},
        "“../sensor” is not a name",
    ),
    "the address of another": ("assets", {"fields": [ID, TITLE]}, "the name “assets” is taken"),
    "a page": ("reviews", {"fields": [ID, TITLE]}, "the name “reviews” is taken"),
    "a language": ("cy", {"fields": [ID, TITLE]}, "the name “cy” is taken"),
    "the theme's folder": ("images", {"fields": [ID, TITLE]}, "the name “images” is taken"),
    "capitals": ("CCTV", {"fields": [ID, TITLE]}, "“CCTV” is not a name"),
}


@pytest.mark.parametrize("case", NO_SCHEMAS)
def test_a_schema_that_cannot_be_used_costs_its_register_only(case: str, tmp_path: Path) -> None:
    name, schema, words = NO_SCHEMAS[case]
    for folder in ("registers", "schemas"):
        (tmp_path / folder).mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en, cy]\n", "utf-8")
    (tmp_path / "registers" / f"{name}.csv").write_text("id,title\na,A\n", "utf-8")
    (tmp_path / "registers" / "words.yaml").write_text("- {id: a, title: A, means: A}\n", "utf-8")
    (tmp_path / "schemas" / f"{name}.table.json").write_text(json.dumps(schema), "utf-8")
    loaded = load(Folder(tmp_path))
    told = [problem for problem in loaded.problems if problem.code == "schema-invalid"]
    assert [problem.place.file for problem in told] == [f"schemas/{name}.table.json"]
    assert words in told[0].message
    assert list(Site(loaded, TODAY).addresses()) == ["words/a/", "cy/words/a/"]


def test_two_registers_of_its_own_cannot_have_one_name(tmp_path: Path) -> None:
    for folder in ("registers", "schemas"):
        (tmp_path / folder).mkdir()
    (tmp_path / "registers" / "partnership.yaml").write_text("name: A\nlanguages: [en]\n", "utf-8")
    for name in ("cameras", "sensors"):
        schema = {"singular": "sensor", "fields": [ID, TITLE]}
        (tmp_path / "schemas" / f"{name}.table.json").write_text(json.dumps(schema), "utf-8")
    (problem,) = load(Folder(tmp_path)).problems
    assert problem.place.file == "schemas/sensors.table.json"
    assert "“sensor” is taken" in problem.message
