"""A small partnership's site, built by the real command, served and read in Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

HERE = Path(__file__).parent
MADE = "2026-11-22"
SUB_PATH = "/sub/path/"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_TIMES = 40
# The last one keeps everything on this machine, whatever a page asks for.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def build(folder: Path, site: Path, status: int = 0) -> None:
    """Build a partnership's site by the command, as its editors do. A broken record makes the status 1."""
    command = [sys.executable, "-m", "openaccord", "build", str(folder), "--site-dir", str(site)]
    done = subprocess.run([*command, "--today", MADE], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr


class Reader:
    """Opens pages, and remembers what the last one asked for and what its console complained of.

    One tab serves many tests, because a new one costs seconds: read one page before opening the next. It
    does not serve for ever, because at each page Playwright repeats every time that its clock was set.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser, self._origin = browser, origin
        self._tabs: dict[tuple[bool, str], Page] = {}
        self._times: dict[Page, list[str]] = {}
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def __call__(
        self,
        address: str = "",
        *,
        width: int = 1280,
        js: bool = True,
        clock: str = f"{MADE}T12:00:00Z",
        zone: str = "Europe/London",
        below: str = "/",
    ) -> Page:
        """Open a page in the light, at noon on the day of the build unless another time is given."""
        page = self._tab(js, zone, clock)
        self.requests.clear()
        self.complaints.clear()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme="light")
        if js and self._times[page][-1:] != [clock]:
            page.clock.set_fixed_time(clock)
            self._times[page].append(clock)
        page.goto(f"{self._origin}{below}{address}")
        return page

    def _tab(self, js: bool, zone: str, clock: str) -> Page:
        page = self._tabs.get((js, zone))
        if page:
            times = self._times[page]
            if len(times) < _TIMES or times[-1] == clock:
                return page
            page.context.close()
        self._tabs[js, zone] = page = self._new_tab(js, zone)
        self._times[page] = []
        return page

    def _new_tab(self, js: bool, zone: str) -> Page:
        page = self._browser.new_context(java_script_enabled=js, timezone_id=zone, locale="en-GB").new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)


def _commit_twice(root: Path) -> None:
    """Give a partnership a history: what is in force was proposed a day before."""
    surroundings = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*arguments: str) -> None:
        names = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "core.autocrlf=false"]
        subprocess.run(["git", *names, "-C", str(root), *arguments], check=True, env=surroundings)

    def commit(day: str) -> None:
        git("add", "--all")
        surroundings["GIT_COMMITTER_DATE"] = f"{day}T12:00:00Z"
        git("commit", "--quiet", "--message=x")

    now = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    for path, data in now.items():
        path.write_bytes(data.replace(b"status: in-force", b"status: proposed"))
    git("init", "--quiet", "--initial-branch=main")
    commit("2026-10-01")
    for path, data in now.items():
        path.write_bytes(data)
    commit("2026-10-02")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site. Each worker builds its own: it takes two seconds."""
    root = tmp_path_factory.mktemp("lantbridge")
    shutil.copytree(HERE / "partnership", root / "partnership")
    _commit_twice(root / "partnership")
    build(root / "partnership", root / "site", status=1)
    return root / "site"


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site at the root and under SUB_PATH, and its own page where there is none."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(
            f"/{path.removeprefix(SUB_PATH)}" if path.startswith(SUB_PATH) else path
        )

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Where a site is served: http://127.0.0.1:port, without a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    """Where the small partnership's site is served."""
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for all tests of a worker."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("Install Chromium: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def open_page(browser: Browser, origin: str) -> Reader:
    """Opens pages: open_page("agreements/", width=320, js=False, clock=…, zone=…, below="/sub/path/")."""
    return Reader(browser, origin)
