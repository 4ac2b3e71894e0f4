"""No id can leave the site's folder, hide another page or stop the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from openaccord.loading import load
from openaccord.tree import Folder

AGREEMENT = """id: {id}
kind: disclosure
title: A title
status: proposed
parties: [{{organisation: a-council}}]
"""


def partnership(root: Path, agreement_id: str) -> Path:
    (root / "registers").mkdir()
    (root / "protocols" / "agreements").mkdir(parents=True)
    (root / "registers" / "partnership.yaml").write_text("name: Test\nlanguages: [en]\n")
    (root / "registers" / "organisations.yaml").write_text(
        "- {id: a-council, title: A Council, kind: council}\n"
    )
    (root / "protocols" / "agreements" / "one.yaml").write_text(AGREEMENT.format(id=agreement_id))
    return root


@pytest.mark.parametrize("name", ["con", "nul", "lpt1", "index", "page-2", "openaccord", "stylesheets"])
def test_a_reserved_id_is_refused(tmp_path: Path, name: str) -> None:
    loaded = load(Folder(partnership(tmp_path, name)))
    assert "reserved-id" in {problem.code for problem in loaded.problems}
    assert loaded.partnership.of("agreement") == ()


@pytest.mark.parametrize(
    "name", ["..", "../../etc", "A", "a_b", "a--b", "-a", "a-", "a/b", "a b", "é", "a.b", "x" * 81, '"a\\n"']
)
def test_an_id_of_another_form_is_refused(tmp_path: Path, name: str) -> None:
    loaded = load(Folder(partnership(tmp_path, name)))
    assert {problem.code for problem in loaded.problems} & {"wrong-format", "out-of-range"}
    assert loaded.partnership.of("agreement") == ()


def test_a_good_id_of_full_length_is_taken(tmp_path: Path) -> None:
    loaded = load(Folder(partnership(tmp_path, "x" * 80)))
    assert [record.id for record in loaded.partnership.of("agreement")] == ["x" * 80]
