"""`openaccord diff` compares folders and commits, and tells what changed in four formats."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

Run = Callable[..., Any]

BROKEN = "protocols/agreements/early-help.yaml"
HOSTILE = (
    "](https://evil.example) <img src=x onerror=alert(1)> @everyone ::error::x ##[group] `code` | {x} %s"
)


def git(root: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "-C", str(root), *arguments]
    surroundings = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(command, check=True, capture_output=True, env=surroundings)


@pytest.fixture
def two(tmp_path: Path, partnership: Path) -> tuple[Path, Path]:
    """A partnership, and a copy of it in which the title of an organisation is hostile."""
    other = Path(shutil.copytree(partnership, tmp_path / "other"))
    file = other / "registers" / "organisations.yaml"
    first = re.search(r"title: .*", file.read_text(encoding="utf-8"))
    assert first is not None
    text = file.read_text(encoding="utf-8").replace(first.group(), f"title: {json.dumps(HOSTILE)}", 1)
    file.write_text(text, encoding="utf-8")
    return partnership, other


def test_two_folders_alike_have_no_change(openaccord: Run, partnership: Path) -> None:
    answer = openaccord("diff", partnership, partnership)
    assert (answer.status, answer.out) == (0, f"Nothing changed, from {partnership} to {partnership}.\n")


def test_a_commit_is_compared_with_the_folder_as_it_is(
    openaccord: Run, partnership: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(partnership, "init", "--quiet", "--initial-branch=main")
    git(partnership, "add", "--all")
    git(partnership, "commit", "--quiet", "--message=x")
    file = partnership / "registers" / "retention-rules.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"period: P\d+Y", "period: P99Y", text, count=1), encoding="utf-8")
    monkeypatch.chdir(partnership)
    answer = openaccord("diff", "main")
    assert answer.status == 0
    assert answer.out.startswith("1 material change in 1 record, from main to the current folder.\n\n")
    assert "  material   Information is kept longer by " in answer.out
    assert "  to do      Tell the people concerned" in answer.out
    assert openaccord("diff", "main", "main").out == "Nothing changed, from main to main.\n"


@pytest.mark.parametrize("name", ["--output=x", "-x", "main", "a\nb", "\x1b[31m", "$(touch x)", ":(top)"])
def test_a_commit_that_is_none_is_one_line(
    openaccord: Run, partnership: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    git(partnership, "init", "--quiet", "--initial-branch=other")
    monkeypatch.chdir(partnership)
    before = sorted(path.name for path in partnership.iterdir())
    answer = openaccord("diff", "--", name)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "\x1b" not in answer.err
    assert before == sorted(path.name for path in partnership.iterdir())


def test_json_has_the_shape_that_other_programs_read(openaccord: Run, two: tuple[Path, Path]) -> None:
    told = json.loads(openaccord("diff", *two, "--format", "json").out)
    assert list(told) == ["version", "base", "head", "unread", "asks", "changes"]
    change = told["changes"][0]
    assert list(change) == [
        "type", "id", "title", "file", "class", "kind", "path",
        "sentence", "before", "after", "asks", "reason",
    ]  # fmt: skip
    assert change | {"before": 0, "after": 0, "sentence": "", "id": "", "title": "", "asks": []} == {
        "type": "organisation",
        "id": "",
        "title": "",
        "file": "registers/organisations.yaml",
        "class": "minor",
        "kind": "value-changed",
        "path": "title",
        "sentence": "",
        "before": 0,
        "after": 0,
        "asks": [],
        "reason": None,
    }
    assert change["after"] == HOSTILE


def test_a_hostile_title_does_nothing_at_a_terminal_or_in_ci(openaccord: Run, two: tuple[Path, Path]) -> None:
    for form in ("text", "markdown", "json", "html"):
        said = openaccord("diff", *two, "--format", form).out
        assert "everyone" in said
        assert not re.search(r"::|##\[", said) or form == "html"


def test_a_hostile_title_is_plain_text_in_markdown(openaccord: Run, two: tuple[Path, Path]) -> None:
    said = openaccord("diff", *two, "--format", "markdown").out
    html = MarkdownIt("gfm-like", {"linkify": False}).render(said)
    assert not re.search(r"<(a|img|script)\b", html)
    assert "@everyone" not in html


class Tags(HTMLParser):
    """The names of all tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_hostile_title_is_plain_text_in_html(openaccord: Run, two: tuple[Path, Path]) -> None:
    page = Tags(openaccord("diff", *two, "--format", "html").out)
    assert {"h1", "h2", "li"} <= page.tags
    assert page.tags.isdisjoint({"a", "img", "script", "link"})
    assert page.attributes == {"lang", "charset", "name", "content"}


def test_a_record_with_a_problem_is_said_to_be_left_out(openaccord: Run, two: tuple[Path, Path]) -> None:
    (two[1] / BROKEN).write_text("id: x\n", encoding="utf-8")
    answer = openaccord("diff", *two)
    assert "  material   The record can no longer be shown, because of problems in it." in answer.out
    assert f"Not compared, because of problems in them: {BROKEN}." in answer.out
