"""The past of a partnership, read from the repository that its folder is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openaccord.changes.between import fields_of
from openaccord.changes.change import Change
from openaccord.commits import Step, read_head, read_steps
from openaccord.git import Objects
from openaccord.history.contents import reader
from openaccord.history.keeping import mark_of, packed, unpacked
from openaccord.history.past import Extent, Moment, Past
from openaccord.history.state import State
from openaccord.history.walking import Known, walk
from openaccord.keeping import keep, kept_file, read_kept
from openaccord.model import Partnership
from openaccord.problems import Stop

_LATEST = 253_402_128_000
"""The day before the last that a date can name, in seconds since 1970, so that it has one in any zone."""


def read_past(root: Path, partnership: Partnership) -> Past:
    """Every change that the commits up to HEAD made to the records below a folder, newest first.

    What a run before found out about a commit is not worked out again, and where it ended with the same
    commit git is not even asked for the others. Where there is no git, no repository or no commit, nothing
    is known, and the past says why.
    """
    place, mark = kept_file(root, "-history.json"), mark_of(partnership)
    kept = read_kept(place, mark)
    known = {commit: unpacked(found) for commit, found in kept.get("commits", {}).items()}
    try:
        head = read_head(root)
        if kept.get("head") == [head.id, sorted(head.edges)]:
            steps = tuple(Step(*step) for step in kept["steps"])
        else:
            steps = read_steps(root, head)
    except Stop as stop:
        return Past(why=str(stop))
    found = dict(_walked(root, partnership, steps, known))
    if kept.get("head") != [head.id, sorted(head.edges)]:
        keep(
            place,
            mark,
            {
                "head": [head.id, sorted(head.edges)],
                "steps": [[step.id, step.seconds, [], step.edge] for step in steps],
                "commits": {commit: packed(changes) for commit, changes in found.items()},
            },
        )
    shallow = bool(head.edges)
    rewritten = not shallow and not known.keys() <= found.keys()
    return replace(_past(partnership, steps, found, shallow=shallow), rewritten=rewritten)


def _walked(
    root: Path, partnership: Partnership, steps: tuple[Step, ...], known: Known
) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The commits of which something is known, each with its changes."""
    state = State(partnership.types, reader(partnership), Objects(root).read_all)
    fields = fields_of(partnership.schemas)
    return ((step.id, found) for step, found in walk(steps, known, state, fields) if not step.edge)


def _past(partnership: Partnership, steps: tuple[Step, ...], found: Known, *, shallow: bool) -> Past:
    zone = ZoneInfo(partnership.settings.get("time_zone", "UTC"))
    moments = [
        Moment(step.id, _day(step, zone), found[step.id])
        for step in reversed(steps)  # of the same day, the later commit comes first
        if found.get(step.id)
    ]
    return Past(
        tuple(sorted(moments, key=_day_of, reverse=True)),
        Extent.SHALLOW if shallow else Extent.WHOLE,
        _day(steps[0], zone) if steps else None,
    )


def _day(step: Step, zone: ZoneInfo) -> date:
    """The day of a commit; whoever makes one can give it any time."""
    return datetime.fromtimestamp(max(0, min(step.seconds, _LATEST)), UTC).astimezone(zone).date()


def _day_of(moment: Moment) -> date:
    return moment.day
