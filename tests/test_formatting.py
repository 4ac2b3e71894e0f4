"""The canonical form of YAML records: natural, stable, and without any loss."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaccord.formatting import formed
from openaccord.sources.yaml import read_document
from openaccord.sources.yaml_form import OddFormError, Order, canonical
from openaccord.tree import Folder

ROOT = Path(__file__).parents[1]
Fmt = Callable[..., Any]
ORDER: Order = {
    "id": {},
    "title": {"en": {}, "cy": {}},
    "parties": {"organisation": {}, "role": {}},
    "note": {},
}

LOOSE = """\
\ufeff# The file's own words.\r
# yaml-language-server: $schema=x\r
\r
note: |-   # said by the board\r
    # not a comment\r
    two   \r
\r
    three\r
\r
# Who takes part.\r
parties:   # all of them   \r
-   role: controller\r
    # the council of the county\r
    organisation: anyshire-council   # “x”\r
    # no more of it\r
\r
# the second\r
-   {role: processor,   organisation: other}\r
unknown: 'kept\r
  as it is'   \r
title:\r
\r
    cy: Teitl\r
    en: "Title:  x"\r
id:   charter\r
\r
# the end\r
\r
"""

FORMED = """\
# The file's own words.
# yaml-language-server: $schema=x

id:   charter
title:
  en: "Title:  x"
  cy: Teitl

# Who takes part.
parties:   # all of them
  # the council of the county
  - organisation: anyshire-council   # “x”
    role: controller
    # no more of it

  # the second
  - {role: processor,   organisation: other}
note: |-   # said by the board
  # not a comment
  two   \n\

  three
unknown: 'kept
  as it is'

