"""Let the tools of others judge the example's site: `make audit`.

Prints a table of figures for the handbook. The exit status is 1 where a figure misses its mark. Builds the
site of the example and of the partnership that the browser's tests read. Fetches the tools from npm.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.accessibility import LOOKS, prepare, violations  # noqa: E402 - needs the path
from browser.conftest import BROWSERS, QUIET, serve  # noqa: E402 - the same
from browser.hostile import Tripwire, copies_for, run_raw, write_partnership  # noqa: E402 - the same
from browser.payloads import payloads  # noqa: E402 - the same
from browser.test_pages import PAGES  # noqa: E402 - the same

HERE = ROOT / "build" / "audit"
TOOLS = ("lighthouse@12.8.2", "vnu-jar@26.9.27")
PARTNERSHIPS = {"example": ROOT, "browser": ROOT / "tests" / "browser" / "partnership"}
MADE = "2026-11-22"
READ = {
    "home": "",
    "a list": "agreements/",
    "an agreement": "agreements/protecting-children-from-harm/",
    "find": "find/",
}
"""The pages that Lighthouse reads, as far as the site has them."""
SCORES = ("performance", "accessibility", "best-practices")
_IN_A_TEXT = 24
"""Hostile texts in one of a record's; with fewer there would be more pages to open, and nothing else."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, how much it was, and whether that is good enough."""

    what: str
    value: str
    good: bool = True


def main() -> None:
    """Every part in turn, told as a table."""
    need("npm", "The tools come from npm. Install it with: sudo apt-get install npm")
    need("java", "The HTML checker needs Java. Install it with: sudo apt-get install default-jre-headless")
    fetch()
    sites = {name: build(name, root) for name, root in PARTNERSHIPS.items()}
    failed = False
    print("| what | figure |\n|---|---|")
    for part in PARTS:
        for figure in part(sites):
            print(f"| {figure.what} | {figure.value}{'' if figure.good else ' ✗'} |", flush=True)
            failed |= not figure.good
    sys.exit(int(failed))


def need(program: str, otherwise: str) -> None:
    """Stop with a line where a program is missing."""
    if shutil.which(program) is None:
        sys.exit(otherwise)


def fetch() -> None:
    """Have the tools at their exact versions."""
    stamp = HERE / ".tools"
    if stamp.is_file() and stamp.read_text("utf-8") == " ".join(TOOLS):
        return
    HERE.mkdir(parents=True, exist_ok=True)
    quiet = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", *quiet, "--prefix", HERE, *TOOLS], check=True)
    stamp.write_text(" ".join(TOOLS), "utf-8")


def build(name: str, root: Path) -> Path:
    """The site of a partnership on a fixed day. Status 1 tells of a record that has only a page to say so."""
    site = HERE / name
    command = [sys.executable, "-m", "openaccord", "build", root, "--site-dir", site, "--today", MADE]
    if subprocess.run(command, capture_output=True, check=False).returncode not in (0, 1):
        sys.exit(f"The site of {root} could not be built.")
    return site


def validity(sites: dict[str, Path]) -> Iterator[Figure]:
    """What the Nu HTML checker says of every page, in both languages."""
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = sum(1 for site in sites.values() for _ in site.rglob("*.html"))
    command = ["java", "-jar", jar, "--skip-non-html", "--stdout", "--format", "json", *sites.values()]
    said = subprocess.run(command, capture_output=True, check=False).stdout
    messages = json.loads(said)["messages"]
    for message in messages[:20]:
        print(f"{message['url']}:{message.get('lastLine')}: {message['message']}", file=sys.stderr)
    errors = sum(message["type"] != "info" for message in messages)
    yield Figure("pages read by the Nu HTML checker", f"{pages:,}", pages > 500)
    yield Figure("– errors", str(errors), errors == 0)
    yield Figure("– warnings", str(len(messages) - errors), len(messages) == errors)


def accessibility(sites: dict[str, Path]) -> Iterator[Figure]:
    """What axe says of one page of each template, in both languages and in every way to look at it."""
    looked, found = 0, []
    with opened(sites["browser"]) as (origin, browser):
        for scripts in (True, False):
            context = browser.new_context()
            if not scripts:
                context.route("**/*.js", lambda route: route.abort())
            page = context.new_page()
            for address in PAGES.values():
                page.goto(f"{origin}/{address}")
                prepare(page)
                for width, scheme in LOOKS:
                    looked += 1
                    found += [f"{address}: {one}" for one in violations(page, width, scheme)]
            context.close()
    for one in dict.fromkeys(found):
        print(one, file=sys.stderr)
    yield Figure(f"looks of axe at {len(PAGES)} pages, one of each template", str(looked), looked > 400)
    yield Figure("– violations", str(len(found)), not found)


