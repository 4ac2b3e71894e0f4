"""What must be found in no byte of the site, the exports or a log: a canary is planted in each place."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from openaccord.record_types import RECORD_TYPES
from openaccord.schemas import Field, builtin_schema
from openaccord.sources.yaml import read_document

Run = Callable[..., Any]
CANARY = "xyzzycanary"
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "rdjson", "markdown")
OWN = {
    "singular": "camera",
    "title": "Cameras",
    "fields": [
        {
            "name": "id",
            "title": "Id",
            "description": "Id.",
            "type": "string",
            "constraints": {"required": True},
        },
        {
            "name": "title",
            "title": "Title",
            "description": "Title.",
            "type": "string",
            "constraints": {"required": True},
            "plain": True,
        },
        {
            "name": "notes",
            "title": "N",
            "description": "N.",
            "type": "string",
            "internal": True,
            "plain": True,
        },
        {
            "name": "keeper",
            "title": "K",
            "description": "K.",
            "type": "list",
            "itemType": "string",
            "internal": True,
        },
    ],
}


def internal(fields: tuple[Field, ...], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to each internal field, through groups and lists of groups."""
    for field in fields:
        item = field.parts[0] if field.form == "list" else field
        if field.internal:
            yield (*way, field.name)
        elif item.form == "object":
            yield from internal(item.parts, (*way, field.name))


INTERNAL = [
    (kind, way) for kind in RECORD_TYPES for way in internal(builtin_schema(kind.schema, ("en", "cy")).fields)
]


def plant(record: dict[str, Any], way: tuple[str, ...], canary: str) -> None:
    """Put a canary into an internal field of a record, wherever the field is."""
    for name in way[:-1]:
        inner = record.setdefault(name, [{}] if name in ("waivers",) else {})
        record = inner[0] if isinstance(inner, list) else inner
    record[way[-1]] = [canary] if isinstance(record.get(way[-1]), list) else canary


def site_holds(site: Path, canary: str) -> list[str]:
    """The files of a site with the canary in their bytes or their names."""
    found = []
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if canary in name or (path.is_file() and canary.encode() in plain(path.read_bytes())):
            found.append(name)
    return found


def plain(data: bytes) -> bytes:
    """What a file holds, also where it is packed, as those of the search index are."""
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


