"""Changes as HTML."""

from __future__ import annotations

from markupsafe import Markup, escape

from openaccord.changes.change import Change, Value
from openaccord.changes.telling import between, phrase, shown
from openaccord.model import Record
from openaccord.rendering.pen import Pen

_M = Markup


def sentence(pen: Pen, change: Change) -> Markup:
    """A change in words, with links to the records that it names."""
    values = {
        name: _M(between(name)).join(_value(pen, value) for value in values)
        for name, values in change.values.items()
    }
    return _M(pen.words.say(phrase(change))).format(**values)


def changed_record(pen: Pen, change: Change) -> Markup:
    """The record that changed: a link to its page, or the title that it had."""
    record = pen.partnership.get(change.type, change.id)
    return pen.link(record) if record else _title(pen, change.title, change.id)


def _value(pen: Pen, value: Value) -> Markup:
    if value.form == "record":
        record = _record(pen, value)
        return pen.link(record) if record else _title(pen, value.said, value.id)
    if value.form == "text" and isinstance(value.said, dict):
        return pen.say(value.said)
    return escape(shown(value, pen.words, pen.partnership.languages[0]))


def _record(pen: Pen, value: Value) -> Record | None:
    kind = pen.partnership.type_named(value.of)
    return pen.partnership.get(kind.name, value.id) if kind else None


def _title(pen: Pen, title: object, record_id: str) -> Markup:
    return pen.say(title) if title else escape(record_id)
