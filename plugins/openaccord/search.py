"""What the search knows of each record: the words to find it by, and what a result says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openaccord.model import Partnership, Record, spoken, text
from openaccord.rendering.wording import Wording
from openaccord.review import built_state, due_soon, review_of
from openaccord.schemas import Field, Schema
from openaccord.views.answering import answering

FACETS: Mapping[str, str] = {
    "type": "",
    "organisation": "organisation",
    "information": "information-category",
    "people": "people-group",
    "law": "legal-gateway",
    "situation": "situation",
    "status": "",
    "review": "",
}
"""What results can be narrowed by, as it is offered, and the type of the records that are its values."""

EVERY = "zzeveryrecord"
"""A word that every record has and nobody looks for, so that boxes alone can be looked for."""

_FACET_OF = {kind: facet for facet, kind in FACETS.items() if kind}
_SUMMARIES = ("summary", "lede", "plain_meaning", "means", "description")
_ELSEWHERE = ("review", "waive")
_LAST = "9999-12-31"
"""The sort key of what has no date: a record without a key would be missing from the sorted list."""
_LONGEST = 140
_WORDS, _LEAST = 500_000, 50
"""How many words all records together may have beside what results say, and each has at the least."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one record. All of it is plain text; `address` is the page's, from the site's root."""

    address: str
    language: str
    content: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    sort: Mapping[str, str]


def entries(partnership: Partnership, words: Wording, prefix: str, today: date) -> Iterator[Entry]:
    """What the search knows of every record, in one language whose pages lie below `prefix`.

    Of a great many records less is known each: every word costs time, memory and the reader's patience.
    """
    number = sum(len(partnership.of(kind.name)) for kind in partnership.types)
    writer = _Writer(partnership, words, today, max(_LEAST, _WORDS // max(1, number)))
    for record in partnership.all():
        yield writer.entry(record, prefix)


@dataclass(frozen=True, slots=True)
class _Writer:
    partnership: Partnership
    words: Wording
    today: date
    most: int
    _titles: dict[tuple[str, str], str] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)

    def entry(self, record: Record, prefix: str) -> Entry:
        schema = self.partnership.schemas[record.type.name]
        title = self._title(record)
        leaves = list(self._leaves(record, schema))
        filters = self._filters(record, schema, leaves)
        review = review_of(record)
        state = built_state(review, self.today, due_soon(self.partnership.settings))
        meta = {
            "title": title,
            "type": self.words.say(schema.one),
            "who": ", ".join(filter(None, (self._name("organisation", one) for one in answering(record)))),
            "why": self._why(record),
            "due": str(review.due) if review.due and (state is None or state.name == "overdue") else "",
            "state": state.name if state else "",
            "every": EVERY,
        }
        if state:
            filters["review"] = (self.words.say(state.tag),)
        return Entry(
            f"{prefix}{record.address}",
            self.words.language,
            _content(leaves, meta, self.most) or title,
            {name: value for name, value in meta.items() if value},
            filters,
            {"title": title.casefold(), "review": str(review.due or _LAST)},
        )

    def _text(self, data: Mapping[str, Any], name: str) -> str:
        return text(data, name, self.words.language, self.partnership.languages[0])[0]

    def _title(self, record: Record) -> str:
        key = record.type.name, record.id
        if key not in self._titles:
            self._titles[key] = self._text(record.data, "title") or record.id
        return self._titles[key]

    def _name(self, kind: str, record_id: str) -> str:
        """The title of a record that is shown; nothing of one that is not."""
        found = self.partnership.get(kind, record_id)
        return self._title(found) if found else ""

    def _why(self, record: Record) -> str:
        name = next((name for name in _SUMMARIES if name in record.data), "description")
        said = " ".join(self._text(record.data, name).split())
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rpartition(' ')[0]} …"

    def _filters(
        self, record: Record, schema: Schema, leaves: Iterable[tuple[Field, str]]
    ) -> dict[str, tuple[str, ...]]:
        """The values of each facet. A record is a value of its own kind's facet, and of no other such."""
        found: dict[str, dict[str, None]] = {"type": {self.words.say(schema.many): None}}
        own = _FACET_OF.get(record.type.name)
        if own:
            found[own] = {self._title(record): None}
        for leaf, said in leaves:
            facet = _FACET_OF.get(self._kind(leaf.references)) if leaf.references else None
            if said and facet and facet != own:
                found.setdefault(facet, {})[said] = None
        status = schema.field("status")
        if status and status.codes and "status" in record.data:
            found["status"] = {self.words.label(status.codes, record.data["status"]): None}
        return {facet: tuple(values) for facet, values in found.items()}

    def _leaves(self, record: Record, schema: Schema) -> Iterator[tuple[Field, str]]:
        """Every word of its own that the record's page says, and the titles of what it refers to."""
        for one in schema.fields:
            if one.internal or one.name.startswith(_ELSEWHERE):
                continue
            if one.form == "text" and one.plain:
                yield one, " ".join(self._text(record.data, one.name).split())
            elif one.name in record.data:
                yield from self._said(one, record.data[one.name])

    def _said(self, one: Field, value: Any) -> Iterator[tuple[Field, str]]:
        if one.form == "text":
            said = spoken(value, self.words.language, self.partnership.languages[0])[0]
            yield one, " ".join(said.split())
        elif one.form == "code":
            yield one, self.words.label(one.codes, value)
        elif one.form == "reference":
            yield one, self._name(self._kind(one.references), value)
        elif one.form == "list":
            for item in value:
                yield from self._said(one.parts[0], item)
        elif one.form == "object":
            for part in one.parts:
                if part.name in value and not part.internal:
                    yield from self._said(part, value[part.name])

    def _kind(self, type_name: str) -> str:
        """The name of the type that a field refers to by its name or its register's."""
        if type_name not in self._kinds:
            kind = self.partnership.type_named(type_name)
            self._kinds[type_name] = kind.name if kind else type_name
        return self._kinds[type_name]


def _content(leaves: Iterable[tuple[Field, str]], meta: Mapping[str, str], most: int) -> str:
    """What a record says beside the result itself, that a reader may look for: names first, then texts."""
    kept = {said: None for one, said in leaves if one.references}
    kept |= {said: None for one, said in leaves if one.plain}
    kept |= {said: None for _, said in leaves}
    left, shown = most, []
    for said in kept:
        if said and said not in meta.values() and said not in meta["who"] and left > 0:
            words = said.split()[:left]
            left -= len(words)
            shown.append(" ".join(words))
    return " · ".join(shown)
