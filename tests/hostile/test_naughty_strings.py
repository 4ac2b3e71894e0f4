"""Every string that is known to break programs is read exactly or refused, and harmless wherever it goes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from danger import danger, everything
from markupsafe import escape
from trees import REGISTERS, put, write_sound

from openaccord.exports.records_csv import register_csv
from openaccord.loading import Loaded, load
from openaccord.problems import Place, problem
from openaccord.reports.checked import Checked
from openaccord.reports.formats import FORMATS
from openaccord.site import Site
from openaccord.sources.table import read_csv
from openaccord.sources.yaml import read_document
from openaccord.sources.yaml_text import to_yaml
from openaccord.tree import Folder

TEXTS = ("title", "official_title", "benefits", "safeguards", "data_quality", "rights")
CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
WORDS = {"fields": [{"name": name, "type": "string"} for name in ("id", "title", "means", "description")]}


def written(strings: list[str]) -> Iterator[tuple[int, str]]:
    """The strings that may be written, each with its number."""
    for number, string in enumerate(strings):
        if read_document(json.dumps([string], ensure_ascii=False).encode(), "a.yaml")[0] is not None:
            yield number, string


def agreement(number: int, said: str) -> dict[str, Any]:
    """An agreement that says a string in each kind of text: plain, in a list, in a group, in a language."""
    return {
        "id": f"naughty-{number}",
        "kind": "disclosure",
        "status": "proposed",
        "parties": [{"organisation": "a-council", "signed_by_role": said}],
        "purposes": [said],
        "summary": {"en": said},
        "history": [{"date": "2026-01-31", "what": said}],
        **dict.fromkeys(TEXTS, said),
    }


@pytest.fixture(scope="module")
def loaded(naughty_strings: list[str], tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    root = tmp_path_factory.mktemp("naughty")
    write_sound(root)
    rows = []
    for number, said in written(naughty_strings):
        put(
            root,
            f"protocols/agreements/naughty-{number}.yaml",
            json.dumps(agreement(number, said), ensure_ascii=False),
        )
        rows.append({"id": f"naughty-{number}", "title": said, "means": said, "description": said})
    put(root, f"{REGISTERS}/words.yaml", json.dumps(rows, ensure_ascii=False))
    return load(Folder(root))


def test_each_is_read_exactly_from_yaml_or_refused(naughty_strings: list[str]) -> None:
    read = 0
    assert len(naughty_strings) > 450
    for said in naughty_strings:
        for text in (json.dumps({"a": [said]}, ensure_ascii=False), to_yaml({"a": [said]})):
            document, problems = read_document(text.encode(), "a.yaml")
            if document is None:
                assert {found.code for found in problems} == {"forbidden-character"}, said
            else:
                assert document.value == {"a": [said]}
                read += 1
    assert read > 2 * 400


def test_each_is_read_exactly_from_csv_or_refused(naughty_strings: list[str]) -> None:
    read = 0
    for said in naughty_strings:
        file = io.StringIO(newline="")
        csv.writer(file).writerows([("id", "title"), ("a", said)])
        table, problems = read_csv(file.getvalue().encode(), "a.csv", WORDS)
        if problems:
            assert {found.code for found in problems} <= {"forbidden-character", "spreadsheet-formula"}, said
        else:
            assert table is not None
            assert table.rows == [{"id": "a"} | ({"title": said} if said else {})]
            read += 1
    assert read > 400


def test_each_is_text_on_every_page_and_in_every_file(loaded: Loaded, naughty_strings: list[str]) -> None:
    pages, files = everything(Site(loaded, date(2026, 11, 22)))
    assert [found for html in pages.values() for found in danger(html)] == []
    shown = 0
    for number, said in written(naughty_strings):
        if loaded.partnership.get("agreement", f"naughty-{number}") is None:
            assert not said  # an empty text is refused: the field should be left out
            continue
        shown += 1
        assert f"<h1>{escape(said)}</h1>" in pages[f"agreements/naughty-{number}/"], said
        told = json.loads(files[f"agreements/naughty-{number}/index.json"])
        assert told["record"] == agreement(number, said)
    assert shown > 400


def test_no_spreadsheet_runs_any(loaded: Loaded) -> None:
    kind = loaded.partnership.type_named("word")
    assert kind is not None
    rows = list(csv.DictReader(io.StringIO(register_csv(loaded.partnership, kind), newline=""), strict=True))
    records = loaded.partnership.of("word")
    assert len(rows) == len(records) > 400
    for row, record in zip(rows, records, strict=True):
        for name in ("title", "means", "description"):
            assert row[name] in (record.data[name], f"'{record.data[name]}")
            assert not row[name].startswith(("=", "@", "+", "-", "\t", "\r"))


def test_no_terminal_obeys_any(naughty_strings: list[str], tmp_path: Path) -> None:
    for said in naughty_strings:
        found = problem("unknown-field", Place(said, 1, 3), f"“{said}” is not a field.", f"Remove {said}.")
        checked = Checked([found], 1, line_of=lambda _file, _line, said=said: said)
        for form, beginnings in (("text", ()), ("github", ("::error ", "::warning ", "::notice "))):
            for line in FORMATS[form](checked).split("\n"):
                assert not CONTROLS.search(line)
                assert line.startswith(beginnings) or not line.lstrip().startswith(("::", "##["))
