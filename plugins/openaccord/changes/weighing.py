"""How much a change matters and what it asks for, by the table in `table.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from openaccord.changes.change import Change, Weight


class Row(NamedTuple):
    """What a line of the table says. `rank` is its place among all, the gravest first."""

    weight: Weight
    asks: tuple[str, ...]
    rank: int
    says: str = ""


@cache
def kinds() -> Mapping[str, Row]:
    """Every sentence by the name of its kind."""
    listed = json.loads(_table())["kinds"]
    return {
        row["kind"]: Row(Weight(row["weight"]), tuple(row["asks"]), rank, row["says"])
        for rank, row in enumerate(listed)
    }


@cache
def asks() -> Mapping[str, str]:
    """Everything that a change can ask for, in the order in which it is told."""
    return {name: row["says"] for name, row in json.loads(_table())["asks"].items()}


def asked(changes: Iterable[Change]) -> list[str]:
    """What some changes ask for together, each once, in the order of the table."""
    wanted = {ask for change in changes for ask in change.asks}
    return [name for name in asks() if name in wanted]


@cache
def weigh(kind: str, type_name: str, place: str, how: str) -> Row:
    """How a change of a kind is weighed; one that only names its field, by the field."""
    row = kinds()[kind]
    for found in ((type_name, place, how), (type_name, place, ""), ("*", place, how), ("*", place, "")):
        if found in by_field():
            weight, asked_for = by_field()[found]
            return Row(weight, asked_for, row.rank, row.says)
    return row


@cache
def by_field() -> Mapping[tuple[str, str, str], tuple[Weight, tuple[str, ...]]]:
    """How a change is weighed by type of record, or “*”, place and how it came about, or ""."""
    return {
        (row["type"], row["path"], row.get("how", "")): (Weight(row["weight"]), tuple(row["asks"]))
        for row in json.loads(_table())["fields"]
    }


def _table() -> str:
    return (files("openaccord") / "changes" / "table.json").read_text(encoding="utf-8")
