"""Everything that a partnership's site consists of: pages, records' pages and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from openaccord.exports.records_csv import register_csv
from openaccord.exports.records_json import record_json, register_json
from openaccord.history.past import UNKNOWN, Past
from openaccord.loading import Loaded
from openaccord.pages.badges import badges
from openaccord.pages.calendars import calendars
from openaccord.pages.changes import changes, month_addresses, month_pages
from openaccord.pages.feeds import feeds
from openaccord.pages.find import find, find_script
from openaccord.pages.former import former_pages
from openaccord.pages.histories import history_addresses, history_pages
from openaccord.pages.home import home
from openaccord.pages.known import Known, find_out
from openaccord.pages.lists import lists
from openaccord.pages.me import me
from openaccord.pages.page import Page, RecordPage
from openaccord.pages.pictures import pictures
from openaccord.pages.publication import publication_scheme
from openaccord.pages.records import addresses_below, record_addresses, record_pages
from openaccord.pages.reviews import reviews
from openaccord.pages.script import browser_script, script
from openaccord.pages.statement import accessibility_statement
from openaccord.pages.summaries import data, promises, quality
from openaccord.policy import headers
from openaccord.rendering.environment import environment
from openaccord.rendering.pages import Press
from openaccord.rendering.wording import Wording, wording
from openaccord.search import Entry, entries

VIEWS: tuple[Callable[[Known, Press], Iterator[Page]], ...] = (
    lists,
    publication_scheme,
    pictures,
    me,
    find,
    reviews,
    promises,
    changes,
    quality,
    data,
    accessibility_statement,
    former_pages,
)
"""Every page that is neither a record's nor hand-written. Each of these yields its pages in one language."""


class Site:
    """A site as it is on one day. Nothing is rendered before it is asked for, and nothing twice.

    `address` is where it is published; by default what the partnership says.
    """

    def __init__(
        self,
        loaded: Loaded,
        today: date,
        words: Callable[[str], Wording] = wording,
        address: str | None = None,
        past: Past = UNKNOWN,
    ) -> None:
        self.loaded = loaded
        self.today = today
        self.partnership = loaded.partnership
        self.known = find_out(loaded, today, past)
        published: str = address or self.partnership.settings.get("url", "")
        self.address = f"{published.rstrip('/')}/" if published else ""
        self.presses = {language: self._press(words(language)) for language in self.partnership.languages}

    def _press(self, said: Wording) -> Press:
        prefix = self.prefix(said.language)
        return Press(
            self.partnership, said, prefix, self.today, environment(said.say), self._edit, self.address
        )

    @property
    def default(self) -> str:
        """The language whose pages lie at the site's root."""
        return self.partnership.languages[0]

    def prefix(self, language: str) -> str:
        """The folder of a language: "" for the default, else "cy/"."""
        return "" if language == self.default else f"{language}/"

    def language_of(self, address: str) -> str:
        """The language of the page or source at an address."""
        first = address.partition("/")[0]
        return first if first in self.partnership.languages else self.default

    def _edit(self, file: str) -> str:
        base: str = self.partnership.settings.get("repository", {}).get("edit", "")
        return f"{base}{file}" if base else ""

    def home(self, language: str, intro: str) -> str:
        """The content of the home page around its hand-written introduction, which must be safe HTML."""
        return home(self.known, self.presses[language], intro)

    def pages(self) -> Iterator[Page]:
        """Every page that is neither a record's nor hand-written, language by language."""
        for press in self.presses.values():
            for view in VIEWS:
                yield from view(self.known, press)

    def addresses(self) -> Iterator[str]:
        """The address of every page of a record or of a month, without rendering any."""
        yield from self._everywhere(chain(record_addresses(self.known), month_addresses(self.known)))

    def addresses_below(self) -> Iterator[str]:
        """The address of every page below a record's: notices, histories, and lists of what names it."""
        yield from self._everywhere(chain(addresses_below(self.known), history_addresses(self.known)))

    def _everywhere(self, addresses: Iterable[str]) -> Iterator[str]:
        shown = list(addresses)
        for press in self.presses.values():
            yield from (f"{press.prefix}{address}" for address in shown)

    def record_pages(self) -> Iterator[RecordPage]:
        """Every page that fits a frame, language by language: of records, of their history, of months."""
        for press in self.presses.values():
            yield from record_pages(self.known, press)
            yield from history_pages(self.known, press)
            yield from month_pages(self.known, press)

    def entries(self) -> Iterator[Entry]:
        """What the search knows of every record, language by language."""
        for press in self.presses.values():
            yield from entries(self.partnership, press.words, press.prefix, self.today)

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file that is not a page, by its path from the site's root.

        Data, what hosts send, and in each language calendars, badges, feeds and a script.
        """
        for record in self.partnership.all():
            yield f"{record.address}index.json", record_json(self.partnership, record)
        for entry in self.known.counts():
            yield f"data/{entry.kind.plural}.json", register_json(self.partnership, entry.kind)
            yield f"data/{entry.kind.plural}.csv", register_csv(self.partnership, entry.kind)
        for language, press in self.presses.items():
            yield from calendars(self.known, press)
            yield from badges(self.known, press)
            yield from feeds(self.known, press)
            yield f"assets/openaccord/{language}.js", script(self.known, press.words)
            yield f"assets/openaccord/{language}-find.js", find_script(self.known, press.words)
        yield "_headers", headers()
        yield "assets/openaccord/me.js", browser_script("me")
