"""The page of promises: what stands at a glance, and how much is shown of what falls short."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from openaccord.loading import load
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
Promising = Callable[[int, int], str]


@pytest.fixture
def promising(tmp_path: Path) -> Promising:
    """The page where some assets have an owner and others have none, and nothing else can be counted."""

    def page(owned: int, others: int) -> str:
        assets = [
            {"id": f"a{number}", "title": f"Asset {number}", "organisation": "a", "retention_rule": "six"}
            for number in range(owned + others)
        ]
        for asset in assets[:owned]:
            asset["owner_role"] = "Head of Records"
        principles = [
            {
                "id": "kept",
                "statement": "We keep a register.",
                "measures": ["assets-with-retention", "assets-with-owner"],
            },
            {"id": "uncounted", "statement": "We train.", "measures": ["training-completed"]},
        ]
        files = {
            "registers/partnership.yaml": {"name": "Anyshire", "languages": ["en"]},
            "registers/organisations.yaml": [{"id": "a", "title": "A", "kind": "council"}],
            "registers/retention-rules.yaml": [{"id": "six", "title": "Six years"}],
            "registers/information-assets.yaml": assets,
            "protocols/charter.yaml": {
                "id": "charter",
                "title": "Charter",
                "status": "in-force",
                "signatories": [{"organisation": "a"}],
                "principles": principles,
            },
        }
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(json.dumps(content), "utf-8")  # JSON is YAML as well
        pages = Site(load(Folder(tmp_path)), TODAY).pages()
        return next(one.html for one in pages if one.address == "promises/")

    return page


def glance(html: str) -> str:
    """What the page says before the first promise."""
    return " ".join(re.sub(r"<[^>]*>", " ", html[: html.index("<article")]).replace("&nbsp;", " ").split())


def test_a_promise_is_as_good_as_its_least_kept_measure(promising: Promising) -> None:
    assert "We keep a register. 75 % We train. Not counted" in glance(promising(3, 1))


def test_the_glance_leads_to_each_promise(promising: Promising) -> None:
    html = promising(1, 0)
    for name in ("kept", "uncounted"):
        assert f'<a href="#{name}">' in html
        assert f'<article class="promise" id="{name}">' in html


@pytest.mark.parametrize(("short", "folded"), [(3, False), (4, True)])
def test_many_records_that_fall_short_are_folded(short: int, folded: bool, promising: Promising) -> None:
    html = promising(1, short)
    assert f"{short} records fall short" in html
    assert ("<details" in html) is folded


def test_a_page_of_promises_names_fifty_records_and_counts_the_rest(promising: Promising) -> None:
    html = promising(0, 60)
    assert html.count("/assets/a") == 50
    assert "10 more" in html
