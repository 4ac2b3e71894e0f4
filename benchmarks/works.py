"""The works that are measured: what is made ready, what is run, and what it may cost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import BIN, Cost, FailedError, said, spend, spend_best
from partnerships import write_partnership
from peers import record_pages, write_peer
from registers import write_assets, write_joined

ROOT = Path(__file__).resolve().parents[1]
OPENACCORD = BIN / "openaccord"
_NHS_DATA = ROOT.parent / "shared" / "data" / "nhs-digital"
_NHS = ROOT / "examples" / "nhs-digital"
_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a work may cost, in processor seconds and MB, and how many times its peer must cost."""

    processor: float | None = None
    memory: int | None = None
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A measured work. With `pages` the costs are those of one page, and told in milliseconds."""

    name: str
    ours: Cost
    peer_name: str = ""
    peer: Cost | None = None
    budget: Budget = Budget()
    pages: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times our processor time the peer takes; not wall time, which others' work stretches."""
        return self.peer.processor / self.ours.processor if self.peer else None


@dataclass(frozen=True, slots=True)
class Bench:
    """Where generated files go, and whether what takes minutes is wanted too."""

    folder: Path
    all: bool


Work = Callable[[Bench], Iterator[Row]]


def start(_bench: Bench) -> Iterator[Row]:
    """The help text, which everything that is imported too early delays."""
    yield Row("openaccord --help", spend_best([OPENACCORD, "--help"], 9), budget=Budget(processor=0.15))


def check(bench: Bench) -> Iterator[Row]:
    """Agreements checked: with their references by us, each file alone by check-jsonschema."""
    for number in (1_000, 10_000):
        folder = _agreements(bench, number)
        ours = _cold(bench, "check", folder)
        peer = None
        if number == 1_000 or bench.all:
            files = sorted((folder / "protocols" / "agreements").iterdir())
            peer = spend_best([BIN / "check-jsonschema", "--schemafile", _schema(bench), *files])
        budget = Budget(ratio=10) if number == 1_000 else Budget(processor=6, memory=300)
        yield Row(f"{number:,} agreements checked, cold", ours, "check-jsonschema", peer, budget)
        warm = spend_best(_remembering(bench, "check", folder))
        yield Row(f"{number:,} agreements checked again", warm, budget=Budget(processor=2, memory=300))


def table(bench: Bench) -> Iterator[Row]:
    """A large CSV register with two foreign keys, checked."""
    folder = _made(bench, "assets", lambda target: write_assets(target, 100_000))
    ours = _cold(bench, "check", folder)
    peer = spend_best([BIN / "frictionless", "validate", folder / "registers" / "datapackage.yaml"])
    yield Row("100,000 rows of CSV checked", ours, "frictionless", peer, Budget(processor=2))


def joined(bench: Bench) -> Iterator[Row]:
    """Agreements, assets and the activities that name both, with every rule asked across the registers."""
    folder = _made(bench, "joined", lambda target: write_joined(target, 10_000, 100_000))
    ours = _cold(bench, "check", folder)
    yield Row("10,000 agreements with 100,000 assets checked, all rules on", ours)


def example(bench: Bench) -> Iterator[Row]:
    """The example partnership, built where no site is."""
    target = bench.folder / "example-site"
    ours = _build(ROOT, target)
    yield Row(f"example partnership built, {_pages(target):,} pages", ours, budget=Budget(processor=5))


def pages(bench: Bench) -> Iterator[Row]:
    """One page, of 1,000 agreements by us and 500 of the same by MkDocs, each in one process."""
    site = _site(bench, 1_000)
    project = bench.folder / "peer-compared"
    if not project.exists():
        write_peer(site, project, _COMPARED)
    parts = _page_costs("frames", _agreements(bench, 1_000), bench.folder / "frames-site")
    parts |= _page_costs("mkdocs", project, bench.folder / "compared-site")
    rendered, framed, peer = parts["rendered"], parts["framed"], parts["mkdocs"]
    yield Row("an agreement's page: its own HTML", rendered, pages=True)
    yield Row("an agreement's page: into frame and file", framed, pages=True)
    name = "an agreement's page, whole"
    yield Row(name, rendered + framed, "MkDocs + Material", peer, Budget(ratio=20), pages=True)


