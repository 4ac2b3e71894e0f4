"""The notice about an agreement: one sheet of paper for a wall or a letter."""

from __future__ import annotations

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.pages.page import Page, RecordPage
from openaccord.pages.parties import asked, found, kinds_of, parties_of
from openaccord.rendering.pages import Press
from openaccord.rendering.qr import qr_code

NOTICE = "notice/"


def notice(known: Known, press: Press, agreement: Record) -> RecordPage:
    """The notice about an agreement, in one language. One that is not in force has none to put up."""
    address = f"{agreement.address}{NOTICE}"
    html = press.page(
        "notice",
        "../" * address.count("/"),
        record=agreement,
        kind=agreement.type,
        schema=press.partnership.schemas[agreement.type.name],
        kinds=kinds_of(agreement),
        parties=parties_of(agreement),
        controllers=found(known.partnership, "organisation", asked(agreement)),
        code=qr_code(f"{press.home}{agreement.address}") if press.home else None,
    )
    title = press.words.say("Notice: {title}", title=press.title(agreement))
    page = Page(
        f"{press.prefix}{address}", press.words.language, f"{agreement.type.address}/", title, "", html
    )
    return RecordPage(agreement.id, page, NOTICE)
