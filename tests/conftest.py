"""What every test can ask for."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.loading import load
from openaccord.rules.assessing import RULES
from openaccord.rules.facts import Facts
from openaccord.tree import Folder

HERE = Path(__file__).parent
ROOT = HERE.parent
TODAY = "2026-11-22"
"""The day of the frozen partnership in `tests/partnership/`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which writes expected results anew for a reviewer to read as a diff."""
    parser.addoption("--update", action="store_true", help="write the expected results anew")


@pytest.fixture(scope="session", autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what commands remember out of the user's own folder."""
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def held(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """A function that holds a text against the file in which it is expected; `--update` writes the file."""

    def hold(file: Path, text: str) -> None:
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        assert file.is_file(), f"{file.relative_to(ROOT)} is missing: write it with pytest --update"
        assert text == file.read_bytes().decode(), f"{file.relative_to(ROOT)} is no longer what comes out"

    return hold


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands behave as on a desk, wherever the tests run."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


@contextmanager
def _as_before() -> Iterator[None]:
    """Take back what a build does to MkDocs' logger and to the surroundings."""
    logs = [logging.getLogger(name) for name in ("mkdocs", "mkdocs.plugins.openaccord")]
    kept = [(log, log.level, list(log.handlers)) for log in logs]
    surroundings = dict(os.environ)
    try:
        yield
    finally:
        for log, level, handlers in kept:
            log.setLevel(level)
            log.handlers[:] = handlers
        os.environ.clear()
        os.environ.update(surroundings)


@pytest.fixture
def openaccord(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """The command `openaccord` as its user runs it, but in this process: openaccord("check", folder)."""
    from openaccord.cli import main  # noqa: PLC0415 - only tests of commands need it

    def run(*arguments: str | Path) -> Answer:
        monkeypatch.setattr(sys, "argv", ["openaccord", *map(str, arguments)])
        capfd.readouterr()
        with _as_before():
            try:
                main()
                status = 0
            except SystemExit as end:
                status = int(end.code or 0)
        said = capfd.readouterr()
        return Answer(status, said.out, said.err)

    return run


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    """A copy of the frozen partnership."""
    return Path(shutil.copytree(HERE / "partnership", tmp_path / "anyshire"))


@pytest.fixture
def every_field(partnership: Path) -> Path:
    """A partnership that has a record of each type with every field filled, and can be built."""
    for folder in ("protocols", "registers"):
        shutil.rmtree(partnership / folder)
        shutil.copytree(HERE / "valid" / "every-field" / folder, partnership / folder)
    return partnership


@pytest.fixture
def found(tmp_path: Path) -> Callable[[str, Mapping[str, Any]], list[str]]:
    """A function that says what a rule finds in a partnership of these files, each given as its content."""

    def ask(code: str, files: Mapping[str, Any]) -> list[str]:
        settings = {"name": "Anyshire", "languages": ["en"]}
        for path, content in {"registers/partnership.yaml": settings, **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML as well
        loaded = load(Folder(tmp_path))
        assert {problem.code for problem in loaded.problems} <= {"descriptor-outdated"}
        facts = Facts(loaded.partnership, date.fromisoformat(TODAY))
        return [finding.message for finding in RULES[code](facts)]

    return ask
