"""The pictures: what they count, where their parts stand, and how much they show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.loading import Loaded, load
from openaccord.rendering.drawing import circle, columns
from openaccord.site import Site
from openaccord.tree import Folder
from openaccord.views.diary import diary
from openaccord.views.sharing import matrix, network
from openaccord.views.timeline import timeline

TODAY = date(2026, 11, 22)
Making = Callable[..., Loaded]
Flows = list[tuple[str, str, list[str]]]
HEALTH, CRIME = ["health"], ["crime"]


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """A partnership of these agreements, each given by its flows: making([("a", "b", HEALTH)], …)."""

    def make(
        *agreements: list[tuple[str, str, list[str]]], organisations: Sequence[str] = "abcd", **more: Any
    ) -> Loaded:
        files: dict[str, Any] = {
            "registers/partnership.yaml": {"name": "Anyshire", "languages": ["en"]},
            "registers/organisations.yaml": [
                {"id": one, "title": f"Organisation {one.upper()}", "kind": "council"}
                for one in organisations
            ],
            "registers/information-categories.yaml": [
                {"id": one, "title": one.capitalize()} for one in ("crime", "health")
            ],
            **more.get("files", {}),
        }
        for number, flows in enumerate(agreements):
            status = more.get("status", "in-force")
            files[f"protocols/agreements/a{number}.yaml"] = {
                "id": f"a{number}",
                "kind": "disclosure",
                "title": f"Agreement {number}",
                "status": status,
                "parties": [{"organisation": one} for one in organisations],
                "flows": [{"from": f, "to": t, "information": kinds} for f, t, kinds in flows],
            }
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(json.dumps(content), "utf-8")  # JSON is YAML as well
        return load(Folder(tmp_path))

    return make


def page(loaded: Loaded) -> str:
    return next(page.html for page in Site(loaded, TODAY).pages() if page.address == "pictures/")


# Who shares what.


def cells(found: Any) -> dict[tuple[str, str], int]:
    return {
        (row.organisation.id, kind.id): number
        for row in found.rows
        for kind, number in zip(found.kinds, row.numbers, strict=True)
        if number
    }


def test_an_agreement_counts_once_for_each_kind_however_many_flows_it_has(making: Making) -> None:
    loaded = making(
        [("a", "b", HEALTH), ("a", "c", HEALTH), ("a", "b", CRIME)],
        [("a", "b", HEALTH), ("b", "a", HEALTH)],
    )
    assert cells(matrix(loaded.partnership, "from", 9, 9)) == {
        ("a", "health"): 2,
        ("a", "crime"): 1,
        ("b", "health"): 1,
    }
    assert cells(matrix(loaded.partnership, "to", 9, 9)) == {
        ("b", "health"): 2,
        ("b", "crime"): 1,
        ("c", "health"): 1,
        ("a", "health"): 1,
    }


def test_a_matrix_shows_those_of_most_agreements_and_says_of_how_many(making: Making) -> None:
    loaded = making([("a", "b", HEALTH)], [("b", "a", HEALTH)], [("b", "c", HEALTH + CRIME)])
    found = matrix(loaded.partnership, "from", 1, 1)
    assert [row.organisation.id for row in found.rows] == ["b"]
    assert [kind.id for kind in found.kinds] == ["health"]
    assert (found.all_organisations, found.all_kinds) == (2, 2)


@pytest.mark.parametrize("status", ["ended", "proposed"])
def test_only_agreements_in_force_are_counted(status: str, making: Making) -> None:
    loaded = making([("a", "b", HEALTH)], status=status)
    assert matrix(loaded.partnership, "from", 9, 9).rows == ()
    assert network(loaded.partnership, 9).pairs == ()
    assert page(loaded).count("Nothing to count yet.") == 4


def test_a_number_leads_to_what_the_organisation_gives_or_gets(making: Making) -> None:
    html = page(making([("a", "b", HEALTH)]))
    assert 'href="../organisations/a/#gives">1</a>' in html
    assert 'href="../organisations/b/#gets">1</a>' in html


# Who shares with whom.


def test_both_directions_are_one_pair_and_nobody_shares_with_itself(making: Making) -> None:
    loaded = making([("a", "b", HEALTH), ("b", "a", CRIME), ("c", "c", HEALTH)], [("b", "a", HEALTH)])
    found = network(loaded.partnership, 9)
    assert [(pair.one.id, pair.other.id, pair.agreements) for pair in found.pairs] == [("a", "b", 2)]
    assert [one.id for one in found.organisations] == ["a", "b"]


def test_a_network_is_bounded_and_says_so(making: Making) -> None:
    names = [f"o{number}" for number in range(60)]
    loaded = making(
        [(one, other, HEALTH) for one in names for other in names if one < other],
        organisations=names,
    )
    found = network(loaded.partnership, 40)
    assert (len(found.organisations), found.all_organisations) == (40, 60)
    assert (len(found.pairs), found.all_pairs) == (150, 60 * 59 // 2)
    html = page(loaded)
    assert "Shown are the 40 organisations that share with most others, of 60." in html
    assert "Shown are the 150 pairs with most agreements, of 1,770." in html
    assert html.count("<path") == 150
    assert len(html.encode()) < 200_000


def test_labels_stand_around_the_circle_and_read_left_to_right() -> None:
    made = circle(["Top", "Right", "Bottom", "Left", "A name that is far too long to stand beside it"], [])
    for node in made.nodes:
        away = ((float(node.x) - 480) ** 2 + (float(node.y) - 480) ** 2) ** 0.5
        assert abs(away - 230) < 0.2
        left = float(node.x) < 480
        assert node.anchor == ("end" if left and abs(float(node.x) - 480) > 1 else "start")
        assert -91 <= (float(node.turn) + 180) % 360 - 180 <= 91
    assert made.nodes[-1].label == "A name that is far too long to st…"


def test_thick_lines_are_drawn_over_thin_ones() -> None:
    made = circle(["A", "B", "C", "D"], [(0, 1, 9), (1, 2, 1), (2, 3, 3)])
    assert [edge.weight for edge in made.edges] == [1, 2, 3]


# When reviews are due.


def reviewed(*due: str) -> dict[str, Any]:
    rows = [{"id": f"w{n}", "title": "W", "means": "W.", "review_next": day} for n, day in enumerate(due)]
    return {"registers/words.yaml": rows}


def months(loaded: Loaded) -> tuple[dict[str, tuple[int, int]], int, int]:
    found = timeline(diary(loaded.partnership, TODAY), TODAY)
    shown = {f"{m.year}-{m.month}": (m.overdue, m.due) for m in found.months}
    return shown, found.earlier, found.later


def test_reviews_fall_into_their_months_overdue_or_due(making: Making) -> None:
    loaded = making(files=reviewed("2026-09-30", "2026-11-21", "2026-11-22", "2026-11-30", "2027-01-01"))
    assert months(loaded) == (
        {"2026-9": (1, 0), "2026-10": (0, 0), "2026-11": (1, 2), "2026-12": (0, 0), "2027-1": (0, 1)},
        0,
        0,
    )


def test_what_is_far_away_is_counted_beside_the_months(making: Making) -> None:
    shown, earlier, later = months(
        making(files=reviewed("2020-01-01", "2025-10-31", "2028-11-30", "2028-12-01"))
    )
    assert (next(iter(shown)), list(shown)[-1]) == ("2025-11", "2028-11")
    assert (earlier, later) == (2, 1)


def test_without_a_date_there_is_no_timeline(making: Making) -> None:
    assert months(making()) == ({}, 0, 0)


@pytest.mark.parametrize(
    ("most", "lines"), [(1, [1]), (5, [1, 2, 3, 4, 5]), (9, [2, 4, 6, 8, 10]), (120, [50, 100, 150])]
)
def test_heights_are_round_numbers(most: int, lines: list[int]) -> None:
    drawn = columns([(0, most), (most // 2, 0)])
    assert [value for _, value in drawn.lines] == lines
    assert float(drawn.bars[0].second_y) >= float(drawn.lines[-1][0])


def test_the_two_parts_of_a_bar_stand_on_each_other() -> None:
    (bar,) = columns([(3, 2)]).bars
    assert float(bar.second_y) + float(bar.second_height) == pytest.approx(float(bar.first_y), abs=0.2)
    assert float(bar.first_y) + float(bar.first_height) == pytest.approx(220, abs=0.2)


def test_every_number_of_a_picture_is_in_its_table(making: Making) -> None:
    loaded = making([("a", "b", HEALTH)], files=reviewed("2026-09-30", "2027-01-01"))
    text = " ".join(re.sub(r"<[^>]*>", " ", page(loaded)).split())
    assert "Organisation A Organisation B 1" in text
    assert "September 2026 1 0" in text
    assert "January 2027 0 1" in text
