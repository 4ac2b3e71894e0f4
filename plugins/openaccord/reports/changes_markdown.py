"""Changes for the description of a proposal."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.model import spoken
from openaccord.reports.compared import Compared
from openaccord.reports.markdown_text import code, plain


def changes_markdown(compared: Compared) -> str:
    """How much changed, then record by record what changed, why, and a list of what that asks for."""
    return "\n".join(_lines(compared))


def _lines(compared: Compared) -> Iterator[str]:
    yield f"## What changed: {compared.summary()}"
    yield ""
    yield f"From {code(compared.base)} to {code(compared.head)}."
    for name, file, changes in compared.records():
        yield ""
        yield f"### {plain(name)}"
        yield ""
        yield code(file)
        yield ""
        for change in changes:
            yield f"- **{change.weight.value.capitalize()}:** {plain(compared.sentence(change))}"
        reason = compared.reason(changes)
        if reason is not None:
            yield f"- **Reason:** {plain(spoken(reason, compared.words.language, compared.default)[0])}"
        asked = compared.asked(changes)
        if asked:
            yield ""
            yield "To do:"
            yield ""
            yield from (f"- [ ] {plain(ask)}" for ask in asked)
    if compared.unread:
        yield ""
        yield plain(compared.unread_said())
