"""What the search index of a generated partnership costs: `python benchmarks/search_index.py 10000`."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from partnerships import write_partnership

from openaccord.indexing import indexed
from openaccord.loading import load
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)


def main(agreements: int) -> None:
    """Make the index in an empty folder, and again with nothing changed; print what both cost."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_partnership(root / "partnership", agreements)
        site = Site(load(Folder(root / "partnership")), TODAY)
        for name in ("made", "taken as it was"):
            wall, ours = time.perf_counter(), time.process_time()
            with indexed(site.entries(), root / name, root / "kept"):
                pass
            wall, ours = time.perf_counter() - wall, time.process_time() - ours
            print(f"{name}: {wall:.1f} s on the wall, {ours:.1f} s of processor time in Python")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"Pagefind: {used.ru_utime + used.ru_stime:.1f} s of processor time, {used.ru_maxrss // 1024} MB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
