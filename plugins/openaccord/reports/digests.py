"""What an organisation must review before long, as a message to send."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage

from openaccord.model import Partnership, Record
from openaccord.reports.harmless import harmless
from openaccord.reports.reviews import title_of
from openaccord.views.reminders import Reminder, reminders


def digests(partnership: Partnership, today: date) -> Iterator[tuple[str, str]]:
    """A message for each organisation that answers for something due: its id, and the text (RFC 5322).

    It goes to the organisation's team mailbox for data protection, if the register has one.
    """
    for organisation in partnership.of("organisation"):
        if found := reminders(partnership, today, organisation.id):
            yield organisation.id, _message(organisation, found, partnership, today)


def _message(organisation: Record, found: list[Reminder], partnership: Partnership, today: date) -> str:
    message = EmailMessage()
    overdue = [one for one in found if one.due < today]
    ahead = [one for one in found if one.due >= today]
    name = harmless(title_of(partnership, organisation))
    message["Subject"] = f"Reviews: {len(overdue):,} overdue, {len(ahead):,} due before long ({name})"
    if mailbox := organisation.data.get("dpo_contact"):
        message["To"] = mailbox
    parts = [f"Reviews that {name} answers for, as they stood on {today}."]
    parts += _part("Overdue", "was due by", overdue, partnership)
    parts += _part("Due before long", "is due by", ahead, partnership)
    parts.append(
        "When a review is done, record it: openaccord review confirm TYPE/ID --outcome … --by-role …"
    )
    message.set_content("\n\n".join(parts) + "\n", cte="8bit")
    return message.as_bytes().decode()


def _part(heading: str, verb: str, found: list[Reminder], partnership: Partnership) -> list[str]:
    if not found:
        return []
    site = partnership.settings.get("url", "").rstrip("/")
    items = []
    for one in found:
        name = f"{one.record.type.name}/{one.record.id}"
        where = f"  {site}/{one.record.address}\n" if site else ""
        items.append(f"- {harmless(title_of(partnership, one.record))}\n  {verb} {one.due}\n{where}  {name}")
    return [heading.upper(), *items]
