"""The calendars of reviews: of all records, of each organisation and of each agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from openaccord.exports.calendar import Event, calendar, written
from openaccord.model import Partnership, Record, text
from openaccord.pages.known import Known
from openaccord.rendering.pages import Press
from openaccord.rendering.wording import Wording
from openaccord.views.answering import answering
from openaccord.views.diary import due_between

FILE = "reviews.ics"


def calendars(known: Known, press: Press) -> Iterator[tuple[str, str]]:
    """Every calendar of a language, by its path. Where no review is due there is none."""
    partnership, words = known.partnership, press.words
    all_events: list[str] = []
    of_organisations: dict[str, list[str]] = defaultdict(list)
    for due, record in due_between(partnership, date.max):
        event = _event(due, record, partnership, words, known.today)
        all_events.append(event)
        for organisation in answering(record):
            of_organisations[organisation].append(event)
        if record.type.name == "agreement":
            name = _title(record, words, partnership)
            yield f"{press.prefix}{record.address}{FILE}", calendar(name, [event])
    for owner in partnership.of("organisation"):
        if events := of_organisations[owner.id]:
            name = words.say("Reviews: {whose}", whose=_title(owner, words, partnership))
            yield f"{press.prefix}{owner.address}{FILE}", calendar(name, events)
    if all_events:
        yield f"{press.prefix}{FILE}", calendar(_of_all(partnership, words), all_events)


def calendar_of(
    found: Iterable[tuple[date, Record]], partnership: Partnership, words: Wording, today: date
) -> str:
    """A calendar of these reviews, of which there is at least one."""
    return calendar(
        _of_all(partnership, words),
        [_event(due, record, partnership, words, today) for due, record in found],
    )


def _event(due: date, record: Record, partnership: Partnership, words: Wording, today: date) -> str:
    site: str = partnership.settings.get("url", "")
    folder = "" if words.language == partnership.languages[0] else f"{words.language}/"
    url = f"{site.rstrip('/')}/{folder}{record.address}" if site else ""
    host = urlsplit(site).hostname or "openaccord"
    kind = words.say(partnership.schemas[record.type.name].one)
    promised = words.say("The partners promise to check this record again by this day.")
    return written(
        Event(
            f"{record.type.name}-{record.id}@{host}",
            due,
            words.say("Review due: {title}", title=_title(record, words, partnership)),
            f"{kind}. {promised}",
            url,
        ),
        today,
    )


def _of_all(partnership: Partnership, words: Wording) -> str:
    name = text(partnership.settings, "name", words.language, partnership.languages[0])[0]
    return words.say("Reviews: {whose}", whose=name)


def _title(record: Record, words: Wording, partnership: Partnership) -> str:
    return text(record.data, "title", words.language, partnership.languages[0])[0]
