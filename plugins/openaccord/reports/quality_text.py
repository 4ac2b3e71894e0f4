"""The quality of all records as tables for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import NamedTuple

from openaccord.model import Partnership, text
from openaccord.reports.harmless import harmless
from openaccord.reports.widths import cells
from openaccord.rules.waivers import Waiver
from openaccord.views.quality import Quality, Tally

_WIDTH, _NARROWEST = 80, 12
_GAP = "  "


class Table(NamedTuple):
    """Rows below a head. The first column is as wide as its text; `numbers` stand at the right."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numbers: frozenset[int] = frozenset()


def quality_tables(
    found: Quality, waived: Iterable[Waiver], partnership: Partnership, today: date
) -> Iterator[Table]:
    """By register, by organisation, by code, and what is waived; a table with nothing in it is left out."""
    language = partnership.languages[0]
    tallies = ("Records", "Errors", "Warnings", "Facts recorded", "")
    numbers = frozenset(range(1, 6))
    of_types = [(of.schema.many, *_tally(of.tally)) for of in found.types]
    yield Table(("Register", *tallies), [*of_types, ("All", *_tally(found.whole))], numbers)
    of_organisations = [
        (harmless(text(of.organisation.data, "title", language, language)[0]), *_tally(of.tally))
        for of in found.organisations
    ]
    codes = [(of.code, f"{of.number:,}", of.severity.value, of.meaning) for of in found.codes]
    waivers = [
        (waiver.rule, _until(waiver, today), f"{waiver.record.type.name}/{waiver.record.id}")
        for waiver in waived
    ]
    for table in (
        Table(("Organisation", *tallies), of_organisations, numbers),
        Table(("Problem", "Found", "", "Meaning"), codes, frozenset({1})),
        Table(("Waived", "Until", "Record"), waivers),
    ):
        if table.rows:
            yield table


def _tally(tally: Tally) -> tuple[str, ...]:
    share = tally.share
    percent = "" if share.percent is None else f"{share.percent} %"
    facts = f"{share.recorded:,} of {share.expected:,}" if share.expected else "–"
    return f"{tally.records:,}", f"{tally.errors:,}", f"{tally.warnings:,}", facts, percent


def _until(waiver: Waiver, today: date) -> str:
    if waiver.expires.year == 1:
        return "no last day"
    return f"{waiver.expires}{' expired' if waiver.expires < today else ''}"


def plain_table(table: Table) -> Iterator[str]:
    """Lines that fit 80 columns: text in the first or last column goes on below where it must."""
    rows = [table.heads, *table.rows]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(table.heads))]
    last = len(widths) - 1
    flexible = 0 if last in table.numbers else last
    others = sum(width for column, width in enumerate(widths) if column != flexible) + len(_GAP) * last
    widths[flexible] = min(widths[flexible], max(_WIDTH - others, _NARROWEST))
    for row in rows:
        first, *below = wrap(row[flexible], widths[flexible]) or [""]
        yield _line([*row[:flexible], first, *row[flexible + 1 :]], widths, table.numbers)
        for more in below:
            yield _line(
                [more if column == flexible else "" for column in range(last + 1)], widths, frozenset()
            )


def _line(row: Sequence[str], widths: Sequence[int], numbers: frozenset[int]) -> str:
    spaces = [" " * (width - cells(value)) for value, width in zip(row, widths, strict=True)]
    padded = [
        space + value if column in numbers else value + space
        for column, (value, space) in enumerate(zip(row, spaces, strict=True))
    ]
    return _GAP.join(padded).rstrip()
