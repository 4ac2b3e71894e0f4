"""Everything that a partnership's site consists of: pages, records' pages and files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import groupby
from typing import Any

from openaccord.exports.records_csv import register_csv
from openaccord.exports.records_json import record_json, register_json
from openaccord.loading import Loaded
from openaccord.model import Partnership, Record
from openaccord.problems import Severity
from openaccord.record_types import RecordType
from openaccord.rendering.environment import environment
from openaccord.rendering.pages import Press
from openaccord.rendering.wording import Wording, wording
from openaccord.review import STATES, due_soon, ladder, stale_after
from openaccord.rules.waivers import Waiver, waivers, waivers_of
from openaccord.schemas import Schema
from openaccord.views.completeness import expectations
from openaccord.views.diary import Diary, diary
from openaccord.views.exchanges import exchanges
from openaccord.views.promises import Promise, promises
from openaccord.views.quality import Tally, quality
from openaccord.views.related import groups

PAGE_LENGTH = 200
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLURALS = {2: ("one", "other"), 6: ("zero", "one", "two", "few", "many", "other")}
_HOME_SITUATIONS, _HOME_CHANGES = 12, 5
_HOME_PROMISES = ("partners-signed", "agreements-in-date", "assets-with-owner", "flows-encrypted")
_BASIS_TITLES = {
    "article_6": "Lawful basis, UK GDPR Article 6(1)",
    "article_9": "Condition for sensitive information, UK GDPR Article 9(2)",
    "law_enforcement_condition": "Law enforcement condition, Data Protection Act 2018, Part 3",
}
_STALE = "This page was made {days} ago. Newer facts may be missing."
_MENU = ("Situations", "Agreements", "Organisations", "Information", "People", "Laws", "Promises", "About")
_QUALITY = "Are the records complete and right?"
PHRASES = (_STALE, *_MENU, "Reviews", "Are the promises kept?", _QUALITY, "Data", *_BASIS_TITLES.values())
"""What is said by a variable's value, so that no search of the code can find it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its chrome.

    `address` is relative to the site's root; `section` is the address of the list that it belongs to.
    """

    address: str
    language: str
    section: str
    title: str
    description: str
    html: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record's page; with its section and language it fits a frame."""

    id: str
    page: Page


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records of a type there are."""

    kind: RecordType
    schema: Schema
    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of an agreement's own history."""

    date: str
    what: Any
    record: Record


