"""What tests of hostile input can ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SUITES = Path(__file__).parents[2] / "build" / "suites"


@pytest.fixture(scope="session")
def suites() -> Path:
    """The folder of the suites that others keep."""
    assert (SUITES / ".made").is_file(), "The suites of others are missing. Run: make suites"
    return SUITES


@pytest.fixture(scope="session")
def naughty_strings(suites: Path) -> list[str]:
    """The Big List of Naughty Strings."""
    strings: list[Any] = json.loads((suites / "naughty-strings.json").read_text("utf-8"))
    return [string for string in strings if isinstance(string, str)]
