"""Changes as a page of its own, to be printed or sent."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from openaccord.model import spoken
from openaccord.reports.compared import Compared
from openaccord.reports.harmless import visible

_STYLE = (
    "body{font:1em/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em}"
    "h2{font-size:1.15em;margin:2em 0 0}code{overflow-wrap:anywhere}"
)


def changes_html(compared: Compared) -> str:
    """A whole document in English, with nothing in it that runs or is fetched."""
    return "\n".join(_lines(compared))


def _lines(compared: Compared) -> Iterator[str]:
    heading = f"What changed: {compared.summary()}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(heading)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{_safe(heading)}</h1>"
    yield f"<p>From {_safe(compared.base)} to {_safe(compared.head)}.</p>"
    for name, file, changes in compared.records():
        yield f"<h2>{_safe(name)}</h2>\n<p><code>{_safe(file)}</code></p>\n<ul>"
        for change in changes:
            weight = change.weight.value.capitalize()
            yield f"<li><strong>{weight}:</strong> {_safe(compared.sentence(change))}</li>"
        reason = compared.reason(changes)
        if reason is not None:
            said = spoken(reason, compared.words.language, compared.default)[0]
            yield f"<li><strong>Reason:</strong> {_safe(said)}</li>"
        yield "</ul>"
        asked = compared.asked(changes)
        if asked:
            yield "<h3>To do</h3>\n<ul>"
            yield from (f"<li>{_safe(ask)}</li>" for ask in asked)
            yield "</ul>"
    if compared.unread:
        yield f"<p>{_safe(compared.unread_said())}</p>"
    yield "</main>\n</body>\n</html>"


def _safe(text: str) -> str:
    return escape(visible(text))
