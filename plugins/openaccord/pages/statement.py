"""The accessibility statement: the law's wording around what the partners say."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from openaccord.pages.known import Known
from openaccord.pages.page import Page, view
from openaccord.rendering.pages import Press
from openaccord.review import statement_due


def accessibility_statement(known: Known, press: Press) -> Iterator[Page]:
    """The statement, or that there is none yet."""
    settings = known.partnership.settings
    statement = settings.get("accessibility_statement")
    yield view(
        press,
        "accessibility-statement",
        press.words.say("Accessibility statement"),
        statement=statement,
        due=statement_due(statement) if statement else None,
        today=known.today,
        whose=settings["name"],
        host=urlsplit(settings.get("url", "")).hostname,
        contact=settings.get("contact"),
        languages=known.partnership.languages,
    )
