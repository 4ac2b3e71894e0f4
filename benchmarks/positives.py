"""Personal data and secrets as people write them, invented: the same seed gives the same texts."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable, Iterator

Write = Callable[[random.Random], str]

_FIRST = """
    Aisha Alan Aled Amir Anna Beth Bronwen Carlos Chidi Clare David Deepa Elin Emily Fatima Gareth Grace
    Hamza Hannah Huw Ines Jack James Jing Kate Kofi Liam Lowri Maria Megan Mohammed Nia Nikos Olga Owen
    Priya Rhys Rosie Sean Siân Sofia Steven Tariq Tom Wei Yusuf Zara Zoe
""".split()  # noqa: SIM905 - as a list, one line a word
_LAST = """
    Adeyemi Ahmed Ali Baker Bell Bevan Brown Chen Clarke Cohen Davies Diaz Edwards Evans Fisher Garcia
    Green Griffiths Hall Harris Hughes Hussain Jones Kaur Khan King Lewis Lloyd McDonald Morgan Murphy
    Novak O'Brien Okafor Owen Patel Price Quinn Rees Roberts Scott Shah Singh Smith-Jones Taylor Thomas
    Walker Ward Watson Webb Williams Wood Young Zhang
""".split()  # noqa: SIM905 - as a list, one line a word
_DOMAINS = """
    anyshire-council.example northtown.example anyshire-health-trust.example nhs.example
    police.anyshire.example charity.example
""".split()  # noqa: SIM905 - as a list, one line a word
_BEFORE = (
    "",
    "For questions about this sharing: ",
    "The record of ",
    "It was agreed with the family (",
    "See also ",
    "Cysylltwch â ",
    "Contact:\n- ",
    "| name | ",
    "in 2024, ",
    "“",
)
_AFTER = (
    "",
    ".",
    ", then the team decides.",
    ") last spring",
    "\nand nobody else",
    " |",
    "; 3 days",
    "”",
    " yn unig",
)
_MONTHS = """
    January February March April May June July August September October November December Ionawr
    Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr Jan Feb Mar Apr Jun
    Jul Aug Sep Oct Nov Dec
