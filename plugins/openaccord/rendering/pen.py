"""The pieces of HTML that templates are made of, for one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from openaccord.model import Partnership, Record, spoken, text
from openaccord.rendering.html import escaped, marked
from openaccord.rendering.prose import prose
from openaccord.rendering.wording import Wording
from openaccord.review import STATES, Review, built_state, due_soon, review_of, under_way

Kept = dict[tuple[str, str, str], tuple[Markup, bool]]
"""HTML by its name, the type and the id of the record, and whether it fell back on another language."""


@dataclass(slots=True)
class Pen:
    """Writes in one language for a page that lies `up` below its language's root ("../../").

    `kept` holds what is said of a record alike on all pages at the same depth, its link above all, because
    the same few records are named on most pages. `home` is the published address of the language's root, or
    "" where nobody said where the site is published. `fell_back` becomes true when something had to be said
    in another language.
    """

    partnership: Partnership
    words: Wording
    today: date
    up: str
    kept: Kept
    home: str = ""
    fell_back: bool = False
    _default: str = field(init=False)

    def __post_init__(self) -> None:
        self._default = self.partnership.languages[0]

    @property
    def site(self) -> str:
        """The way from this page to the root of the whole site, where the data is."""
        return self.up if self.words.language == self._default else f"{self.up}../"

    def _marked(self, said: tuple[str, str], html: Markup, element: str) -> Markup:
        """The HTML of a text, marked with its language when that is not the page's."""
        if said[1] == self.words.language or not said[0]:
            return html
        self.fell_back = True
        return marked(f'<{element} lang="{escape(said[1])}">{html}</{element}>')

    def say(self, value: Any) -> Markup:
        """A text value, as one line of escaped text."""
        if type(value) is str and self._default == self.words.language:
            return escaped(value)
        said = spoken(value, self.words.language, self._default)
        return self._marked(said, escaped(said[0]), "span")

    def rich(self, value: Any) -> Markup:
        """A text value as prose."""
        said = spoken(value, self.words.language, self._default)
        return self._marked(said, prose(said[0]), "div")

    def text(self, record: Record, name: str) -> Markup:
        """A record's text field, as one line of escaped text; empty when it is not recorded."""
        said = text(record.data, name, self.words.language, self._default)
        return self._marked(said, escaped(said[0]), "span")

    def plain(self, record: Record, name: str) -> str:
        """A record's text field as a plain string, for titles and descriptions."""
        return text(record.data, name, self.words.language, self._default)[0]

    def prose(self, record: Record, name: str) -> Markup:
        """A record's text field as prose; empty when it is not recorded."""
        said = text(record.data, name, self.words.language, self._default)
        return self._marked(said, prose(said[0]), "div") if said[0] else marked("")

    def href(self, record: Record) -> str:
        """The address of a record's page, from this page."""
        return f"{self.up}{record.address}"

    def link(self, record: Record) -> Markup:
        """A record's title, linked to its page."""
        return self.once("link", record, self._link)

    def _link(self, record: Record) -> Markup:
        return marked(f'<a href="{escape(self.href(record))}">{self.text(record, "title")}</a>')

    def once(self, name: str, record: Record, make: Callable[[Record], Markup]) -> Markup:
        """What `make` says of a record, made once for all pages; `name` tells it from other things said."""
        key = name, record.type.name, record.id
        if key not in self.kept:
            before, self.fell_back = self.fell_back, False
            self.kept[key] = make(record), self.fell_back
            self.fell_back = before
        html, fell_back = self.kept[key]
        if fell_back:
            self.fell_back = True
        return html

    def ref(self, type_name: str, record_id: str) -> Markup:
        """A link to the record of that type and id; the bare id where it cannot be shown.

        Of a draft not even the id is said.
        """
        kept = self.kept.get(("link", type_name, record_id))
        if kept is not None and not kept[1]:
            return kept[0]
        kind = self.partnership.type_named(type_name)
        name = kind.name if kind else type_name
        record = self.partnership.get(name, record_id)
        if record is None and (name, record_id) in self.partnership.drafts:
            return marked('<span class="unrecorded">{}</span>').format(
                self.words.say("A draft, not published yet")
            )
        return self.link(record) if record else escape(record_id)

    def refs(self, type_name: str, ids: Sequence[str]) -> Markup:
        """Links to several records, as a list where there is more than one."""
        if len(ids) == 1:
            return self.ref(type_name, ids[0])
        items = "".join(f"<li>{self.ref(type_name, each)}</li>" for each in ids)
        return marked(f'<ul class="listed">{items}</ul>')

    def row(self, type_name: str, ids: Sequence[str]) -> Markup:
        """Links to several records in one line, with commas between them."""
        return marked(", ".join([self.ref(type_name, each) for each in ids])) if ids else self.unrecorded()

    def names(self, type_name: str, ids: Sequence[str]) -> Markup:
        """The titles of several records in one line, without links, for text that is copied elsewhere."""
        return marked("; ".join([self._name(type_name, each) for each in ids]))

    def _name(self, type_name: str, record_id: str) -> Markup:
        record = self.partnership.get(type_name, record_id)
        return self.once("title", record, self._title) if record else self.ref(type_name, record_id)

    def _title(self, record: Record) -> Markup:
        return self.text(record, "title")

    def texts(self, values: Sequence[Any]) -> Markup:
        """Several texts in one line, with commas between them."""
        return marked(", ".join([self.say(each) for each in values])) if values else self.unrecorded()

    def host(self, url: str) -> str:
        """The host that a link leads to."""
        return urlsplit(url).hostname or url

    def out(self, url: str) -> Markup:
        """A link to another site that names its host, so that nobody is surprised where it leads."""
        return marked('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, self.host(url))

    def code(self, codes: str, code: object) -> Markup:
        """What a code is called, with its meaning below where that adds something."""
        gloss = self.words.gloss(codes, code)
        label = escaped(self.words.label(codes, code))
        return marked(f'{label}<span class="gloss">{escaped(gloss)}</span>') if gloss else label

    def unrecorded(self) -> Markup:
        """What stands where a fact is missing."""
        said = self.words.say("Not recorded")
        return marked(f'<span class="unrecorded">{escape(said)}</span>')

    def day(self, value: Any) -> Markup:
        """A date, month or year in words, with its form for programs. The same few stand on most pages."""
        key = "day", str(value), ""
        if key not in self.kept:
            said = escape(self.words.day(value))
            self.kept[key] = marked(f'<time datetime="{escape(value)}">{said}</time>'), False
        return self.kept[key][0]

    def tag(self, codes: str, code: str) -> Markup:
        """A code's label as a tag."""
        return marked(
            f'<span class="tag tag--{escaped(code)}">{escaped(self.words.label(codes, code))}</span>'
        )

    def due(self, record: Record) -> str:
        """The date of a record's next review in words; empty where none is recorded."""
        return self.words.day(review_of(record).due)

    def last_review(self, record: Record) -> date | None:
        """The day on which a record was last reviewed, where one is recorded."""
        return review_of(record).last

    def review_tag(self, record: Record) -> Markup:
        """A review's state in a list: a tag, or the date that the browser makes a tag of."""
        review = review_of(record)
        state = built_state(review, self.today, self._soon)
        if state is not None:
            tag = marked('<span class="tag tag--{}">{}</span>').format(state.name, self.words.say(state.tag))
        else:
            due = self.words.say("Review due by {due}", due=self.words.day(review.due))
            tag = marked('<span class="tag">{}</span>').format(due)
        return marked('<span class="review-tag"{}>{}</span>').format(_due(review), tag)

    def review_box(self, record: Record) -> Markup:
        """What a record's page says about its review; the browser counts the days."""
        review = review_of(record)
        state = built_state(review, self.today, self._soon)
        day = self.words.day
        if state is None:
            built = self.words.say("Review due by {due}.", due=day(review.due))
        else:
            dates = {"due": day(review.due), "started": day(review.started), "ended": day(review.ended_on)}
            built = self.words.say(_phrase(state.name, state.built, review), **dates)
        if review.last is not None:
            built += " " + self.words.say("Last reviewed {last}.", last=day(review.last))
        made = "" if state else " " + self.words.say("Page made {made}.", made=day(self.today))
        name = state.name if state else "pending"
        tag = (
            f'<strong class="tag tag--{name}">{escape(self.words.say(state.tag))}</strong> ' if state else ""
        )
        words = f' data-due-words="{escape(day(review.due))}"' if review.due else ""
        note = self.words.say(
            "Overdue does not mean that sharing has stopped or is unlawful. "
            "It means that nobody has confirmed that this page is still right."
        )
        return marked(
            f'<div class="review review--{name}"{_due(review)}{words}><p class="review__built">{tag}'
            f'{escape(built)}{escape(made)}</p><p class="review__live" hidden></p>'
            f'<p class="review__note"{"" if name == "overdue" else " hidden"}>{escape(note)}</p></div>'
        )

    @property
    def _soon(self) -> int:
        return due_soon(self.partnership.settings)

    def setting(self, name: str) -> Mapping[str, Any]:
        """A group of the partnership's settings; empty when it is not recorded."""
        group: Mapping[str, Any] = self.partnership.settings.get(name, {})
        return group


def _due(review: Review) -> Markup:
    """The date from which the browser counts days; nothing where the state does not depend on the day."""
    if review.due is None or review.ended or under_way(review):
        return marked("")
    return marked(f' data-due="{review.due}"')


def _phrase(name: str, built: str, review: Review) -> str:
    """The words of a built state; shorter where the record does not say when."""
    if name == "ended" and review.ended_on is None:
        return STATES["ended"].words
    if name == "under-way" and review.due is None:
        return STATES["under-way"].words
    return built
