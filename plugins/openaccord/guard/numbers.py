"""Numbers that belong to one person: NHS, National Insurance, payment card and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaccord.guard.find import Find

_GAP = "[ \u00a0\u2009\u202f.-]"
_NOT_IN_WORD = r"(?<![\w=])(?<!//)(?<![A-Za-z_-]/)(?<![0-9][.-])"
"""What may not stand before a number: the inside of a word, an address or a decimal fraction."""

_NHS_GROUPED = re.compile(rf"{_NOT_IN_WORD}[0-9]{{3}}({_GAP})[0-9]{{3}}\1[0-9]{{4}}(?!\w|{_GAP}[0-9])")
_NHS_ANY = re.compile(rf"{_NOT_IN_WORD}[0-9](?:{_GAP}?[0-9]){{9}}(?!\w|{_GAP}[0-9])")
_NHS_WORD = re.compile(
    r"\b(?:NHS\W{0,3}(?:patient\W{0,3})?(?:numbers?\b|no\b|nos\b|num\b|nr\b|id\b|ids\b|#|:)"
    r"|CHI\W{1,3}(?:number|no\b)|rhif(?:au)?\W{1,3}(?:y\W)?GIG)",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 80, 30

_INSURANCE = re.compile(
    rf"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    rf"(?:{_GAP}?[0-9]{{2}}){{3}}{_GAP}?[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)

_CARD = re.compile(
    rf"{_NOT_IN_WORD}(?:[0-9]{{13,19}}|[0-9]{{4}}({_GAP})[0-9]{{4}}\1[0-9]{{4}}\1[0-9]{{1,4}}(?:\1[0-9]{{1,3}})?"
    rf"|[0-9]{{4}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{4,5}})(?!\w|{_GAP}[0-9])"
)
_ISSUERS = (
    # Numbers begin between the first two, and have so many digits.
    ("4", "4", (13, 16, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("6011", "6011", (16, 19)),  # Discover
    ("644", "659", (16, 19)),
    ("300", "305", (14,)),  # Diners Club
    ("36", "36", (14,)),
    ("38", "39", (14,)),
    ("3528", "3589", (16,)),  # JCB
    ("5018", "5020", (16, 18, 19)),  # Maestro
    ("6759", "6763", (16, 18, 19)),
    ("62", "62", (16, 17, 18, 19)),  # UnionPay
)

_UK = r"(?:\(?\+44\)?[ \u00a0.-]?(?:\(0\) ?)?|\b0044[ \u00a0.-]?(?:\(0\) ?)?|\(?\b0)"
_MORE = "[ \u00a0()./-]{0,2}[0-9]"
_MOBILE = re.compile(rf"{_NOT_IN_WORD}{_UK}7((?:{_MORE}){{9}})(?![0-9])")
_LANDLINE = re.compile(rf"{_NOT_IN_WORD}{_UK}(?:1[0-9]|2[03489])(?:{_MORE}){{7,8}}(?![0-9])")
_DAY = re.compile(r"[0-3][0-9][./-][01][0-9][./-][12][0-9]{3}\b")


def nhs_numbers(text: str, about: str) -> Iterator[Find]:
    """NHS numbers: in groups of 3, 3 and 4 digits, or in any way near those words.

    The tenth digit proves the others (NHS Data Dictionary, “NHS NUMBER”).
    """
    grouped = {match.span() for match in _NHS_GROUPED.finditer(text)}
    named = bool(_NHS_WORD.search(about.replace("_", " ")))
    for match in _NHS_ANY.finditer(text):
        near = text[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
        if (match.span() in grouped or named or _NHS_WORD.search(near)) and _proves_itself(match.group()):
            yield Find("personal-nhs-number", *match.span())


def _proves_itself(written: str) -> bool:
    digits = [int(character) for character in written if character.isdigit()]
    if len(set(digits)) == 1:  # 000 000 0000 stands for a number where none is meant
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[9]


def insurance_numbers(text: str, _about: str) -> Iterator[Find]:
    """National Insurance numbers with their last letter, less the prefixes that HMRC gives to nobody.

    HMRC, National Insurance Manual NIM39110.
    """
    for match in _INSURANCE.finditer(text):
        letters = "".join(character for character in match.group() if character.isalpha())
        if letters.isupper() or letters.islower():
            yield Find("personal-national-insurance-number", *match.span())


def payment_cards(text: str, _about: str) -> Iterator[Find]:
    """Payment card numbers of known issuers, whose last digit proves the others (ISO/IEC 7812-1)."""
    for match in _CARD.finditer(text):
        digits = "".join(character for character in match.group() if character.isdigit())
        if _issued(digits) and _luhn(digits):
            yield Find("personal-payment-card", *match.span())


def _issued(digits: str) -> bool:
    return any(
        first <= digits[: len(first)] <= last and len(digits) in lengths for first, last, lengths in _ISSUERS
    )


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(figure - 9 if figure > 9 else figure for figure in doubled) % 10 == 0


def mobile_numbers(text: str, _about: str) -> Iterator[Find]:
    """Mobile numbers of the United Kingdom: 071 to 075, 077 to 079, and 07624 of the Isle of Man.

    Ofcom, National Telephone Numbering Plan. 070 and 076 are no mobiles.
    """
    for match in _MOBILE.finditer(text):
        rest = "".join(character for character in match.group(1) if character.isdigit())
        if (rest[0] in "12345789" or rest.startswith("624")) and not _DAY.match(match.group()):
            yield Find("personal-mobile-number", *match.span())


def landlines(text: str, _about: str) -> Iterator[Find]:
    """Telephone numbers of a place in the United Kingdom: 01 and 02. 03 and 08 are no person's."""
    for match in _LANDLINE.finditer(text):
        if not _DAY.match(match.group()):
            yield Find("personal-landline", *match.span())