# the end
"""


def values(text: str) -> Any:
    document, problems = read_document(text.encode(), "a.yaml")
    assert document is not None, (text, problems)
    return document.value


def test_a_record_comes_in_its_form() -> None:
    assert canonical(LOOSE, ORDER) == FORMED


def test_a_comment_deeper_than_a_field_goes_with_it_to_the_end() -> None:
    made = canonical("note: a\n  # of the note\nid: b\n", ORDER)
    assert made == "id: b\nnote: a\n  # of the note\n"
    assert canonical(made, ORDER) == made


def test_the_form_is_stable_and_keeps_every_value() -> None:
    assert values(FORMED) == values(LOOSE)
    assert canonical(FORMED, ORDER) == FORMED


WORD = st.text("ab:#'\"\\-[]{},|>&*!%@? é😀", min_size=1, max_size=8)
COMMENT = st.sampled_from(["", "", "\n", "  # c 1\n", "# c 2\n", "\n      # c 3\n\n"])
NAMES = st.sampled_from(["id", "title", "parties", "note", "en", "cy", "role", "odd"])


@st.composite
def blocks(draw: st.DrawFn, depth: int, level: int = 0) -> str:
    """A group or list in block style, written carelessly."""
    step, space = draw(st.sampled_from([1, 2, 3, 4])), " " * depth
    many = draw(st.lists(NAMES, unique=True, min_size=1, max_size=4))
    heads = [f"{name}:" for name in many] if draw(st.booleans()) else ["-"] * len(many)
    made = ""
    for head in heads:
        made += draw(COMMENT) + space + head
        if level < 2 and draw(st.booleans()):
            inner = draw(blocks(depth + step, level + 1))
            if (
                head == "-"
                and step > 1
                and draw(st.booleans())
                and not inner.lstrip(" ").startswith(("#", "\n"))
            ):
                made += " " * (step - 1) + inner.lstrip(" ")
            else:
                made += draw(st.sampled_from(["", "  # side", "   "])) + "\n" + inner
        else:
            made += " " + draw(scalars(depth + step)) + "\n"
    return made


@st.composite
def scalars(draw: st.DrawFn, depth: int) -> str:
    space, words = " " * depth, draw(st.lists(WORD, min_size=1, max_size=3))
    kind = draw(st.integers(0, 6))
    if kind == 0:
        head = draw(st.sampled_from(["|", ">", "|-", ">+", "|+", f"|{draw(st.integers(1, 3))}", "| # x"]))
        lines = [draw(st.sampled_from([space, space + "  ", ""])) + word for word in words]
        return "\n".join([head, *lines, *([""] * draw(st.integers(0, 2)))])
    if kind == 1:
        return (
            "'"
            + f"\n{space} ".join(word.replace("'", "''") for word in words)
            + "'"
            + draw(st.sampled_from(["", "   ", " # x"]))
        )
    if kind == 2:
        return f'"{space}\n{space}'.join(["", "a \\\n" + space + " b", ""])
    if kind == 3:
        return f"[a , {{b: c}},\n{space}# in\n{space}'d'  ]  "
    return draw(st.sampled_from(["", "~", "2026-03-31", "a b", f"a\n{space}b \n\n{space}c", "0042", "# x"]))


@settings(max_examples=150, deadline=None)
@given(blocks(0), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff", "---\n"]))
def test_any_document_keeps_its_values_and_its_comments(text: str, end: str, begin: str) -> None:
    written = (begin + text).replace("\n", end)
    document, _ = read_document(written.encode(), "a.yaml")
    if document is None:
        return
    try:
        made = canonical(written, ORDER)
    except OddFormError:
        return
    assert values(made) == document.value
    assert canonical(made, ORDER) == made
    for comment in ("# c 1", "# c 2", "# c 3", "# side", "# in", "# x"):
        assert made.count(comment) == text.count(comment)


def every_field(tmp_path: Path) -> Path:
    root = tmp_path / "p"
    shutil.copytree(ROOT / "tests" / "valid" / "every-field", root)
    return root


@pytest.fixture
def fmt(openaccord: Callable[..., Any]) -> Fmt:
    return lambda root, *options: openaccord("fmt", root, *options)


def test_the_example_is_in_its_form() -> None:
    found = list(formed(Folder(ROOT)))
    assert [one.file for one in found if one.reason or one.canonical != one.text] == []
    assert len(found) > 40


def test_only_looking_writes_nothing(tmp_path: Path, fmt: Fmt) -> None:
    root = every_field(tmp_path)
    fmt(root)
    charter = root / "protocols" / "charter.yaml"
    text = charter.read_text("utf-8")
    charter.write_text("\n" + text, "utf-8")
    done = fmt(root, "--check")
    assert (done.status, done.out) == (1, "protocols/charter.yaml\n")
    assert "1 would be written anew, 0 left alone." in done.err
    assert charter.read_text("utf-8") == "\n" + text
    done = fmt(root)
    assert (done.status, done.out) == (0, "protocols/charter.yaml\n")
    assert charter.read_text("utf-8") == text
    assert fmt(root, "--check").status == 0


def test_fields_of_registers_and_settings_are_put_in_order_and_tables_are_left(
    tmp_path: Path, fmt: Fmt
) -> None:
    root = tmp_path / "p"
    (root / "registers").mkdir(parents=True)
    (root / "registers" / "partnership.yaml").write_text("languages: [en, cy]\nname: Anyshire\n")
    (root / "registers" / "words.yaml").write_text("- title_cy: Gair\n  title: Word\n  odd: x\n  id: word\n")
    (root / "registers" / "audits.csv").write_bytes(b"title, id\r\n")
    assert fmt(root).status == 0
    assert (root / "registers" / "partnership.yaml").read_text() == "name: Anyshire\nlanguages: [en, cy]\n"
    assert (root / "registers" / "words.yaml").read_text() == (
        "- id: word\n  title: Word\n  title_cy: Gair\n  odd: x\n"
    )
    assert (root / "registers" / "audits.csv").read_bytes() == b"title, id\r\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id: a\nid: a\n", "it has a problem in line 2, which “openaccord check” tells"),
        ("title: x\n? id\n: charter\n", "it is laid out in a way that would be lost"),
        ('title: "x\\ \n  y"\nid: charter\n', "a value would change"),
    ],
)
def test_a_file_that_would_lose_something_is_left_alone(
    tmp_path: Path, fmt: Fmt, text: str, reason: str
) -> None:
    root = every_field(tmp_path)
    (root / "protocols" / "charter.yaml").write_text(text, "utf-8")
    done = fmt(root)
    assert f"protocols/charter.yaml: left alone, since {reason}.\n" in done.err
    assert done.status == 0
    assert (root / "protocols" / "charter.yaml").read_text("utf-8") == text
