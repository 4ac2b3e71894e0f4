"""A badge for each agreement: when it must be reviewed, as a picture for other sites."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.exports.badge import badge
from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.rendering.pages import Press
from openaccord.review import built_state, due_soon, review_of

FILE = "review.svg"
_COLOURS = {"overdue": "#8f1616", "under-way": "#6b4300", "ended": "#37474f"}
_CALM = "#0b4f5c"


def badges(known: Known, press: Press) -> Iterator[tuple[str, str]]:
    """Each badge of a language, by its path."""
    for record in known.partnership.of("agreement"):
        yield f"{press.prefix}{record.address}{FILE}", _badge(known, press, record)


def _badge(known: Known, press: Press, record: Record) -> str:
    """What it says stays true until the record changes: a date, never how many days are left."""
    words, review = press.words, review_of(record)
    state = built_state(review, known.today, due_soon(known.partnership.settings))
    due = words.day(review.due)
    said = words.say("Review due by {due}", due=due) if state is None else words.say(state.tag)
    if state is not None and state.name == "overdue":
        said = f"{said}: {due}"
    label = words.say(known.partnership.schemas[record.type.name].one)
    title = f"{label}: {press.title(record)}. {said}."
    colour = _COLOURS.get(state.name if state else "", _CALM)
    return badge(label, said, title, colour=colour, language=words.language)
