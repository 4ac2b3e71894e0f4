"""What the policy refuses is found before a site is published, and told with its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openaccord.policy import breaches

REFUSED = {
    "<script>let a = 1</script>": "a <script> in the page itself",
    "<SCRIPT type=module>let a = 1</SCRIPT>": "a <script> in the page itself",
    '<script async src="https://elsewhere.example/a.js"></script>': "a <script> from another site",
    "<script src=//elsewhere.example/a.js></script>": "a <script> from another site",
    "<style>p { top: 0 }</style>": "a <style> in the page itself",
    '<p title="a > b"style="top: 0">': "the attribute “style” of <p>",
    "<img src=x.png onerror=alert(1)>": "the attribute “onerror” of <img>",
    "<svg/onload=alert(1)>": "the attribute “onload” of <svg>",
    '<a href=" JavaScript:alert(1)">': "a script in the attribute “href” of <a>",
    '<img alt="" src="HTTPS://elsewhere.example/x.png">': "a <img> from another site",
    '<img alt="" src="x.png" srcset="x.png 1x, //elsewhere.example/x.png 2x">': "a <img> from another site",
    '<link rel="preload stylesheet" href="https://elsewhere.example/x.css">': "a <link> from another site",
    '<form action="https://elsewhere.example/">': "a <form> from another site",
    '<svg><use href="//elsewhere.example/x.svg#a"/></svg>': "a <use> from another site",
    '<iframe src="x.html"></iframe>': "a <iframe>",
    '<object data="x.pdf"></object>': "a <object>",
    '<video src="x.webm"></video>': "a <video>",
    '<base href="/elsewhere/">': "a <base>",
}
ALLOWED = (
    '<script src="../assets/x.js" defer></script>',
    '<script type="application/ld+json">{"a": 1}</script>',
    '<link rel="canonical" href="https://here.example/">',
    '<link rel="alternate" hreflang="cy" href="https://here.example/cy/">',
    '<link rel="license" href="https://here.example/licence">',
    '<a href="https://elsewhere.example/">once = style = on=</a>',
    '<p>&lt;script&gt; javascript: &lt;p style="x"&gt;</p>',
    '<img alt="" src="data:image/svg+xml,x">',
    '<form action="../find/">',
)


@pytest.mark.parametrize("html", REFUSED)
def test_what_the_policy_refuses_is_found(html: str) -> None:
    assert list(breaches(f"<p>before</p>\n{html}")) == [REFUSED[html]]


@pytest.mark.parametrize("html", ALLOWED)
def test_what_the_policy_allows_is_passed(html: str) -> None:
    assert list(breaches(html)) == []


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_page_that_would_not_work_is_not_published(
    partnership: Path, openaccord: Callable[..., Any]
) -> None:
    write(partnership / "docs" / "about.md", "# About\n\n<p style='top: 0'>x</p>\n")
    answer = openaccord("build", partnership)
    assert answer.status == 2
    assert "page about/index.html has the attribute “style” of <p>" in answer.err
    assert "extra_css in mkdocs.yml" in answer.err
    assert not (partnership / "site").exists()


def test_a_theme_s_page_without_the_policy_is_not_published(
    partnership: Path, openaccord: Callable[..., Any]
) -> None:
    settings = partnership / "mkdocs.yml"
    write(
        settings, settings.read_text("utf-8").replace("name: material", "name: material\n  custom_dir: own")
    )
    write(
        partnership / "own" / "main.html",
        '{% extends "base.html" %}{% block scripts %}{% endblock %}{% block config %}{% endblock %}',
    )
    answer = openaccord("build", partnership)
    assert answer.status == 2
    assert "does not begin with its policy" in answer.err
    assert """content="default-src 'none'; script-src 'self'; """ in answer.err


def test_a_hand_written_file_of_headers_wins(partnership: Path, openaccord: Callable[..., Any]) -> None:
    assert openaccord("build", partnership).status == 0
    assert "frame-ancestors 'none'" in (partnership / "site" / "_headers").read_text("utf-8")
    write(partnership / "docs" / "_headers", "/*\n  X-Own: yes\n")
    write(partnership / "docs" / "about.md", "# About\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n")
    assert openaccord("build", partnership).status == 0
    assert (partnership / "site" / "_headers").read_text("utf-8") == "/*\n  X-Own: yes\n"
    table = (partnership / "site" / "about" / "index.html").read_text("utf-8")
    assert re.search(r'<td class="align-right">1</td>\s*<td>2</td>', table)
