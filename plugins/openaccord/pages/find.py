"""The page of the search: lists for all, and what the browser's script needs to search."""

from __future__ import annotations

import json
from collections.abc import Iterator

from openaccord.pages.known import Known
from openaccord.pages.page import Page, view
from openaccord.pages.script import browser_script, plural
from openaccord.rendering.pages import Press
from openaccord.rendering.wording import Wording
from openaccord.review import STATES
from openaccord.search import EVERY, FACETS

_LISTED = ("organisation", "information-category", "people-group", "legal-gateway")


def find(known: Known, press: Press) -> Iterator[Page]:
    """The page as it is without a script: the ways to every record."""
    listed = [entry for entry in known.counts() if entry.kind.name in _LISTED]
    yield view(
        press,
        "find",
        press.words.say("Find a record"),
        situations=known.situations(),
        counts=known.counts(),
        listed=[(entry, known.partnership.of(entry.kind.name)) for entry in listed],
    )


def find_script(known: Known, words: Wording) -> str:
    """The script of the page in a language."""
    used = {entry.kind.name for entry in known.counts()}
    labels = {
        "type": words.say("Kind of record"),
        "organisation": words.say("Organisation"),
        "information": words.say("Kind of information"),
        "people": words.say("Who is it about"),
        "law": words.say("Law"),
        "situation": words.say("Situation"),
        "status": words.say("Status"),
        "review": words.say("Review"),
    }
    table = {
        "language": words.language,
        "every": EVERY,
        "facets": [(facet, labels[facet]) for facet, kind in FACETS.items() if kind in used or not kind],
        "sorts": {
            "": words.say("What fits best"),
            "title": words.say("Title"),
            "review": words.say("Review date"),
        },
        "states": {name: words.say(state.tag) for name, state in STATES.items() if not state.live},
        "due": words.say("Review due by {due}"),
        "months": words.months,
        "records": plural(words, "{n} record", "{n} records"),
        "found": plural(words, "{n} record was found.", "{n} records were found."),
        "rest": plural(words, "Show {n} more", "Show {n} more"),
        "chosen": plural(words, "{n} chosen", "{n} chosen"),
        "words": words.say("Words to look for"),
        "find": words.say("Find"),
        "narrow": words.say("Narrow the results"),
        "sort": words.say("Sort by"),
        "more": words.say("Show more results"),
        "clear": words.say("Take away all choices"),
        "all": words.say("{records} can be found here."),
        "none": words.say("Nothing was found. Try other or fewer words, or take a choice away."),
        "folder": words.say(
            "Search needs the published site. From this copy, the lists below lead to every record."
        ),
        "failed": words.say("The search could not be loaded. The lists below lead to every record."),
    }
    return f"const FIND = {json.dumps(table, ensure_ascii=False)};\n{browser_script('find')}"
