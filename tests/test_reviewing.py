"""Reviews recorded in the files of a partnership, with every other character kept."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openaccord.cli.keeping import Kept
from openaccord.loading import load
from openaccord.model import Record
from openaccord.problems import Stop
from openaccord.recording import record_reviews
from openaccord.reviewing import OUTCOMES, Confirmation, confirmed, started
from openaccord.schemas import code_list
from openaccord.sources.text import FORBIDDEN
from openaccord.tree import Folder

Run = Callable[..., Any]

DAY = date(2026, 11, 22)
SETTINGS = "name: Anyshire\nlanguages: [en]\n"
CHARTER = "id: charter\ntitle: Charter\nstatus: superseded\nsignatories: []\n"
LIVE = CHARTER.replace("superseded", "in-force")
HEAD = "id,title,kind,review_last,review_interval,review_next,review_started,website\n"


def partnership(tmp_path: Path, files: Mapping[str, str]) -> Path:
    for name, text in {"registers/partnership.yaml": SETTINGS, **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "registers/datapackage.yaml").write_bytes(load(Folder(tmp_path)).descriptor.encode())
    return tmp_path


def recorded(root: Path, kind: str, record_id: str, how: Callable[[Record], Any]) -> str:
    """The text of the record's file once a review of it is recorded."""
    tree = Folder(root)
    loaded = load(tree)
    record = loaded.partnership.get(kind, record_id)
    assert record is not None
    return record_reviews(tree, loaded, [how(record)], load)[record.file]


def no_change(record: Record) -> Any:
    return confirmed(record, Confirmation(DAY, "no-change", "Board", "All: well"))


def lines(old: str, new: str) -> list[str]:
    """The lines that went and came."""
    told = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in told if not line.startswith(("---", "+++", "@@"))]


ENTRY = [
    "+    - date: 2026-11-22",
    "+      outcome: no-change",
    "+      by_role: Board",
    '+      note: "All: well"',
]
DOCUMENTS = {
    "in lines": (
        "review:  # twice a year\n  # first\n  last: 2026-01-31\n  started: '2026-11-01'  # goes\n"
        "  interval: P6M\n  log:\n    - date: 2026-01-31\n      outcome: changed\n      by_role: Board\n\n"
        "# at the end\ncontact: a@b.example\n",
        ["-  last: 2026-01-31", "-  started: '2026-11-01'  # goes", "+  last: 2026-11-22", *ENTRY],
    ),
    "in one line": (
        "review: {interval: P1Y, started: 2026-11-01, last: 2025-11-02}\n",
        [
            "-review: {interval: P1Y, started: 2026-11-01, last: 2025-11-02}",
            "+review: {interval: P1Y, last: 2026-11-22, "
            'log: [{date: 2026-11-22, outcome: no-change, by_role: Board, note: "All: well"}]}',
        ],
    ),
    "with a date of its own": (
        "review:\n  interval: P1Y\n  next: 2026-12\n",
        ["-  next: 2026-12", "+  last: 2026-11-22", "+  next: 2027-11-22", "+  log:", *ENTRY],
    ),
    "beside others in one line": (
        "review:\n  interval: P1Y\n  log:\n  - {date: 2026-01-31, outcome: changed, by_role: 'A, B'}",
        [
            "+  last: 2026-11-22",
            '+  - {date: 2026-11-22, outcome: no-change, by_role: Board, note: "All: well"}',
        ],
    ),
}


@pytest.mark.parametrize("layout", DOCUMENTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_nothing_else_in_a_document_changes(layout: str, newline: str, tmp_path: Path) -> None:
    text, wanted = DOCUMENTS[layout]
    old = (CHARTER + text).replace("\n", newline)
    new = recorded(partnership(tmp_path, {"protocols/charter.yaml": old}), "protocol", "charter", no_change)
    told = lines(old, new)
    order = [line for line in told if line.startswith("-")] + [line for line in told if line.startswith("+")]
    assert order == wanted
    assert new.count("\r\n") == (new.count("\n") if newline == "\r\n" else 0)


def test_a_document_without_a_review_gets_one(tmp_path: Path) -> None:
    root = partnership(tmp_path, {"protocols/charter.yaml": f"{LIVE}contact: a@b.example\n"})
    new = recorded(root, "protocol", "charter", lambda record: started(record, DAY))
    assert new == f"{LIVE}review:\n  started: 2026-11-22\ncontact: a@b.example\n"


def test_nothing_else_in_a_csv_register_changes(tmp_path: Path) -> None:
    rows = ('a,"A, ""B""\nC",council,2025-11-02,P1Y,,"2026-11-01",\n', "b,B,nhs,,P1Y,2026-12,,\n")
    old = "\ufeff" + (HEAD + "".join(rows)).replace("\n", "\r\n")
    root = partnership(tmp_path, {"registers/organisations.csv": old})
    assert recorded(root, "organisation", "a", no_change) == old.replace(
        '2025-11-02,P1Y,,"2026-11-01"', '2026-11-22,P1Y,,""'
    )
    assert recorded(root, "organisation", "b", no_change) == old.replace(
        ",P1Y,2026-12,", "2026-11-22,P1Y,2027-11-22,"
    ).replace("nhs2026", "nhs,2026")


def test_nothing_else_in_a_yaml_register_changes(tmp_path: Path) -> None:
    old = (
        "# all of them\n- review_started: 2026-11-02\n  id: a\n  title: A # the first\n  kind: council\n"
        "  review_interval: P1Y\n- {id: b, title: B, kind: nhs, review_interval: P1Y}\n"
    )
    root = partnership(tmp_path, {"registers/organisations.yaml": old})
    assert recorded(root, "organisation", "a", no_change) == old.replace(
        "review_started: 2026-11-02\n  ", ""
    ).replace("  review_interval: P1Y\n", "  review_last: 2026-11-22\n  review_interval: P1Y\n")
    assert "{id: b, title: B, kind: nhs, review_last: 2026-11-22, review_interval: P1Y}" in recorded(
        root, "organisation", "b", no_change
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), layout=st.sampled_from([*DOCUMENTS])
)
def test_a_note_comes_out_as_it_went_in_or_not_at_all(note: str, layout: str, tmp_path: Path) -> None:
    root = partnership(tmp_path, {"protocols/charter.yaml": CHARTER + DOCUMENTS[layout][0]})
    how = Confirmation(DAY, "changed", "Board: “A”, 'B'", note)
    try:
        new = recorded(root, "protocol", "charter", lambda record: confirmed(record, how))
    except Stop:
        assert FORBIDDEN.search(note) or "\r" in note
        return
    (root / "protocols/charter.yaml").write_bytes(new.encode())
    record = load(Folder(root)).partnership.get("protocol", "charter")
    assert record is not None
    assert record.data["review"]["log"][-1].get("note", "") == note


