"""The past is read from git in one pass, in words, and what is not known is said."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.changes.telling import tell
from openaccord.commits import Step, read_head, read_steps
from openaccord.history.past import Extent, Past
from openaccord.history.reading import read_past
from openaccord.loading import load
from openaccord.problems import Stop
from openaccord.rendering.wording import wording
from openaccord.tree import Folder

ENGLISH = wording("en")
SETTINGS = "name: Anyshire\nlanguages: [en]\ntime_zone: Europe/London\n"
ORGANISATIONS = "- {id: council, title: Council, kind: council}\n- {id: trust, title: Trust, kind: nhs}\n"
HELP = "protocols/agreements/help.yaml"
AGREEMENT = """\
id: help
kind: information-sharing
title: Help
status: in-force
parties: [{organisation: council}]
"""


class Repository:
    """A repository whose commits are made one by one, each a day after the one before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 1_750_000_000
        root.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        surroundings = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_COMMITTER_DATE": f"@{self.day} +0000",
            "GIT_AUTHOR_DATE": "@1000000000 +0000",
        }
        names = ["-c", "user.name=Canary Author", "-c", "user.email=canary@author.example"]
        done = subprocess.run(
            ["git", *names, "-C", str(self.root), *arguments],
            env=surroundings,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, files: dict[str, str | None]) -> str:
        for path, text in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
            else:
                place.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=Canary message")
        self.day += 86_400
        return self.git("rev-parse", "HEAD")

    def past(self) -> Past:
        return read_past(self.root, load(Folder(self.root)).partnership)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with one commit of settings, two organisations and an agreement."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Repository(tmp_path / "anyshire")
    made.commit(
        {
            "registers/partnership.yaml": SETTINGS,
            "registers/organisations.yaml": ORGANISATIONS,
            HELP: AGREEMENT,
        }
    )
    return made


def said(past: Past) -> list[list[str]]:
    return [[tell(change, ENGLISH, "en") for change in moment.changes] for moment in past.moments]


def steps(root: Path) -> tuple[Step, ...]:
    return read_steps(root, read_head(root))


def newest(repository: Repository) -> list[str]:
    return said(repository.past())[0]


def test_each_commit_is_told_in_words_with_its_day(repository: Repository) -> None:
    repository.commit({HELP: AGREEMENT.replace("in-force", "suspended")})
    repository.commit({HELP: None})
    past = repository.past()
    assert said(past) == [
        ["The record was taken out."],
        ["It is now “Suspended”; it was “In force”."],
        ["New sharing agreement, with the status “In force”.", *["This record is new."] * 3],
    ]
    assert [moment.day for moment in past.moments] == [
        date(2025, 6, 17),
        date(2025, 6, 16),
        date(2025, 6, 15),
    ]
    assert (past.extent, past.since, past.why) == (Extent.WHOLE, date(2025, 6, 15), "")


def test_nothing_of_who_made_a_commit_is_kept(repository: Repository, tmp_path: Path) -> None:
    assert "anary" not in repr(repository.past()) + repr(steps(repository.root))
    for kept in (tmp_path / "cache").rglob("*.json"):
        assert b"anary" not in kept.read_bytes()


def test_other_records_count_as_they_were_at_the_time(repository: Repository) -> None:
    """Whether information is sensitive is looked up in the register of that commit, not of today."""
    register = "registers/information-categories.yaml"
    health = "- {id: health, title: Health, special_category: true}\n"
    flow = "flows: [{from: council, to: trust, information: [health]}, {from: trust, to: council}]\n"
    repository.commit({register: health, HELP: AGREEMENT + flow.replace("[health]", "[]")})
    repository.commit({HELP: AGREEMENT + flow})
    repository.commit({register: health.replace("true", "false")})
    assert said(repository.past())[1] == [
        "Special category information is now shared (UK GDPR Article 9): Health."
    ]


