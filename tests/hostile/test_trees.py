"""Whole partnerships that mean harm: each is told with line and remedy, and leads nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from danger import danger, everything
from trees import ELSEWHERE, STOP, TREES, Tree, both, own, write_sound

from openaccord.loading import load
from openaccord.problems import Problem
from openaccord.rendering.environment import environment
from openaccord.rules.assessing import assess
from openaccord.site import Site
from openaccord.tree import Commit, Folder

TODAY = date(2026, 11, 22)
OFFLINE = Path(__file__).with_name("offline.py")
AT_ONCE = (
    *("a link to the passwords", "a link to a folder outside", "a link to the folder above", "a pipe"),
    *("a descriptor that is a link", "a schema that is a link", "dpias that are a link", "a program"),
    *("a line break in a name", "a colour in a name", "a name that is not UTF-8", "a command of a CI system"),
    *("a name of markup", "a path of three thousand", "a name of a device", "a name of two dots"),
    *("a name that leads up", "a name of backslashes", "an id that leads up", "an id of another record"),
    *(
        "a schema called '..'",
        "a schema called 'data'",
        "a schema called 'a\\n'",
        "two names that differ in case",
    ),
    *("agreements that replace each other", "reviews at the end of time"),
)
"""What can be done to one and the same partnership, one after the other."""


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates are the same for every partnership here, and take most of the time."""
    monkeypatch.setattr("openaccord.site.environment", lambda say: _templates(say("en")))


@cache
def _templates(_language: str) -> Any:
    return environment(str)


def told(problem: Problem) -> str:
    """What is wrong with a problem: nothing."""
    place, last = problem.place, problem.hint[-1:]
    here = place.line >= 1 and place.column >= 1 and place.file
    said = problem.message.endswith(".") and (
        last in (".", "?", "]") or problem.code == "descriptor-outdated"
    )
    return (
        "" if here and said and problem.message.isprintable() and problem.hint.isprintable() else str(problem)
    )


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_hostile_partnership_costs_itself_alone(
    tree: Tree, tmp_path: Path, openaccord: Callable[..., Any]
) -> None:
    root = tmp_path / "harm"
    write_sound(root)
    tree.make(root)
    answer = openaccord("check", root)
    lines = [line for stream in (answer.out, answer.err) for line in stream.split("\n")]
    assert "root:x:0" not in answer.out
    assert [line for line in lines if line.startswith(("::", "##[", "Traceback"))] == []
    assert [line for line in lines if not line.replace("\u200b", "").isprintable()] == []
    if tree.code == STOP:
        assert answer.status == 2
        assert len(answer.err.splitlines()) == 1
        return
    loaded = assess(load(Folder(root)), TODAY)
    assert [told(problem) for problem in loaded.problems if told(problem)] == []
    assert tree.code in {problem.code for problem in loaded.problems} or not tree.code
    assert answer.status == int(any(problem.severity == "error" for problem in loaded.problems))
    pages, files = everything(Site(loaded, TODAY))
    assert "A sound agreement" in pages["agreements/sound/"]
    assert [found for html in pages.values() for found in danger(html)] == []
    for path, text in files.items():
        if path.endswith(".json"):
            json.loads(text)


def test_there_are_more_than_sixty() -> None:
    assert len(TREES) > 60
    assert sum(1 for tree in TREES.values() if tree.code) > 60


def watched(told: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, OFFLINE, told, *arguments]
    temporary = told.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    surroundings = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        "TMPDIR": str(temporary),
    }
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def test_a_build_of_them_all_opens_no_connection_and_writes_nothing_outside(tmp_path: Path) -> None:
    """The kernel kills the process at its first socket; every path that is written is noted."""
    root, site, paths = tmp_path / "harm", tmp_path / "out" / "site", tmp_path / "paths"
    write_sound(root)
    both(*(TREES[name].make for name in AT_ONCE), own({"$ref": ELSEWHERE}))(root)
    before = sorted(str(path) for path in root.rglob("*"))
    done = watched(paths, "build", root, "--site-dir", site)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert (site / "agreements/sound/index.html").is_file()
    written = paths.read_text("utf-8").splitlines()
    assert len(written) > 50
    remembered = f"{os.environ['XDG_CACHE_HOME']}/openaccord"  # the user's own, where memory.py keeps things
    allowed = (str(site.parent), "/dev/null", remembered, str(tmp_path / "temporary"))
    assert [path for path in written if not path.startswith(allowed)] == []
    assert sorted(str(path) for path in root.rglob("*")) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


CONNECTS = "import offline; offline.kill_at_the_first_socket(); import socket; socket.socket()"


def test_the_watch_sees_a_connection_and_a_path() -> None:
    """Else the test above could not fail."""
    here = OFFLINE.parent
    killed = subprocess.run([sys.executable, "-c", CONNECTS], cwd=here, capture_output=True, check=False)
    python = "import offline, socket; offline.watch([]); socket.create_connection(('127.0.0.1', 9))"
    refused = subprocess.run([sys.executable, "-c", python], cwd=here, capture_output=True, check=False)
    watching = "import offline; print(offline.kill_at_the_first_socket())"
    here_too = subprocess.run([sys.executable, "-c", watching], cwd=here, capture_output=True, check=False)
    assert killed.returncode < 0 or here_too.stdout == b"False\n"
    assert b"ConnectionError: socket." in refused.stderr


def test_the_validators_fetch_nothing(tmp_path: Path) -> None:
    """A reference to elsewhere inside a schema is refused by what decides and by what explains."""
    program = (
        "import offline; offline.kill_at_the_first_socket(); offline.watch([])\n"
        "from openaccord.checking import _failures, compile_schema\n"
        "from openaccord.schemas import Schema\n"
        f"for document in ({{'$ref': '{ELSEWHERE}'}}, {{'$ref': 'file:///etc/passwd'}}):\n"
        "    try:\n"
        "        compile_schema(Schema('', '', '', '', document, ()))\n"
        "    except ValueError:\n"
        "        print('refused')\n"
        "    try:\n"
        "        list(_failures(document, 1))\n"
        "    except Exception as error:\n"
        "        print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=OFFLINE.parent, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["refused", "_WrappedReferencingError"] * 2, done.stderr


GIT = ("git", "-c", "user.name=Officer", "-c", "user.email=records@council.example")


def test_a_commit_of_harm_is_read_like_a_folder(tmp_path: Path) -> None:
    root = tmp_path / "harm"
    write_sound(root)
    for name in (
        "a link to the passwords",
        "a link to the folder above",
        "a colour in a name",
        "a bomb of aliases",
    ):
        TREES[name].make(root)
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Harm")):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    from_folder, from_commit = load(Folder(root)), load(Commit(root, "HEAD"))
    assert from_commit.problems == from_folder.problems
    assert {problem.code for problem in from_commit.problems} >= {
        "not-a-file",
        "forbidden-character",
        "yaml-feature",
    }
