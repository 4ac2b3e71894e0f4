"""Other people's tools accept what ours accepts: frictionless and check-jsonschema as they are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from openaccord.layout import kind_of
from openaccord.loading import load
from openaccord.record_types import RECORD_TYPES
from openaccord.tree import Folder

ROOT = Path(__file__).parents[1]
SOUND = sorted(ROOT.glob("tests/valid/*/registers/datapackage.yaml"))
DOCUMENTS = sorted((ROOT / "protocols").rglob("*.yaml"))
SETTINGS = ROOT / "registers" / "partnership.yaml"


def run(tool: str, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A tool of the environment that runs this test, without a network and away from the user's settings."""
    program = str(Path(sys.executable).with_name(tool))
    dead = "http://127.0.0.1:9"
    surroundings = {**os.environ, "http_proxy": dead, "https_proxy": dead, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [program, *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "descriptor", [ROOT / "registers" / "datapackage.yaml", *SOUND], ids=lambda path: path.parts[-3]
)
def test_frictionless_accepts_the_registers(descriptor: Path) -> None:
    answer = run("frictionless", "validate", "--json", descriptor.name, folder=descriptor.parent)
    assert answer.returncode == 0, answer.stdout
    report = json.loads(answer.stdout)
    assert report["valid"]
    assert report["stats"]["warnings"] == 0
    rows = sum(task["stats"]["rows"] for task in report["tasks"])
    root = descriptor.parents[1]
    assert rows == sum(record.type.register for record in load(Folder(root)).partnership.all())


def test_frictionless_refuses_what_it_should(tmp_path: Path) -> None:
    """The descriptor does say something: a reference that leads nowhere is an error."""
    (tmp_path / "datapackage.yaml").write_text(
        (ROOT / "registers/datapackage.yaml").read_text("utf-8"), "utf-8"
    )
    for path in (ROOT / "registers").iterdir():
        if path.suffix in (".yaml", ".csv") and path.name not in ("datapackage.yaml", "partnership.yaml"):
            text = path.read_text("utf-8")
            if path.stem == "information-assets":
                text = re.sub(r"(?m)^(.*organisation: )[a-z-]+", r"\1nobody-at-all", text, count=1)
            (tmp_path / path.name).write_text(text, "utf-8")
    answer = run("frictionless", "validate", "--json", "datapackage.yaml", folder=tmp_path)
    assert answer.returncode == 1
    errors = [error["type"] for task in json.loads(answer.stdout)["tasks"] for error in task["errors"]]
    assert errors == ["foreign-key"]


def schema_for(document: Path) -> Path:
    kind = kind_of(document.relative_to(ROOT).as_posix(), RECORD_TYPES)
    return ROOT / "schemas" / (kind.schema if kind else "partnership.schema.json")


@pytest.mark.parametrize(
    "schema", sorted({schema_for(path) for path in (*DOCUMENTS, SETTINGS)}), ids=lambda p: p.name
)
def test_check_jsonschema_accepts_the_documents(schema: Path) -> None:
    documents = [str(path) for path in (*DOCUMENTS, SETTINGS) if schema_for(path) == schema]
    answer = run("check-jsonschema", "--no-cache", "--schemafile", str(schema), *documents)
    assert answer.returncode == 0, answer.stdout
    assert documents


def test_check_jsonschema_refuses_what_it_should(tmp_path: Path) -> None:
    broken = tmp_path / "charter.yaml"
    broken.write_text("id: charter\ntitle: Charter\nstatus: asleep\nsignatories: []\n", "utf-8")
    answer = run(
        "check-jsonschema", "--no-cache", "--schemafile", "schemas/protocol.schema.json", str(broken)
    )
    assert answer.returncode == 1
    assert "asleep" in answer.stdout


@pytest.mark.parametrize(
    "schema", sorted((ROOT / "schemas").glob("*.schema.json")), ids=lambda path: path.name
)
def test_a_schema_is_one(schema: Path) -> None:
    answer = run("check-jsonschema", "--no-cache", "--check-metaschema", str(schema))
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    "document", [*DOCUMENTS, SETTINGS], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_an_editor_finds_the_schema(document: Path) -> None:
    """The YAML language server reads the first line; the path counts from the document."""
    first = document.read_text("utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None, first
    assert (document.parent / named[1]).resolve() == schema_for(document)


@pytest.mark.parametrize("root", [ROOT, *(path.parents[1] for path in SOUND)], ids=lambda path: path.name)
def test_the_descriptor_is_what_describe_would_write(root: Path) -> None:
    loaded = load(Folder(root))
    assert (root / "registers" / "datapackage.yaml").read_bytes().decode() == loaded.descriptor
