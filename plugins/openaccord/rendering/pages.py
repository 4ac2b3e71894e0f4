"""The HTML of each page of the site, without the chrome around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound
from markupsafe import Markup

from openaccord.model import Partnership, Record, Unpublished
from openaccord.problems import Problem
from openaccord.rendering.fields import rows
from openaccord.rendering.pen import Kept, Pen
from openaccord.rendering.sentences import changed_record, sentence
from openaccord.rendering.wording import Wording

_SUMMARIES = ("summary", "lede", "plain_meaning", "means", "description")
_UP = "../../"
MANY = 60
"""How many records of a type one page names; where there are more, they have pages of their own."""


@dataclass(frozen=True, slots=True)
class Press:
    """Prints pages in one language, which lie below `prefix`: "" for the default language, else "cy/".

    `edit` gives the address that opens a file for editing, or ""; `address` is where the site is published,
    or "".
    """

    partnership: Partnership
    words: Wording
    prefix: str
    today: date
    templates: Environment
    edit: Callable[[str], str]
    address: str = ""
    _found: dict[str, Template] = field(default_factory=dict)
    _kept: dict[str, Kept] = field(default_factory=dict)

    def page(self, name: str, up: str, **context: Any) -> str:
        """A page that is not a record's, by the name of its template."""
        return self._print(self.templates.get_template(f"pages/{name}.html.jinja"), up, context)

    def record(self, record: Record, faults: tuple[Problem, ...], **context: Any) -> str:
        """A record's page, by its type's template or the generic one."""
        kind = record.type
        return self._print(
            self._template(kind.name),
            _UP,
            {
                "record": record,
                "kind": kind,
                "schema": self.partnership.schemas[kind.name],
                "faults": faults,
                "edit": self.edit(record.file),
                **context,
            },
        )

    def unpublished(self, refused: Unpublished) -> str:
        """The page of a record that cannot be shown."""
        schema = self.partnership.schemas[refused.type.name]
        context = {"refused": refused, "schema": schema, "edit": self.edit(refused.file)}
        return self._print(self.templates.get_template("records/_unpublished.html.jinja"), _UP, context)

    def title(self, record: Record) -> str:
        """A record's title as plain text."""
        return self._pen(_UP).plain(record, "title")

    def description(self, record: Record) -> str:
        """A record's first sentence or so as plain text, for search engines and shared links."""
        said = self._pen(_UP).plain(record, summary_field(record))
        return " ".join(said.split())[:300]

    @property
    def home(self) -> str:
        """The published address of the language's root, or ""."""
        return f"{self.address}{self.prefix}" if self.address else ""

    def added(self, type_name: str, number: int) -> str:
        """That so many records of a type were added."""
        many = self.words.say(self.partnership.schemas[type_name].many)
        return self.words.count(
            "{n} record was added: {what}.", "{n} records were added: {what}.", number, what=many
        )

    def _pen(self, up: str) -> Pen:
        return Pen(self.partnership, self.words, self.today, up, self._kept.setdefault(up, {}), self.home)

    def _template(self, name: str) -> Template:
        if name not in self._found:
            try:
                self._found[name] = self.templates.get_template(f"records/{name}.html.jinja")
            except TemplateNotFound:
                self._found[name] = self.templates.get_template("records/_generic.html.jinja")
        return self._found[name]

    def _print(self, template: Template, up: str, context: Mapping[str, Any]) -> str:
        pen = self._pen(up)

        def fields(
            record: Record, leave_out: list[str], only: list[str] | None = None
        ) -> list[tuple[str, Markup]]:
            return list(rows(pen, record, frozenset(leave_out), only))

        html = template.render(
            pen=pen,
            _=self.words.say,
            n_=self.words.count,
            fields=fields,
            summary_field=summary_field,
            MANY=MANY,
            sentence=partial(sentence, pen),
            changed_record=partial(changed_record, pen),
            added=self.added,
            **context,
        )
        return self._fallback_note(html) if pen.fell_back else html

    def _fallback_note(self, html: str) -> str:
        note = Markup('<p class="gloss">{}</p>').format(
            self.words.say(
                "Some of this page is shown in another language, because it has not been translated yet."
            )
        )
        return f"{note}{html}"


def summary_field(record: Record) -> str:
    """The field that says in a sentence what a record is."""
    return next((name for name in _SUMMARIES if name in record.data), "description")
