"""Personal data and secrets: what is found in a text, what is let pass, and what becomes of a record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from openaccord.checking import matcher
from openaccord.exposure import suspicious
from openaccord.guard.finding import STOPPED, TOLD, find, redacted
from openaccord.guard.prefilter import MAY_HOLD
from openaccord.loading import Loaded, load
from openaccord.problems import CODES, Place, Severity, problem
from openaccord.tree import Folder

ALL = {**STOPPED, **TOLD}
RECORD = "id: charter\ntitle: Charter\nstatus: in-force\nsignatories: []\n"

FOUND = {
    "personal-nhs-number": (
        "about 999 000 0018, who",
        "999-000-0018",
        "999\u00a0000\u00a00018",
        "NHS number: 9990000018",
        "NHS No. 99 9000 0018",
        "her NHS number is 9990000018.",
        "9990000018 (NHS number)",
        "NHS numbers: 999 000 0018, 9990000026 and 9990000034",
        "Rhif GIG: 9990000018",
    ),
    "personal-national-insurance-number": (
        "AB123456C",
        "AB 12 34 56 C",
        "ab 12 34 56 c",
        "NI: AB-12-34-56-C.",
        "(JT 123456 D)",
    ),
    "personal-date-of-birth": (
        "DOB 03/04/1987",
        "d.o.b. 3.4.87",
        "Date of birth: 3 April 1987",
        "date of birth (DD/MM/YYYY): 03-04-1987",
        "her date of birth is 3rd April 1987",
        "born on 3 April 1987",
        "Born: 1987-04-03",
        "born April 3, 1987",
        "03/04/1987 (DOB)",
        "ganwyd ar 3 Ebrill 1987",
        "Dyddiad geni: 3 Ebrill 1987",
    ),
    "personal-payment-card": (
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "card 4111111111111111.",
        "5555555555554444",
        "378282246310005",
        "3782 822463 10005",
        "2223003122003222",
    ),
    "personal-mobile-number": (
        "07700 900123",
        "07700900123",
        "0770 090 0123",
        "+44 7700 900123",
        "+44 (0)7700 900 123",
        "(07700) 900123",
        "00447700900123",
        "Tel.07700-900-123",
        "01632 960001/07700 900123",
        "tel:+447700900123",
    ),
    "personal-email": (
        "anna.example@council.example",
        "a.example@trust.example",
        "Anna.Example2@nhs.example",
        "anna.b.example@council.example",
        "anna_example@council.example",
        "anna.example-sample@council.example",
        "mailto:anna.o'example@council.example",
    ),
    "secret": (
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_" + "a1B2" * 9,
        "github_pat_" + "a1B2" * 9,
        "xoxb-" + "123456789012-abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
        "password=Rhaeadr1782",
        "Password: Rhaeadr1782",
        "the password is Rhaeadr1782",
        'api_key = "a1b2c3d4e5"',
        "https://user:Rhaeadr@council.example/",
    ),
    "personal-postcode": ("SA1 1AA", "in SW1A 1AA.", "cf101aa".upper()),
    "personal-landline": ("01632 960123", "020 7946 0123", "+44 29 2018 0123", "(0121) 496 0123"),
    "personal-name": ("Dr Anna Example", "Mrs Example", "Prof. A. B. Example", "Mr. Example"),
}

LET_PASS = (
    "",
    "2026-03-31",
    "from 2018-04-01 to 2019-03-31",
    "0303 123 1113",
    "0300 123 4567 or 0800 123 4567",
    "999 000 0019",
    "9990000018",
    "000 000 0000",
    "QQ 12 34 56 C",
    "AB 12 34 56 E",
    "GB 12 34 56 A",
    "4111 1111 1111 1112",
    "9111 1111 1111 1111",
    "https://council.example/minutes/07700900123",
    "07-12-2026 0900",
    "070 1234 5678",
    "date of birth",
    "date of birth, address and telephone number",
    "born before 1 April 2010",
    "children born on 1 April 2010 or later",
    "born 1 April 2001 to 31 March 2002",
    "date of birth between 1/4/2001 and 31/3/2002",
    "information.governance@council.example",
    "information-sharing@anyshire.example",
    "foi.requests@council.example",
    "town.clerk@council.example",
    "early.help.team@council.example",
    "anyshire.sharing@anyshire.example",
    "no.reply@council.example",
    "dpo@council.example",
    "password: see the policy",
    "Passwords are changed every 90 days",
    "password policy: ISO27001",
    "token-based access",
    "DSPT 2024-25, reference NIC-12345-A1B2C",
    "ZA123456",
    "https://www.legislation.gov.uk/ukpga/2018/12/section/10",
    "Article 6(1)(e) and 9(2)(h)",
    "The Doctor and the Professor",
    "section 1 2AB",
    "v1.2.3-4567.8901",
    "0.4111111111111111",
)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FOUND.items() for text in texts])
def test_it_is_found(code: str, text: str) -> None:
    assert code in {found.code for found in find(text, "", ALL)}
    assert code in {found.code for found in find(f"Some words, {text}", "", ALL)}


@pytest.mark.parametrize("text", LET_PASS)
def test_it_is_let_pass(text: str) -> None:
    assert list(find(text, "", ALL)) == []


@pytest.mark.parametrize("text", [text for texts in FOUND.values() for text in texts])
def test_whatever_is_found_passes_the_first_look(text: str) -> None:
    may_hold = matcher(MAY_HOLD)
    assert may_hold(f"Some words, {text} and more")
    assert may_hold(f"- {text}\n".replace(" ", "\n    ")), "YAML joins lines"


@pytest.mark.parametrize(("about", "text", "code"), [
    ("date_of_birth", "1987-04-03", "personal-date-of-birth"),
    ("nhs_number", "9990000018", "personal-nhs-number"),
    ("password", "Rhaeadr1782", "secret"),
])  # fmt: skip
def test_a_fields_name_says_what_its_value_is(about: str, text: str, code: str) -> None:
    assert list(find(text, "")) == []
    assert [found.code for found in find(text, about)] == [code]


HOSTILE = (
    "0 " * 60_000,
    "07" * 60_000,
    "a." * 60_000,
    "a@" * 60_000,
    "a.b@" + "c." * 60_000,
    "password" * 15_000,
    "password " * 15_000,
    "eyJ" * 40_000,
    "born " * 24_000,
    "dob (" * 24_000,
    "Dr A " * 24_000,
    "-----BEGIN " * 12_000,
    "https://" * 15_000,
    "+44 (0)" * 17_000,
    "NHS number " * 11_000,
    "1 Jan 19" * 15_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_long_hostile_text_is_read_to_its_end(text: str) -> None:
    """A pattern that goes back over what it has read would be at work for hours."""
    assert "personal-nhs-number" in {found.code for found in find(f"{text}; 999 000 0018", "", ALL)}


def test_a_message_never_repeats_what_must_not_be_published() -> None:
    told = problem(
        "wrong-format", Place("a.yaml"), "It is “anna.example@council.example”.", "Not 999 000 0018."
    )
    assert told.message == "It is “…”."
    assert told.hint == "Not …."
    assert redacted("07700 900123 and DOB 3/4/1987, AB123456C") == "… and …, …"


def test_what_is_stopped_is_an_error_and_what_is_told_a_warning() -> None:
    assert {CODES[code].severity for code in STOPPED} == {Severity.ERROR}
    assert {CODES[code].severity for code in TOLD} == {Severity.WARNING}
    assert set(ALL) == {code for code in CODES if code.startswith("personal-") or code == "secret"}


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Loaded]:
    """A function that loads a partnership of a few files."""

    def read(settings: str = "", **files: str) -> Loaded:
        written = {"registers/partnership.yaml": f"name: Anyshire\nlanguages: [en, cy]\n{settings}"}
        for name, text in {
            **written,
            **{path.replace("__", "/"): text for path, text in files.items()},
        }.items():
            path = tmp_path / (name if name.endswith((".yaml", ".json", ".csv")) else f"{name}.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Folder(tmp_path))

    return read


def codes(loaded: Loaded) -> list[str]:
    return [found.code for found in loaded.problems if found.code != "descriptor-outdated"]


def test_a_record_with_a_find_is_not_published(reading: Callable[..., Loaded]) -> None:
    loaded = reading(protocols__charter=f"{RECORD}summary: Ring 07700 900123.\n")
    assert codes(loaded) == ["personal-mobile-number"]
    assert loaded.partnership.get("protocol", "charter") is None
    assert "900123" not in repr(loaded.partnership) + repr(loaded.problems)


@pytest.mark.parametrize("text", [
    "summary: >\n  Ring 07700\n  900123.\n",
    'summary: "\\u0030\\u0037700 900123"\n',
    "principles: [{id: a, statement: A, commitment: Ring 07700 900123}]\n",
    "summary: {en: Yes, cy: 07700 900123}\n",
    'summary: "Ring 07700\\\n  900123"\n',
])  # fmt: skip
def test_it_is_found_however_yaml_writes_it(reading: Callable[..., Loaded], text: str) -> None:
    assert "personal-mobile-number" in codes(reading(protocols__charter=RECORD + text))


def test_what_is_only_a_warning_is_published(reading: Callable[..., Loaded]) -> None:
    loaded = reading(protocols__charter=f"{RECORD}summary: Dr Anna Example, 01632 960123.\n")
    assert sorted(codes(loaded)) == ["personal-landline", "personal-name"]
    assert loaded.partnership.get("protocol", "charter") is not None
    assert not loaded.faults


@pytest.mark.parametrize(("severity", "told"), [("warning", ["personal-mobile-number"]), ("off", [])])
def test_a_partnership_can_make_it_milder(
    reading: Callable[..., Loaded], severity: str, told: list[str]
) -> None:
    settings = f"severities: {{personal-mobile-number: {severity}}}\n"
    loaded = reading(settings, protocols__charter=f"{RECORD}summary: Ring 07700 900123.\n")
    assert codes(loaded) == told
    assert loaded.partnership.get("protocol", "charter") is not None


def test_a_partnership_can_make_a_warning_an_error(reading: Callable[..., Loaded]) -> None:
    loaded = reading(
        "severities: {personal-name: error}\n", protocols__charter=f"{RECORD}summary: Dr Example.\n"
    )
    assert loaded.partnership.get("protocol", "charter") is None


def test_what_is_said_not_to_be_personal_passes(reading: Callable[..., Loaded]) -> None:
    settings = "not_personal: [bright.futures@council.example, 07700 900123]\n"
    record = f"{RECORD}summary: Ring 0770 0900 123.\ncontact: bright.futures@council.example\n"
    assert codes(reading(settings, protocols__charter=record)) == []
    other = record.replace("900 123", "900 124")
    assert codes(reading(settings, protocols__charter=other)) == ["personal-mobile-number"]


def test_settings_with_a_find_stop_the_reading(reading: Callable[..., Loaded]) -> None:
    with pytest.raises(Exception, match="“contact” holds the e-mail address of a person") as stopped:
        reading("contact: anna.example@council.example\n")
    assert "anna" not in str(stopped.value)
    assert reading("contact: a.example@council.example\nseverities: {personal-email: warning}\n")


def test_an_internal_field_is_not_looked_at(reading: Callable[..., Loaded]) -> None:
    assert codes(reading(protocols__charter=f"{RECORD}internal_notes: Ring 07700 900123.\n")) == []


def test_a_row_of_a_spreadsheet_is_refused_alone(reading: Callable[..., Loaded]) -> None:
    rows = "id,title,means\na,A,First\nb,B,Ring 07700 900123\nc,C,Third\n"
    loaded = reading(**{"registers__words.csv": rows})
    assert codes(loaded) == ["personal-mobile-number"]
    assert loaded.problems[-1].place == Place("registers/words.csv", 3, 5)
    assert set(loaded.partnership.records["word"]) == {"a", "c"}


def test_a_column_says_what_its_cells_are(reading: Callable[..., Loaded]) -> None:
    text = {"type": "string", "title": "T", "description": "T.", "constraints": {"required": True}}
    birth = {"name": "date_of_birth", "type": "date", "title": "B", "description": "B."}
    fields = [{"name": "id", **text}, {"name": "title", **text}, birth]
    schema = json.dumps({"singular": "pupil", "title": "Pupils", "fields": fields})
    rows = "id,title,date_of_birth\na,A,\nb,B,1987-04-03\n"
    loaded = reading(**{"schemas__pupils.table.json": schema, "registers__pupils.csv": rows})
    assert codes(loaded) == ["personal-date-of-birth"]


def test_an_id_that_is_a_number_of_a_person_makes_no_page(reading: Callable[..., Loaded]) -> None:
    loaded = reading(
        registers__words="- {id: 999-000-0018, title: A, means: A}\n- {id: b, title: B, means: B}\n"
    )
    assert codes(loaded) == ["personal-nhs-number"]
    assert not loaded.partnership.unpublished


def test_most_files_are_let_go_at_the_first_look() -> None:
    files = [path for path in Path("tests/partnership").rglob("*.yaml") if "pages" not in path.parts]
    assert files
    assert not any(suspicious(path.read_bytes(), path.name) for path in files if "agreements" in path.parts)


@pytest.mark.parametrize("code", STOPPED)
def test_what_people_write_is_found(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of `make guard`, a tenth of them."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "benchmarks")
    from positives import positives  # noqa: PLC0415 - the folder is no package

    texts = list(positives(code, 100))
    assert sum(any(found.code == code for found in find(text)) for text in texts) >= 99
