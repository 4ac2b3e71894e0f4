"""Measurements as the lines of a table in Markdown."""

from __future__ import annotations

from measuring import Cost
from works import Budget, Row

_MB = 1_000_000
_WIDTHS = (52, 30, 50, 6, 34)


def heading() -> str:
    """The first two lines; a cost is wall seconds, processor seconds, MB of the largest process."""
    names = ("work", "openaccord: wall, processor, MB", "peer: the same", "ratio", "budget, processor")
    return _cells(*names) + "\n" + _cells(*("-" * width for width in _WIDTHS))


def line(row: Row) -> str:
    """One work."""
    peer = f"{row.peer_name} {_cost(row.peer, pages=row.pages)}" if row.peer else "–"
    ratio = f"{row.ratio:.1f}" if row.ratio else "–"
    return _cells(row.name, _cost(row.ours, pages=row.pages), peer, ratio, _budget(row))


def _cells(*texts: str) -> str:
    return "| " + " | ".join(text.ljust(width) for text, width in zip(texts, _WIDTHS, strict=True)) + " |"


def _cost(cost: Cost, *, pages: bool) -> str:
    if pages:
        return f"{cost.wall * 1000:.2f} ms, {cost.processor * 1000:.2f} ms"
    return f"{cost.wall:.2f} s, {cost.processor:.2f} s, {cost.memory / _MB:.0f}"


def _budget(row: Row) -> str:
    """The limits, and whether each is kept."""
    held = [f"{text}: {'kept' if kept else 'MISSED'}" for text, kept in _limits(row.budget, row)]
    return ", ".join(held) or "–"


def _limits(budget: Budget, row: Row) -> list[tuple[str, bool]]:
    limits = []
    if budget.processor is not None:
        limits.append((f"{budget.processor:g} s", row.ours.processor <= budget.processor))
    if budget.memory is not None:
        limits.append((f"{budget.memory} MB", row.ours.memory <= budget.memory * _MB))
    if budget.ratio is not None and row.ratio is not None:
        limits.append((f"{budget.ratio:g} times", row.ratio >= budget.ratio))
    return limits
