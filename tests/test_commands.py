"""Each command as its user runs it: what it prints, its exit status, and what it leaves behind."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from openaccord import __version__
from openaccord.cli import _COMMANDS
from openaccord.problems import CODES
from openaccord.review import STATES
from openaccord.site import Site

Run = Callable[..., Any]

CHARTER = "protocols/charter.yaml"
RECORD = "id: charter\ntitle: Charter\nstatus: superseded\nsignatories: []\n"
TODAY = ("--today", "2026-11-22")


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """A partnership with one protocol, whose text is RECORD and what is given."""

    def make(more: str = "", name: str = CHARTER) -> Path:
        root = tmp_path / "small"
        (root / "protocols").mkdir(parents=True, exist_ok=True)
        (root / "registers").mkdir(exist_ok=True)
        (root / "registers" / "partnership.yaml").write_text("name: Anyshire\nlanguages: [en, cy]\n", "utf-8")
        (root / name).write_bytes((RECORD + more).encode())
        return root

    return make


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


# The command line itself.


def program(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("openaccord"), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_program_says_what_it_can_do(tmp_path: Path) -> None:
    answer = program("--help", folder=tmp_path)
    assert answer.returncode == 0
    assert answer.stderr == ""
    for name, (_, said) in _COMMANDS.items():
        assert f"  {name} " in answer.stdout
        assert said in " ".join(answer.stdout.split())
    assert "Exit status" in answer.stdout
    assert program("--version", folder=tmp_path).stdout == f"openaccord, version {__version__}\n"


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_explains_itself(name: str, openaccord: Run) -> None:
    answer = openaccord(name, "--help")
    assert answer.status == 0
    assert answer.out.startswith("Usage: openaccord " + name)
    assert openaccord(name, "-h").out == answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_the_program_s_exit_status(small: Callable[..., Path], tmp_path: Path) -> None:
    root = small()
    assert program("check", folder=root).returncode == 0
    small("colour: blue\n")
    assert program("check", folder=root).returncode == 1
    for arguments in (
        ["check", "nowhere"],
        ["check", "--format", "xml"],
        ["chek"],
        ["due", "--within", "soon"],
    ):
        answer = program(*arguments, folder=root)
        assert answer.returncode == 2, arguments
        assert answer.stdout == ""
        assert "Traceback" not in answer.stderr
    assert program("check", "nowhere", folder=tmp_path).stderr == (
        "openaccord: There is no folder 'nowhere': name the one that holds the partnership's files.\n"
    )


@pytest.mark.parametrize("name", ["check", "build", "due", "describe"])
def test_a_folder_without_a_partnership_is_told_what_to_do(
    name: str, tmp_path: Path, openaccord: Run
) -> None:
    (tmp_path / "empty").mkdir()
    answer = openaccord(name, tmp_path / "empty")
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "openaccord init" in answer.err


@pytest.mark.parametrize("name", ["check", "build", "due", "init"])
def test_a_day_that_is_none_is_refused(name: str, partnership: Path, openaccord: Run) -> None:
    answer = openaccord(name, partnership, "--today", "31/03/2026")
    assert answer.status == 2
    assert "“31/03/2026” is not a date. Write year, month and day: 2026-03-31." in answer.err


# check


def test_check_says_when_all_is_well(partnership: Path, openaccord: Run) -> None:
    answer = openaccord("check", partnership)
    assert (answer.status, answer.out, answer.err) == (0, "13 records checked: no problems.\n", "")


def test_check_tells_a_problem_with_its_line_and_remedy(small: Callable[..., Path], openaccord: Run) -> None:
    answer = openaccord("check", small("sumary: What we promise.\nstart_date: soon\n"))
    assert answer.status == 1
    assert (
        answer.out
        == """\
protocols/charter.yaml:5:1: error “sumary” is not a field of this kind of record. [unknown-field]
  5 | sumary: ···· ·· ·······.
      ^
  Did you mean “summary”?

protocols/charter.yaml:6:13: error “start_date” is “soon”, which is not a date. [wrong-format]
  6 | start_date: soon
                  ^
  Write year, month and day: 2026-03-31.

