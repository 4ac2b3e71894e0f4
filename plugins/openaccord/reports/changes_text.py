"""Changes for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.model import spoken
from openaccord.reports.compared import Compared
from openaccord.reports.harmless import harmless


def changes_text(compared: Compared) -> str:
    """How much changed, then record by record what changed, why, and what that asks for."""
    return "\n".join(map(harmless, _lines(compared)))


def _lines(compared: Compared) -> Iterator[str]:
    yield f"{compared.summary()}, from {compared.base} to {compared.head}."
    for name, file, changes in compared.records():
        yield ""
        yield f"{name} ({file})"
        for change in changes:
            yield f"  {change.weight.value:<9}  {compared.sentence(change)}"
        reason = compared.reason(changes)
        if reason is not None:
            yield f"  {'reason':<9}  {spoken(reason, compared.words.language, compared.default)[0]}"
        for ask in compared.asked(changes):
            yield f"  {'to do':<9}  {ask}"
    if compared.unread:
        yield ""
        yield compared.unread_said()