def build(bench: Bench) -> Iterator[Row]:
    """Agreements built into a site: with data, lists and verified links by us, the same pages by MkDocs."""
    for number in (1_000, 10_000) if bench.all else (1_000,):
        folder = _agreements(bench, number)
        target = bench.folder / f"site-{number}"
        ours = _build(folder, target)
        project = bench.folder / f"peer-{number}"
        if not project.exists():
            said(f"the pages of {number:,} agreements as Markdown")
            write_peer(target, project)
        peer = _mkdocs(project, bench.folder / f"peer-site-{number}")
        budget = Budget(processor=15, memory=600) if number == 10_000 else Budget()
        name = f"{number:,} agreements built, {_pages(target):,} pages"
        yield Row(name, ours, "MkDocs + Material", peer, budget)


def nhs(bench: Bench) -> Iterator[Row]:
    """NHS Digital's two spreadsheets: imported, described, checked and built."""
    if not _NHS_DATA.is_dir():
        said(f"left out: {_NHS_DATA} is not there")
        return
    folder = bench.folder / "nhs"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_NHS, folder)
    sheets = sorted(_NHS_DATA.glob("*.csv"))
    steps = {
        "imported": ["import", *sheets, "--mapping", folder / "mapping.yaml", "--into", folder],
        "described": ["describe", folder],
        "checked": ["check", folder],
        "built": ["build", folder],
    }
    # An import ends with 1 when it reports cells that were left out, which these sheets have.
    costs = {
        done: spend([OPENACCORD, *step], statuses=(0, 1) if done == "imported" else (0,))
        for done, step in steps.items()
    }
    for done, cost in costs.items():
        yield Row(f"NHS Digital, {done}", cost)
    total = sum(costs.values(), Cost(0, 0, 0))
    yield Row(
        f"NHS Digital, all of it, {_pages(folder / 'site'):,} pages",
        total,
        budget=Budget(processor=60, memory=500),
    )


WORKS: dict[str, Work] = {
    "help": start,
    "check": check,
    "csv": table,
    "joined": joined,
    "example": example,
    "pages": pages,
    "build": build,
    "nhs": nhs,
}
"""Every work by its name on the command line, in the order of the table."""


def _remembering(bench: Bench, *arguments: str | Path) -> list[str | Path]:
    """The command, with a folder of its own for what it remembers of files."""
    return ["env", f"XDG_CACHE_HOME={bench.folder / 'remembered'}", OPENACCORD, *arguments]


def _cold(bench: Bench, *arguments: str | Path) -> Cost:
    """What a command costs that remembers nothing."""
    return spend_best(_remembering(bench, *arguments), fresh=bench.folder / "remembered")


def _agreements(bench: Bench, number: int) -> Path:
    return _made(bench, f"agreements-{number}", lambda target: write_partnership(target, number))


def _made(bench: Bench, name: str, write: Callable[[Path], None]) -> Path:
    """A generated partnership; one that was begun and not finished is made anew."""
    folder = bench.folder / name
    if not (folder / "registers" / "datapackage.yaml").exists():
        said(f"generating {name}")
        shutil.rmtree(folder, ignore_errors=True)
        write(folder)
        _run([OPENACCORD, "describe", folder])
    return folder


def _schema(bench: Bench) -> Path:
    """The schema of agreements with its shared parts bundled in: check-jsonschema takes several times as long
    where it has to follow references to another file.
    """
    target = bench.folder / "agreement.schema.json"
    target.write_text(_run([sys.executable, Path(__file__).with_name("bundled_schema.py")]), encoding="utf-8")
    return target


def _site(bench: Bench, number: int) -> Path:
    target = bench.folder / f"site-{number}"
    if not target.exists():
        _run([OPENACCORD, "build", _agreements(bench, number), "--site-dir", target])
    return target


def _build(folder: Path, target: Path) -> Cost:
    """A cold build: no site is there before it; Python's own caches are, as on any second call."""
    return spend_best([OPENACCORD, "build", folder, "--site-dir", target], fresh=target)


def _mkdocs(project: Path, target: Path) -> Cost:
    command = [BIN / "mkdocs", "build", "--quiet", "-f", project / "mkdocs.yml", "-d", target]
    return spend_best(command, fresh=target)


def _pages(site: Path) -> int:
    return len(record_pages(site))


def _page_costs(way: str, folder: Path, target: Path) -> dict[str, Cost]:
    """The cost of one page in seconds, by part; what page_cost.py prints."""
    said(f"one page: {way}")
    shutil.rmtree(target, ignore_errors=True)
    script = Path(__file__).with_name("page_cost.py")
    told = json.loads(_run([sys.executable, script, way, folder, target]))
    return {part: Cost(cost["wall"], cost["processor"], 0) for part, cost in told.items()}


def _run(command: list[str | Path]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(f"{command} ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout
