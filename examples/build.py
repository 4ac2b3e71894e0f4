"""Import one of the real registers in ../shared/data, check it and build its site.

    python examples/build.py nhs | phe

The site goes to build/<name>/site. Nothing of the data is written into the repository's own folders.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SOURCES = {"nhs": ("nhs-digital", "nhs-digital"), "phe": ("phe", "phe")}
"""For each name: the folder beside this script, and the folder in ../shared/data."""


def main(name: str) -> None:
    """Build one example from scratch. Exits with the status of the first command that fails."""
    example, data = SOURCES[name]
    target = REPOSITORY / "build" / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(REPOSITORY / "examples" / example, target)
    tables = sorted((REPOSITORY.parent / "shared" / "data" / data).glob("*.csv"))
    if not tables:
        sys.exit(f"No data in ../shared/data/{data}. Put the register's CSV files there.")
    _openaccord("import", *map(str, tables), "--mapping", str(target / "mapping.yaml"), "--into", str(target))
    for command in ("describe", "check", "build"):
        _openaccord(command, str(target))
    print(f"Look at it with: {sys.executable} -m http.server --directory {target / 'site'}")


def _openaccord(*arguments: str) -> None:
    status = subprocess.run([sys.executable, "-m", "openaccord", *arguments], check=False).returncode
    if status:
        sys.exit(status)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SOURCES:
        sys.exit(f"Say which register: {' or '.join(SOURCES)}.")
    main(sys.argv[1])
