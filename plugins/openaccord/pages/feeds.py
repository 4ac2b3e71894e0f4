"""The feeds of changes: of all records, of each organisation and of each agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from openaccord.changes.telling import tell, title
from openaccord.exports.atom import Feed, Item, atom
from openaccord.model import spoken
from openaccord.pages.entries import Entry
from openaccord.pages.known import Known
from openaccord.rendering.pages import Press

FILE = "changes.xml"
_MOST = 50


def feeds(known: Known, press: Press) -> Iterator[tuple[str, str]]:
    """Every feed of a language, by its path. Where nothing is known to have changed there is none."""
    if known.entries:
        yield _feed(known, press, ("", "changes/"), press.words.say("Changes"), known.entries)
    for record in known.partnership.of("agreement"):
        if record.id in known.told:
            places = (record.address, record.address)
            yield _feed(known, press, places, press.title(record), known.told[record.id])
    of_organisations = _by_organisation(known)
    for record in known.partnership.of("organisation"):
        if record.id in of_organisations:
            places = (record.address, record.address)
            yield _feed(known, press, places, press.title(record), of_organisations[record.id])


def _by_organisation(known: Known) -> Mapping[str, Sequence[Entry]]:
    """The latest changes of each organisation and of the agreements that name it, by its id."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in known.entries:
        if entry.changes and entry.type == "organisation":
            found[entry.changes[0].id][entry.name] = entry
    naming = {
        (link.target.id, link.source.id)
        for link in known.partnership.links
        if (link.source.type.name, link.target.type.name) == ("agreement", "organisation")
    }
    for organisation, agreement in sorted(naming):
        # Two agreements may rest on the same rule, and a change of it is told once.
        found[organisation] |= {entry.name: entry for entry in known.told.get(agreement, ())[:_MOST]}
    return {one: sorted(told.values(), key=_day, reverse=True) for one, told in found.items() if told}


def _day(entry: Entry) -> date:
    return entry.day


def _feed(
    known: Known, press: Press, places: tuple[str, str], name: str, told: Sequence[Entry]
) -> tuple[str, str]:
    """The path of a feed, which lies below the first of two places, and its text; the second is its page."""
    below, page = (f"{press.prefix}{place}" for place in places)
    partnership, words = known.partnership, press.words
    author = spoken(partnership.settings["name"], words.language, partnership.languages[0])[0]
    site = press.address
    feed = Feed(
        f"{site or author}/{below}{FILE}",
        words.say("Changes: {what}", what=name if name != words.say("Changes") else author),
        author,
        words.language,
        f"{site}{page}" if site else "",
        f"{site}{below}{FILE}" if site else "",
    )
    return f"{below}{FILE}", atom(feed, [_item(known, press, entry) for entry in told[:_MOST]])


def _item(known: Known, press: Press, entry: Entry) -> Item:
    words, default = press.words, known.partnership.languages[0]
    if not entry.changes:
        said = press.added(entry.type, entry.number)
        return Item(f"{entry.name}/{words.language}", said, entry.day, [said], "")
    change = entry.changes[0]
    record = known.partnership.get(change.type, change.id)
    sentences = [tell(one, words, default) for one in entry.changes]
    if entry.reason is not None:
        reason = spoken(entry.reason, words.language, default)[0]
        sentences.append(words.say("Why: {reason}", reason=reason))
    return Item(
        f"{entry.name}/{words.language}",
        press.title(record) if record else title(change, words, default),
        entry.day,
        sentences,
        f"{press.home}{record.address}" if record and press.home else "",
    )