def test_a_move_and_another_id_in_one_commit_are_told_as_such(repository: Repository) -> None:
    repository.commit({HELP: None, "protocols/agreements/families/help.yaml": AGREEMENT})
    assert newest(repository) == [f"The file moved from {HELP} to protocols/agreements/families/help.yaml."]
    renamed = AGREEMENT.replace("id: help", "id: early")
    repository.commit(
        {"protocols/agreements/families/help.yaml": None, "protocols/agreements/early.yaml": renamed}
    )
    assert newest(repository) == ["The id is now early; it was help. The old address leads nowhere."]


def test_a_register_that_becomes_csv_has_not_changed(repository: Repository) -> None:
    rows = "id,title,kind\ncouncil,Council,council\ntrust,Trust,nhs\n"
    repository.commit({"registers/organisations.yaml": None, "registers/organisations.csv": rows})
    assert set(newest(repository)) == {
        "The file moved from registers/organisations.yaml to registers/organisations.csv."
    }


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("id: [", id="not YAML"),
        pytest.param("- a list", id="of another shape"),
        pytest.param(AGREEMENT + "no_such_field: 1\n", id="against the schema"),
        pytest.param(AGREEMENT + "summary: NHS number 943 476 5919\n", id="with personal data"),
    ],
)
def test_a_version_that_cannot_be_shown_is_said_and_not_shown(repository: Repository, broken: str) -> None:
    repository.commit({HELP: broken})
    repository.commit({HELP: AGREEMENT})
    past = repository.past()
    assert said(past)[:2] == [
        ["The record can be shown again."],
        ["The record can no longer be shown, because of problems in it."],
    ]
    assert "943" not in repr(past)


def test_notes_that_are_never_published_are_no_part_of_it(repository: Repository) -> None:
    repository.commit({HELP: AGREEMENT + "internal_notes: canary-note\n"})
    past = repository.past()
    assert len(past.moments) == 1
    assert "canary-note" not in repr(past)


def test_a_merge_is_one_moment_and_its_branch_none(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({HELP: AGREEMENT.replace("title: Help", "title: Helping")})
    repository.commit({HELP: AGREEMENT.replace("title: Help", "title: More help")})
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message=x", "side")
    assert len(repository.past().moments) == 2
    assert newest(repository) == ["“Title” is now More help; it was Help."]


def test_a_link_holds_no_record(repository: Repository) -> None:
    (repository.root / HELP).unlink()
    (repository.root / HELP).symlink_to("/etc/passwd")
    repository.commit({})
    assert newest(repository) == ["The record was taken out."]


def test_a_partnership_below_the_root_has_its_own_past(repository: Repository) -> None:
    repository.commit({f"inner/{HELP}": AGREEMENT, "inner/registers/partnership.yaml": SETTINGS})
    inner = repository.root / "inner"
    past = read_past(inner, load(Folder(inner)).partnership)
    assert [change.type for change in past.moments[0].changes] == ["agreement", "partnership"]


# What is not known.


def test_a_shallow_clone_tells_only_what_it_knows(repository: Repository, tmp_path: Path) -> None:
    repository.commit({HELP: AGREEMENT.replace("in-force", "suspended")})
    repository.commit({HELP: AGREEMENT})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.root}", str(clone))
    past = read_past(clone, load(Folder(clone)).partnership)
    assert (past.extent, past.since) == (Extent.SHALLOW, date(2025, 6, 16))
    assert said(past) == [["It is now in force; it was “Suspended”."]]


def test_where_there_is_no_repository_nothing_is_known_and_it_is_said(repository: Repository) -> None:
    loaded = load(Folder(repository.root))
    (repository.root / ".git").rename(repository.root.parent / "gone")
    past = read_past(repository.root, loaded.partnership)
    assert (past.moments, past.extent) == ((), Extent.UNKNOWN)
    assert "is not in a git repository" in past.why


