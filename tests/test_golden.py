"""Pages, data and reports as files, so that a reviewer reads what a change does to them.

`pytest --update` writes them anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openaccord import __version__

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
MADE = (
    "index.html",
    "agreements/index.html",
    "agreements/early-help/index.html",
    "agreements/early-help/index.json",
    "agreements/early-help/notice/index.html",
    "agreements/food-parcels/index.html",
    "assets/case-records/index.html",
    "cy/agreements/early-help/index.html",
    "cy/me/index.html",
    "cy/organisations/anyshire-council/index.html",
    "cy/quality/index.html",
    "data/organisations.csv",
    "data/organisations.json",
    "organisations/anyshire-council/index.html",
    "promises/index.html",
    "quality/index.html",
    "reviews/index.html",
    "sitemap.xml",
)
"""What is held, by its address in the site."""

FAULTS = (
    ("protocols/charter.yaml", "status: in-force", "status: inforce"),
    ("protocols/agreements/food-parcels.yaml", "protocol: charter", "protocol: chater\ncolour: blue"),
    ("registers/organisations.yaml", "kind: police", "kind: polise"),
    ("registers/information-assets.csv", "Head of", "=HEAD("),
    ("registers/retention-rules.yaml", "P6Y", "six years"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen partnership's site on its day, built once."""
    from mkdocs.commands.build import build  # noqa: PLC0415 - only this fixture needs MkDocs
    from mkdocs.config import load_config  # noqa: PLC0415 - the same

    root = Path(shutil.copytree(HERE / "partnership", tmp_path_factory.mktemp("golden") / "anyshire"))
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("NO_MKDOCS_2_WARNING", "1")
        surroundings.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
        build(load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    return root / "site"


@pytest.mark.parametrize("address", MADE)
def test_what_is_published_is_as_before(address: str, site: Path, held: Callable[[Path, str], None]) -> None:
    held(GOLDEN / address, (site / address).read_bytes().decode())


@pytest.mark.parametrize("form", ["json", "markdown", "text"])
def test_what_is_reported_is_as_before(
    form: str, partnership: Path, openaccord: Callable[..., Any], held: Callable[[Path, str], None]
) -> None:
    for file, old, new in FAULTS:
        text = (partnership / file).read_bytes().decode()
        assert old in text
        (partnership / file).write_bytes(text.replace(old, new, 1).encode())
    answer = openaccord("check", partnership, "--format", form)
    assert (answer.status, answer.err) == (1, "")
    ending = {"json": "json", "markdown": "md", "text": "txt"}[form]
    held(GOLDEN / f"problems.{ending}", answer.out.replace(f'"{__version__}"', '"…"'))


def test_nothing_is_held_that_is_not_made() -> None:
    held = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    assert held == {*MADE, "problems.json", "problems.md", "problems.txt", ".gitattributes"}
