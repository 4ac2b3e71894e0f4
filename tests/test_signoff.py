"""Who has to agree to a proposal, who has, and who is asked by the git host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from openaccord.approvals import approvers, teams_of
from openaccord.problems import Stop

Run = Callable[..., Any]

ROOT = Path(__file__).parents[1]
TEAMS = "teams:\n  a: ['@x/a', '@x/a-law']\n  b: ['@x/b']\n"
ORGANISATIONS = "".join(
    f"- {{id: {one}, title: Council {one.upper()}, kind: council}}\n" for one in ("a", "b", "c", "d")
)
AGREEMENT = (
    "id: help\ntitle: Helping\nkind: one-off\nstatus: in-force\nparties:\n"
    "  - {{organisation: a}}\n  - {{organisation: b{b}}}\n  - {{organisation: c, role: recipient}}\n"
    "purposes: [{purpose}]\ncontact: {contact}\n"
)


@pytest.fixture
def state(tmp_path: Path) -> Callable[..., Path]:
    """A function that makes a state of a partnership with one agreement."""

    def make(name: str, teams: str = TEAMS, more: str = "", **said: str) -> Path:
        words = {"b": "", "purpose": "Care", "contact": "team@a.example", **said}
        for file, text in {
            "registers/partnership.yaml": f"name: Anyshire\nlanguages: [en]\n{teams}",
            "registers/organisations.yaml": ORGANISATIONS,
            "protocols/agreements/in care/help.yaml": AGREEMENT.format(**words) + more,
        }.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / name

    return make


def review(login: str, state: str = "APPROVED", commit: str = "2") -> dict[str, Any]:
    return {"user": {"login": login}, "state": state, "commit_id": commit}


def test_the_last_word_of_each_account_counts() -> None:
    told = [
        [review("Ann"), review("Ben"), review("Cat", "COMMENTED")],
        [
            review("Ben", "CHANGES_REQUESTED"),
            review("Ann", "COMMENTED"),
            review("Dan"),
            review("Dan", "DISMISSED"),
        ],
        [review("Eve", commit="1"), review("Fay", commit="1"), review("Fay")],
    ]
    assert approvers(told) == {"ann", "eve", "fay"}
    assert approvers(told, "2") == {"ann", "fay"}
    assert approvers({"approved_by": [{"user": {"username": "Ann"}}, {"user": {"username": "ben"}}]}) == {
        "ann",
        "ben",
    }


@pytest.mark.parametrize("wrong", ["no", [1], [{"state": "APPROVED"}], {"approved_by": [{}]}])
def test_what_no_host_answers_is_refused(wrong: Any) -> None:
    with pytest.raises(Stop, match="neither GitHub's reviews nor GitLab's approvals"):
        approvers(wrong)
    with pytest.raises(Stop, match="members"):
        teams_of([wrong])


@pytest.fixture
def signoff(tmp_path: Path, openaccord: Run) -> Callable[..., Any]:
    """A function that asks who has agreed, with these reviews of members ann of @x/a and bob of @x/b."""

    def ask(before: Path, after: Path, *more: str, reviews: Any = ()) -> Any:
        (tmp_path / "reviews.json").write_text(json.dumps(list(reviews)), "utf-8")
        (tmp_path / "members.json").write_text(
            '{"@X/A": ["Ann"], "@x/b": ["bob"], "@x/evil": ["eve"]}', "utf-8"
        )
        files = ("--approvals", tmp_path / "reviews.json", "--members", tmp_path / "members.json")
        return openaccord("signoff", before, after, *files, *more)

    return ask


def test_every_party_that_signs_is_asked(state: Callable[..., Path], signoff: Callable[..., Any]) -> None:
    before, after = state("before"), state("after", purpose="Plan")
    answer = signoff(before, after, reviews=[review("ann"), review("eve")])
    assert (answer.status, answer.err) == (1, "")
    assert answer.out.splitlines() == [
        "agreement/help: Helping",
        "  has agreed      Council A",
        "  has not agreed  Council B: ask @x/b",
        "1 of 2 have agreed.",
    ]
    answer = signoff(before, after, "--author", "Bob", "--format", "markdown", reviews=[review("ann")])
    assert answer.status == 0
    assert "- [x] Council B (`@x/b`)" in answer.out
    # No account is told.
    assert not re.search("ann|bob|eve", answer.out, re.IGNORECASE)


def test_a_change_that_asks_for_no_signature_asks_nobody(
    state: Callable[..., Path], signoff: Callable[..., Any]
) -> None:
    answer = signoff(state("before"), state("after", contact="office@a.example"))
    assert (answer.status, answer.out) == (0, "No change asks for signatures.\n")


def test_nobody_is_asked_who_has_withdrawn_and_who_leaves_is(
    state: Callable[..., Path], signoff: Callable[..., Any]
) -> None:
    gone = ", withdrawn_on: 2026-05-31"
    answer = signoff(state("before", b=gone), state("after", b=gone, purpose="Plan"))
    assert "Council B" not in answer.out
    answer = signoff(state("before"), state("after", b=gone, purpose="Plan"))
    assert "has not agreed  Council B" in answer.out


def test_a_proposal_does_not_choose_who_agrees_to_it(
    state: Callable[..., Path], signoff: Callable[..., Any]
) -> None:
    before, after = state("before"), state("after", TEAMS.replace("@x/b", "@x/evil"), purpose="Plan")
    answer = signoff(before, after, reviews=[review("ann"), review("eve")])
    assert "has not agreed  Council B: ask @x/b" in answer.out


def test_a_party_without_a_team_is_told(state: Callable[..., Path], signoff: Callable[..., Any]) -> None:
    answer = signoff(state("before", ""), state("after", "", purpose="Plan"))
    assert "Council A: no team is named for it" in answer.out


# CODEOWNERS.


def test_github_has_a_line_for_each_file(state: Callable[..., Path], openaccord: Run) -> None:
    answer = openaccord("codeowners", state("now"), "--host", "github")
    assert answer.out.splitlines()[1:] == [
        "/registers/partnership.yaml @x/a @x/a-law @x/b",
        "/protocols/agreements/in\\ care/help.yaml @x/a @x/a-law @x/b",
    ]


def test_gitlab_has_a_section_for_each_organisation(state: Callable[..., Path], openaccord: Run) -> None:
    answer = openaccord("codeowners", state("now"), "--host", "gitlab")
    assert answer.out.splitlines()[1:] == [
        "",
        "[Council A] @x/a @x/a-law",
        "/registers/partnership.yaml",
        "/protocols/agreements/in\\ care/help.yaml",
        "",
        "[Council B] @x/b",
        "/registers/partnership.yaml",
        "/protocols/agreements/in\\ care/help.yaml",
    ]


def test_paths_count_from_the_repository(state: Callable[..., Path], openaccord: Run, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    answer = openaccord("codeowners", state("now"), "--host", "github")
    assert "/now/protocols/agreements/in\\ care/help.yaml " in answer.out


@pytest.mark.parametrize(
    ("teams", "said"),
    [
        ("", "No organisation has a team"),
        ("teams: {z: ['@x/z']}\n", "there is no organisation “z”"),
        ("teams: {a: ['@ann']}\n", "registers/partnership.yaml:3"),
    ],
)
def test_teams_that_cannot_be_are_refused(
    teams: str, said: str, state: Callable[..., Path], openaccord: Run
) -> None:
    answer = openaccord("codeowners", state("now", teams), "--host", "github")
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err


def test_the_job_on_github_asks_for_each_team(tmp_path: Path, state: Callable[..., Path]) -> None:
    state("base", TEAMS + "contact: team@x.example\n")
    workflow = yaml.load((ROOT / "ci/github/signoff.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    (step,) = [one for one in workflow["jobs"]["signoff"]["steps"] if "in each team" in one["name"]]
    tools = tmp_path / "tools"
    tools.mkdir()
    fake = '#!/bin/sh\necho "$*" >> "$LOG"\necho \'[[{"login": "ann"}], [{"login": "bob"}]]\'\n'
    (tools / "gh").write_text(fake, "utf-8")
    (tools / "gh").chmod(0o755)
    here = Path(sys.executable).parent
    surroundings = {
        **os.environ,
        "PATH": f"{tools}:{here}:{os.environ['PATH']}",
        "LOG": str(tmp_path / "log"),
    }
    subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=tmp_path, env=surroundings, check=True)
    assert json.loads((tmp_path / "members.json").read_text("utf-8")) == {
        team: ["ann", "bob"] for team in ("@x/a", "@x/a-law", "@x/b")
    }
    asked = (tmp_path / "log").read_text("utf-8")
    assert "orgs/x/teams/a-law/members?per_page=100" in asked
