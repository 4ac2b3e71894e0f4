"""“Is information about me shared?”: two questions, which the reader's own browser answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.pages.page import Page, leaf
from openaccord.rendering.pages import Press

MOST = 250
"""How many agreements the page carries to answer from; where there are more, it has counts and links."""


def me(known: Known, press: Press) -> Iterator[Page]:
    """The page with both questions, and the same by group of people for readers without JavaScript."""
    shared = [a for a in known.partnership.of("agreement") if _about_people(a)]
    about: dict[str, list[Record]] = defaultdict(list)
    for agreement in shared:
        for group in agreement.data.get("people", ()):
            about[group].append(agreement)
    parties = {party["organisation"] for a in shared for party in a.data["parties"]}
    touched = {situation for a in shared for situation in a.data.get("situations", ())}
    yield leaf(
        press,
        "me/",
        "me",
        (
            press.words.say("Is information about me shared?"),
            press.words.say("See what may be shared about you or your family."),
        ),
        people=[(group, about[group.id]) for group in known.partnership.of("people-group")],
        items=shared if len(shared) <= MOST else [],
        total=len(shared),
        unknown=[a for a in shared if not a.data.get("people")],
        situations=[one for one in known.situations() if one.id in touched],
        organisations=[one for one in known.partnership.of("organisation") if one.id in parties],
    )


def _about_people(agreement: Record) -> bool:
    """Whether something about people is shared under an agreement now."""
    return agreement.data["status"] == "in-force" and agreement.data.get("regime") != "non-personal"
