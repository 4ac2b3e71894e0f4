"""Speed and memory beside the peers, in one run: python benchmarks/run.py --help."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from figures import heading, line
from measuring import FailedError, said
from works import WORKS, Bench


def main() -> int:
    """Measure what was asked for and print it as a table; status 2 when something could not be measured."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="openaccord-bench-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(heading(), flush=True)
        try:
            for name in options.only or WORKS:
                said(f"{name}: {WORKS[name].__doc__}")
                for row in WORKS[name](Bench(folder.resolve(), options.all)):
                    print(line(row), flush=True)
        except FailedError as error:
            print(error, file=sys.stderr)
            return 2
    load, cores = os.getloadavg()[2], os.cpu_count() or 1
    print(f"\n{cores} cores; on average {load:.1f} programs wanted one in the last 15 minutes.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure openaccord beside its peers.")
    parser.add_argument("--only", action="append", choices=WORKS, help="only this work; may be repeated")
    parser.add_argument("--all", action="store_true", help="also what takes minutes: peers at 10,000")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="generate into DIR; use what is there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