def hostility(_sites: dict[str, Path]) -> Iterator[Figure]:
    """Every payload in every text of every type, on every page, and in a page without a guard."""
    root = HERE / "hostile-partnership"
    shutil.rmtree(root, ignore_errors=True)
    write_partnership(root, copies_for(_IN_A_TEXT), _IN_A_TEXT)
    site = build("hostile", root)
    could_run = []
    addresses = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    with opened(site) as (origin, browser):
        context = browser.new_context()
        wire = Tripwire(context, origin)
        for address in addresses:
            could_run += wire.open(address)
        cookies = len(context.cookies())
        control = Tripwire(browser.new_context(), origin)
        ran = len(run_raw(control.page))
    yield Figure("hostile texts", str(len(payloads())), len(payloads()) >= 600)
    yield Figure("– that run in a page as they are", str(ran), ran >= 300)
    yield Figure(
        "pages with each of them in every text of every type", f"{len(addresses):,}", len(addresses) > 1000
    )
    wrong = {
        "that ran": wire.tripped,
        "that could run": could_run,
        "requests to other sites": wire.outside,
        "complaints of the browser": wire.complaints,
    }
    for what, found in wrong.items():
        yield Figure(f"– {what}", str(len(found)), not found)
        for one in found[:5]:
            print(one, file=sys.stderr)
    yield Figure("– cookies", str(cookies), not cookies)


@contextmanager
def opened(site: Path) -> Iterator[tuple[str, Browser]]:
    """A site's origin, and a browser to read it with."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    with serve(site) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield origin, browser
        browser.close()


def lightness(sites: dict[str, Path]) -> Iterator[Figure]:
    """What pages of the example weigh, compressed as hosts do, and what Lighthouse says of them."""
    records = [path.with_suffix(".html") for path in sites["example"].rglob("index.json")]
    largest = max(path.stat().st_size for path in records)
    yield Figure(
        f"largest HTML of {len(records):,} pages of records", f"{largest / 1000:.0f} KB", largest < 60_000
    )
    with serve_compressed(sites["example"]) as (origin, sent):
        for name, address in READ.items():
            if not (sites["example"] / address).is_dir():
                continue
            sent.clear()
            runs = [_lighthouse(f"{origin}/{address}") for _ in range(3)]
            scores = {kind: sorted(run[kind] for run in runs)[1] for kind in SCORES}
            told = ", ".join(f"{scores[kind]:.0f}" for kind in SCORES)
            yield Figure(
                f"{name}: performance, accessibility, best practices", told, min(scores.values()) >= 98
            )
            weight = sum(dict(sent).values())
            yield Figure(
                f"– first visit, {len({path for path, _ in sent})} files",
                f"{weight / 1000:.0f} KB",
                weight < 150_000,
            )
            shift = max(run["shift"] for run in runs)
            yield Figure("– layout shift", f"{shift:.3f}", shift < 0.01)


def _lighthouse(url: str) -> dict[str, float]:
    """Its scores of a page on a slow phone, out of a hundred, and how far the page jumped."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    program = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    asked = ["--output=json", "--quiet", f"--only-categories={','.join(SCORES)}"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = ["node", program, url, *asked, flags]
    said = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True, check=True
    )
    told = json.loads(said.stdout)
    scores = {kind: told["categories"][kind]["score"] * 100 for kind in SCORES}
    return {**scores, "shift": told["audits"]["cumulative-layout-shift"]["numericValue"]}


@contextmanager
def serve_compressed(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """A site's origin, and every file that was sent with its bytes on the way."""
    sent: list[tuple[str, int]] = []

    class Compressed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = site / self.path.lstrip("/")
            file = path / "index.html" if path.is_dir() else path
            if not file.is_file():
                self.send_error(404)
                return
            body = gzip.compress(file.read_bytes())
            sent.append((self.path, len(body)))
            self.send_response(200)
            self.send_header("Content-Type", guess_type(file.name)[0] or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Compressed) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()
        thread.join()


PARTS: tuple[Callable[[dict[str, Path]], Iterator[Figure]], ...] = (
    validity,
    lightness,
    accessibility,
    hostility,
)


if __name__ == "__main__":
    main()
