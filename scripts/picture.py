"""Take the handbook's pictures: the home page beside an agreement, and the components in both schemes.

    python scripts/picture.py

Takes the site from site/ as it is and the components from handbook/reference/design.md, and writes into
handbook/pictures/.
"""

from __future__ import annotations

import re
import shutil
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
PICTURES = ROOT / "handbook" / "pictures"
DESIGN = ROOT / "handbook" / "reference" / "design.md"
PAGES = ("", "agreements/early-help-for-families/")
WIDTH, HEIGHT = 760, 920
LARGEST = 300_000
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_STYLE = (
    "body{margin:0;display:flex;align-items:flex-start;gap:24px;padding:24px;background:#dfe4e8;width:max-content}"
    "img{display:block;width:570px;border-radius:6px;box-shadow:0 1px 8px #0003}"
)


def main() -> None:
    """Write the picture. Exits with a line on what is missing, or when the picture is too large."""
    if not (SITE / "index.html").is_file():
        sys.exit("There is no site yet. Run: make site")
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium. Install it with: sudo apt-get install chromium")
    with serve() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        write("site.png", beside(chromium, [take(chromium, address + page) for page in PAGES]))
        write("design-light.png", components(chromium, address, "light"))
        write("design-dark.png", components(chromium, address, "dark"))
        chromium.close()


def write(name: str, picture: bytes) -> None:
    """Keep a picture, unless it is too large for a page that shows it."""
    if len(picture) > LARGEST:
        sys.exit(f"{name} has {len(picture):,} bytes; {LARGEST:,} is the most. Make it smaller.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / name).write_bytes(picture)


def samples() -> list[tuple[str, str]]:
    """The name and the HTML of each component on the page of the design."""
    parts = re.split(r"^## (.+)$", DESIGN.read_text("utf-8"), flags=re.MULTILINE)
    blocks = (re.search(r"```html\n(.*?)```", text, re.DOTALL) for text in parts[2::2])
    return [(name, found[1]) for name, found in zip(parts[1::2], blocks, strict=True) if found]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing of each request."""


@contextmanager
def serve() -> Iterator[str]:
    """The address at which the site is served while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def take(browser: Browser, address: str) -> bytes:
    """A page's upper part as PNG, in light colours."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    page.goto(address, wait_until="networkidle")
    shot = page.screenshot()
    page.close()
    return shot


def components(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> bytes:
    """Every component, one below the other, under the site's own style."""
    page = browser.new_page(viewport={"width": 720, "height": 600}, color_scheme=scheme)
    shown = "".join(f"<h2>{name}</h2>{html}" for name, html in samples())
    style = f'<link rel="stylesheet" href="{address}assets/openaccord/openaccord.css">'
    html = _page(style, shown)
    page.route(f"{address}design", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{address}design", wait_until="networkidle")
    shot = page.locator("main").screenshot()
    page.close()
    return shot


def _page(style: str, content: str) -> str:
    body = f'<main class="md-main md-grid"><div class="md-content__inner md-typeset">{content}</div></main>'
    return f'<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8">{style}<body>{body}</body></html>'


def beside(browser: Browser, shots: list[bytes]) -> bytes:
    """Pictures side by side on a quiet ground."""
    images = "".join(f'<img src="data:image/png;base64,{b64encode(shot).decode()}">' for shot in shots)
    page = browser.new_page(viewport={"width": 1300, "height": 600})
    page.set_content(f"<!doctype html><style>{_STYLE}</style>{images}")
    picture = page.locator("body").screenshot()
    page.close()
    return picture


if __name__ == "__main__":
    main()
