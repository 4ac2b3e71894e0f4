"""Who has agreed to a proposal, for people."""

from __future__ import annotations

from collections.abc import Sequence

from openaccord.model import Partnership, Record
from openaccord.reports.harmless import harmless
from openaccord.reports.markdown_text import code, plain
from openaccord.reports.reviews import title_of
from openaccord.signoff import Asked

Found = Sequence[tuple[Record, tuple[Asked, ...]]]

_NOTHING = "No change asks for signatures."


def signoff_text(found: Found, partnership: Partnership) -> str:
    """A line for each organisation, below the record whose change asks it."""
    lines = []
    for record, asked in found:
        lines.append(f"{record.type.name}/{record.id}: {harmless(title_of(partnership, record))}")
        lines += [f"  {_state(one):<16}{harmless(_name(one, partnership))}{_whom(one)}" for one in asked]
    return "\n".join([*lines, _counted(found)])


def signoff_markdown(found: Found, partnership: Partnership) -> str:
    """The same as a list of boxes. Teams are shown and not called."""
    lines = [f"### Sign-off: {_counted(found)}"]
    for record, asked in found:
        name = code(f"{record.type.name}/{record.id}")
        lines += ["", f"{plain(title_of(partnership, record))} ({name})", ""]
        for one in asked:
            teams = f" ({', '.join(map(code, one.teams))})" if one.teams else " (no team is named)"
            lines.append(f"- [{'x' if one.agreed else ' '}] {plain(_name(one, partnership))}{teams}")
    return "\n".join(lines)


def _name(asked: Asked, partnership: Partnership) -> str:
    organisation = partnership.get("organisation", asked.organisation)
    return title_of(partnership, organisation) if organisation else asked.organisation


def _state(asked: Asked) -> str:
    return "has agreed" if asked.agreed else "has not agreed"


def _whom(asked: Asked) -> str:
    if asked.agreed:
        return ""
    return f": ask {', '.join(asked.teams)}" if asked.teams else ": no team is named for it"


def _counted(found: Found) -> str:
    every = [one for _, asked in found for one in asked]
    if not every:
        return _NOTHING
    return f"{sum(one.agreed for one in every):,} of {len(every):,} have agreed."
