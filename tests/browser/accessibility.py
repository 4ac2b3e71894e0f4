"""What axe finds on a page, at a width, in the light or in the dark."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "build" / "suites" / "axe.js"
WIDTHS = (1280, 400, 320)
LOOKS = tuple(product(WIDTHS, ("light", "dark")))
_RUN = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const said = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return said.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`));
}"""


def prepare(page: Page) -> None:
    """Put axe into an open page, past any policy, and open whatever is folded."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def violations(page: Page, width: int, scheme: str) -> list[str]:
    """What breaks WCAG 2.2 AA or axe's own best practice on a prepared page."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found: list[str] = page.evaluate(_RUN)
    return found
