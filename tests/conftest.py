"""What every test can ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which writes expected results anew for a reviewer to read as a diff."""
    parser.addoption("--update", action="store_true", help="write the expected results anew")


@pytest.fixture
def held(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """A function that holds a text against the file in which it is expected; `--update` writes the file."""

    def hold(file: Path, text: str) -> None:
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        assert file.is_file(), f"{file.relative_to(ROOT)} is missing: write it with pytest --update"
        assert text == file.read_bytes().decode(), f"{file.relative_to(ROOT)} is no longer what comes out"

    return hold
