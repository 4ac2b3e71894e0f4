"""The same pages as an ordinary MkDocs project with Material, for comparison."""

from __future__ import annotations

from pathlib import Path

from plain_markdown import to_markdown

# The kindest settings that a project of a thousand pages can have: they stay out of the menu, which is
# quadratic, no font is fetched, and links are not looked up. Search is on, as it is by default.
_MKDOCS = """\
site_name: The same pages through MkDocs
site_url: https://www.partnership.example/
theme: {name: material, font: false}
nav: [index.md]
not_in_nav: |
  *
validation: {links: {unrecognized_links: ignore, not_found: ignore, anchors: ignore}}
"""


def write_peer(site: Path, folder: Path, pages: int | None = None) -> None:
    """A MkDocs project of the first `pages` records, or all, of a site that openaccord built."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    for page in record_pages(site)[:pages]:
        source = docs / page.parent.relative_to(site).with_suffix(".md")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(to_markdown(page.read_text(encoding="utf-8")), encoding="utf-8")


def record_pages(site: Path) -> list[Path]:
    """The page of every record of a site, agreements first: those that have data beside them."""
    return sorted(data.with_name("index.html") for data in site.glob("*/*/index.json"))
