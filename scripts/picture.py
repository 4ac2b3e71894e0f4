"""Take the README's picture: the home page and an agreement of the example site, side by side.

    python scripts/picture.py

Takes the site from site/ as it is, and writes handbook/pictures/site.png.
"""

from __future__ import annotations

import shutil
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
PICTURE = ROOT / "handbook" / "pictures" / "site.png"
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
        picture = beside(chromium, [take(chromium, address + page) for page in PAGES])
        chromium.close()
    if len(picture) > LARGEST:
        sys.exit(
            f"The picture has {len(picture):,} bytes; {LARGEST:,} is the most. Make WIDTH or HEIGHT smaller."
        )
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(picture)


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
