"""Let a fuzzer look for bytes that break a reader: `make fuzz`.

Without --target every target has its turn. The fuzzer is atheris (libFuzzer for Python), which is there for
Linux on x86-64. What it finds is written into build/fuzz/crash-…, and ends the run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["openaccord.sources", "openaccord.rendering.prose", "openaccord.problems"]
):
    from targets import TARGETS

CORPUS = Path(__file__).parents[2] / "build" / "fuzz"


def main() -> None:
    """One target in this process, or each in one of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    chosen = parser.parse_args()
    if chosen.target is None:
        common = ["--seconds", str(chosen.seconds), "--runs", str(chosen.runs), "--seed", str(chosen.seed)]
        for name in TARGETS:
            subprocess.run([sys.executable, __file__, "--target", name, *common], check=True)
        return
    function, seeds = TARGETS[chosen.target]
    corpus = chosen.corpus / chosen.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-runs={chosen.runs}",
        f"-seed={chosen.seed}",
        f"-max_total_time={chosen.seconds}",
        "-max_len=2048",
    ]
    quiet = ["-verbosity=0", f"-artifact_prefix={chosen.corpus}/"]
    atheris.Setup([chosen.target, *options, *quiet, str(corpus)], function)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
