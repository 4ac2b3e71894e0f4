"""The style sheet, the templates and the page of the design name the same classes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from openaccord.review import STATES
from openaccord.schemas import code_list

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "openaccord"
STYLE = PACKAGE / "theme" / "assets" / "openaccord" / "openaccord.css"
PAGE = ROOT / "handbook" / "reference" / "design.md"

ONLY_NAMES = {"head", "linked", "right", "facts--small", "meters__name", "measure__name", "tag--ended"}
ONLY_NAMES |= {"tag--important", "ask__none", "pages"}
"""Classes that say what something is and look like nothing of their own."""

COMPUTED = {
    "tag": {*STATES, *code_list("agreement-status"), *code_list("protocol-status"), "warning"},
    "review": {*STATES},
    "matrix": {"1", "2", "3"},
    "network__edge": {"2", "3"},
    "align": {"left", "right", "center"},
}
"""Classes whose last part a template works out."""


def styled() -> set[str]:
    """Every class of ours in a selector of the style sheet."""
    rules = re.sub(r"/\*.*?\*/", "", STYLE.read_text("utf-8"), flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]*)\{", rules))
    return {one for one in re.findall(r"\.([a-z][\w-]*)", selectors) if not one.startswith("md-")}


def sources() -> str:
    """Everything that writes HTML: templates, theme, code and script."""
    kinds = ("*.jinja", "*.html", "*.py", "*.js")
    return "\n".join(path.read_text("utf-8") for kind in kinds for path in sorted(PACKAGE.rglob(kind)))


def named(html: str) -> set[str]:
    """The classes that some HTML or a template gives outright."""
    given = re.findall(r'class="([^"]*)"', html)
    plain = (re.sub(r"\S*\{[{%].*?[%}]\}\S*", " ", one) for one in given)
    return {name for one in plain for name in one.split() if re.fullmatch(r"[a-z][\w-]*", name)}


def test_no_style_is_left_that_nothing_uses() -> None:
    said = sources()
    computed = {
        f"{block}{join}{end}"
        for block, ends in COMPUTED.items()
        for end in ends
        for join in ("--", "__", "-")
    }
    assert {one for one in styled() if not re.search(rf"(?<![\w-]){one}(?![\w-])", said)} - computed == set()


def test_every_class_of_a_template_has_a_style_or_is_only_a_name() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.jinja")))
    assert {one for one in named(templates) - styled() if not one.startswith("md-")} <= ONLY_NAMES


def test_the_page_of_the_design_shows_what_there_is() -> None:
    shown = dict(runpy.run_path(str(ROOT / "scripts" / "picture.py"))["samples"]())
    assert len(shown) > 10
    classes = set().union(*map(named, shown.values()))
    assert classes - styled() - ONLY_NAMES == set()
    blocks = {one.partition("__")[0].partition("--")[0] for one in classes}
    for block in (
        "tag",
        "crumbs",
        "notice",
        "review",
        "fact",
        "flow",
        "records",
        "table",
        "card",
        "meters",
        "timeline",
    ):
        assert block in blocks


def test_rules_use_tokens_and_no_colour_of_their_own() -> None:
    rules = STYLE.read_text("utf-8").partition(":root, [data-md-color-scheme]")[2]
    colours = re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", rules)
    assert set(colours) <= {"#10201e", "#000"}  # what is drawn around the focus, and the shade of the menu


def test_every_token_is_used_and_told() -> None:
    style = STYLE.read_text("utf-8")
    tokens = set(re.findall(r"^\s*--(?!md-)([a-z0-9-]+):", style, re.MULTILINE))
    assert {one for one in tokens if f"var(--{one})" not in style} == set()
    told = PAGE.read_text("utf-8")
    for one in tokens:
        line = re.search(rf"^\| `--{one}` \|.*\| (.*) \|$", told, re.MULTILINE)
        assert line, one
        assert line[1], f"--{one} does not say what it is for"
