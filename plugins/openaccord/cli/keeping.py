"""A folder whose files are changed all together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from openaccord.cli.writing import write_text
from openaccord.problems import Stop
from openaccord.tree import Entry, Folder


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder as it was when each file was first read."""

    folder: Folder
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.folder.label

    def entries(self, folder: str) -> list[Entry]:
        return self.folder.entries(folder)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            self.files[path] = self.folder.read(path)
        return self.files[path]

    def write(self, texts: Mapping[str, str]) -> None:
        """Give files other texts. Raises Stop, and leaves all as they were, where that cannot be done.

        A file that somebody else has changed since it was read is not written over.
        """
        for file in texts:
            if self.folder.read(file) != self.files[file]:
                raise Stop(f"{file} was changed while it was read. Run the command again.")
        written: list[str] = []
        try:
            for file, text in texts.items():
                write_text(self.folder.root / file, text)
                written.append(file)
        except BaseException:
            for file in written:
                with suppress(Stop):
                    write_text(self.folder.root / file, self.files[file].decode())
            raise
