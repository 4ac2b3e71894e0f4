"""What became of every cell, and what is worth saying about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

Cell = tuple[str, int, str]
"""A cell of a source: the source's short name, the row's index from 0, the column."""


class Spot(NamedTuple):
    """Where a cell stands in its file; `text` says it to a person: `file.csv:12` or `Sheet!D14`."""

    file: str
    row: int
    column: int
    text: str


class Weight(IntEnum):
    """How much a remark matters."""

    NOTE = 0
    """Dealt with as the mapping says."""
    LOSS = 1
    """Something in the sources did not arrive."""
    STOP = 2
    """A record cannot be right: nothing is written."""


def counted(number: int, noun: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A fact, its remedy (empty for notes), and the cells that it is about, if it is about cells."""

    weight: Weight
    fact: str
    remedy: str
    spots: tuple[Spot, ...]


@dataclass(slots=True)
class Ledger:
    """Gathers remarks, and the fate of cells, while records are made. The same remark is told once, with
    every cell that it is about; a cell is counted once.
    """

    carried: set[Cell] = field(default_factory=set)
    """Cells whose content is in a record."""
    aside: set[Cell] = field(default_factory=set)
    """Cells that the mapping leaves out openly, by `null` in a value map or by `settle`."""
    _remarks: dict[tuple[Weight, str, str], set[Spot]] = field(default_factory=dict)

    def note(self, fact: str, *spots: Spot) -> None:
        """Something that was dealt with as the mapping says."""
        self._add(Weight.NOTE, fact, "", spots)

    def loss(self, fact: str, remedy: str, *spots: Spot) -> None:
        """Something that did not arrive."""
        self._add(Weight.LOSS, fact, remedy, spots)

    def stop(self, fact: str, remedy: str, *spots: Spot) -> None:
        """Something that keeps everything from being written."""
        self._add(Weight.STOP, fact, remedy, spots)

    def _add(self, weight: Weight, fact: str, remedy: str, spots: Iterable[Spot]) -> None:
        self._remarks.setdefault((weight, fact, remedy), set()).update(spots)

    def remarks(self) -> list[Remark]:
        """Every remark: those that stop first, then losses, then notes; else in the order of their making."""
        made = [Remark(*key, tuple(sorted(spots))) for key, spots in self._remarks.items()]
        return sorted(made, key=lambda remark: -remark.weight)