class Site:
    """A site as it is on one day. Nothing is rendered before it is asked for, and nothing twice."""

    def __init__(self, loaded: Loaded, today: date, words: Callable[[str], Wording] = wording) -> None:
        self.loaded = loaded
        self.today = today
        self.partnership = loaded.partnership
        self.presses = {
            language: Press(self.partnership, said, today, environment(said.say), self._edit)
            for language, said in ((language, words(language)) for language in self.partnership.languages)
        }
        self._diary: Diary = diary(self.partnership, today)
        self._promises: tuple[Promise, ...] = promises(self.partnership, today)
        self._quality = quality(loaded)
        self._asked = expectations(self.partnership)
        self._tallies: dict[str, Tally] = {of.organisation.id: of.tally for of in self._quality.organisations}

    @property
    def default(self) -> str:
        """The language whose pages lie at the site's root."""
        return self.partnership.languages[0]

    def prefix(self, language: str) -> str:
        """The folder of a language: "" for the default, else "cy/"."""
        return "" if language == self.default else f"{language}/"

    def _edit(self, file: str) -> str:
        base: str = self.partnership.settings.get("repository", {}).get("edit", "")
        return f"{base}{file}" if base else ""

    def counts(self) -> list[Counted]:
        """The types that have records or that hold something unpublished."""
        refused = {name for name, _ in self.partnership.unpublished}
        return [
            Counted(kind, self.partnership.schemas[kind.name], len(self.partnership.of(kind.name)))
            for kind in self.partnership.types
            if self.partnership.of(kind.name) or kind.name in refused
        ]

    def home(self, language: str, intro: str) -> str:
        """The content of the home page around its hand-written introduction, which must be safe HTML."""
        measures = {
            m.name: m for promise in self._promises for _, all_of in promise.principles for m in all_of
        }
        situations = sorted(
            self.partnership.of("situation"), key=lambda s: (s.data.get("sort_order", 9999), s.id)
        )
        return self.presses[language].page(
            "home",
            "./",
            intro=intro,
            situations=situations[:_HOME_SITUATIONS],
            counts=[entry for entry in self.counts() if entry.kind.name not in ("situation", "word")],
            overdue=self._diary.overdue,
            promises=[measures[n] for n in _HOME_PROMISES if n in measures and measures[n].total],
            changes=self._changes()[:_HOME_CHANGES],
        )

    def _changes(self) -> list[Change]:
        changes = [
            Change(entry["date"], entry["what"], record)
            for record in self.partnership.of("agreement")
            for entry in record.data.get("history", ())
        ]
        return sorted(changes, key=lambda change: change.date, reverse=True)

    def pages(self) -> Iterator[Page]:
        """Every page that is neither a record's nor hand-written."""
        for language, press in self.presses.items():
            for kind in self.partnership.types:
                yield from self._lists(language, press, kind)
            yield self._view(language, "reviews", "Reviews", diary_context(self._diary))
            told = [(promise.protocol, promise.principles) for promise in self._promises]
            yield self._view(
                language, "promises", "Are the promises kept?", {"promises": told, "today": self.today}
            )
            yield self.quality(language)
            yield self._view(language, "data", "Data", {"sets": self.counts()})

    def quality(self, language: str) -> Page:
        """How complete and how right the records are, and what they waive."""
        waived = [(record, list(some)) for record, some in groupby(waivers(self.partnership), _whose)]
        context = {"quality": self._quality, "waived": waived, "today": self.today}
        return self._view(language, "quality", _QUALITY, context)

    def _view(self, language: str, name: str, title: str, context: Mapping[str, Any]) -> Page:
        press = self.presses[language]
        html = press.page(name, "../", **context)
        return Page(f"{self.prefix(language)}{name}/", language, f"{name}/", press.words.say(title), "", html)

    def _lists(self, language: str, press: Press, kind: RecordType) -> Iterator[Page]:
        """The list of a type, in pages of PAGE_LENGTH records so that none grows too large for a phone."""
        records = self.partnership.of(kind.name)
        if kind.name == "situation":
            records = tuple(sorted(records, key=lambda s: (s.data.get("sort_order", 9999), s.id)))
        schema = self.partnership.schemas[kind.name]
        last = max(1, -(-len(records) // PAGE_LENGTH))
        refused = [r for (name, _), r in self.partnership.unpublished.items() if name == kind.name]
        for number in range(1, last + 1):
            html = press.page(
                "list",
                "../" if number == 1 else "../../",
                kind=kind,
                schema=schema,
                records=records[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH],
                total=len(records),
                refused=[r for r in refused if not r.id or _ID.fullmatch(r.id)] if number == 1 else [],
                number=number,
                pages=last,
            )
            address = f"{self.prefix(language)}{kind.address}/" + (f"page-{number}/" if number > 1 else "")
            title, description = press.words.say(schema.many), press.words.say(schema.description)
            yield Page(address, language, f"{kind.address}/", title, description, html)

    def addresses(self) -> Iterator[str]:
        """The address of every record's page, without rendering any."""
        shown = [record.address for record in self.partnership.all()]
        shown += [r.type.page(r.id) for r in self.partnership.unpublished.values() if _ID.fullmatch(r.id)]
        for language in self.presses:
            yield from (f"{self.prefix(language)}{address}" for address in shown)

    def record_pages(self) -> Iterator[RecordPage]:
        """The page of every record, those that cannot be shown among them, language by language."""
        for language, press in self.presses.items():
            for record in self.partnership.all():
                yield self._record_page(language, press, record)
            for refused in self.partnership.unpublished.values():
                if _ID.fullmatch(refused.id):
                    address = f"{self.prefix(language)}{refused.type.page(refused.id)}"
                    html = press.unpublished(refused)
                    page = Page(address, language, f"{refused.type.address}/", refused.id, "", html)
                    yield RecordPage(refused.id, page)

    def _record_page(self, language: str, press: Press, record: Record) -> RecordPage:
        faults = self.loaded.faults.get((record.type.name, record.id), ())
        html = press.record(
            record,
            tuple(fault for fault in faults if fault.severity is Severity.ERROR),
            groups=groups(self.partnership, record),
            waivers=list(waivers_of(record)),
            share=self._asked[record.type.name].standing(record).share,
            tally=self._tallies.get(record.id) if record.type.name == "organisation" else None,
            **_extras(self.partnership, record),
        )
        page = Page(
            f"{self.prefix(language)}{record.address}",
            language,
            f"{record.type.address}/",
            press.title(record),
            press.description(record),
            html,
        )
        return RecordPage(record.id, page)

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file that is not a page, by its path from the site's root: data, and a script a language."""
        for record in self.partnership.all():
            yield f"{record.address}index.json", record_json(self.partnership, record)
        for entry in self.counts():
            yield f"data/{entry.kind.plural}.json", register_json(self.partnership, entry.kind)
            yield f"data/{entry.kind.plural}.csv", register_csv(self.partnership, entry.kind)
        for language, press in self.presses.items():
            yield f"assets/openaccord/{language}.js", self._script(press.words)

    def _script(self, words: Wording) -> str:
        """The browser's script with the table of review states in front, so that both count alike."""
        counted = {name for name, _ in ladder(0)}
        days = words.forms("{n} day", "{n} days")
        table = {
            "made": self.today.isoformat(),
            "zone": self.partnership.settings.get("time_zone", "UTC"),
            "language": words.language,
            "staleAfter": stale_after(self.partnership.settings),
            "stale": words.say(_STALE),
            "ladder": ladder(due_soon(self.partnership.settings)),
            "states": {
                name: {"tag": words.say(state.tag), "words": words.say(state.words)}
                for name, state in STATES.items()
                if name in counted
            },
            "days": dict(zip(_PLURALS[len(days)], days, strict=True)),
        }
        script = (files("openaccord") / "browser" / "openaccord.js").read_text(encoding="utf-8")
        return f"const OPENACCORD = {json.dumps(table, ensure_ascii=False)};\n{script}"


def _whose(waiver: Waiver) -> Record:
    return waiver.record


def diary_context(found: Diary) -> dict[str, Any]:
    """What the page of reviews shows."""
    return {
        "overdue": found.overdue,
        "under_way": found.under_way,
        "months": found.months,
        "undated": found.undated,
        "organisations": found.organisations,
    }


def _extras(partnership: Partnership, record: Record) -> dict[str, Any]:
    """What the template of a type needs beside the record and its links."""
    if record.type.name == "organisation":
        return {"exchanges": exchanges(partnership, record)}
    if record.type.name == "agreement":
        return _agreement_extras(partnership, record)
    return {}


def _agreement_extras(partnership: Partnership, record: Record) -> dict[str, Any]:
    flows = record.data.get("flows", ())
    kinds = dict.fromkeys(kind for flow in flows for kind in flow.get("information", ()))
    controllers = [
        partnership.get("organisation", party["organisation"])
        for party in record.data["parties"]
        if party.get("role") in ("controller", "joint-controller")
    ]
    return {
        "information": [found for kind in kinds if (found := partnership.get("information-category", kind))],
        "identifiability": list(dict.fromkeys(f["identifiability"] for f in flows if "identifiability" in f)),
        "transfers": [flow["transfer"] for flow in flows if "transfer" in flow],
        "controllers": [organisation for organisation in controllers if organisation],
        "basis_titles": _BASIS_TITLES,
    }
