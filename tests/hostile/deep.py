"""Ask of a great deal of hostile input what the tests ask of a little, and print the figures: `make deep`.

The exit status is 1 where a figure that must be zero is not.
"""

from __future__ import annotations

import argparse
import os
import runpy
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from damage import compare, damage, files_of, load_and_assess, record_pages  # noqa: E402 - needs the path
from documents import disagreements  # noqa: E402 - the same
from test_engines import ask  # noqa: E402 - the same
from test_reading import LIMITS, SLOW, SLOW_CSV, codes_of_csv, codes_of_yaml  # noqa: E402 - the same
from trees import TREES, write_sound  # noqa: E402 - the same

from test_checking import DOCUMENTS, REGISTERS  # noqa: E402 - the same

SECONDS, MEGABYTES = 2.0, 256.0


def measured(work: Callable[[], object]) -> tuple[int, float, float]:
    """Work done in a process of its own: its status, its seconds of processor time, its megabytes at most."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status, used = os.wait4(child, 0)
    return status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def command(told: Path, root: Path) -> None:
    """A check of a partnership with no network, whose paths are noted."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.execv(sys.executable, [sys.executable, str(HERE / "offline.py"), str(told), "check", str(root)])


def trees() -> Iterator[tuple[str, object, bool]]:
    """Every hostile partnership, checked by the command."""
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    killed = tracebacks = outside = 0
    slowest, largest = (0.0, ""), (0.0, "")
    for name, tree in TREES.items():
        with tempfile.TemporaryDirectory() as folder:
            root, told = Path(folder) / "harm", Path(folder) / "told"
            write_sound(root)
            tree.make(root)
            status, seconds, size = measured(lambda told=told, root=root: command(told, root))
            killed += os.WIFSIGNALED(status)
            tracebacks += os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, 1, 2)
            written = told.read_text(errors="replace").split("\n") if told.exists() else []
            outside += sum(1 for path in written if path not in ("", "/dev/null"))
            slowest, largest = max(slowest, (seconds, name)), max(largest, (size, name))
    yield "hostile partnerships, checked by the command", len(TREES), True
    yield "– killed for opening a connection", killed, killed == 0
    yield "– ended by an error of the program", tracebacks, tracebacks == 0
    yield "– paths written by a check", outside, outside == 0
    yield (
        "– the slowest, in seconds, with the start of Python",
        "{:.2f} ({})".format(*slowest),
        slowest[0] <= SECONDS,
    )
    yield "– the largest, in megabytes", "{:.0f} ({})".format(*largest), largest[0] <= MEGABYTES


def inputs() -> Iterator[tuple[str, object, bool]]:
    """Every single file at a limit, past it, or made to be slow."""
    cases = [(f"{name}, at the limit", read, within) for name, (read, within, *_) in LIMITS.items()]
    cases += [(f"{name}, past it", read, past) for name, (read, _, past, *_) in LIMITS.items()]
    cases += [(name, codes_of_yaml, data) for name, data in SLOW.items()]
    cases += [(name, codes_of_csv, data) for name, data in SLOW_CSV.items()]
    _, _, idle = measured(lambda: None)
    slowest, largest = (0.0, ""), (0.0, "")
    for name, read, data in cases:
        _, seconds, size = measured(lambda read=read, data=data: read(data))
        slowest, largest = max(slowest, (seconds, name)), max(largest, (size - idle, name))
    yield "single files at and past each limit, and slow ones", len(cases), True
    yield "– the slowest, in seconds", "{:.2f} ({})".format(*slowest), slowest[0] <= SECONDS
    yield (
        "– the largest, in megabytes beside its bytes",
        "{:.0f} ({})".format(*largest),
        largest[0] <= MEGABYTES,
    )


def engines(number: int) -> Iterator[tuple[str, object, bool]]:
    """Documents and rows, judged by both engines of each pair."""
    asked = [ask(name, number // len(DOCUMENTS)) for name in DOCUMENTS]
    yield "documents judged by jsonschema-rs and jsonschema", sum(map(sum, asked)), True
    yield "– that fit", sum(fitted for fitted, _ in asked), True
    yield "– judged differently", 0, True  # the first would have ended the run
    each = -(-number // len(REGISTERS))
    differing = [told for plural in REGISTERS for told in disagreements(plural, each, seed=2)]
    yield "rows judged by our check and frictionless", each * len(REGISTERS), True
    yield "– judged differently, but for what we refuse on purpose", len(differing), not differing
    for told in differing[:20]:
        print(told, file=sys.stderr)


def damages(agreements: int) -> Iterator[tuple[str, object, bool]]:
    """The example and a large generated partnership, of whose files some are damaged."""
    write = runpy.run_path(str(ROOT / "benchmarks" / "partnerships.py"))["write_partnership"]
    with tempfile.TemporaryDirectory() as folder:
        example, generated = Path(folder) / "example", Path(folder) / "generated"
        for name in ("protocols", "registers", "schemas"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, example / name)
        write(generated, agreements)
        for root in (example, generated):
            before = record_pages(load_and_assess(root))
            for share in (1, 10, 50):
                yield from _damaged(root, before, share)


def _damaged(root: Path, before: dict[str, str], share: int) -> Iterator[tuple[str, object, bool]]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root, Path(folder) / root.name))
        files = files_of(copy)
        chosen = Random(share).sample(files, max(1, len(files) * share // 100))
        damage(copy, chosen, seed=share)
        outcome = compare(before, load_and_assess(copy), chosen)
    yield f"{share} % of {len(files)} files of the {root.name} partnership damaged", len(chosen), True
    yield "– pages that link to none of them", outcome.good, outcome.good > 0
    wrong = {
        "of these, changed by a byte": outcome.changed,
        "damaged files of which no problem tells": outcome.untold,
        "links that lead to no page": outcome.dead_links,
        "pages of good records that are missing": outcome.missing,
    }
    for what, found in wrong.items():
        yield f"– {what}", len(found), not found
        for one in found[:5]:
            print(one, file=sys.stderr)


def main() -> None:
    """Every part in turn, told as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--agreements", type=int, default=500)
    chosen = parser.parse_args()
    failed = False
    print("| what | figure |\n|---|---|")
    parts = (inputs(), trees(), damages(chosen.agreements), engines(chosen.documents))
    for part in parts:
        started = time.process_time()
        for what, figure, good in part:
            shown = f"{figure:,}" if isinstance(figure, int) else figure
            print(f"| {what} | {shown}{'' if good else ' ✗'} |", flush=True)
            failed |= not good
        print(
            f"| – processor time of this part, in seconds | {time.process_time() - started:,.0f} |",
            flush=True,
        )
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
