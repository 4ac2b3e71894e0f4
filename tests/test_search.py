"""What the search knows of a record, and its index: whole, and kept while nothing changes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord import indexing
from openaccord.indexing import indexed
from openaccord.loading import Loaded, load
from openaccord.problems import Stop
from openaccord.rendering.wording import wording
from openaccord.search import FACETS, Entry, entries
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)


def known(loaded: Loaded, language: str = "en") -> dict[str, Entry]:
    prefix = "" if language == "en" else f"{language}/"
    found = entries(loaded.partnership, wording(language), prefix, TODAY)
    return {entry.address.removeprefix(prefix): entry for entry in found}


def test_every_record_can_be_found_in_every_language(frozen: Loaded) -> None:
    addresses = [record.address for record in frozen.partnership.all()]
    assert list(known(frozen)) == addresses
    assert list(known(frozen, "cy")) == addresses
    assert {entry.language for entry in known(frozen, "cy").values()} == {"cy"}


def test_every_record_has_every_sort_key(frozen: Loaded) -> None:
    """Pagefind leaves a record without the key out of a sorted list."""
    for entry in known(frozen).values():
        assert set(entry.sort) == {"title", "review"}
        assert all(entry.sort.values())


def test_an_agreement_says_who_why_and_when(frozen: Loaded) -> None:
    entry = known(frozen)["agreements/early-help/"]
    assert entry.meta["title"] == "Helping families early"
    assert entry.meta["type"] == "Sharing agreement"
    assert "Anyshire Council" in entry.meta["who"]
    assert entry.meta["why"]
    assert date.fromisoformat(entry.meta["due"]) > TODAY


def test_what_is_known_is_bounded_and_begins_with_names(
    frozen: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = known(frozen)["agreements/early-help/"].content
    monkeypatch.setattr("openaccord.search._WORDS", 1)
    monkeypatch.setattr("openaccord.search._LEAST", 5)
    cut = known(frozen)["agreements/early-help/"].content
    assert len(cut.replace("·", "").split()) == 5
    assert whole.startswith(cut)
    assert cut.startswith(" ".join(known(frozen)["protocols/charter/"].meta["title"].split()[:5]))


def test_facets_are_what_a_record_refers_to(frozen: Loaded) -> None:
    entry = known(frozen)["agreements/early-help/"]
    assert set(entry.filters) <= set(FACETS)
    assert entry.filters["type"] == ("Sharing agreements",)
    assert "Anyshire Council" in entry.filters["organisation"]
    assert entry.filters["status"] == ("In force",)
    welsh = known(frozen, "cy")["agreements/early-help/"]
    assert welsh.filters["type"] == ("Cytundebau rhannu",)
    organisation = known(frozen)["organisations/anyshire-council/"]
    assert organisation.filters["organisation"] == (organisation.meta["title"],)


def test_no_facet_says_what_goes_stale(frozen: Loaded) -> None:
    """“In date” is true on one day and false on another; “overdue” is true until the record changes."""
    said = {value for entry in known(frozen).values() for value in entry.filters.get("review", ())}
    assert said
    assert said <= {"Review overdue", "Being reviewed", "No review date", "Ended"}


@pytest.fixture(scope="module")
def frozen() -> Loaded:
    return load(Folder(Path(__file__).parent / "partnership"))


# The index.

SOME = [
    Entry(
        f"{prefix}agreements/{name}/",
        language,
        f"{name} · about <b>health</b>",
        {"title": name},
        {"type": ("x",)},
        {"title": name},
    )
    for prefix, language in (("", "en"), ("cy/", "cy"))
    for name in ("one", "two", "three")
]


def fragments(folder: Path) -> list[dict[str, Any]]:
    """What the index holds of each entry."""
    found = [gzip.decompress(path.read_bytes()) for path in (folder / "fragment").iterdir()]
    return [json.loads(data[data.index(b"{") :]) for data in found]


def files(folder: Path) -> Mapping[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_index_holds_every_entry_and_no_interface(tmp_path: Path) -> None:
    with indexed(SOME, tmp_path / "index", None):
        pass
    assert sorted(one["url"] for one in fragments(tmp_path / "index")) == sorted(one.address for one in SOME)
    assert json.loads((tmp_path / "index" / "pagefind-entry.json").read_text())["languages"].keys() == {
        "en",
        "cy",
    }
    assert [path.name for path in (tmp_path / "index").iterdir() if "ui" in path.name] == []


def test_an_index_of_the_same_entries_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    with indexed(SOME, tmp_path / "first", kept):
        pass
    with indexed(SOME[1:], tmp_path / "other", kept):
        pass
    with indexed(SOME, tmp_path / "second", kept):
        pass
    monkeypatch.setattr(indexing, "Popen", None)  # from here on Pagefind cannot be run
    with indexed(SOME, tmp_path / "third", kept):
        pass
    assert files(tmp_path / "third") == files(tmp_path / "second")
    assert len(fragments(tmp_path / "other")) == len(SOME) - 1


@pytest.mark.parametrize("damage", ["shorter", "gone", "manifest"])
def test_a_damaged_index_is_made_anew(damage: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with indexed(SOME, tmp_path / "first", kept):
        pass
    one = next((kept / "fragment").iterdir())
    if damage == "shorter":
        one.unlink()
        one.write_bytes(b"")
    elif damage == "gone":
        one.unlink()
    else:
        (kept / "made.json").write_text("{")
    with indexed(SOME, tmp_path / "second", kept):
        pass
    assert len(fragments(tmp_path / "second")) == len(SOME)


def program(folder: Path, does: str) -> Path:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 0", "ended before it was done"),
        (
            "printf eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyByb29tIn19,; cat >/dev/null",
            "no room",
        ),
    ],
)
def test_when_pagefind_fails_nothing_is_published(
    does: str, said: str, partnership: Path, openaccord: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = program(partnership.parent, does)
    monkeypatch.setenv("XDG_CACHE_HOME", str(partnership.parent / "cache"))
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: failing)
    answer = openaccord("build", partnership)
    assert answer.status == 2
    assert said in answer.err
    assert "There is no site yet." in answer.err


def test_pagefind_ends_with_what_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="enough"), indexed(SOME, tmp_path / "index", None):
        raise Stop("enough")


def test_without_pagefind_there_are_the_lists(
    partnership: Path, openaccord: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openaccord.mkdocs_plugin.available", lambda: False)
    assert openaccord("build", partnership).status == 0
    page = (partnership / "site" / "find" / "index.html").read_text("utf-8")
    assert "-find.js" not in page
    assert 'href="../agreements/"' in page
    assert not (partnership / "site" / "pagefind").exists()
