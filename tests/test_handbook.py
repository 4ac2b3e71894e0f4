"""The handbook says what the code does: generated parts, sections, links, and every command that it shows."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from openaccord.problems import CODES
from openaccord.record_types import RECORD_TYPES
from openaccord.schemas import document_schema, read_builtin, table_schema
from openaccord.views.measures import MEASURES

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "handbook" / "reference"
DAY, EPOCH = "2026-11-22", "1795348800"
"""The day of the outputs in the handbook, and its noon in seconds."""

GENERATED = re.compile(r"<!-- generated: .*?<!-- end -->\n?", re.DOTALL)
BLOCK = re.compile(
    r"(?:<!-- (write|append|change): (\S+) -->\n)?```(\w+)\n(.*?)^```$|<!-- begin: (\S+) -->", re.S | re.M
)
FENCED = re.compile(r"^ *```.*?^ *```$", re.S | re.M)
LINK = re.compile(r"(?<!`)\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)


def script(name: str) -> ModuleType:
    """A module of the folder scripts/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HANDBOOK = script("handbook")
PAGES = sorted([*ROOT.glob("*.md"), *HANDBOOK.pages()])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def sections(page: Path) -> dict[str, str]:
    """The text of each heading, by the heading."""
    parts = re.split(r"^#+ (.+)$", read(page), flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def written(section: str) -> str:
    """What people wrote in a section."""
    return GENERATED.sub("", section).strip()


# The parts that are generated.


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_generated_parts_are_up_to_date(page: Path) -> None:
    assert read(page) == HANDBOOK.renew(read(page)), "Run: .venv/bin/python scripts/handbook.py"


def test_every_problem_code_has_its_section() -> None:
    page = REFERENCE / "problems.md"
    assert set(HANDBOOK.parts_of(read(page), "problem")) == set(CODES)
    for code in CODES:
        told = written(sections(page)[code])
        assert re.search(r"^Why it matters: .+?\n\nTo mend it: .", told, re.S | re.M), (
            f"{code}: say why, and how to mend it"
        )


def test_every_measure_has_its_section() -> None:
    page = REFERENCE / "measures.md"
    assert HANDBOOK.parts_of(read(page), "measure")
    assert set(HANDBOOK.parts_of(read(page), "measure")) == set(MEASURES)
    for name in MEASURES:
        told = written(sections(page)[name])
        assert re.search(r"^- Of: .+\n- Kept: .+\n- Source: .+", told, re.M), f"{name}: say what is counted"


def test_every_command_has_its_section() -> None:
    page = REFERENCE / "commands.md"
    assert HANDBOOK.parts_of(read(page), "command") == ["", *HANDBOOK.COMMANDS]
    assert set(HANDBOOK.COMMANDS) <= set(sections(page))


def test_every_type_has_its_section_with_every_field() -> None:
    page = REFERENCE / "records.md"
    found = sections(page)
    assert HANDBOOK.parts_of(read(page), "fields") == ["partnership", *(kind.name for kind in RECORD_TYPES)]
    for kind in RECORD_TYPES:
        content = read_builtin(kind.schema)
        schema = table_schema(content) if kind.register else document_schema(content)
        for field in schema.fields:
            assert f"| `{field.name}` |" in found[kind.name]


def test_every_form_of_a_value_is_explained() -> None:
    told = sections(REFERENCE / "records.md")["How values are written"]
    forms = {field.form for _, schema in HANDBOOK.schemas() for _, field in HANDBOOK.walk(schema.fields)}
    names = {"reference": "id of …", "list": "list of: …"}
    assert {form for form in forms if f"| {names.get(form, form)} |" not in told} == set()


def test_every_make_target_is_told() -> None:
    targets = {
        name
        for line in re.findall(r"^\.PHONY: (.+)$", read(ROOT / "Makefile"), re.M)
        for name in line.split()
    }
    told = sections(REFERENCE / "commands.md")["make"]
    assert {target for target in targets - {"chromium", "jq"} if f"| `make {target}` |" not in told} == set()


# Links.


def anchors(page: Path) -> set[str]:
    """The ids that git hosts give to headings."""
    headings = HEADING.findall(FENCED.sub("", read(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(FENCED.sub("", read(page))):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://")
            continue
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        if fragment:
            assert fragment in anchors(target), f"{link}: no such heading"


def test_every_page_is_linked_from_the_index() -> None:
    index = ROOT / "handbook" / "index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(read(index))}
    assert set(HANDBOOK.pages()) - linked == {index}


# Commands that a reader is told to type.


@dataclass
class Reader:
    """Somebody who does what a page says."""

    folder: Path

    def begin(self, name: str) -> None:
        self.type(f"openaccord init {name}")
        self.type(f"cd {name}")

    def edit(self, how: str, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if how == "change":
            lines = text.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in "- ")
            new = "".join(line[1:] for line in lines if line[0] in "+ ")
            assert read(path).count(old) == 1, f"{file} should have this once:\n{old}"
            text = read(path).replace(old, new)
        elif how == "append":
            text = read(path) + text
        path.write_text(text, encoding="utf-8")

    def type(self, line: str) -> str:
        command, *arguments = shlex.split(line)
        if command == "cd":
            self.folder /= arguments[0]
            return ""
        assert command in ("openaccord", "git"), f"{line}: nobody tests this command"
        program = [sys.executable, "-m", "openaccord"] if command == "openaccord" else ["git"]
        day = ["--today", DAY] if (command, arguments[0]) == ("openaccord", "init") else []
        done = subprocess.run(
            [*program, *arguments, *day],
            cwd=self.folder,
            env=os.environ | SETTING,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.stderr + done.stdout


SETTING = {
    "SOURCE_DATE_EPOCH": EPOCH,
    "PYTHONIOENCODING": "utf-8",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Officer",
    "GIT_AUTHOR_EMAIL": "records@council.example",
    "GIT_COMMITTER_NAME": "Officer",
    "GIT_COMMITTER_EMAIL": "records@council.example",
}


def entries(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, with the output that follows it."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


WITH_COMMANDS = [page for page in HANDBOOK.pages() if "```console" in read(page)]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_a_reader_sees_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for how, file, language, text, partnership in BLOCK.findall(read(page)):
        if partnership:
            reader.begin(partnership)
        elif how:
            reader.edit(how, file, text)
        elif language == "console":
            for command, output in entries(text):
                assert reader.type(command).strip() == output.strip(), f"$ {command}"


def test_the_tutorial_is_run() -> None:
    assert ROOT / "handbook" / "tutorial.md" in WITH_COMMANDS


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "handbook" / "pictures").iterdir())
    assert [path.name for path in pictures] == ["design-dark.png", "design-light.png", "site.png"]
    assert max(path.stat().st_size for path in pictures) <= script("picture").LARGEST
