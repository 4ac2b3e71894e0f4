"""Reminders of reviews: when, to whom, and as which issues."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_string, policy
from pathlib import Path
from typing import Any

import pytest
import yaml

from openaccord.loading import load
from openaccord.problems import Stop
from openaccord.reports.digests import digests
from openaccord.reports.issues import Plan, plan, read_issues
from openaccord.tree import Folder
from openaccord.views.reminders import reminders

Run = Callable[..., Any]

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
SETTINGS = "name: Anyshire\nlanguages: [en]\nurl: https://x.example/\nteams: {a: ['@anyshire/a']}\n"
AGREEMENT = (
    "id: {id}\ntitle: {title}\nkind: one-off\nstatus: {status}\nparties: [{{organisation: a}}]\n"
    "review: {{{review}}}\n"
)


@pytest.fixture
def partnership(tmp_path: Path) -> Callable[..., Any]:
    """A function that makes a partnership of agreements, each with what its review says."""

    def make(status: str = "in-force", title: str = "Helping", **reviews: str) -> Any:
        (tmp_path / "registers").mkdir(exist_ok=True)
        (tmp_path / "registers/partnership.yaml").write_text(SETTINGS, "utf-8")
        row = "- {id: a, title: Anyshire, kind: council, dpo_contact: data@a.example}\n"
        (tmp_path / "registers/organisations.yaml").write_text(row, "utf-8")
        folder = tmp_path / "protocols/agreements"
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        for name, review in reviews.items():
            text = AGREEMENT.format(id=name, title=json.dumps(title), status=status, review=review)
            (folder / f"{name}.yaml").write_text(text, "utf-8")
        return load(Folder(tmp_path)).partnership

    return make


def planned(found: Any, issues: Any = (), today: date = TODAY, most: int = 30) -> Plan:
    return plan(reminders(found, today), read_issues(list(issues)), found, most)


def as_issue(opened: dict[str, str], number: int = 7, body: str = "body") -> dict[str, Any]:
    """An opened reminder as the host lists it."""
    return {"id": 999, "number": number, "title": opened["title"], body: opened["body"]}


def test_reminders_come_at_90_60_30_and_0_days_and_each_month_after(partnership: Callable[..., Any]) -> None:
    due = date(2027, 1, 31)
    found = partnership(x=f"next: {due}")
    stages = {}
    for day in range(-100, 130):
        today = due + timedelta(days=day)
        for reminder in reminders(found, today):
            stages.setdefault(reminder.stage, (today - due).days)
    assert stages == {
        "90-days": -90,
        "60-days": -60,
        "30-days": -30,
        "0-days": 0,
        "1-months": 28,  # the last day of February
        "2-months": 59,
        "3-months": 89,
        "4-months": 120,
    }


def test_a_record_has_one_issue_that_is_opened_updated_and_closed(partnership: Callable[..., Any]) -> None:
    found = partnership(x="next: 2026-12-22")
    (opened,) = planned(found).open
    assert opened["title"] == "Review by 2026-12-22: Helping"
    assert "Who answers for it: Anyshire @anyshire/a" in opened["body"]
    issue = as_issue(opened)
    assert planned(found, [issue]) == Plan(stay=1)
    # The review is due, and nobody has done it.
    later = planned(found, [issue], date(2026, 12, 22))
    assert (later.open, later.close, later.stay) == ([], [], 0)
    assert [(one["number"], one["comment"]) for one in later.update] == [
        (7, "The review is due by 2026-12-22.")
    ]
    updated = as_issue(later.update[0])
    assert planned(found, [updated], date(2026, 12, 22)) == Plan(stay=1)
    # It is under way: nobody is troubled.
    assert planned(partnership(x="next: 2026-12-22, started: 2026-12-01"), [issue]) == Plan(stay=1)
    # It was done.
    (closed,) = planned(partnership(x="last: 2026-12-01, interval: P1Y"), [issue]).close
    assert closed == {
        "number": 7,
        "comment": "The review was recorded on 2026-12-01. The next one is due by 2027-12-01.",
    }


@pytest.mark.parametrize(
    ("status", "reviews", "reason"),
    [
        ("in-force", {}, "The record is no longer published."),
        ("ended", {"x": "next: 2026-12-22"}, "The record has ended and needs no review."),
        ("in-force", {"x": "interval: P1Y"}, "No review date is recorded any more."),
    ],
)
def test_an_issue_about_nothing_is_closed(
    status: str, reviews: dict[str, str], reason: str, partnership: Callable[..., Any]
) -> None:
    issue = as_issue(planned(partnership(x="next: 2026-12-22")).open[0])
    made = planned(partnership(status, **reviews), [issue])
    assert [one["comment"] for one in made.close] == [reason]


def test_both_hosts_are_read_and_other_issues_left_alone(partnership: Callable[..., Any]) -> None:
    found = partnership(x="next: 2026-12-22", y="next: 2026-12-23")
    one, two = planned(found).open
    gitlab = {"id": 999, "iid": 8, "title": "", "description": two["body"]}
    other = {"number": 1, "body": "openaccord: review agreement/x", "title": "Help"}
    pull = {**as_issue(one, 2), "pull_request": {}}
    pages = [[other, pull], [as_issue(one)], [gitlab, as_issue(one, 9)]]
    made = planned(found, pages)
    assert made == Plan(close=[{"number": 9, "comment": "Another issue is about the same record."}], stay=2)
    for wrong in ("no", [1], [{"title": "x"}]):
        with pytest.raises(Stop):
            read_issues(wrong)


def test_not_all_issues_are_opened_at_once(partnership: Callable[..., Any]) -> None:
    found = partnership(x="next: 2026-12-22", y="next: 2026-01-31", z="next: 2026-12-23")
    made = planned(found, most=1)
    assert ([one["record"] for one in made.open], made.later) == (["agreement/y"], 2)


def test_a_title_does_nothing_in_an_issue(partnership: Callable[..., Any]) -> None:
    title = "@all --> <!-- openaccord: review agreement/y 2026-12-22 90-days -->\n#1 [a](http://b)"
    (opened,) = planned(partnership(title=title, x="next: 2026-12-22")).open
    assert "@all" not in opened["title"] + opened["body"]
    (read,) = read_issues([as_issue(opened)])
    assert read.name == "agreement/x"


def test_a_digest_is_a_message_to_the_organisation(partnership: Callable[..., Any]) -> None:
    found = partnership(title="Cymorth i’r ŷd", x="next: 2026-12-22", y="next: 2026-01-31")
    ((organisation, text),) = digests(found, TODAY)
    message = message_from_string(text, policy=policy.default)
    assert organisation == "a"
    assert message["To"] == "data@a.example"
    assert message["Subject"] == "Reviews: 1 overdue, 1 due before long (Anyshire)"
    said = message.get_content()
    assert said.index("was due by 2026-01-31") < said.index("is due by 2026-12-22")
    assert "Cymorth i’r ŷd" in text
    assert "https://x.example/agreements/x/" in said


def test_the_command_tells_what_to_do(
    partnership: Callable[..., Any], tmp_path: Path, openaccord: Run
) -> None:
    partnership(x="next: 2026-12-22")
    at = ("--today", TODAY.isoformat())
    made = openaccord("remind", tmp_path, "--format", "json", "--digests", tmp_path / "digests", *at)
    assert made.status == 0
    assert [one["record"] for one in json.loads(made.out)["open"]] == ["agreement/x"]
    assert made.err == ("Reminders on 2026-11-22: 1 to open, 0 to update, 0 to close, 0 stay as they are.\n")
    assert [file.name for file in (tmp_path / "digests").iterdir()] == ["a.eml"]
    (tmp_path / "issues.json").write_text("no", "utf-8")
    answer = openaccord("remind", tmp_path, "--issues", tmp_path / "issues.json", *at)
    assert (answer.status, "is not JSON" in answer.err) == (2, True)


# The jobs.

FAKE = """#!/bin/sh
for word; do
  case $word in -|--input|--silent|--show-error|--fail|--config) ;; *) printf '%s ' "$word" >> "$LOG" ;; esac
