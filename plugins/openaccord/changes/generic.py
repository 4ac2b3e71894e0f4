"""Any difference told by its field, where nothing more is known about what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openaccord.changes.change import Finding
from openaccord.changes.comparing import Edit, Key
from openaccord.changes.pairs import Pair
from openaccord.changes.values import shown, way
from openaccord.schemas import Field

_UNSAID = frozenset({"mailbox", "url-or-mailbox"})
_SHORT = 80


def told(pair: Pair, edit: Edit) -> Finding:
    """One edit as a change that names its field."""
    field = edit.field
    values = {"field": way(edit, pair.old if edit.how == "removed" else pair.new)}
    if field.internal or field.form in _UNSAID:
        return Finding("changed-unsaid", edit.path, values)
    if isinstance(edit.fields[-1], Key) and not isinstance(edit.before or edit.after, str):
        item = field.parts[0] if field.parts else field
        return Finding(
            f"entry-{edit.how}",
            edit.path,
            values,
            _published(item, edit.before),
            _published(item, edit.after),
        )
    if edit.place.endswith("[]"):
        if edit.how == "changed":  # only texts are known again in other words
            return Finding(_text_kind(edit), edit.path, values, edit.before, edit.after)
        kind = f"items-{edit.how}"
    elif field.form == "text" and not _short(edit):
        return Finding(_text_kind(edit), edit.path, values, edit.before, edit.after)
    else:
        kind = f"value-{edit.how}"
    if edit.before is not None:
        values["before"] = shown(field, edit.before, pair.old)
    if edit.after is not None:
        values["after"] = shown(field, edit.after, pair.new)
    return Finding(kind, edit.path, values, edit.before, edit.after)


def _published(item: Field, entry: Any) -> Any:
    """An entry without the fields whose values are not repeated."""
    if not isinstance(entry, Mapping):
        return entry
    kept = {part.name for part in item.parts if not part.internal and part.form not in _UNSAID}
    return {name: value for name, value in entry.items() if name in kept}


def _short(edit: Edit) -> bool:
    """Whether a text is worth repeating whole: a title, or a name that is not meant for citizens."""
    field = edit.field
    if _translates(edit) or _only_translated(edit):
        return False
    if field.name == "title":
        return True
    texts = [value for value in (edit.before, edit.after) if value is not None]
    return not field.plain and all(isinstance(text, str) and len(text) <= _SHORT for text in texts)


def _text_kind(edit: Edit) -> str:
    if _translates(edit) or _only_translated(edit):
        return "text-translated"
    return f"text-{edit.how}"


def _translates(edit: Edit) -> bool:
    """Whether the column is a translation, as `title_cy` is."""
    name = edit.path.rpartition(".")[2]
    return not name.endswith("]") and name != edit.field.name


def _only_translated(edit: Edit) -> bool:
    """Whether the text in its own language, which is the first or the only one, stayed as it was."""
    if edit.before is None or edit.after is None:
        return False
    return _own(edit.before) == _own(edit.after)


def _own(value: Any) -> str:
    return str(next(iter(value.values()), "")) if isinstance(value, Mapping) else str(value)
