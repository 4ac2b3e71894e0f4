"""What it costs to read the history of a large repository: python benchmarks/history.py.

5,000 commits on 1,000 agreements, each changing one to three records, made with `git fast-import`, and read
twice, as a build does.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Cost, said, spend
from partnerships import sentence, write_partnership

_SEED = 20261125
_BEGUN, _BETWEEN = 1_600_000_000, 37_000
_READ = """
import sys
from pathlib import Path
from openaccord.history.reading import read_past
from openaccord.loading import load
from openaccord.tree import Folder
root = Path(sys.argv[1])
past = read_past(root, load(Folder(root)).partnership)
print(len(past.moments), "commits,", sum(len(moment.changes) for moment in past.moments), "changes")
"""
_LOAD = _READ.partition("past = ")[0] + "load(Folder(root))\n"


def main() -> int:
    """Print what the first and the second reading cost, without what loading the records costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--records", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="openaccord-history-") as temporary:
        root = Path(temporary) / "partnership"
        root.mkdir()
        os.environ["XDG_CACHE_HOME"] = str(Path(temporary) / "cache")
        write_partnership(root, options.records)
        make_history(root, options.commits)
        print(f"| {options.commits:,} commits on {options.records:,} agreements | wall | processor | MB |")
        print("|---|---|---|---|")
        read = [sys.executable, "-c", _READ, str(root)]
        for name, command in (
            ("records loaded alone", [sys.executable, "-c", _LOAD, str(root)]),
            ("records and history, the first time", read),
            ("records and history, the second time", read),
        ):
            print(_row(name, spend(command)), flush=True)
        print(subprocess.run(read, capture_output=True, text=True, check=True).stdout.strip())
    return 0


def _row(name: str, cost: Cost) -> str:
    return f"| {name} | {cost.wall:.2f} s | {cost.processor:.2f} s | {cost.memory / 1e6:.0f} |"


def make_history(root: Path, commits: int) -> None:
    """Make the folder a repository in which its files were changed again and again; they stay as they are."""
    said(f"{commits:,} commits")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    importing = subprocess.Popen(
        ["git", "-C", str(root), "fast-import", "--quiet"], stdin=subprocess.PIPE, text=False
    )
    assert importing.stdin is not None
    with importing.stdin as pipe:
        for piece in _stream(root, commits):
            pipe.write(piece)
    if importing.wait() != 0:
        raise SystemExit("git fast-import failed")


def _stream(root: Path, commits: int) -> Iterator[bytes]:
    chance = random.Random(_SEED)
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("registers", "protocols")
        for path in sorted((root / folder).rglob("*.yaml"))
    }
    agreements = [path for path in files if "/agreements/" in path]
    yield from _commit(0, files)
    for number in range(1, commits):
        touched = chance.sample(agreements, chance.randint(1, 3))
        if number % 50 == 0:
            touched.append("registers/retention-rules.yaml")
        for path in touched:
            files[path] = _edited(chance, files[path])
        yield from _commit(number, {path: files[path] for path in touched})


def _edited(chance: random.Random, data: bytes) -> bytes:
    """A file with one thing in it different."""
    text = data.decode()
    edits = (
        ("status: in-force", "status: suspended"),
        ("status: suspended", "status: in-force"),
        ("period: P6Y", "period: P10Y"),
        ("encrypted_in_transit: true", "encrypted_in_transit: false"),
        ("identifiability: aggregate", "identifiability: personal"),
        ("  consent: false", "  consent: true"),
    )
    old, new = chance.choice([edit for edit in edits if edit[0] in text] or [("\n", "\n")])
    text = text.replace(old, new, 1)
    if "\nbenefits: " in text:
        start = text.index("\nbenefits: ") + 1
        end = text.index("\n", start)
        text = f"{text[:start]}benefits: {sentence(chance, 10, 20)}{text[end:]}"
    return text.encode()


def _commit(number: int, files: dict[str, bytes]) -> Iterator[bytes]:
    head = f"commit refs/heads/main\ncommitter A <a@council.example> {_BEGUN + number * _BETWEEN} +0000\n"
    yield f"{head}data 1\nx\n".encode()
    for path, data in files.items():
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


if __name__ == "__main__":
    sys.exit(main())
