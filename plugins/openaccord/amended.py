"""A tree with other texts in some of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from openaccord.tree import Entry, Tree


@dataclass(frozen=True, slots=True)
class Amended:
    """The files of a tree, of which some have other texts; none is added."""

    tree: Tree
    texts: Mapping[str, str]

    @property
    def label(self) -> str:
        return self.tree.label

    def entries(self, folder: str) -> list[Entry]:
        return [
            replace(entry, size=len(self.texts[entry.path].encode())) if entry.path in self.texts else entry
            for entry in self.tree.entries(folder)
        ]

    def read(self, path: str) -> bytes:
        return self.texts[path].encode() if path in self.texts else self.tree.read(path)

    def text(self, path: str) -> str:
        """The text of a file; "" where there is none."""
        try:
            return self.read(path).decode()
        except (OSError, UnicodeDecodeError):
            return ""
