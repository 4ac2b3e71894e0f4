"""What one record page costs, in the process that makes it: run by run.py, prints JSON."""

from __future__ import annotations

import gc
import json
import logging
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

_Clock = tuple[float, float]


def _now() -> _Clock:
    return time.perf_counter(), time.process_time()


def _since(begun: _Clock) -> _Clock:
    now = _now()
    return now[0] - begun[0], now[1] - begun[1]


def frames(folder: Path, target: Path) -> Iterator[tuple[str, _Clock, int]]:
    """Seconds for the agreements' own HTML, and for putting it into the frame and the file."""
    rendered: list[_Clock] = []
    framed: list[_Clock] = []

    def clocked(pages: Iterable[Any]) -> Iterator[Any]:
        begun = _now()
        for page in pages:  # a page is rendered when it is asked for here,
            spent = _since(begun)
            begun = _now()
            yield page  # and is in its file when the next one is wanted
            if page.page.section == "agreements/":
                rendered.append(spent)
                framed.append(_since(begun))
            begun = _now()

    gc.set_threshold(100_000, 20, 100)  # as “openaccord build” sets it
    config = load_config(config_file=str(folder / "mkdocs.yml"), site_dir=str(target))
    plugin: Any = config.plugins["openaccord"]
    plugin.progress = lambda pages, _length: nullcontext(clocked(pages))
    build(config)
    yield "rendered", _sum(rendered), len(rendered)
    yield "framed", _sum(framed), len(framed)


def _sum(clocks: list[_Clock]) -> _Clock:
    return sum(wall for wall, _ in clocks), sum(processor for _, processor in clocks)


def mkdocs(folder: Path, target: Path) -> Iterator[tuple[str, _Clock, int]]:
    """Seconds for a whole build less those for a build of the home page alone, and how many pages it had."""
    spent = []
    for only in ({"exclude_docs": "*\n!/index.md"}, {}):
        config = load_config(config_file=str(folder / "mkdocs.yml"), site_dir=str(target), **only)
        begun = _now()
        build(config)
        spent.append(_since(begun))
    (few_wall, few_processor), (all_wall, all_processor) = spent
    pages = sum(1 for _ in folder.glob("docs/*/*.md"))
    yield "mkdocs", (all_wall - few_wall, all_processor - few_processor), pages


def main() -> None:
    """Usage: page_cost.py frames|mkdocs FOLDER TARGET."""
    way, folder, target = sys.argv[1:]
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    measured = {"frames": frames, "mkdocs": mkdocs}[way](Path(folder), Path(target))
    print(
        json.dumps(
            {
                part: {"wall": wall / pages, "processor": processor / pages, "pages": pages}
                for part, (wall, processor), pages in measured
            }
        )
    )


if __name__ == "__main__":
    main()
