"""Every page is valid HTML. `make audit` asks the Nu HTML checker as well, which needs Java."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import HERE, build
from .html_rules import faults

WRONG = {
    "a paragraph in a phrase": "<span><p>x</p></span>",
    "a list in a paragraph": "<p><em>x<ul><li>y</li></ul></em></p>",
    "a paragraph never closed": "<div><p>x<span></div>",
    "text beside items": "<ul>x<li>y</li></ul>",
    "a block beside items": "<ul><div>y</div></ul>",
    "an item alone": "<div><li>y</li></div>",
    "a term without description": "<dl><div><dt>x</dt></div></dl>",
    "a description without term": "<dl><dd>x</dd></dl>",
    "a link in a link": '<a href="/"><span><a href="/">x</a></span></a>',
    "a button in a link": '<a href="/"><button>x</button></a>',
    "an id twice": '<p id="a">x</p><p id="a">y</p>',
    "an id with a space": '<p id="a b">x</p>',
    "a label for nothing": '<label for="b">x</label>',
    "a name that is nowhere": '<nav aria-labelledby="b">x</nav>',
    "an attribute twice": '<p class="a" class="b">x</p>',
    "an unknown entity": "<p>&nosuch;</p>",
    "a picture without words": '<img src="a.png">',
    "a row outside a table": "<div><tr><td>x</td></tr></div>",
}


def page(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>x</title></head><body>{body}</body></html>'


def test_a_valid_page_has_no_fault() -> None:
    terms = '<dl><div><dt>x</dt><dd><p><a href="/">y</a></p></dd></div></dl>'
    assert faults(page(f"{terms}<details><summary><h2>x</h2></summary></details>")) == []


@pytest.mark.parametrize("wrong", WRONG)
def test_a_fault_is_seen(wrong: str) -> None:
    assert faults(page(WRONG[wrong])) != []


def test_every_page_is_valid(site: Path) -> None:
    told = [
        (file.relative_to(site).as_posix(), fault)
        for file in sorted(site.rglob("*.html"))
        for fault in faults(file.read_text(encoding="utf-8"))
    ]
    assert told == []


def test_pages_with_every_field_are_valid(tmp_path: Path) -> None:
    tests = HERE.parent
    root = shutil.copytree(tests / "partnership", tmp_path / "partnership")
    for folder in ("registers", "protocols"):
        shutil.rmtree(root / folder)
        shutil.copytree(tests / "valid" / "every-field" / folder, root / folder)
    build(root, tmp_path / "site")
    test_every_page_is_valid(tmp_path / "site")
