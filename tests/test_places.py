"""A problem is told at the very character at which its key or value begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openaccord.loading import load
from openaccord.rules.assessing import assess
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
CHARTER = "protocols/charter.yaml"
AGREEMENT = "protocols/agreements/help.yaml"
HELP = "id: help\nkind: disclosure\ntitle: Help\nstatus: in-force\n"
BOTH = "parties: [{organisation: a, role: controller}, {organisation: b, role: controller}]\n"
REGISTERS = {
    "registers/partnership.yaml": "name: Anyshire\nlanguages: [en, cy]\n",
    "registers/organisations.yaml": "- {id: a, title: A, kind: council}\n- {id: b, title: B, kind: nhs}\n",
}

CASES = {
    # A value, after characters that are two units of UTF-16, four bytes or two cells wide.
    "flow": ("not-in-list", AGREEMENT, HELP + "parties: [{organisation: a, role: ¦x}]\n"),
    "wide": ("wrong-type", AGREEMENT, HELP + 'items: x\npurposes: ["😀 字 é", ¦5]\n' + BOTH),
    "deep": (
        "wrong-format",
        AGREEMENT,
        HELP
        + BOTH
        + "review:\n  log:\n    - {date: 2025-12-02, outcome: no-change}\n"
        + "    - outcome: changed\n      date: ¦soon\n",
    ),
    "multi-line flow": (
        "not-in-list",
        AGREEMENT,
        HELP + BOTH + "themes: [health-and-care,\n  # 字\n  ¦'字']\n",
    ),
    "block scalar": ("not-in-list", CHARTER, "id: charter\ntitle: C\nstatus: ¦|\n  draft\nsignatories: []\n"),
    "after a block scalar": (
        "not-in-list",
        CHARTER,
        "id: charter\ntitle: |\n  # not a comment\n\n  字: 字\n\nstatus: ¦drafft # x\nsignatories: []\n",
    ),
    "after quotes of two lines": (
        "not-in-list",
        CHARTER,
        "id: charter\ntitle: 'a\n\n  b'\nsignatories: []\n\"status\" :   ¦'x\n  y'\n",
    ),
    "empty": ("wrong-type", CHARTER, "id: charter\ntitle:¦\nstatus: draft\nsignatories: []\n"),
    # A key.
    "unknown field": ("unknown-field", CHARTER, "id: charter\n# 字\n¦titel: C\nstatus: draft\n"),
    "unknown field in braces": (
        "unknown-field",
        AGREEMENT,
        HELP
        + "parties: [{organisation: a, role: controller}, {organisation: b, role: controller, ¦rol: x}]\n",
    ),
    "key written twice": ("duplicate-key", CHARTER, "id: charter\ntitle: {en: 😀, cy: x, ¦en: b}\n"),
    # The parent of what is missing.
    "missing from the record": ("missing-field", CHARTER, "# one\n\n¦id: charter\ntitle: C\nstatus: draft\n"),
    "missing in a list": (
        "missing-field",
        AGREEMENT,
        HELP + "parties:\n  - organisation: a\n    role: controller\n  -   ¦role: controller\n",
    ),
    "missing in braces": (
        "missing-field",
        AGREEMENT,
        HELP + "parties: [{organisation: a, role: controller}, ¦{}]\n",
    ),
    "missing from a row": (
        "missing-field",
        "registers/words.yaml",
        "- {id: a, title: A, means: x}\n- ¦id: b\n  title: B\n",
    ),
    # What links and rules say of a place deep in a record.
    "reference": (
        "unknown-reference",
        AGREEMENT,
        HELP + "parties:\n- {role: controller,   organisation: ¦字}\n".replace("字", "nobody"),
    ),
    "rule": (
        "end-before-start",
        AGREEMENT,
        HELP + BOTH + "start_date: 2026-01-01\nend_date:   ¦2025-01-01\n",
    ),
    "waiver": (
        "waiver-needless",
        AGREEMENT,
        HELP
        + BOTH
        + "waivers:\n  - rule: end-before-start\n    reason: x\n    expires: 2027-01-01\n".replace(
            "rule", "¦rule", 1
        ),
    ),
    # Tables.
    "cell": ("wrong-format", "registers/words.csv", "id,title,means\na,字 😀,x\n¦B!,B,x\n"),
    "cell after a break": (
        "wrong-format",
        "registers/words.csv",
        'id,title,means,review_last\na,"A ""字"",\n\nb",x,¦soon\n',
    ),
    "quoted cell": (
        "wrong-format",
        "registers/words.csv",
        'id,title,means,review_last\na,"字, b",x,¦"so\non"\n',
    ),
    "item of a cell": (
        "unknown-reference",
        "registers/audits.csv",
        'id,title,standard,carried_out_on,organisations\nb,"x\n字",joint,2026-01-01,"a;b;¦nobody"\n',
    ),
    "unknown column": ("unknown-field", "registers/words.csv", '"id",title,means,¦odd\na,A,x,y\n'),
    "missing cell": ("missing-field", "registers/words.csv", 'id,title,means\na,"A\nb",x\n¦b,,x\n'),
    "length of a row": ("csv-row-length", "registers/words.csv", 'id,title,means\na,"A\nb",x\n\n¦b,x\n'),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "with a mark"])
@pytest.mark.parametrize("case", CASES)
def test_a_place_is_exact(case: str, mark: str, end: str, tmp_path: Path) -> None:
    code, file, marked = CASES[case]
    before, _, after = marked.partition("¦")
    for path, text in {**REGISTERS, file: mark + (before + after).replace("\n", end)}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    loaded = assess(load(Folder(tmp_path)), TODAY)
    found = [
        (one.place.file, one.place.line, one.place.column) for one in loaded.problems if one.code == code
    ]
    lines = before.split("\n")
    assert found == [(file, len(lines), len(lines[-1]) + 1)], [one.message for one in loaded.problems]
