"""The page of each record, and of each that cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openaccord.model import Record
from openaccord.pages.histories import has_history
from openaccord.pages.known import Known
from openaccord.pages.named import named, named_addresses
from openaccord.pages.notices import NOTICE, notice
from openaccord.pages.page import Page, RecordPage
from openaccord.pages.parties import asked, deciding, found, kinds_of, parties_of
from openaccord.problems import Severity
from openaccord.record_types import is_id
from openaccord.rendering.pages import Press
from openaccord.rules.waivers import waivers_of
from openaccord.views.asking import asking
from openaccord.views.diary import counted
from openaccord.views.exchanges import exchanges
from openaccord.views.related import groups


def record_addresses(known: Known) -> Iterator[str]:
    """The address of every record's page within its language, without rendering any."""
    for record in known.partnership.all():
        yield record.address
    for refused in known.partnership.unpublished.values():
        if is_id(refused.id):
            yield refused.type.page(refused.id)


def addresses_below(known: Known) -> Iterator[str]:
    """The address of every page below a record's own, which a search engine need not know."""
    for record in known.partnership.all():
        if record.type.name == "agreement":
            yield f"{record.address}{NOTICE}"
        yield from (f"{record.address}{below}" for below in named_addresses(known, record))


def record_pages(known: Known, press: Press) -> Iterator[RecordPage]:
    """The page of every record in one language, each before those below it."""
    for record in known.partnership.all():
        yield _shown(known, press, record)
        if record.type.name == "agreement":
            yield notice(known, press, record)
        yield from named(known, press, record)
    for refused in known.partnership.unpublished.values():
        if is_id(refused.id):
            address = f"{press.prefix}{refused.type.page(refused.id)}"
            section = f"{refused.type.address}/"
            html = press.unpublished(refused)
            yield RecordPage(refused.id, Page(address, press.words.language, section, refused.id, "", html))


def _shown(known: Known, press: Press, record: Record) -> RecordPage:
    faults = known.loaded.faults.get((record.type.name, record.id), ())
    more = _MORE.get(record.type.name)
    html = press.record(
        record,
        tuple(fault for fault in faults if fault.severity is Severity.ERROR),
        groups=groups(known.partnership, record),
        waivers=list(waivers_of(record)),
        share=known.asked[record.type.name].standing(record).share,
        **{"calendar": False, **(more(known, press, record) if more else {})},
    )
    page = Page(
        f"{press.prefix}{record.address}",
        press.words.language,
        f"{record.type.address}/",
        press.title(record),
        press.description(record),
        html,
    )
    return RecordPage(record.id, page)


def _organisation(known: Known, _press: Press, record: Record) -> dict[str, Any]:
    passed = exchanges(known.partnership, record)
    naming = {group.type.name: len(group.records) for group in groups(known.partnership, record)}
    return {
        "calendar": record.id in known.dated,
        "exchanges": passed,
        "numbers": {
            "gives": len(passed.gives),
            "gets": len(passed.gets),
            "holds": naming.get("information-asset", 0),
            "publishes": naming.get("publication-entry", 0),
        },
        "tally": known.tallies.get(record.id),
    }


def _agreement(known: Known, press: Press, record: Record) -> dict[str, Any]:
    flows = record.data.get("flows", ())
    kinds = kinds_of(record)
    site = known.partnership.settings.get("url", "").rstrip("/")
    return {
        "has_history": has_history(known, record),
        "calendar": counted(record) is not None,
        "asking": asking(record, known.today),
        "disposals": [
            link.source for link in known.partnership.linked_to(record) if link.source.type.name == "disposal"
        ],
        "badge": f"{site}/{press.prefix}{record.address}" if site else "",
        "kinds": kinds,
        "parties": parties_of(record),
        "decides": bool(deciding(record)),
        "information": found(known.partnership, "information-category", kinds),
        "identifiability": list(dict.fromkeys(f["identifiability"] for f in flows if "identifiability" in f)),
        "transfers": [flow["transfer"] for flow in flows if "transfer" in flow],
        "controllers": found(known.partnership, "organisation", asked(record)),
    }


_MORE = {"organisation": _organisation, "agreement": _agreement}
"""What the template of a type needs beside the record and its links."""
