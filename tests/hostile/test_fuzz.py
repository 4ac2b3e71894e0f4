"""A short run of each fuzz target, always with the same seed; `make fuzz` is the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from targets import TARGETS

RUNS = {"yaml": 3_000, "csv": 3_000, "prose": 1_500, "url": 3_000, "id": 3_000}


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks(name: str, tmp_path: Path) -> None:
    fuzz = Path(__file__).with_name("fuzz.py")
    options = ["--target", name, "--runs", str(RUNS[name]), "--corpus", tmp_path]
    done = subprocess.run([sys.executable, fuzz, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert [path.name for path in tmp_path.glob("crash-*")] == []


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzer_begins_with_holds(name: str) -> None:
    function, seeds = TARGETS[name]
    for seed in seeds:
        for end in range(len(seed) + 1):
            function(seed[:end])
