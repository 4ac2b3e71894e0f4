"""Rules about what a reader of the site gets: safe links, and no markup that the page does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from openaccord.model import Record
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.rules.texts import Wording

_HTTP = "http://"
_MARKUP: Mapping[str, re.Pattern[str]] = {
    "HTML": re.compile(r"<(?:[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?|/[A-Za-z][A-Za-z0-9-]*\s*|!--)>?"),
    "an image": re.compile(r"!\[[^\]\n]*\]\("),
    "a heading": re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE),
    "a link within the site or of a kind that is not allowed": re.compile(
        r"(?<!\\)\]\((?!\s*<?(?:https?://|mailto:|tel:))"
    ),
}
"""What no page shows as it is meant, by its name in a sentence."""

_SIGNS = ("<", "![", "# ", "](")
"""Without any of these there is none of it."""


def link_not_https(facts: Facts) -> Iterator[Finding]:
    """A link, in a field of its own or in a text, that is not encrypted on the way.

    What a reader asks for and gets over http can be seen and changed by others. GOV.UK's service manual,
    “Using HTTPS”; UK GDPR Article 32 where the page takes personal information.
    """
    for record in facts.suspects(lambda texts: _HTTP in texts):
        yield _at_first(
            record,
            [one for one in facts.wordings(record) if _HTTP in one[1]],
            "The link begins with http://, so others can see and change what a reader gets.",
            "Write https:// if the page is there too; most are.",
        )


def markup_refused(facts: Facts) -> Iterator[Finding]:
    """A text with markup that the page does not take, so that it is taken out or shown as it stands.

    Pages take paragraphs, lists, emphasis and links to other sites. Anything else could break the page for
    people who use a screen reader (WCAG 2.2, 1.3.1), or run in a reader's browser.
    """
    for record in facts.suspects(lambda texts: any(sign in texts for sign in _SIGNS)):
        marked = {
            one: kinds
            for one in facts.wordings(record)
            if (kinds := [kind for kind, pattern in _MARKUP.items() if pattern.search(one[1])])
        }
        if marked:
            yield _at_first(
                record,
                [*marked],
                f"The text has {' and '.join(next(iter(marked.values())))}, which a page does not show as it "
                "is meant.",
                "Write plain sentences; a list, *emphasis* and a link to another site are fine.",
            )


def _at_first(record: Record, found: list[Wording], message: str, hint: str) -> Finding:
    """A finding at the first of several texts, which names the others."""
    (path, *_), *further = found
    others = [str(one[0]) for (one, *_) in further]
    also = f" Something like it is in {naming(others)} too." if others else ""
    return Finding(record, path, message + also, hint)


RULES: Mapping[str, Rule] = {"link-not-https": link_not_https, "markup-refused": markup_refused}
"""Each rule by its code, in the order of the handbook."""
