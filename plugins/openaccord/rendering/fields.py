"""Any field of any type of record as HTML, by the form that its schema declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from openaccord.model import Record
from openaccord.rendering.pen import Pen
from openaccord.schemas import Field

_M = Markup
_ELSEWHERE = ("review", "waive")
"""How the names of fields begin that no row shows: the review has its box, and waivers have their page."""


def rows(
    pen: Pen, record: Record, leave_out: frozenset[str], only: list[str] | None = None
) -> Iterator[tuple[str, Markup]]:
    """Label and value of each field that a record has or should have, in the schema's order or `only`'s."""
    schema = pen.partnership.schemas[record.type.name]
    for field in schema.fields if only is None else filter(None, map(schema.field, only)):
        if field.internal or field.name in leave_out or field.name.startswith(_ELSEWHERE):
            continue
        if field.plain and field.form == "text" and pen.plain(record, field.name):
            yield pen.words.say(field.title), pen.prose(record, field.name)
        elif field.name in record.data:
            yield pen.words.say(field.title), show(pen, field, record.data[field.name])
        elif field.expected_of(record.data):
            yield pen.words.say(field.title), pen.unrecorded()


def show(pen: Pen, field: Field, value: Any) -> Markup:
    """A value as HTML."""
    return _FORMS.get(field.form, _text)(pen, field, value)


def _text(pen: Pen, field: Field, value: Any) -> Markup:
    return pen.rich(value) if field.plain else pen.say(value)


def _list(pen: Pen, field: Field, value: Any) -> Markup:
    item = field.parts[0]
    if not value:
        return pen.unrecorded()
    items = _M("").join(_M("<li>{}</li>").format(show(pen, item, one)) for one in value)
    return _M('<ul class="{}">{}</ul>').format("groups" if item.form == "object" else "listed", items)


def _object(pen: Pen, field: Field, value: Any) -> Markup:
    parts = _M("").join(
        _M("<div><dt>{}</dt><dd>{}</dd></div>").format(
            pen.words.say(part.title), show(pen, part, value[part.name])
        )
        for part in field.parts
        if part.name in value and not part.internal
    )
    return _M('<dl class="parts">{}</dl>').format(parts)


def _date(pen: Pen, _field: Field, value: Any) -> Markup:
    return _M('<time datetime="{}">{}</time>').format(value, pen.words.day(str(value)))


_FORMS: dict[str, Callable[[Pen, Field, Any], Markup]] = {
    "list": _list,
    "object": _object,
    "text": _text,
    "date": _date,
    "date-or-month": _date,
    "date-or-year": _date,
    "duration": lambda pen, _field, value: _M("{}").format(pen.words.period(value)),
    "boolean": lambda pen, _field, value: _M("{}").format(
        pen.words.say("Yes") if value else pen.words.say("No")
    ),
    "number": lambda _pen, _field, value: _M("{:,}").format(value),
    "reference": lambda pen, field, value: pen.ref(field.references, value),
    "code": lambda pen, field, value: pen.code(field.codes, value),
    "url": lambda pen, _field, value: pen.out(value),
    "mailbox": lambda _pen, _field, value: _M('<a href="mailto:{0}">{0}</a>').format(value),
    "url-or-mailbox": lambda pen, _field, value: (
        pen.out(value) if "://" in value else _M('<a href="mailto:{0}">{0}</a>').format(value)
    ),
}
"""How each form of value is shown."""