@pytest.fixture
def planted(every_field: Path, tmp_path: Path) -> Path:
    """A partnership with canaries wherever something is not for the public, in a git repository."""
    root = tmp_path / f"folder-{CANARY}" / "partnership"
    shutil.copytree(every_field, root)
    for number, (kind, way) in enumerate(INTERNAL):
        path = next(
            p
            for p in sorted((root / kind.folder).rglob("*.yaml"))
            if kind.register is False or p.stem == kind.plural
        )
        document, _ = read_document(path.read_bytes(), path.name)
        assert document is not None
        value: Any = document.value
        plant(value[0] if kind.register else value, way, f"{CANARY}{number}")
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    write_files(
        root,
        {
            "schemas/cameras.table.json": json.dumps(OWN),
            "registers/cameras.csv": f"id,title,notes,notes_cy,keeper\nc,C,{CANARY},{CANARY},{CANARY}\n",
            "protocols/next.yaml": (
                f"# {CANARY} comment\nid: next\ntitle: {CANARY} draft\nstatus: draft\nsignatories: []\n"
                f"summary: {CANARY}\n"
            ),
            f"registers/{CANARY}.txt": CANARY,
            f"protocols/.{CANARY}.swp": CANARY,
            f"{CANARY}.md": CANARY,
        },
    )
    with (root / "registers" / "partnership.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"# {CANARY} comment\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", f"{CANARY} message")
    return root


def write_files(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    who = {
        f"GIT_{role}_{what}": f"{CANARY}@{CANARY}.example"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(["git", "-C", str(root), *arguments], check=True, env={**os.environ, **who})


def test_there_are_internal_fields_in_documents_and_rows_and_deep_inside() -> None:
    assert {kind.name for kind, _ in INTERNAL} >= {"protocol", "agreement"}
    assert any(len(way) > 1 for _, way in INTERNAL)


def test_no_canary_is_published(planted: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(planted)
    answer = openaccord("build", ".", "--today", "2026-11-22")
    assert (planted / "site" / "index.html").is_file(), answer.out + answer.err
    assert (planted / "site" / "cameras" / "c" / "index.json").is_file()
    assert site_holds(planted / "site", CANARY) == []
    assert CANARY not in answer.out + answer.err


def test_no_canary_is_in_a_log(planted: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(planted)
    for form in FORMATS:
        answer = openaccord("check", ".", "--format", form, "--today", "2026-11-22")
        assert answer.out
        unread = answer.out.replace(
            f"registers/{CANARY}.txt", ""
        )  # a file in the wrong place has to be named
        assert CANARY not in unread + answer.err
    for form in ("text", "json"):
        answer = openaccord("due", ".", "--format", form, "--within", "P50Y", "--today", "2026-11-22")
        assert answer.out
        assert CANARY not in answer.out + answer.err


DAMAGE = {
    "an internal field that is a list": ("protocols/charter.yaml", f"internal_notes: [{CANARY}]\n"),
    "a misspelt internal field": ("protocols/charter.yaml", f"internal_note: {CANARY}\n"),
    "an internal line that is no YAML": ("protocols/charter.yaml", f'internal_notes: "{CANARY}\n'),
    "an internal text with a colon": ("protocols/charter.yaml", f"internal_notes: {CANARY}: {CANARY}\n"),
    "an internal text that begins like an alias": ("protocols/charter.yaml", f"internal_notes: *{CANARY}\n"),
    "an internal text that begins like an anchor": (
        "protocols/charter.yaml",
        f"internal_notes: &{CANARY} a\n",
    ),
    "an internal text that begins like a tag": ("protocols/charter.yaml", f"internal_notes: !{CANARY} a\n"),
    "an internal text that is a key": ("protocols/charter.yaml", f"internal_notes: a\n{CANARY} wrote: b\n"),
    "an internal text out of place": ("protocols/charter.yaml", f"internal_notes:\n  a: b\n {CANARY}\n"),
    "an internal text with a hidden character": (
        "protocols/charter.yaml",
        f"internal_notes: {CANARY} \u202e\n",
    ),
    "an internal field twice": (
        "protocols/charter.yaml",
        f"internal_notes: {CANARY}\ninternal_notes: {CANARY}\n",
    ),
    "a contact that is no mailbox": ("protocols/charter.yaml", f"contact: {CANARY} at council\n"),
    "a contact of a person": ("protocols/charter.yaml", f"contact: anna.{CANARY}@council.example\n"),
    "a text that is a list": ("protocols/charter.yaml", f"summary: [{CANARY}]\n"),
    "a text in an unknown language": ("protocols/charter.yaml", f"summary: {{english: {CANARY}}}\n"),
    "a waiver's reason": (
        "protocols/charter.yaml",
        f"waivers: [{{rule: a, reason: b, expires: soon, internal_reason: {CANARY}}}]\n",
    ),
    "a short row": ("registers/words.csv", f"id,title,means\na,{CANARY}\n"),
    "an unclosed quote": ("registers/words.csv", f'id,title,means\na,A,"{CANARY}\n'),
    "a formula": ("registers/words.csv", f"id,title,means\na,{CANARY},=1+1\n"),
    "a cell after a wrong one": ("registers/words.csv", f"id,title,means\nA B,{CANARY},{CANARY}\n"),
    "a draft with a mistake": (
        "protocols/next.yaml",
        f"id: next\ntitle: {CANARY}\nstatus: draft\nsignatories: []\nend: {CANARY}\n",
    ),
}
CHARTER = "id: charter\ntitle: Charter\nstatus: in-force\nsignatories: []\n"


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_record_is_told_without_its_values(
    damage: str, tmp_path: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, text = DAMAGE[damage]
    written = CHARTER + text if file == "protocols/charter.yaml" else text
    write_files(
        tmp_path,
        {
            "registers/partnership.yaml": "name: Anyshire\nlanguages: [en]\ntime_zone: Europe/London\n",
            file: written,
        },
    )
    monkeypatch.chdir(tmp_path)
    for form in FORMATS:
        answer = openaccord("check", ".", "--format", form)
        assert answer.status == 1, answer.out
        assert CANARY not in answer.out + answer.err, form


def test_a_damaged_record_is_published_without_its_values(
    partnership: Path, openaccord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (file, text) in enumerate(DAMAGE.values()):
        if file == "protocols/charter.yaml":
            record = CHARTER.replace("id: charter", f"id: charter-{number}") + text
            write_files(partnership, {f"protocols/charter-{number}.yaml": record})
        elif file == "protocols/next.yaml":
            write_files(partnership, {file: text})
    monkeypatch.chdir(partnership)
    answer = openaccord("build", ".", "--today", "2026-11-22")
    assert answer.status == 1
    assert (partnership / "site" / "protocols" / "charter-0" / "index.html").is_file()
    assert site_holds(partnership / "site", CANARY) == []
    assert CANARY not in answer.out + answer.err


def test_a_draft_is_named_nowhere_and_a_link_to_it_says_so(partnership: Path, openaccord: Run) -> None:
    agreement = next((partnership / "protocols" / "agreements").rglob("*.yaml"))
    text = agreement.read_text(encoding="utf-8")
    protocol = next(line for line in text.splitlines() if line.startswith("protocol: "))
    agreement.write_text(text.replace(protocol, "protocol: next"), encoding="utf-8")
    draft = CHARTER.replace("charter", "next").replace("in-force", "draft").replace("Charter", CANARY)
    write_files(partnership, {"protocols/next.yaml": draft})
    answer = openaccord("build", partnership, "--today", "2026-11-22")
    site = partnership / "site"
    assert answer.status == 0, answer.out
    assert not (site / "protocols" / "next").exists()
    assert site_holds(site, CANARY) == []
    page = site / "agreements" / agreement.stem
    assert "A draft, not published yet" in (page / "index.html").read_text()
    told = json.loads((page / "index.json").read_text())["record"]
    assert "protocol" not in told
    assert told["parties"]
    assert '"protocol": "next"' not in (site / "data" / "agreements.json").read_text()


def test_a_proposed_agreement_is_public(partnership: Path, openaccord: Run) -> None:
    agreement = next((partnership / "protocols" / "agreements").rglob("*.yaml"))
    text = agreement.read_text(encoding="utf-8")
    status = next(line for line in text.splitlines() if line.startswith("status: "))
    agreement.write_text(text.replace(status, "status: proposed"), encoding="utf-8")
    openaccord("build", partnership, "--today", "2026-11-22")
    assert (partnership / "site" / "agreements" / agreement.stem / "index.html").is_file()


LEAKS = {
    "in its words": ("docs/about.md", "# About\n\nRing **07700** 900123.\n"),
    "in a link": ("docs/about.md", "# About\n\n[Write](mailto:anna.example@council.example)\n"),
    "as an address": ("docs/about.md", "# About\n\n<anna.example@council.example>\n"),
    "in a comment": ("docs/about.md", "# About\n\n<!-- DOB 3/4/1987 -->\n"),
    "in a file beside": ("docs/files/people.csv", "id,ni\na,AB123456C\n"),
    "in a script": ("docs/files/map.js", 'const token = "a1b2c3d4e5f6";\n'),
}


@pytest.mark.parametrize("where", LEAKS)
def test_a_hand_written_page_with_a_find_stops_the_build(
    where: str, partnership: Path, openaccord: Run
) -> None:
    openaccord("build", partnership, "--today", "2026-11-22")
    before = (partnership / "site" / "index.html").read_bytes()
    file, text = LEAKS[where]
    write_files(partnership, {file: text})
    answer = openaccord("build", partnership, "--today", "2026-11-23")
    assert answer.status == 2
    assert f"{file} holds " in answer.err
    assert not any(value in answer.out + answer.err for value in ("900123", "anna", "1987", "AB12", "a1b2"))
    assert (partnership / "site" / "index.html").read_bytes() == before


def test_a_hand_written_page_may_hold_what_is_not_personal(partnership: Path, openaccord: Run) -> None:
    write_files(partnership, {"docs/about.md": "# About\n\nRing 07700 900123.\n"})
    with (partnership / "registers" / "partnership.yaml").open("a", encoding="utf-8") as settings:
        settings.write("not_personal: [07700900123]\n")
    answer = openaccord("build", partnership, "--today", "2026-11-22")
    assert answer.status == 0, answer.out + answer.err
    assert "07700 900123" in (partnership / "site" / "about" / "index.html").read_text(encoding="utf-8")
