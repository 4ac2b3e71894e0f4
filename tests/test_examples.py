"""One small partnership for each problem, and partnerships without any."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from openaccord.loading import Loaded, load
from openaccord.rules.assessing import assess
from openaccord.tree import Folder

HERE = Path(__file__).parent
INVALID = sorted(folder for folder in (HERE / "invalid").iterdir() if folder.is_dir())
VALID = sorted(folder for folder in (HERE / "valid").iterdir() if folder.is_dir())

TODAY = date(2026, 11, 22)
"""The day on which the rules are asked."""

CHARTER = "protocols/charter.yaml"
WORDS = "registers/words.csv"
RECORD = "id: charter\ntitle: {}\nstatus: in-force\nsignatories: []\n"


def odd_file(path: str, text: str | bytes) -> Callable[[Path], None]:
    """What writes one file into a partnership."""

    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def by_case(root: Path) -> None:
    """The same agreement in two folders that Windows and macOS take for one."""
    text = (
        "id: help\nkind: one-off\ntitle: Help\nstatus: proposed\nparties: [organisation: anyshire-council]\n"
    )
    for folder in ("Families", "families"):
        odd_file(f"protocols/agreements/{folder}/help.yaml", text)(root)


def link(root: Path) -> None:
    (root / "protocols").mkdir()
    (root / CHARTER).symlink_to("elsewhere.yaml")


RECIPES: dict[str, Callable[[Path], None]] = {
    "not-a-file": link,
    "path-case": by_case,
    "path-too-long": odd_file(f"protocols/agreements/{'a' * 90}/{'b' * 90}.yaml", "id: b\n"),
    "file-too-large": odd_file(CHARTER, RECORD.format("Charter") + "# …\n" * 200_000),
    "not-utf-8": odd_file(CHARTER, RECORD.format("Siarter Môn").encode("cp1252")),
    "forbidden-character": odd_file(CHARTER, RECORD.format("Char\u202eter")),
    "too-many-values": odd_file(CHARTER, RECORD.format("Charter") + "principles:\n" + "- x\n" * 50_000),
    "text-too-long": odd_file(CHARTER, RECORD.format("Charter") + f"summary: {'long ' * 14_000}\n"),
    "too-many-rows": odd_file(WORDS, "id,title,means\n" + "a,A,A\n" * 200_001),
    "too-many-columns": odd_file(WORDS, ",".join(f"column_{number}" for number in range(1, 202)) + "\n"),
    "cell-too-long": odd_file(WORDS, f"id,title,means\ncontroller,Controller,{'long ' * 7_000}\n"),
}
"""What git, an editor or a file system carries badly is put into a copy of the folder."""

IN_COMPANY: dict[str, set[str]] = {
    "path-case": {"duplicate-id"},
    "waiver-expired": {"end-before-start"},
}
"""Codes that cannot show up alone, with their company."""


class Failing(Folder):
    """A folder on a bad disk: the records can be listed and not read."""

    def read(self, path: str) -> bytes:
        if path.startswith("protocols/"):
            raise OSError(errno.EIO, "Input/output error", path)
        return super().read(path)


def lines(loaded: Loaded) -> str:
    return "".join(
        f"{found.place.file}:{found.place.line}:{found.place.column}: {found.message} [{found.code}]\n"
        for found in loaded.problems
    )


@pytest.mark.parametrize("folder", INVALID, ids=lambda folder: folder.name)
def test_a_problem_is_told_where_it_is(
    folder: Path, tmp_path: Path, held: Callable[[Path, str], None]
) -> None:
    code, root = folder.name, folder
    if code in RECIPES:
        root = tmp_path / code
        shutil.copytree(folder, root)
        RECIPES[code](root)
    loaded = assess(load(Failing(root) if code == "unreadable-file" else Folder(root)), TODAY)
    assert {found.code for found in loaded.problems} == {code, *IN_COMPANY.get(code, ())}
    assert all(found.message.endswith(".") and found.hint for found in loaded.problems)
    held(folder / "expected.txt", lines(loaded))


@pytest.mark.parametrize("folder", VALID, ids=lambda folder: folder.name)
def test_a_sound_partnership_has_no_problem(folder: Path) -> None:
    assert lines(assess(load(Folder(folder)), TODAY)) == ""
