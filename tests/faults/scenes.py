"""A partnership to break, and what must be true of its site afterwards."""

from __future__ import annotations

from pathlib import Path

from openaccord.indexing import INDEX

OLD_DAY, NEW_DAY = "2026-11-21", "2026-11-22"
"""The days of the old site and the new one, which make all of their pages differ."""

_FILES = {
    "mkdocs.yml": "site_name: Anyshire\ntheme: {name: material}\nplugins: [openaccord]\n",
    "docs/index.md": "# Home\n",
    "docs/more/about.md": "# About\n\nBy hand.\n",
    "registers/partnership.yaml": "name: Anyshire\nlanguages: [en]\n",
    "protocols/charter.yaml": "id: charter\ntitle: Charter\nstatus: in-force\nsignatories: []\n",
}


def smallest(root: Path) -> Path:
    """A partnership that costs as little as can be to build, written into a new folder."""
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def tree(folder: Path) -> dict[str, bytes] | None:
    """Every file below the folder; None if there is no folder.

    But for the search index: Pagefind never makes the same files twice.
    """
    if not folder.exists():
        return None
    found = sorted(path for path in folder.rglob("*") if path.is_file() and INDEX not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def leftovers(site: Path) -> list[str]:
    """What lies beside the site that a build made."""
    return [path.name for path in site.parent.iterdir() if path.name.startswith(f".{site.name}")]
