"""A damaged record costs itself, and no page that has nothing to do with it."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from damage import DAMAGES, compare, damage, files_of, load_and_assess, record_pages

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    """Generated agreements, some more than there are ways of damage."""
    write = runpy.run_path(str(BENCHMARKS / "partnerships.py"))["write_partnership"]
    write(tmp_path / "generated", len(DAMAGES) + 14)
    return tmp_path / "generated"


def test_there_are_more_than_forty_ways() -> None:
    assert len(DAMAGES) > 40


def test_a_good_page_stays_as_it_was(generated: Path, openaccord: Callable[..., Any]) -> None:
    """Every way of damage at once, each in a record of its own."""
    before = record_pages(load_and_assess(generated))
    files = [file for file in files_of(generated) if "/agreements/" in file]
    damaged = Random(1).sample(files, len(DAMAGES) + 2)
    damage(generated, damaged, seed=1)
    outcome = compare(before, load_and_assess(generated), damaged)
    assert outcome.good > 20
    assert outcome.changed == ()
    assert outcome.untold == ()
    assert outcome.dead_links == ()
    assert outcome.missing == ()
    answer = openaccord("check", generated)
    assert answer.status == 1
    assert "Traceback" not in answer.out + answer.err


def test_a_file_with_another_s_id_does_not_take_its_page(generated: Path) -> None:
    """Not even when it comes first."""
    before = record_pages(load_and_assess(generated))
    thief = generated / "protocols/agreements/a-thief.yaml"
    thief.write_bytes(
        (generated / "protocols/agreements/agreement-00003.yaml")
        .read_bytes()
        .replace(b"title: ", b"title: Not ")
    )
    loaded = load_and_assess(generated)
    after = record_pages(loaded)
    assert after["agreements/agreement-00003/"] == before["agreements/agreement-00003/"]
    assert "could not be published" in after["agreements/a-thief/"].lower()
    (found,) = [problem for problem in loaded.problems if problem.code == "duplicate-id"]
    assert found.place.file == "protocols/agreements/a-thief.yaml"
    assert "agreement-00003.yaml, line 1" in found.message