BASE = {"protocols/charter.yaml": f"{CHARTER}review: {{last: 2026-01-31, next: 2026-11-30}}\n"}
CONFIRM = ("review", "confirm", "protocol/charter", "--outcome", "no-change", "--today", "2026-11-22")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--by-role", "Board"), "Give the date with --next, such as --next 2027-11-22"),
        (("--by-role", "Board", "--next", "2026-11-22"), "which is not after 2026-11-22"),
        (("--by-role", "Mrs Jones", "--next", "2027-11-22"), "looks like a person's name"),
        (("--by-role", "Board", "--next", "2027-11-22", "--today", "2026-01-31"), "adds nothing"),
        (("--by-role", "Board", "--next", "2027-11-22", "--note", "\x1b[31m"), "U+001B"),
        (("--by-role", "Board", "--next", "2027-11-22", "protocol/chartre"), "Did you mean “charter”?"),
        (("--by-role", "Board", "--next", "2027-11-22", "organisation/a"), "no column review_last"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_nothing_is_written(
    more: tuple[str, ...], said: str, tmp_path: Path, openaccord: Run
) -> None:
    root = partnership(tmp_path, {**BASE, "registers/organisations.csv": "id,title,kind\na,A,nhs\n"})
    done = openaccord(*CONFIRM, *more, "--dir", root)
    assert done.status == 2
    assert said in done.err
    assert (root / "protocols/charter.yaml").read_text("utf-8") == BASE["protocols/charter.yaml"]


def test_all_records_are_written_and_the_next_steps_told(tmp_path: Path, openaccord: Run) -> None:
    rows = f"{HEAD}a,A,council,,P1Y,,,\nb,B,council,,,,,\n"
    root = partnership(tmp_path, {**BASE, "registers/organisations.csv": rows})
    done = openaccord(
        *CONFIRM, "organisation/a", "organisation/b", "--by-role", "Board", "--next", "2027-11", "--dir", root
    )
    assert done.status == 2  # a month is no date
    named = ("protocol/charter", "organisation/a", "organisation/b")
    done = openaccord(*CONFIRM, *named, "--by-role", "Board", "--next", "2027-11-30", "--dir", root)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "protocols/charter.yaml:1: protocol/charter reviewed on 2026-11-22: no-change. "
        "Next review due by 2027-11-30.",
        "registers/organisations.csv:2: organisation/a reviewed on 2026-11-22: no-change. "
        "Next review due by 2027-11-30.",
        "registers/organisations.csv:3: organisation/b reviewed on 2026-11-22: no-change. "
        "Next review due by 2027-11-30.",
        "A register has no log. Tell it in the commit's message: Review of 2026-11-22: no-change, by Board",
    ]
    wanted = f"{HEAD}a,A,council,2026-11-22,P1Y,2027-11-30,,\nb,B,council,2026-11-22,,2027-11-30,,\n"
    assert (root / "registers/organisations.csv").read_text("utf-8") == wanted


def test_a_review_begins_once(tmp_path: Path, openaccord: Run) -> None:
    text = LIVE + "review: {last: 2026-01-31}\n"
    root = partnership(tmp_path, {"protocols/charter.yaml": text})
    start = ("review", "start", "protocol/charter", "--dir", root, "--today", "2026-11-22")
    assert openaccord(*start).status == 0
    wanted = text.replace("2026-01-31}", "2026-01-31, started: 2026-11-22}")
    assert (root / "protocols/charter.yaml").read_text("utf-8") == wanted
    done = openaccord(*start)
    assert (done.status, "is under way since 2026-11-22" in done.err) == (2, True)


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = partnership(tmp_path, BASE)
    kept = Kept(Folder(root))
    texts = {file: kept.read(file).decode() + "# more\n" for file in ("protocols/charter.yaml", *SECOND)}
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target.name == "partnership.yaml":
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(Stop, match="No space left"):
        kept.write(texts)
    assert (root / "protocols/charter.yaml").read_text("utf-8") == BASE["protocols/charter.yaml"]


SECOND = ("registers/partnership.yaml",)


def test_outcomes_are_those_of_the_code_list() -> None:
    assert list(code_list("review-outcome")) == list(OUTCOMES)