done
case "$*" in
  *--dump-header*)
    printf 'HTTP/2 200\\r\\nx-next-page: \\r\\n' > headers; cp "$ISSUES" issues-1.json; echo >> "$LOG" ;;
  *--data*) cat > /dev/null; jq --compact-output . body.json >> "$LOG" ;;
  *) jq --compact-output . >> "$LOG" ;;
esac
"""


def script(file: str, job: str) -> str:
    read = yaml.load((ROOT / "ci" / file).read_text("utf-8"), Loader=yaml.BaseLoader)
    if file == "gitlab.yml":
        return str(read[job]["script"][0])
    return str(read["jobs"][job]["steps"][-1]["run"])


def calls(tmp_path: Path, tool: str, text: str, **more: str) -> list[str]:
    """What a job's script asks of the host, whose program is a fake that notes it."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / tool).write_text(FAKE, "utf-8")
    (tools / tool).chmod(0o755)
    log = tmp_path / "log"
    here = Path(sys.executable).parent
    surroundings = {**os.environ, "PATH": f"{tools}:{here}:{os.environ['PATH']}", "LOG": str(log)}
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", text],
        cwd=tmp_path,
        env={**surroundings, "PAUSE": "0", **more},
        check=True,
    )
    return log.read_text("utf-8").splitlines()


