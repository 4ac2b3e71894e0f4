"""Try whether a site is ever half published: kills, failing calls, full disks, odd surroundings.

    make reliability

Prints a table of figures. It needs Linux, and ends with status 1 when a single site was neither old nor new.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from breaking import Commands, Fault, Outcome, Setting
from scenes import NEW_DAY, OLD_DAY, leftovers, smallest, tree

ROOT = Path(__file__).parents[2]
DAY = "1795305600"  # 22 November 2026
DISK_SIZES = 40
FAILURES = {"EIO": "the n-th call to the file system fails", "SIGKILL": "killed before the n-th call"}


BAD = "BAD:"
"""What begins the name of a state that must not be."""


@dataclass
class Scene:
    """A partnership, what its site is on either of two days, and what is published now."""

    root: Path
    commands: Commands
    sites: dict[str, dict[str, bytes] | None] = field(default_factory=dict)
    day: str = OLD_DAY
    length: float = 0.0
    """Seconds that a build takes."""

    @property
    def site(self) -> Path:
        """The published folder."""
        return self.root / "site"

    @property
    def other(self) -> str:
        """The day that is not published."""
        return NEW_DAY if self.day == OLD_DAY else OLD_DAY

    def prepare(self) -> Scene:
        """Build for both days."""
        for day in (NEW_DAY, OLD_DAY):
            begun = time.monotonic()
            assert self.commands.run("build", self.root, "--today", day, setting=SURROUNDED).status == 0
            self.length = time.monotonic() - begun
            self.sites[day] = tree(self.site)
        assert self.sites[NEW_DAY] != self.sites[OLD_DAY]
        return self

    def look(self, ended: Outcome) -> str:
        """Which site is there: old, new, or something BAD; a new one becomes the old one of the next try."""
        state = self._state(ended)
        if "Traceback" in ended.said:
            state = f"{BAD} traceback, {state}"
        if state.startswith(BAD):
            print(f"{state}: {ended}", file=sys.stderr)
        return state

    def _state(self, ended: Outcome) -> str:
        found, before, after = tree(self.site), self.sites[self.day], self.sites[self.other]
        if found == after:
            self.day = self.other
            return "new"
        if found == before:
            return "old" if ended.status else f"{BAD} said to be new and is not"
        restored = self.commands.run("build", self.root, "--today", self.day, setting=SURROUNDED)
        assert (restored.status, tree(self.site)) == (0, before)
        if ended.status == 1 and "[unreadable-file]" in ended.said and pages(found) == pages(after):
            return "new, and says which record could not be read"
        return f"{BAD} half"


def pages(site: dict[str, bytes] | None) -> set[str]:
    """The addresses of its pages."""
    return {name for name in site or () if name.endswith(".html")}


SURROUNDED = Setting(environment={**os.environ, "SOURCE_DATE_EPOCH": DAY, "NO_MKDOCS_2_WARNING": "1"})


def kills(scene: Scene, number: int, seed: int) -> Counter[str]:
    """Builds that are killed at random moments."""
    chance, seen = random.Random(seed), Counter[str]()
    while seen.total() < number:
        wanted = chance.choice([signal.SIGKILL] * 3 + [signal.SIGTERM, signal.SIGINT])
        process = scene.commands.begin("build", scene.root, "--today", scene.other, setting=SURROUNDED)
        time.sleep(chance.uniform(0, scene.length * 1.1))
        with_work = bool(leftovers(scene.site))
        os.kill(process, wanted)  # it is not waited for yet, so its number is not another's
        ended = scene.commands.end()
        state = scene.look(ended)
        if not ended.calls or 0 <= ended.status < 128:
            continue  # not yet begun, or ended before
        moment = "after the swap" if state == "new" else "while it was made" if with_work else "before"
        seen[f"{state}, {moment}"] += 1
    return seen


def every_call(scene: Scene, kind: str, first: int, step: int) -> Counter[str]:
    """Builds in which the n-th call to the file system fails, for every n."""
    seen, at = Counter[str](), first
    while True:
        setting = replace(SURROUNDED, fault=Fault(at, kind), below=str(scene.root))
        ended = scene.commands.run("build", scene.root, "--today", scene.other, setting=setting)
        state = scene.look(ended)
        if ended.calls < at:
            return seen
        seen[state] += 1
        at += step


def full_disks(scene: Scene) -> Counter[str]:
    """Builds onto a disk that is full after so many bytes."""
    seen = Counter[str]()
    disk = scene.root / "site-disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], check=True)
    site = disk / "site"
    command = ("build", scene.root, "--site-dir", site, "--today")
    assert scene.commands.run(*command, scene.day, setting=SURROUNDED).status == 0
    status = os.statvfs(disk)
    used = (status.f_blocks - status.f_bfree) * status.f_frsize
    for step in range(DISK_SIZES):
        size = used + round(used * 1.1 * step / (DISK_SIZES - 1))
        subprocess.run(["mount", "-o", f"remount,size={size // 4096 * 4096}", disk], check=True)
        ended = scene.commands.run(*command, scene.other, setting=SURROUNDED)
        found = tree(site)
        known = {"old": scene.sites[scene.day], "new": scene.sites[scene.other]}
        state = next((name for name, one in known.items() if one == found), f"{BAD} half")
        if (state == "new") != (ended.status == 0) or "Traceback" in ended.said or leftovers(site):
            state = f"{BAD} {state}, {ended}"
        scene.day = scene.other if state == "new" else scene.day
        seen[state] += 1
    subprocess.run(["umount", disk], check=True)
    return seen


ENVIRONMENTS: tuple[tuple[Setting, dict[str, str]], ...] = (
    (Setting(), {}),
    (Setting(umask=0o077), {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0"}),
    (Setting(umask=0o000), {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "1"}),
    (Setting(shuffle=1), {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}),
    (
        Setting(shuffle=2),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "3"},
    ),
    (Setting(processors=1), {"HOME": "/nonexistent", "PYTHONHASHSEED": "4"}),
    (Setting(shuffle=3, processors=1), {"TZ": "Nowhere/Land", "PYTHONHASHSEED": "5"}),
    (
        Setting(shuffle=4, umask=0o027),
        {"TZ": "Asia/Kathmandu", "LANG": "cy_GB.ISO-8859-14", "PYTHONHASHSEED": "6"},
    ),
)


def environments(folder: Path) -> Counter[str]:
    """The example, built in surroundings that differ in everything, each time in a folder of another name."""
    sites = []
    for number, (setting, more) in enumerate(ENVIRONMENTS):
        surroundings = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": DAY, "NO_MKDOCS_2_WARNING": "1"}
        surroundings |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ} | more
        root = folder / ("x" * (number * 7 + 1))
        for name in ("docs", "protocols", "registers", "schemas"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        with Commands(surroundings) as commands:
            ended = commands.run("build", root, setting=setting)
        assert ended.status in (0, 1), ended
        modes = {str(path.relative_to(root)): path.stat().st_mode for path in (root / "site").rglob("*")}
        sites.append((tree(root / "site"), modes))
        shutil.rmtree(root)
    return Counter("the same" if site == sites[0] else f"{BAD} different" for site in sites)


@contextmanager
def scenes(folder: Path, number: int) -> Iterator[list[Scene]]:
    """Several partnerships, each with a process to break its builds."""
    made = [Scene(smallest(folder / f"scene-{i}"), Commands()) for i in range(number)]
    try:
        with ThreadPoolExecutor(number) as pool:
            yield list(pool.map(Scene.prepare, made))
    finally:
        for scene in made:
            scene.commands.__exit__()


def measure(folder: Path, number: int, workers: int) -> Iterator[tuple[str, Counter[str]]]:
    """Each kind of fault, and how often which site was there afterwards."""
    with scenes(folder, workers) as made, ThreadPoolExecutor(workers) as pool:
        share = [number // workers + (i < number % workers) for i in range(workers)]
        yield "killed at a random moment", sum(pool.map(kills, made, share, range(workers)), Counter())
        for kind, what in FAILURES.items():
            found = pool.map(every_call, made, [kind] * workers, range(1, workers + 1), [workers] * workers)
            yield f"{what}, for every n", sum(found, Counter())
        yield "the disk is full after so many bytes", full_disks(made[0])
    yield "the example in other surroundings", environments(folder)


def main() -> int:
    """Run everything and print it; 1 when a site was half."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--kills", type=int, default=500, metavar="N")
    options.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), metavar="N")
    given = options.parse_args()
    if "OPENACCORD_OWN_MOUNTS" not in os.environ:
        # In a room of its own what is mounted is gone at the end, and anybody may mount.
        anybody = ["--user", "--map-root-user"] if os.geteuid() else []
        own = {**os.environ, "OPENACCORD_OWN_MOUNTS": "1"}
        return subprocess.run(
            ["unshare", "--mount", *anybody, sys.executable, *sys.argv], env=own, check=False
        ).returncode
    print("| what happens | tries | half a site | what was there |\n|---|---|---|---|")
    bad = 0
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        for what, seen in measure(Path(folder), given.kills, given.workers):
            half = sum(count for state, count in seen.items() if state.startswith(BAD))
            bad += half
            told = "; ".join(f"{state}: {count}" for state, count in sorted(seen.items()) if count)
            print(f"| {what} | {seen.total()} | {half} | {told} |", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
