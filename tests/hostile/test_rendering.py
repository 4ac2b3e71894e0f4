"""Whatever partners write, no page runs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from danger import danger

from openaccord.loading import load
from openaccord.rendering.prose import prose
from openaccord.site import Site
from openaccord.tree import Folder

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><b onmouseover=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example/)",
    "[x](../../admin/)",
    "<javascript:alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    "![x](https://evil.example/pixel.png)",
    "{{ 7*7 }}{% raw %}",
    "</title><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "# <script>\n<iframe src=x>",
    "openaccordmarkcontent openaccordmarkid openaccordmarktitle",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_prose_is_harmless(payload: str) -> None:
    assert danger(str(prose(payload))) == []


def test_danger_is_seen_where_it_is() -> None:
    seen = [payload for payload in PAYLOADS if danger(payload)]
    assert len(seen) >= 8


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- - - " * 200, id="a kilobyte of rules"),
        pytest.param("<![CDATA[" * 3000, id="27 KB of CDATA"),
        pytest.param(">" * 60000, id="quotes in quotes"),
        pytest.param("[" * 20000, id="open brackets"),
        pytest.param("- " * 10000, id="lists in lists"),
        pytest.param("*a" * 20000, id="emphasis never closed"),
        pytest.param("`" * 60000, id="backticks"),
    ],
)
def test_prose_ends(text: str) -> None:
    assert danger(str(prose(text))) == []


def _poisoned(value: Any, payloads: Iterator[str]) -> Any:
    """The same record with a payload in every text that no schema restricts."""
    if isinstance(value, dict):
        return {key: _poisoned(one, payloads) for key, one in value.items()}
    if isinstance(value, list):
        return [_poisoned(one, payloads) for one in value]
    return f"{value} {next(payloads)}" if isinstance(value, str) and " " in value else value


def test_no_page_runs_what_a_record_says() -> None:
    """Every record of the example, with one payload after the other in its texts, on every kind of page."""
    loaded = load(Folder(Path(__file__).parents[2]))
    payloads = cycle(PAYLOADS)
    for record in loaded.partnership.all():
        poisoned = _poisoned(dict(record.data), payloads)
        record.data.clear()  # type: ignore[attr-defined] # records are read-only to everyone but this test
        record.data.update(poisoned)  # type: ignore[attr-defined] # the same
    site = Site(loaded, date(2026, 11, 22))
    pages = [made.page.html for made in site.record_pages()] + [page.html for page in site.pages()]
    assert len(pages) > 700
    assert [found for html in [*pages, site.home("en", "")] for found in danger(html)] == []