""".split()  # noqa: SIM905 - as a list, one line a word


def _digits(chance: random.Random, number: int) -> str:
    return "".join(chance.choice(string.digits) for _ in range(number))


_NHS_WORDS = (
    "NHS number ",
    "NHS No: ",
    "NHS no. ",
    "NHS Number is ",
    "NHS number (",
    "Rhif GIG: ",
    "NHS numbers include ",
)


def _nhs(chance: random.Random) -> str:
    while True:
        first = chance.choice("4679") + _digits(chance, 8)
        check = -sum(int(digit) * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
        if check < 10 and len(set(first)) > 1:
            break
    number = f"{first}{check}"
    groups = (number[:3], number[3:6], number[6:])
    word = chance.choice(_NHS_WORDS)
    return chance.choice(
        (
            " ".join(groups),
            "-".join(groups),
            f"{word}{number}",
            f"{word}{' '.join(groups)}",
            f"{number} (NHS number)",
        )
    )


def _insurance(chance: random.Random) -> str:
    while True:
        prefix = chance.choice("ABCEGHJKLMNOPRSTWXYZ") + chance.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            break
    pairs = [_digits(chance, 2) for _ in range(3)]
    number = chance.choice(("", " ", "-")).join((prefix, *pairs, chance.choice("ABCD")))
    if chance.random() < 0.2:
        number = f"{prefix}{''.join(pairs)} {chance.choice('ABCD')}"
    return number.lower() if chance.random() < 0.1 else number


def _birth(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1925, 2024)
    name = chance.choice(_MONTHS)
    date = chance.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year % 100:02}",
            f"{day:02}.{month:02}.{year}",
            f"{day:02}-{month:02}-{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {name} {year}",
            f"{day}th {name} {year}",
            f"{name} {day}, {year}",
            f"{day}-{name}-{year}",
        )
    )
    word = chance.choice(
        (
            "DOB ",
            "DOB: ",
            "D.O.B. ",
            "dob=",
            "Date of birth: ",
            "date of birth ",
            "date of birth is ",
            "date of birth (dd/mm/yyyy): ",
            "Date of Birth - ",
            "born on ",
            "born ",
            "Born: ",
            "birth date ",
            "birthday: ",
            "dyddiad geni: ",
            "ganwyd ar ",
        )
    )
    return f"{word}{date}" if chance.random() < 0.92 else f"{date} (DOB)"


_ISSUERS = (
    ("4", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("65", 16),
    ("36", 14),
    ("3530", 16),
    ("6759", 16),
)


def _card(chance: random.Random) -> str:
    mastercard, newer = str(chance.randint(51, 55)), str(chance.randint(2221, 2720))
    prefix, length = chance.choice((*_ISSUERS, (mastercard, 16), (newer, 16)))
    body = prefix + _digits(chance, length - len(prefix) - 1)
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    number = f"{body}{-total % 10}"
    gap = chance.choice(("", " ", "-"))
    sizes = (4, 6, length - 10) if length < 16 else (4, 4, 4, 4)
    groups, start = [], 0
    for size in sizes:
        groups.append(number[start : start + size])
        start += size
    return gap.join(groups)


def _mobile(chance: random.Random) -> str:
    rest = chance.choice("12345789") + _digits(chance, 8)
    return chance.choice(
        (
            f"07{rest}",
            f"07{rest[:3]} {rest[3:]}",
            f"07{rest[:3]} {rest[3:6]} {rest[6:]}",
            f"07{rest[:2]} {rest[2:5]} {rest[5:]}",
            f"07{rest[:3]}-{rest[3:]}",
            f"(07{rest[:3]}) {rest[3:]}",
            f"+44 7{rest[:3]} {rest[3:]}",
            f"+447{rest}",
            f"+44 (0)7{rest[:3]} {rest[3:6]} {rest[6:]}",
            f"00447{rest}",
            f"tel:+447{rest}",
            f"Mob:07{rest}",
        )
    )


def _email(chance: random.Random) -> str:
    first = chance.choice(_FIRST).replace("â", "a")
    last = chance.choice(_LAST)
    local = chance.choice(
        (
            f"{first}.{last}",
            f"{first}.{last}",
            f"{first}.{last}{chance.randint(1, 99)}",
            f"{first[0]}.{last}",
            f"{first}.{chance.choice(string.ascii_uppercase)}.{last}",
            f"{first}_{last}",
        )
    )
    if chance.random() < 0.7:
        local = local.lower()
    return f"{chance.choice(('', '', 'mailto:', '<'))}{local}@{chance.choice(_DOMAINS)}"


_HEAD, _CLAIM = '{"alg":"HS256","typ":"JWT"}', '{{"sub":"{}"}}'
_PASSWORD = ("password", "Password", "pwd", "passphrase", "Cyfrinair")
_KEY = ("api_key", "apiKey", "client_secret", "access_token", "secret")


def _secret(chance: random.Random) -> str:
    def random_text(number: int, letters: str = string.ascii_letters + string.digits) -> str:
        return "".join(chance.choice(letters) for _ in range(number))

    def part(text: str) -> str:
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    password = random_text(4, string.ascii_lowercase) + _digits(chance, 3) + chance.choice("!?%&x")
    upper = string.ascii_uppercase + string.digits
    return chance.choice(
        (
            f"-----BEGIN {chance.choice(('', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '))}PRIVATE KEY-----",
            f"{chance.choice(('AKIA', 'ASIA'))}{random_text(16, upper)}",
            f"gh{chance.choice('pousr')}_{random_text(36)}",
            f"github_pat_{random_text(22)}_{random_text(59)}",
            f"glpat-{random_text(20)}",
            f"xox{chance.choice('bp')}-{_digits(chance, 12)}-{random_text(24)}",
            f"{part(_HEAD)}.{part(_CLAIM.format(random_text(8)))}.{random_text(43)}",
            f"{chance.choice(_PASSWORD)}{chance.choice((':', ': ', '=', ' = '))}{password}",
            f"the password is {password}",
            f'"{chance.choice(_KEY)}": "{random_text(12)}1"',
            f"https://{random_text(6, string.ascii_lowercase)}:{password.rstrip('?%&')}@files.example/",
        )
    )


KINDS: dict[str, Write] = {
    "personal-nhs-number": _nhs,
    "personal-national-insurance-number": _insurance,
    "personal-date-of-birth": _birth,
    "personal-payment-card": _card,
    "personal-mobile-number": _mobile,
    "personal-email": _email,
    "secret": _secret,
}
"""How each kind that is stopped is written."""


def positives(code: str, number: int) -> Iterator[str]:
    """So many texts that have something of that kind in them, each in a context of its own."""
    chance = random.Random(f"2026 {code}")
    for _ in range(number):
        yield f"{chance.choice(_BEFORE)}{KINDS[code](chance)}{chance.choice(_AFTER)}"
