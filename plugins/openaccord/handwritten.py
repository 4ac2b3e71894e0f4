"""The pages that the partners wrote themselves: none is passed over."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from openaccord.problems import Stop
from openaccord.tree import Folder


def require_all(docs: Path, found: Container[str]) -> None:
    """Raises Stop for a page or folder of pages that is not among those `found`, named from `docs`.

    MkDocs passes over a folder that it cannot list, and the site would lack its pages without a word.
    """
    for entry in Folder(docs).entries(""):
        path = docs / entry.path
        folder = not entry.regular and path.is_dir() and not path.is_symlink()
        # MkDocs takes no README.md where there is an index.md.
        page = entry.regular and path.suffix == ".md" and path.name != "README.md"
        if folder or (page and entry.path not in found):
            raise Stop(f"{path} could not be read. Check that you may open it and the folders above it.")
