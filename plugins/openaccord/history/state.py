"""Which version of each file there is at a step of a branch, and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openaccord.changes.change import Lookup
from openaccord.commits import Touch
from openaccord.history.contents import NOTHING, Content
from openaccord.layout import kind_of, stem_of
from openaccord.model import Key
from openaccord.record_types import RecordType
from openaccord.sources.values import JSON

Read = Callable[[str, bytes], Content]
Fetch = Callable[[Sequence[bytes]], Iterator[bytes | None]]
Version = tuple[str, bytes]
"""A file's path, and the name of its bytes, which is b"" where there are none."""


@dataclass(slots=True)
class State:
    """The files at a step. What they hold is read when it is needed, and forgotten when they change."""

    types: tuple[RecordType, ...]
    read: Read
    fetch: Fetch
    versions: dict[str, bytes] = field(default_factory=dict)
    places: dict[Key, str] = field(default_factory=dict)
    contents: dict[Version, Content] = field(default_factory=dict)

    def prepare(self, versions: Iterable[Version]) -> None:
        """Read many versions of files at once."""
        missing = [one for one in dict.fromkeys(versions) if one[1] and one not in self.contents]
        for (path, name), data in zip(missing, self.fetch([name for _, name in missing]), strict=True):
            self.contents[path, name] = Content({}, broken=True) if data is None else self.read(path, data)

    def content(self, version: Version) -> Content:
        """What a version of a file holds."""
        if not version[1]:
            return NOTHING
        if version not in self.contents:
            self.prepare([version])
        return self.contents[version]

    def put(self, touched: Iterable[Touch]) -> None:
        """Go one step further."""
        for touch in touched:
            self.contents.pop((touch.path, touch.before), None)
            self.versions[touch.path] = touch.after
        self.places |= self._places((touch.path, touch.after) for touch in touched)

    def lookup(self, files: Sequence[Version]) -> Lookup:
        """Finds records in this state, with some files in other versions."""
        other, places = dict(files), self._places(files)

        def look(type_name: str, record_id: str) -> Mapping[str, JSON] | None:
            for key in ((type_name, ""), (type_name, record_id)):
                path = places.get(key) or self.places.get(key)
                version = other.get(path, self.versions.get(path, b"")) if path else b""
                if path and version:
                    return self.content((path, version)).records.get((type_name, record_id))
            return None

        return look

    def _places(self, files: Iterable[Version]) -> dict[Key, str]:
        """Where records are to be found: a register's by its type, a document by its type and name."""
        found: dict[Key, str] = {}
        for path, version in files:
            kind = kind_of(path, self.types)
            if kind is not None and version:
                found[kind.name, "" if kind.register else stem_of(path)] = path
        return found
