"""The report of an import, as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openaccord.importers.importing import Import
from openaccord.importers.ledger import Remark, Spot, Weight, counted

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_PLACES = 3
_REMARKS = 50


def report(outcome: Import, into: str) -> Iterator[tuple[str, list[str]]]:
    """The report's parts, each a heading and its lines. `into` is the folder as the person wrote it."""
    yield "Read", [line for source in outcome.sources for line in _source(outcome, source.name)]
    stops = outcome.of(Weight.STOP)
    if stops:
        yield "Nothing was written, because", _told(stops)
    else:
        yield f"Written into {single_line(into)}", [*_records(outcome)]
    titles = {Weight.LOSS: "Not mapped", Weight.NOTE: "Dealt with, and worth knowing"}
    for weight, title in titles.items():
        remarks = outcome.of(weight)
        if remarks:
            yield title, _told(remarks)
    yield "Result", [_result(outcome)]


def _told(remarks: Sequence[Remark]) -> list[str]:
    lines = [line for remark in remarks[:_REMARKS] for line in remark_lines(remark)]
    more = len(remarks) - _REMARKS
    return [*lines, f"- and {more:,} more of this kind"] if more > 0 else lines


def single_line(text: str) -> str:
    """`text` without anything that a terminal would act on or that would begin a new line."""
    return _CONTROLS.sub(" ", text)


def remark_lines(remark: Remark) -> Iterator[str]:
    """The fact with its first places, then the remedy."""
    yield f"- {single_line(remark.fact)}{_where(remark.spots)}"
    if remark.remedy:
        yield f"  {single_line(remark.remedy)}"


def _where(spots: Sequence[Spot]) -> str:
    if not spots:
        return ""
    places = list(dict.fromkeys(spot.text for spot in spots))
    shown = single_line(", ".join(places[:_PLACES]))
    more = " …" if len(places) > _PLACES else ""
    return f" [{shown}]" if len(spots) == 1 else f" [{len(spots):,} cells: {shown}{more}]"


def _source(outcome: Import, name: str) -> Iterator[str]:
    source = next(source for source in outcome.sources if source.name == name)
    figures = f"{counted(source.rows, 'row')}, {counted(source.cells, 'cell')} with text"
    yield f"- {source.file} ({source.name}): {figures}"
    fates = {
        "in the records": source.carried,
        "in columns that the mapping ignores": source.ignored,
        "left out as the mapping says": source.aside,
        "left out, see below": source.left_out,
    }
    yield "  " + "; ".join(f"{count:,} {fate}" for fate, count in fates.items() if count)


def _records(outcome: Import) -> Iterator[str]:
    for made in outcome.records:
        stated = f", {made.stated:,} of them stated in the mapping" if made.stated else ""
        yield f"- {made.path}: {counted(made.records + made.stated, 'record')}{stated}"


def _result(outcome: Import) -> str:
    if outcome.of(Weight.STOP):
        return "Nothing was written."
    if outcome.of(Weight.LOSS):
        return "The records were written, but something was left out: see “Not mapped”."
    return "Everything arrived."
