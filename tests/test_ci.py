"""What partners put into their CI is well-formed, and takes only records from a stranger's proposal."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ACTION, CHECK, COMMENT = ROOT / "action.yml", ROOT / "ci/github/check.yml", ROOT / "ci/github/comment.yml"
REMIND = ROOT / "ci/github/remind.yml"
SIGNOFF = ROOT / "ci/github/signoff.yml"
GITLAB, HOOKS = ROOT / "ci/gitlab.yml", ROOT / ".pre-commit-hooks.yaml"


def read(file: Path) -> Any:
    # BaseLoader: “on” is a key here, not a truth value.
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("github-actions", ACTION),
        ("github-workflows", CHECK),
        ("github-workflows", COMMENT),
        ("github-workflows", REMIND),
        ("github-workflows", SIGNOFF),
        ("gitlab-ci", GITLAB),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_the_hosts_accept_it(schema: str, file: Path) -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def findings(*files: Path) -> tuple[int, str]:
    command = [BIN / "zizmor", "--offline", "--no-progress", "--persona=auditor", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_an_auditor_finds_nothing() -> None:
    status, told = findings(ACTION, CHECK, COMMENT, REMIND, SIGNOFF)
    assert status == 0, told


def test_the_auditor_would_find_something(tmp_path: Path) -> None:
    careless = tmp_path / "careless.yml"
    text = CHECK.read_text("utf-8").replace("pull_request:", "pull_request_target:")
    careless.write_text(text.replace("          persist-credentials: false\n", ""), "utf-8")
    status, told = findings(careless)
    assert status != 0
    assert "dangerous-triggers" in told
    assert "artipacked" in told


def test_a_stranger_s_proposal_is_read_by_a_job_that_can_only_read() -> None:
    check = read(CHECK)
    assert set(check["on"]) == {"pull_request"}
    assert check["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in check["jobs"].values())


def test_the_job_that_comments_runs_nothing_of_the_proposal() -> None:
    (job,) = read(COMMENT)["jobs"].values()
    used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
    assert used == ["actions/download-artifact"]
    assert set(job["permissions"]) == {"actions", "pull-requests"}


def test_the_job_that_reminds_runs_nothing_of_the_repository() -> None:
    workflow = read(REMIND)
    assert workflow["permissions"] == {}
    assert set(workflow["jobs"]["plan"]["permissions"].values()) == {"read"}
    remind = workflow["jobs"]["remind"]
    assert remind["permissions"] == {"issues": "write"}
    used = [step["uses"].partition("@")[0] for step in remind["steps"] if "uses" in step]
    assert used == ["actions/download-artifact"]


SCRIPTS = {
    "GitHub": "\n".join(step.get("run", "") for step in read(CHECK)["jobs"]["check"]["steps"]),
    "GitLab": "\n".join(line for line in read(GITLAB)["check-records"]["script"] if "base/" in line),
}


@pytest.mark.parametrize("host", SCRIPTS)
def test_only_records_are_taken_from_the_proposal(host: str, tmp_path: Path) -> None:
    """The script of each host, run on a proposal that also changes code and leaves a record out."""
    base, proposed = tmp_path / "base", tmp_path / ("proposed" if host == "GitHub" else "work")
    for folder, word in ((base, "published"), (proposed, "proposed")):
        for name in ("mkdocs.yml", "schemas/own.json", "registers/words.yaml", f"protocols/{word}.yaml"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(word)
    (proposed / "registers" / "secrets.yaml").symlink_to("/etc/passwd")
    place = tmp_path if host == "GitHub" else proposed
    subprocess.run(["bash", "-euc", SCRIPTS[host]], cwd=place, check=True)
    assert (base / "mkdocs.yml").read_text() == (base / "schemas/own.json").read_text() == "published"
    assert (base / "registers/words.yaml").read_text() == "proposed"
    assert [file.name for file in (base / "protocols").iterdir()] == ["proposed.yaml"]
    assert (base / "registers/secrets.yaml").is_symlink()  # as it came: the check refuses links


@pytest.mark.parametrize("host", SCRIPTS)
def test_a_folder_that_is_a_link_is_not_followed(host: str, tmp_path: Path) -> None:
    base, proposed = tmp_path / "base", tmp_path / ("proposed" if host == "GitHub" else "work")
    (base / "registers").mkdir(parents=True)
    proposed.mkdir()
    (proposed / "registers").symlink_to("/etc")
    place = tmp_path if host == "GitHub" else proposed
    subprocess.run(["bash", "-euc", SCRIPTS[host]], cwd=place, check=True)
    assert not (base / "registers").exists()


def test_the_hooks_of_pre_commit_run_commands_that_there_are() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    for hook in read(HOOKS):
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        program, *arguments = hook["entry"].split()
        assert program in scripts
        done = subprocess.run([BIN / program, *arguments, "--help"], capture_output=True, check=False)
        assert done.returncode == 0, hook["entry"]