def test_where_there_is_no_git_nothing_is_known_and_it_is_said(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert repository.past().why.startswith("Git is not installed")


def test_a_repository_without_a_commit_has_no_past(tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty")
    with pytest.raises(Stop, match="There is no commit yet"):
        read_head(empty.root)


def test_a_history_that_was_rewritten_is_noticed(repository: Repository) -> None:
    repository.commit({HELP: AGREEMENT.replace("in-force", "suspended")})
    assert not repository.past().rewritten
    repository.commit({HELP: AGREEMENT})
    assert not repository.past().rewritten
    repository.git("reset", "--quiet", "--hard", "HEAD~2")
    repository.commit({HELP: AGREEMENT.replace("in-force", "withdrawn")})
    assert repository.past().rewritten


@pytest.mark.parametrize("seconds", ["0", "99999999999", "4102444800"])
def test_any_time_that_a_commit_can_have_is_a_day(repository: Repository, seconds: str) -> None:
    repository.day = int(seconds)
    repository.commit({HELP: AGREEMENT.replace("in-force", "suspended")})
    assert len(repository.past().moments) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.diffMerges", "off"),
        ("diff.renames", "copies"),
        ("diff.relative", "false"),
        ("diff.noprefix", "true"),
        ("core.quotePath", "true"),
        ("color.ui", "always"),
        ("format.pretty", "fuller"),
        ("diff.external", "false"),
    ],
)
def test_no_setting_of_whoever_builds_changes_it(repository: Repository, name: str, value: str) -> None:
    repository.commit({HELP: None, "protocols/agreements/fam\u00edlies/help.yaml": AGREEMENT})
    before = steps(repository.root)
    repository.git("config", name, value)
    assert steps(repository.root) == before


def test_a_path_is_never_taken_for_a_commit(repository: Repository) -> None:
    names = ["\x01" + "0" * 40 + " 1", ":100644 000000 a b M", "-x", "a\nb"]
    repository.commit({f"registers/{name}": "x" for name in names})
    step = steps(repository.root)[-1]
    assert {touch.path for touch in step.touched} == {f"registers/{name}" for name in names}


# One pass, and kept.


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that are started."""
    commands: list[list[str]] = []
    popen: Any = subprocess.Popen.__init__

    def note(self: object, command: list[str], *rest: object, **options: object) -> None:
        commands.append(command)
        popen(self, command, *rest, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", note)
    return commands


def test_many_commits_take_three_processes(repository: Repository, started: list[list[str]]) -> None:
    for number in range(6):
        repository.commit({HELP: AGREEMENT.replace("title: Help", f"title: Help {number}")})
    started.clear()
    repository.past()
    assert len(started) == 3
    repository.past()
    assert len(started) == 4, "where nothing was committed since, git is asked for no more than the head"


def test_what_is_known_of_a_commit_is_not_read_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        repository.commit({HELP: AGREEMENT.replace("title: Help", f"title: Help {number}")})
    first = repository.past()
    read: list[str] = []
    contents = "openaccord.history.contents"
    monkeypatch.setattr(f"{contents}.read_document", lambda data, path: read.append(path) or (None, []))
    assert repository.past() == first
    assert read == []


def test_the_next_commit_is_told_as_it_would_be_without_what_is_known(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.commit({HELP: AGREEMENT + "retention: []\n"})
    repository.past()
    repository.commit({HELP: AGREEMENT.replace("organisation: council", "organisation: trust")})
    again = repository.past()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    assert again == repository.past()
    assert said(again)[0] == [
        "Council no longer takes part.",
        "Trust now takes part. Its role is not recorded.",
    ]


def test_a_damaged_memory_is_a_slow_run_and_no_wrong_one(repository: Repository, tmp_path: Path) -> None:
    first = repository.past()
    for kept in (tmp_path / "cache").rglob("*-history.json"):
        kept.write_bytes(kept.read_bytes().replace(b"Help", b"Harm"))
    assert repository.past() == first