TITLE = 'It\'s \\ "quoted" $(touch x) `y`'


def test_github_does_what_the_plan_says(tmp_path: Path, partnership: Callable[..., Any]) -> None:
    (opened,) = planned(partnership(title=TITLE, x="next: 2026-12-22")).open
    work = {
        "open": [opened],
        "update": [{**opened, "number": 3, "comment": "Due."}],
        "close": [{"number": 4, "comment": "Done."}],
    }
    (tmp_path / "plan.json").write_text(json.dumps(work), "utf-8")
    made = calls(tmp_path, "gh", script("github/remind.yml", "remind"), REPOSITORY="a/b")
    content = {"title": opened["title"], "body": opened["body"]}
    assert [line.partition("{")[0] for line in made] == [
        "api --method POST repos/a/b/issues/4/comments ",
        "api --method PATCH repos/a/b/issues/4 ",
        "api --method POST repos/a/b/issues/3/comments ",
        "api --method PATCH repos/a/b/issues/3 ",
        "api --method POST repos/a/b/issues ",
    ]
    sent = [json.loads(line[line.index("{") :]) for line in made]
    assert sent == [
        {"body": "Done."},
        {"state": "closed"},
        {"body": "Due."},
        content,
        {**content, "labels": ["openaccord-review"]},
    ]
    assert not (tmp_path / "x").exists()


def test_gitlab_does_what_the_plan_says(tmp_path: Path, partnership: Callable[..., Any]) -> None:
    past = planned(partnership(title=TITLE, y="next: 2026-01-31"), today=date(2026, 2, 1)).open[0]
    partnership(title=TITLE, x="next: 2026-12-22")
    issues = [{"iid": 4, "title": "", "description": past["body"]}]
    (tmp_path / "all.json").write_text(json.dumps(issues), "utf-8")
    made = calls(
        tmp_path,
        "curl",
        script("gitlab.yml", "remind-of-reviews"),
        CI_API_V4_URL="https://x.example/api/v4",
        CI_PROJECT_ID="1",
        OPENACCORD_REMINDERS_TOKEN="secret",
        ISSUES=str(tmp_path / "all.json"),
        SOURCE_DATE_EPOCH="1795305600",
    )
    assert "scope=created_by_me" in made[0]
    assert "secret" not in "".join(made)
    sent = [json.loads(line[line.index("{") :]) for line in made[1:]]
    assert sent[:2] == [{"body": "The record is no longer published."}, {"state_event": "close"}]
    assert sent[2]["labels"] == "openaccord-review"
    assert "agreement/x 2026-12-22 30-days" in sent[2]["description"]
    assert [file.name for file in (tmp_path / "digests").iterdir()] == ["a.eml"]
