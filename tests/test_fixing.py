"""Slips of the pen mended in the files of a partnership."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.cli import mending
from openaccord.fixing import Fixed, fix
from openaccord.loading import Loaded, load
from openaccord.problems import Stop
from openaccord.rules.assessing import assess
from openaccord.tree import Folder, Tree

TODAY = date(2026, 11, 22)
Check = Callable[..., Any]
SETTINGS = "name: Anyshire\nlanguages: [en]\n"
COUNCIL = "- {id: anyshire-council, title: Anyshire Council, kind: council}\n"
AUDIT = "- {{id: {id}, title: Audit, organisations: [{of}], standard: joint, carried_out_on: {on}}}\n"


def partnership(tmp_path: Path, **registers: str) -> Path:
    """A partnership with these registers, described."""
    (tmp_path / "registers").mkdir()
    for name, text in {"partnership": SETTINGS, "organisations": COUNCIL, **registers}.items():
        ending = "csv" if text.startswith("\ufeffid,") else "yaml"
        (tmp_path / "registers" / f"{name}.{ending}").write_bytes(text.encode())
    descriptor = tmp_path / "registers" / "datapackage.yaml"
    descriptor.write_text(load(Folder(tmp_path)).descriptor, "utf-8")
    return tmp_path


def mended(root: Path) -> tuple[Fixed, int]:
    """What is mended, and how often the partnership was read for it."""
    count = 0

    def check(tree: Tree) -> Loaded:
        nonlocal count
        count += 1
        return assess(load(tree), TODAY)

    return fix(Folder(root), assess(load(Folder(root)), TODAY), check), count


def codes(loaded: Loaded) -> list[str]:
    return [found.code for found in loaded.problems]


def test_what_comes_to_light_is_mended_too(tmp_path: Path) -> None:
    audits = AUDIT.format(id="a", of="anyshire-concil", on="31/03/2026")
    fixed, _ = mended(partnership(tmp_path, audits=audits))
    assert codes(fixed.loaded) == []
    assert fixed.texts == {
        "registers/audits.yaml": AUDIT.format(id="a", of="anyshire-council", on="2026-03-31")
    }
    assert [change[1:] for change in fixed.changes] == [
        ("31/03/2026", "2026-03-31"),
        ("anyshire-concil", "anyshire-council"),
    ]


def test_an_edit_that_makes_another_problem_is_not_made_and_the_others_are(tmp_path: Path) -> None:
    rows = [AUDIT.format(id=f"a{number}", of="anyshire-council", on="31/03/2026") for number in range(4)]
    rows[2] = AUDIT.format(id="'A0'", of="anyshire-council", on="2026-03-31")  # would be a0 once more
    fixed, _ = mended(partnership(tmp_path, audits="".join(rows)))
    assert codes(fixed.loaded) == ["wrong-format"]
    assert fixed.texts["registers/audits.yaml"] == "".join(rows).replace("31/03/2026", "2026-03-31")


def test_a_reference_is_not_made_to_somebody_who_is_not_there(tmp_path: Path) -> None:
    audits = AUDIT.format(id="a", of="Anyshire Council, Valley Council", on="2026-03-31")
    fixed, _ = mended(partnership(tmp_path, audits=audits))
    assert codes(fixed.loaded) == ["wrong-format"]
    assert fixed.texts["registers/audits.yaml"] == audits.replace("Anyshire Council", "anyshire-council")


def test_an_edit_that_a_rule_objects_to_is_not_made(tmp_path: Path) -> None:
    audits = AUDIT.format(id="a", of="anyshire-council, anyshire-concil", on="2026-03-31")
    fixed, _ = mended(partnership(tmp_path, audits=audits))
    assert (fixed.texts, codes(fixed.loaded)) == ({}, ["unknown-reference"])


def test_many_slips_cost_one_reading(tmp_path: Path) -> None:
    audits = "".join(
        AUDIT.format(id=f"a{number}", of="anyshire-council", on="31/03/2026") for number in range(200)
    )
    fixed, count = mended(partnership(tmp_path, audits=audits))
    assert len(fixed.changes) == 200
    assert count == 1


@pytest.fixture
def check(openaccord: Callable[..., Any]) -> Check:
    return lambda root, *options: openaccord("check", root, "--today", str(TODAY), *options)


def test_no_other_byte_changes_and_what_is_left_is_told(tmp_path: Path, check: Check) -> None:
    csv = (
        "\ufeffid,title,organisations,standard,carried_out_on\r\n"
        'a,"Audit ""one"",\r\nwith a break",anyshire-council;Anyshire_Council2,joint,31/03/2026\r\n'
        'b,"Two 😀 ",anyshire-council,"Joint ",03/04/2026'
    )
    root = partnership(tmp_path, audits=csv)
    file = root / "registers" / "audits.csv"
    file.chmod(0o640)
    done = check(root, "--fix")
    left = csv.replace("31/03/2026", "2026-03-31").replace('"Joint "', '"joint"')
    assert file.read_bytes().decode() == left
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert "registers/audits.csv:3:56: mended: 31/03/2026 → 2026-03-31 [wrong-format]\n" in done.err
    assert 'registers/audits.csv:4:29: mended: "Joint " → "joint" [not-in-list]\n' in done.err
    assert "2 mended." in done.err
    assert "which is not a date. [wrong-format]" in done.out
    assert done.status == 1
    assert check(root, "--fix").err == "0 mended.\n"


def test_nothing_left_is_status_0(tmp_path: Path, check: Check) -> None:
    root = partnership(tmp_path, audits=AUDIT.format(id="a", of="anyshire-concil", on="31/03/2026"))
    assert check(root).status == 1
    assert check(root, "--fix").status == 0
    assert check(root).status == 0


def test_without_the_option_nothing_is_written(tmp_path: Path, check: Check) -> None:
    audits = AUDIT.format(id="a", of="anyshire-concil", on="31/03/2026")
    root = partnership(tmp_path, audits=audits)
    assert check(root).status == 1
    assert (root / "registers" / "audits.yaml").read_text("utf-8") == audits


def test_a_file_that_somebody_saves_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = partnership(tmp_path, audits=AUDIT.format(id="a", of="anyshire-council", on="31/03/2026"))

    def slowly(*given: Any) -> Fixed:
        fixed = fix(*given)
        (root / "registers" / "audits.yaml").write_text("- {id: new}\n", "utf-8")
        return fixed

    monkeypatch.setattr(mending, "fix", slowly)
    with pytest.raises(Stop, match=r"audits\.yaml was changed while it was read"):
        mending.mend(root, assess(load(Folder(root)), TODAY), TODAY)
    assert (root / "registers" / "audits.yaml").read_text("utf-8") == "- {id: new}\n"


def test_a_suggestion_is_in_the_reports(tmp_path: Path, check: Check) -> None:
    root = partnership(tmp_path, audits=AUDIT.format(id="a", of="anyshire-council", on="31/03/2026"))
    assert '"2026-03-31"' in check(root, "--format", "rdjson").out
