"""Everything that should not be published, found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from openaccord.guard.find import Find, Finder
from openaccord.guard.numbers import (
    insurance_numbers,
    landlines,
    mobile_numbers,
    nhs_numbers,
    payment_cards,
)
from openaccord.guard.people import births, names, personal_emails, postcodes
from openaccord.guard.secrets import secrets

STOPPED: Mapping[str, Finder] = {
    "personal-nhs-number": nhs_numbers,
    "personal-national-insurance-number": insurance_numbers,
    "personal-date-of-birth": births,
    "personal-payment-card": payment_cards,
    "personal-mobile-number": mobile_numbers,
    "personal-email": personal_emails,
    "secret": secrets,
}
"""What is never published unless a partnership says so, by the code of its problem."""

TOLD: Mapping[str, Finder] = {
    "personal-postcode": postcodes,
    "personal-landline": landlines,
    "personal-name": names,
}
"""What is published and told, because an office has these as well as a person."""

_WORTH_A_LOOK = re.compile(
    "[0-9](?:[^0-9]{0,3}[0-9]){5}|@|[A-Za-z0-9_]{16}|passw|pwd|secret|token|key|cyfrin|PRIVATE", re.IGNORECASE
)
_KEPT = re.compile("[A-Za-z0-9]+")


def find(text: str, about: str = "", finders: Mapping[str, Finder] = STOPPED) -> Iterator[Find]:
    """What `finders` find in a text; `about` is the name of its field, if it has one."""
    for finder in finders.values():
        yield from finder(text, about)


def bare(text: str) -> str:
    """A text's letters and digits alone, so that a number is the same however it is spaced."""
    return "".join(_KEPT.findall(text)).lower()


def redacted(text: str) -> str:
    """The text with “…” in the place of everything that must not be published."""
    if not _WORTH_A_LOOK.search(text):
        return text
    for found in sorted(find(text), key=lambda one: -one.start):
        text = f"{text[: found.start]}…{text[found.end :]}"
    return text
