"""Changes for other programs."""

from __future__ import annotations

from openaccord import __version__
from openaccord.changes.telling import title
from openaccord.changes.weighing import asked, asks
from openaccord.model import spoken
from openaccord.reports.compared import Compared
from openaccord.reports.json_text import json_text


def changes_json(compared: Compared) -> str:
    """`{"version", "base", "head", "unread": […], "asks": {…}, "changes": […]}`.

    A change has type, id, title, file, class, kind, path, sentence, before, after, asks (names of the
    sentences in the object `asks`) and reason. `before` and `after` are null where nothing was or is
    recorded, and for fields whose values are not repeated.
    """
    words, default = compared.words, compared.default
    told = [
        {
            "type": change.type,
            "id": change.id,
            "title": title(change, words, default),
            "file": change.file,
            "class": change.weight.value,
            "kind": change.kind,
            "path": change.path,
            "sentence": compared.sentence(change),
            "before": change.before,
            "after": change.after,
            "asks": list(change.asks),
            "reason": None if change.reason is None else spoken(change.reason, words.language, default)[0],
        }
        for change in compared.changes
    ]
    return json_text(
        {
            "version": __version__,
            "base": compared.base,
            "head": compared.head,
            "unread": list(compared.unread),
            "asks": {name: asks()[name] for name in asked(compared.changes)},
            "changes": told,
        }
    )
