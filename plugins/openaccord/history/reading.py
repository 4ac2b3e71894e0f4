"""The past of a partnership, read from the repository that its folder is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openaccord.changes.between import fields_of
from openaccord.changes.change import Change
from openaccord.commits import Log, Step, read_log
from openaccord.git import Objects
from openaccord.history.contents import reader
from openaccord.history.keeping import mark_of, packed, unpacked
from openaccord.history.past import Extent, Moment, Past
from openaccord.history.state import State
from openaccord.history.walking import walk
from openaccord.keeping import keep, kept_file, read_kept
from openaccord.model import Partnership
from openaccord.problems import Stop

_LATEST = 253_402_128_000
"""The day before the last that a date can name, in seconds since 1970, so that it has one in any zone."""


def read_past(root: Path, partnership: Partnership) -> Past:
    """Every change that the commits up to HEAD made to the records below a folder, newest first.

    What a run before found out about a commit is not worked out again. Where there is no git, no repository
    or no commit, nothing is known, and the past says why.
    """
    try:
        log = read_log(root)
    except Stop as stop:
        return Past(why=str(stop))
    place, mark = kept_file(root, "-history.json"), mark_of(partnership)
    kept = read_kept(place, mark)
    known = {step.id: unpacked(kept[step.id]) for step in log.steps if step.id in kept}
    found = {step.id: changes for step, changes in _walked(root, partnership, log, known)}
    if found.keys() != kept.keys():
        keep(place, mark, {commit: packed(changes) for commit, changes in found.items()})
    return replace(_past(partnership, log, found), rewritten=_rewritten(log, kept))


def _walked(
    root: Path, partnership: Partnership, log: Log, known: Mapping[str, tuple[Change, ...]]
) -> Iterator[tuple[Step, tuple[Change, ...]]]:
    """The steps of which something is known, each with its changes."""
    state = State(partnership.types, reader(partnership), Objects(root).read_all)
    fields = fields_of(partnership.schemas)
    return ((step, found) for step, found in walk(log.steps, known, state, fields) if not step.edge)


def _past(partnership: Partnership, log: Log, found: Mapping[str, tuple[Change, ...]]) -> Past:
    zone = ZoneInfo(partnership.settings.get("time_zone", "UTC"))
    moments = [
        Moment(step.id, _day(step, zone), found[step.id])
        for step in reversed(log.steps)  # of the same day, the later commit comes first
        if found.get(step.id)
    ]
    return Past(
        tuple(sorted(moments, key=_day_of, reverse=True)),
        Extent.SHALLOW if log.shallow else Extent.WHOLE,
        _day(log.steps[0], zone) if log.steps else None,
    )


def _day(step: Step, zone: ZoneInfo) -> date:
    """The day of a commit; whoever makes one can give it any time."""
    return datetime.fromtimestamp(max(0, min(step.seconds, _LATEST)), UTC).astimezone(zone).date()


def _day_of(moment: Moment) -> date:
    return moment.day


def _rewritten(log: Log, kept: Mapping[str, object]) -> bool:
    """Whether a commit that was read here before is no part of this history."""
    return not log.shallow and not kept.keys() <= {step.id for step in log.steps}
