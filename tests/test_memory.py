"""What is remembered of files saves time and changes nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from openaccord.loading import Loaded, load, reading
from openaccord.memory import Kept, Memory, remembering
from openaccord.schemas import Schema
from openaccord.sources import yaml
from openaccord.tree import Folder

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a user's programs keep what they remember."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are really read, in a list that grows."""
    found: list[str] = []
    really = yaml.read_document

    def read(data: bytes, file: str) -> object:
        found.append(file)
        return really(data, file)

    monkeypatch.setattr("openaccord.loading.documents.read_document", read)
    return found


def loaded(root: Path) -> Loaded:
    with remembering(root) as memory:
        return load(Folder(root), memory=memory)


def same(one: Loaded, other: Loaded) -> bool:
    """Whether two readings agree, in every record, problem and place."""
    places = [
        [record.place(*path) for record in each.partnership.all() for path in ((), ("id",), ("title",))]
        for each in (one, other)
    ]
    return (one.partnership.records, one.problems, places[0]) == (
        other.partnership.records,
        other.problems,
        places[1],
    )


def memory_of(folder: Path) -> Path:
    (file,) = (folder / "openaccord").iterdir()
    return file


def test_nothing_is_read_twice_and_nothing_changes(partnership: Path, parsed: list[str]) -> None:
    cold = loaded(partnership)
    assert parsed
    parsed.clear()
    assert same(loaded(partnership), cold)
    assert parsed == []


def test_a_changed_file_is_read_again(partnership: Path, parsed: list[str]) -> None:
    loaded(partnership)
    parsed.clear()
    charter = partnership / "protocols" / "charter.yaml"
    charter.write_bytes(charter.read_bytes().replace(b"in-force", b"withdrawn"))
    (record,) = loaded(partnership).partnership.of("protocol")
    assert record.data["status"] == "withdrawn"
    assert parsed == ["protocols/charter.yaml"]


def test_a_file_with_a_problem_is_not_remembered(partnership: Path, parsed: list[str]) -> None:
    (partnership / "protocols" / "charter.yaml").write_bytes(b"id: charter\nid: charter\n")
    first = loaded(partnership)
    parsed.clear()
    assert loaded(partnership).problems == first.problems
    assert parsed == ["protocols/charter.yaml"]


def test_what_is_no_longer_there_is_forgotten(partnership: Path, own_folder: Path) -> None:
    loaded(partnership)
    before = memory_of(own_folder).stat().st_size
    (partnership / "protocols" / "agreements" / "food-parcels.yaml").unlink()
    loaded(partnership)
    assert memory_of(own_folder).stat().st_size < before


def damage(how: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(how(file.read_bytes()))


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "nothing in it": damage(lambda _: b""),
    "cut short": damage(lambda data: data[: len(data) // 2]),
    "a value changed": damage(lambda data: data.replace(b"in-force", b"proposed")),
    "the head changed": damage(lambda data: b"x" + data),
    "random bytes": damage(lambda _: bytes(range(256)) * 40),
    "no head": damage(lambda data: data.partition(b"\n")[2]),
    "of another version": damage(lambda data: data.replace(b"openaccord ", b"openaccord 0", 1)),
    "a folder in its place": folder_instead,
}


@pytest.mark.parametrize("harm", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_memory_is_not_believed(
    harm: Callable[[Path], object], partnership: Path, own_folder: Path, parsed: list[str]
) -> None:
    cold = loaded(partnership)
    harm(memory_of(own_folder))
    parsed.clear()
    assert same(loaded(partnership), cold)
    assert parsed


def test_another_partnership_s_memory_is_only_of_use(partnership: Path, own_folder: Path) -> None:
    other = HERE / "valid" / "every-field"
    cold = loaded(other)
    theirs = memory_of(own_folder)
    loaded(partnership)
    (ours,) = set((own_folder / "openaccord").iterdir()) - {theirs}
    theirs.write_bytes(ours.read_bytes())
    assert same(loaded(other), cold)


def test_no_folder_to_keep_it_in(partnership: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    cold = load(Folder(partnership))
    assert same(loaded(partnership), cold)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert same(loaded(partnership), cold)


def test_the_memory_of_another_user_is_not_believed(
    partnership: Path, own_folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(partnership)
    parsed.clear()
    user = memory_of(own_folder).stat().st_uid
    monkeypatch.setattr("os.getuid", lambda: user + 1)
    loaded(partnership)
    assert parsed


def test_values_come_back_as_they_were() -> None:
    values = {
        "a": [1, -2, 0.1, 12345678.1234567, True, None, "é\u2013\U0001f600", ""],
        "b": {"z": {}, "a": []},
    }
    memory = Memory()
    memory.used["x"] = Kept(values, suspicious=False)
    kept = json.loads(json.dumps(memory.used))
    recalled = Memory({name: Kept(*parts) for name, parts in kept.items()}).recall("x")
    assert recalled == (values, False, "")
    assert list(recalled.value["b"]) == ["z", "a"]  # type: ignore[index, call-overload, arg-type] # JSON may be anything


def test_what_fitted_one_schema_is_held_against_another(
    partnership: Path, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_folder
    assert not loaded(partnership).problems
    real = reading.builtin_schema

    def stricter(name: str, languages: tuple[str, ...]) -> Schema:
        schema = real(name, languages)
        asked = [*schema.document["required"], "themes"] if name == "agreement.schema.json" else []
        return replace(schema, document={**schema.document, "required": asked}) if asked else schema

    monkeypatch.setattr(reading, "builtin_schema", stricter)
    again = loaded(partnership)
    assert "missing-field" in {one.code for one in again.problems}
    assert same(again, load(Folder(partnership)))


def test_what_had_to_be_looked_at_is_looked_at_again(partnership: Path, own_folder: Path) -> None:
    assert own_folder
    agreement = next((partnership / "protocols" / "agreements").glob("*.yaml"))
    with agreement.open("a", encoding="utf-8") as file:
        file.write("safeguards: Ring 020 7946 0999.\n")
    first = loaded(partnership)
    assert "personal-landline" in {one.code for one in first.problems}
    assert same(first, loaded(partnership))