0 records checked: 2 errors, 0 warnings.
"""
    )


def under_caret(said: str) -> str:
    """The character that stands above the caret on a terminal, where wide characters take two cells."""
    lines = said.splitlines()
    number = next(n for n, line in enumerate(lines) if line.strip() == "^")
    wanted, cell = lines[number].index("^"), 0
    for character in lines[number - 1]:
        shown = unicodedata.category(character) != "Cf" and not unicodedata.combining(character)
        if cell == wanted and shown:
            return character
        cell += shown * (2 if unicodedata.east_asian_width(character) in "WF" else 1)
    raise AssertionError(said)


@pytest.mark.parametrize(
    "line",
    [
        "audit: {approach: Plain, interval: 7}",
        "audit: {approach: 名前と住所, interval: 7}",
        "audit: {approach: Cafe\u0301 Mo\u0302n, interval: 7}",
        "audit:\t{approach: Tabs,\tinterval:\t7}",
        "audit: {approach: '" + "long " * 60 + "', interval: 7}",
        "audit: {approach: '" + "長" * 200 + "', interval: 7}",
        "audit: {approach: 'a::b ##[c', interval: 7}",
        "audit: {approach: 👨‍👩‍👧 👍, interval: 7}",
    ],
    ids=["plain", "wide", "combining", "tabs", "long", "long and wide", "commands", "joined"],
)
def test_the_caret_stands_below_the_value(line: str, small: Callable[..., Path], openaccord: Run) -> None:
    answer = openaccord("check", small(f"{line}\n"))
    assert f"{CHARTER}:5:{line.index('7') + 1}: error" in answer.out
    assert under_caret(answer.out) == "7"
    assert max(map(len, answer.out.splitlines())) < 160


def test_the_line_that_is_shown_is_the_one_that_is_named(small: Callable[..., Path], openaccord: Run) -> None:
    """However a file ends its lines, and whatever else some programs take for the end of one."""
    answer = openaccord("check", small("# a page\x0cbreak and a \u2028 separator\nversion: \u202e1\n"))
    assert "  6 | version: " in answer.out
    answer = openaccord("check", small("version: 1.0\r\ncolour: blue\r\n"))
    assert "  6 | colour: ····\n" in answer.out


def test_the_caret_stands_below_the_value_in_a_file_with_a_mark(
    small: Callable[..., Path], openaccord: Run
) -> None:
    root = small()
    (root / CHARTER).write_bytes(b"\xef\xbb\xbfstart_date: 7\n" + RECORD.encode())
    answer = openaccord("check", root)
    assert f"{CHARTER}:1:13: error" in answer.out
    assert under_caret(answer.out) == "7"


REPORT = {
    "type": "object",
    "required": ["version", "records", "problems"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": __version__},
        "records": {"type": "integer", "minimum": 0},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["file", "line", "column", "code", "severity", "message", "hint"],
                "additionalProperties": False,
                "properties": {
                    "file": {"type": "string", "minLength": 1},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "code": {"enum": list(CODES)},
                    "severity": {"enum": ["error", "warning"]},
                    "message": {"type": "string", "pattern": "\\.$"},
                    "hint": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}


def test_check_tells_programs_the_same(small: Callable[..., Path], openaccord: Run) -> None:
    root = small("sumary: What we promise.\nstart_date: soon\n")
    (root / "registers" / "words.csv").write_text("id,title,means\nfoi,FOI,Freedom of information\n", "utf-8")
    answer = openaccord("check", root, "--format", "json")
    assert answer.status == 1
    told = json.loads(answer.out)
    Draft202012Validator(REPORT).validate(told)
    assert told["records"] == 1
    assert [(p["file"], p["line"], p["column"], p["code"], p["severity"]) for p in told["problems"]] == [
        (CHARTER, 5, 1, "unknown-field", "error"),
        (CHARTER, 6, 13, "wrong-format", "error"),
        ("registers/datapackage.yaml", 1, 1, "descriptor-outdated", "warning"),
    ]


def test_a_warning_does_not_fail_the_check(small: Callable[..., Path], openaccord: Run) -> None:
    root = small()
    (root / "registers" / "words.csv").write_text("id,title,means\nfoi,FOI,Freedom of information\n", "utf-8")
    answer = openaccord("check", root)
    assert answer.status == 0
    assert answer.out.endswith("2 records checked: 0 errors, 1 warning.\n")


# describe


def test_describe_writes_what_check_asks_for(small: Callable[..., Path], openaccord: Run) -> None:
    root = small()
    (root / "registers" / "words.csv").write_text("id,title,means\nfoi,FOI,Freedom of information\n", "utf-8")
    before = files(root)
    assert openaccord("describe", root).status == 0
    assert openaccord("check", root).out == "2 records checked: no problems.\n"
    written = files(root)
    assert set(written) - set(before) == {"registers/datapackage.yaml"}
    assert {name: written[name] for name in before} == before
    openaccord("describe", root)
    assert files(root) == written


# due


def test_due_lists_what_is_late_and_what_comes(partnership: Path, openaccord: Run) -> None:
    answer = openaccord("due", partnership, *TODAY)
    assert answer.status == 1
    lines = answer.out.splitlines()
    assert [line.split("  ")[0] for line in lines[:-1:2]] == ["2026-09-30", "2027-01-31", "2027-02-10"]
    assert lines[0] == "2026-09-30  53 days overdue     Food for people in need"
    assert lines[1].strip().startswith("agreement/food-parcels in protocols/agreements/")
    assert lines[4].startswith("2027-02-10  in 80 days  ")
    assert lines[-1] == "1 overdue, 2 due by 2027-02-20."


@pytest.mark.parametrize(
    ("within", "number"),
    [("P1D", 1), ("P70D", 2), ("P80D", 3), ("P79D", 2), ("P1Y", 4), ("P2M", 1), ("P3M", 3)],
)
def test_due_looks_as_far_as_it_is_told(within: str, number: int, partnership: Path, openaccord: Run) -> None:
    answer = openaccord("due", partnership, *TODAY, "--within", within, "--format", "json")
    assert len(json.loads(answer.out)["reviews"]) == number


@pytest.mark.parametrize("within", ["", "P", "1Y", "P1H", "PT1H", "-P1D", "P1D\n", "p1d", "P99999D"])
def test_due_refuses_what_is_no_length_of_time(within: str, partnership: Path, openaccord: Run) -> None:
    answer = openaccord("due", partnership, *TODAY, "--within", within)
    assert answer.status == 2
    assert "is not a length of time. Write P90D for ninety days" in answer.err


REVIEWS = {
    "type": "object",
    "required": ["version", "today", "reviews"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": __version__},
        "today": {"const": "2026-11-22"},
        "reviews": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "title", "due", "days", "state", "organisations", "file", "line"],
                "additionalProperties": False,
                "properties": {
                    "type": {"type": "string"},
                    "id": {"type": "string"},
                    "title": {"type": "string", "minLength": 1},
                    "due": {"type": "string", "pattern": "^2[0-9]{3}-[0-9]{2}-[0-9]{2}$"},
                    "days": {"type": "integer"},
                    "state": {"enum": list(STATES)},
                    "organisations": {"type": "array", "items": {"type": "string"}},
                    "file": {"type": "string"},
                    "line": {"type": "integer", "minimum": 1},
                },
            },
        },
    },
}


def test_due_tells_programs_the_same(partnership: Path, openaccord: Run) -> None:
    answer = openaccord("due", partnership, *TODAY, "--format", "json")
    assert answer.status == 1
    told = json.loads(answer.out)
    Draft202012Validator(REVIEWS).validate(told)
    assert [(r["type"], r["id"], r["days"], r["state"]) for r in told["reviews"]] == [
        ("agreement", "food-parcels", -53, "overdue"),
        ("information-asset", "case-records", 70, "due-soon"),
        ("agreement", "early-help", 80, "due-soon"),
    ]
    for review in told["reviews"]:
        assert (partnership / review["file"]).is_file()


@pytest.mark.parametrize(
    ("today", "status", "words"),
    [
        ("2026-09-29", 0, "in 1 days"),
        ("2026-09-30", 0, "due today"),
        ("2026-10-01", 1, "1 days overdue"),
        ("2020-01-01", 0, "No review is overdue on 2020-01-01 or due by 2020-03-31."),
    ],
)
def test_the_day_decides(today: str, status: int, words: str, partnership: Path, openaccord: Run) -> None:
    answer = openaccord("due", partnership, "--today", today)
    assert answer.status == status
    assert words.replace("1 days", "1 day") in answer.out.replace("1 days", "1 day")


def test_source_date_epoch_is_the_day(
    partnership: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert openaccord("due", partnership).out == openaccord("due", partnership, *TODAY).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    answer = openaccord("due", partnership)
    assert answer.status == 2
    assert (
        answer.err
        == "openaccord: SOURCE_DATE_EPOCH is “yesterday”, but should be whole seconds since 1970.\n"
    )


# init


@pytest.mark.parametrize("more", [(), ("--empty",)])
def test_a_new_partnership_is_sound_and_builds(
    more: tuple[str, ...], tmp_path: Path, openaccord: Run
) -> None:
    new = tmp_path / "new"
    assert openaccord("init", new, *more, *TODAY).status == 0
    check = openaccord("check", new)
    assert (check.status, check.out.partition(": ")[2]) == (0, "no problems.\n")
    build = openaccord("build", new, *TODAY)
    assert (build.status, build.err) == (0, "")
    assert (new / "site" / "index.html").is_file()
    again = openaccord("init", new)
    assert again.status == 2
    assert "is not empty" in again.err


# build


def leftovers(folder: Path) -> list[str]:
    """What a build that ended left behind beside the site."""
    return [path.name for path in folder.iterdir() if path.name.startswith((".", "tmp"))]


@pytest.fixture
def built(partnership: Path, openaccord: Run) -> Path:
    """The frozen partnership with its site."""
    answer = openaccord("build", partnership, *TODAY)
    assert answer.status == 0
    assert answer.out == f"13 records checked: no problems.\nThe site is in {partnership / 'site'}/.\n"
    assert answer.err == ""
    return partnership


def break_link(root: Path) -> None:
    (root / "docs" / "index.md").write_text("# Home\n\n[Lost](nowhere/)\n", "utf-8")


def break_fragment(root: Path) -> None:
    (root / "docs" / "index.md").write_text("# Home\n\n[Lost](agreements/early-help/#nowhere)\n", "utf-8")


def break_settings(root: Path) -> None:
    (root / "registers" / "partnership.yaml").write_text("name: Anyshire\n", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (break_link, "page index.html links to nowhere/, which is not there. The old site stays."),
        (break_fragment, "links to agreements/early-help/#nowhere, a part of that page which is not there."),
        (break_settings, "“languages” is missing"),
    ],
)
def test_the_old_site_stays_when_the_new_one_fails(
    spoil: Callable[[Path], None], words: str, built: Path, openaccord: Run
) -> None:
    before = files(built / "site")
    spoil(built)
    answer = openaccord("build", built, *TODAY)
    assert answer.status == 2
    assert words in answer.err
    assert answer.err.count("The old site stays.") == 1
    assert "Traceback" not in answer.err
    assert files(built / "site") == before
    assert leftovers(built) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device"), MemoryError])
def test_the_old_site_stays_when_writing_stops(
    error: Any, built: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(self: Site) -> Any:
        raise error

    before = files(built / "site")
    monkeypatch.setattr(Site, "files", stop)
    answer = openaccord("build", built, *TODAY)
    assert answer.status == (130 if error is KeyboardInterrupt else 2)
    assert answer.err.startswith("openaccord: ")
    assert answer.err.endswith(" The old site stays.\n")
    assert answer.err.count("\n") == 1
    assert files(built / "site") == before
    assert leftovers(built) == []


def test_a_new_site_takes_the_place_of_the_old_one_whole(built: Path, openaccord: Run) -> None:
    (built / "site" / "old.txt").write_text("gone by the next build", "utf-8")
    agreement = built / "protocols" / "agreements" / "food-parcels.yaml"
    agreement.write_text(agreement.read_text("utf-8").replace("{en: Food", "{en: More food", 1), "utf-8")
    assert openaccord("build", built, *TODAY).status == 0
    assert not (built / "site" / "old.txt").exists()
    page = built / "site" / "agreements" / "food-parcels" / "index.html"
    assert "<h1>More food" in page.read_text("utf-8")
    assert leftovers(built) == []


def test_the_same_records_make_the_same_bytes(built: Path, tmp_path: Path, openaccord: Run) -> None:
    assert openaccord("build", built, *TODAY, "--site-dir", tmp_path / "again").status == 0
    first, second = files(built / "site"), files(tmp_path / "again")
    for made in (first, second):
        made["sitemap.xml.gz"] = gzip.decompress(made["sitemap.xml.gz"])  # its header holds the hour
    assert first == second


@pytest.mark.parametrize("what", ["folder", "file", "link", "the partnership itself"])
def test_a_folder_that_is_no_site_is_never_replaced(
    what: str, partnership: Path, tmp_path: Path, openaccord: Run
) -> None:
    target = tmp_path / "precious"
    if what == "folder":
        target.mkdir()
        (target / "letter.txt").write_text("keep me", "utf-8")
    elif what == "file":
        target.write_text("keep me", "utf-8")
    elif what == "link":
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "letter.txt").write_text("keep me", "utf-8")
        target.symlink_to(tmp_path / "other")
    else:
        target = partnership
    before = files(tmp_path)
    answer = openaccord("build", partnership, *TODAY, "--site-dir", target)
    assert answer.status == 2
    assert "holds something other than a site" in answer.err
    assert files(tmp_path) == before
    assert leftovers(tmp_path) == []


def test_an_empty_folder_becomes_the_site(partnership: Path, tmp_path: Path, openaccord: Run) -> None:
    (tmp_path / "www").mkdir()
    assert openaccord("build", partnership, *TODAY, "--site-dir", tmp_path / "www").status == 0
    assert (tmp_path / "www" / "index.html").is_file()
    assert openaccord("build", partnership, *TODAY, "--site-dir", tmp_path / "deep" / "er").status == 0


# What must not get out.


def harmless(said: str) -> None:
    """Nothing steers a terminal, and no line is a command to a CI system."""
    for line in said.split("\n"):
        assert not any(unicodedata.category(character) == "Cc" for character in line), repr(line)
        assert not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in line), repr(line)
        assert not line.lstrip().startswith(("::", "##[")), line


NAMES = [
    "\x1b[31mred",
    "two\nlines",
    "::error::x",
    "\n::error::x",
    "\u202etxt.yaml",
    "\x9b31m",
    "##[error]x",
    "\r::x",
    os.fsdecode(b"\xff\xfe"),
]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_name_of_a_file_is_harmless(
    name: str, form: str, small: Callable[..., Path], openaccord: Run
) -> None:
    root = small(name=f"protocols/{name}.yaml")
    (root / "protocols" / f"{name}.txt.exe").write_text("x", "utf-8")
    answer = openaccord("check", root, "--format", form)
    assert answer.status == 1
    harmless(answer.out + answer.err)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "value", [r"\u001b[31mred", r"a\n::error::x", r"\u009b31m", r"\u202ex", r"a\r##[error]x"]
)
def test_a_hostile_value_is_harmless(
    value: str, form: str, small: Callable[..., Path], openaccord: Run
) -> None:
    more = f'version: 1.0\nstart_date: "{value}"\n"{value}": x\nlegal_gateways: ["{value}"]\n'
    root = small(more)
    answer = openaccord("check", root, "--format", form)
    assert answer.status == 1
    harmless(answer.out + answer.err)
    (root / "registers" / "partnership.yaml").write_text(f'name: A\nlanguages: ["{value}"]\n', "utf-8")
    answer = openaccord("check", root, "--format", form)
    assert answer.status == 2
    harmless(answer.out + answer.err)


def test_hostile_values_are_harmless_in_due_and_build(partnership: Path, openaccord: Run) -> None:
    record = (partnership / "protocols/agreements/food-parcels.yaml").read_text("utf-8")
    nasty = partnership / "protocols/agreements/::error::y.yaml"
    nasty.write_text(record.replace("title: {en:", 'title: {en: "A\\n::error::B" , fr:'), "utf-8")
    (partnership / "protocols/agreements/food-parcels.yaml").unlink()
    for name in NAMES:
        (partnership / f"registers/{name}.csv").write_text("x", "utf-8")
        (partnership / f"protocols/{name}.yaml").write_text("x", "utf-8")
    for command in ("due", "build"):
        answer = openaccord(command, partnership, *TODAY)
        assert answer.status == 1
        harmless(answer.out + answer.err)


def test_hostile_values_are_harmless_in_mkdocs_own_log(small: Callable[..., Path], tmp_path: Path) -> None:
    root = small('"a\\n::error::b": x\n')
    (root / "docs" / "cy").mkdir(parents=True)
    for name in ("index.md", "cy/index.md"):
        (root / "docs" / name).write_text("# Home\n", "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: A\ntheme: {name: material}\nplugins: [openaccord]\n", "utf-8"
    )
    answer = subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--site-dir", tmp_path / "site"],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "is not a field" in answer.stderr
    harmless(answer.stderr)


CANARY = b"CANARY"


def test_internal_fields_get_out_nowhere(every_field: Path, openaccord: Run) -> None:
    planted = [path for path in every_field.rglob("*.yaml") if CANARY in path.read_bytes()]
    assert len(planted) == 3
    said = [openaccord("build", every_field, *TODAY)]
    said += [openaccord("check", every_field, "--format", form) for form in ("text", "json")]
    said += [openaccord("due", every_field, *TODAY, "--format", form) for form in ("text", "json")]
    for name, content in files(every_field / "site").items():
        assert CANARY not in content, name
        assert not name.endswith(".gz") or CANARY not in gzip.decompress(content)
        assert b"internal_notes" not in content, name
    for answer in said:
        assert "CANARY" not in answer.out + answer.err


def test_internal_fields_get_out_nowhere_when_the_record_is_broken(
    every_field: Path, openaccord: Run
) -> None:
    agreement = every_field / "protocols/agreements/families/early-help.yaml"
    agreement.write_text(agreement.read_text("utf-8").replace("status: ended", "status: asleep"), "utf-8")
    charter = every_field / "protocols/charter.yaml"
    charter.write_text(charter.read_text("utf-8").replace("{en: CANARY in", "{english: CANARY in"), "utf-8")
    said = [openaccord("build", every_field, *TODAY), openaccord("check", every_field, "--format", "json")]
    assert [answer.status for answer in said] == [1, 1]
    for name, content in files(every_field / "site").items():
        assert CANARY not in content, name
    assert "CANARY" not in said[1].out


# Watching.


def test_a_check_that_watches_checks_again_after_a_change(small: Callable[..., Path]) -> None:
    root = small("colour: blue\n")
    program = Path(sys.executable).with_name("openaccord")
    watching = subprocess.Popen(
        [program, "check", root, "--watch", *TODAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert watching.stdout is not None

    def told() -> str:
        said = ""
        while "Press Ctrl-C to end." not in said:
            line = watching.stdout.readline() if watching.stdout else ""
            assert line, watching.communicate()
            said += line
        return said

    try:
        assert "1 error" in told()
        (root / CHARTER).write_text(RECORD, "utf-8")
        assert "no problems" in told()
        (root / "registers" / "partnership.yaml").write_text("name: [\n", "utf-8")
        assert "records checked" not in told()
        (root / "registers" / "partnership.yaml").write_text("name: Anyshire\nlanguages: [en]\n", "utf-8")
        assert "no problems" in told()
    finally:
        watching.send_signal(signal.SIGINT)
        _, errors = watching.communicate()
    assert watching.returncode == 130
    assert "partnership.yaml:2:1" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("other", [["--fix"], ["--summary"], ["--format", "json"]])
def test_a_check_that_watches_takes_no_other_option(
    other: list[str], small: Callable[..., Path], openaccord: Run
) -> None:
    answer = openaccord("check", small(), "--watch", *other)
    assert answer.status == 2
    assert "--watch shows problems as text" in answer.err


def test_a_new_partnership_has_settings_for_an_editor(tmp_path: Path, openaccord: Run) -> None:
    assert openaccord("init", tmp_path / "new", *TODAY).status == 0
    settings = json.loads((tmp_path / "new" / ".vscode" / "settings.json").read_text("utf-8"))
    for schema, files in settings["yaml.schemas"].items():
        assert (tmp_path / "new" / schema).is_file()
        assert list((tmp_path / "new").glob(files)), files
    extensions = json.loads((tmp_path / "new" / ".vscode" / "extensions.json").read_text("utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]
