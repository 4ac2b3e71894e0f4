"""Pages that were published and are no longer made, so that their addresses go on answering."""

from __future__ import annotations

from collections.abc import Iterator

from openaccord.pages.known import Known
from openaccord.pages.page import Page, leaf
from openaccord.pages.records import record_addresses
from openaccord.rendering.pages import Press


def former_pages(known: Known, press: Press) -> Iterator[Page]:
    """What came in place of each page, or why it was given up. A record that took its address again wins."""
    taken = set(record_addresses(known))
    records = {record.address: record for record in known.partnership.all()}
    for former in known.partnership.settings.get("former_pages", ()):
        address = f"{former['page']}/"
        if address in taken:
            continue
        say = press.words.say
        title = say("This page has moved") if "successor" in former else say("This page was given up")
        successor = records.get(f"{former.get('successor')}/")
        yield leaf(press, address, "former", (title, ""), title=title, former=former, successor=successor)
