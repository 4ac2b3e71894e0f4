"""Changes of commits as they are kept from one run to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from openaccord.changes.change import Change, Value, Weight
from openaccord.model import Partnership


def mark_of(partnership: Partnership) -> str:
    """What must be the same for changes to be told alike: the program, the settings and the schemas."""
    mark = blake2b(json.dumps(dict(partnership.settings), sort_keys=True).encode(), digest_size=16)
    for name, schema in partnership.schemas.items():
        mark.update(json.dumps([name, schema.document], sort_keys=True).encode())
    for source in _sources(files("openaccord")):
        mark.update(source.read_bytes())
    return mark.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith((".py", ".json")):
            yield entry
        elif entry.is_dir() and entry.name.isidentifier():
            yield from _sources(entry)


def packed(changes: tuple[Change, ...]) -> list[list[Any]]:
    """Changes as JSON can hold them: what the site shows of them."""
    return [[one.kind, one.type, one.id, one.title, one.values, one.weight, one.reason] for one in changes]


def unpacked(kept: list[list[Any]]) -> tuple[Change, ...]:
    """The changes that were packed."""
    return tuple(
        Change(
            kind,
            type_name,
            record_id,
            title,
            "",
            "",
            {name: tuple(Value(*one) for one in found) for name, found in values.items()},
            Weight(weight),
            (),
            0,
            reason=reason,
        )
        for kind, type_name, record_id, title, values, weight, reason in kept
    )
