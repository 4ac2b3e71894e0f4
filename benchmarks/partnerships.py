"""Partnerships of any size, generated: the same seed gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_SEED = 20261122
_ORGANISATIONS, _CATEGORIES, _PEOPLE, _RULES, _GATEWAYS = 200, 40, 20, 60, 30

_SETTINGS = """\
name: A partnership of generated records
languages: [en]
time_zone: Europe/London
contact: sharing@partnership.example
"""
_MKDOCS = """\
site_name: A partnership of generated records
site_url: https://www.partnership.example/
theme:
  name: material
plugins:
  - openaccord
nav:
  - Agreements: agreements/index.md
  - Organisations: organisations/index.md
"""
_WORDS = """
    adults address attendance benefits bereaved carers case children clinic concern council court
    date debt disability district district-nurses duty early education emergency employer family
    fire flood health help home hospital housing income intervention landlord learning library
    medicine mental need neighbours night officer outcome parents partner pension plan police
    prevention probation public record referral repairs research review risk rough safe school
    service social support teacher team tenancy transport visit ward welfare winter women young
    youth
""".split()  # noqa: SIM905 - as a list, one line a word
_LONGEST = 20
_FORMS = ("personal", "pseudonymised", "anonymised", "aggregate")
_METHODS = ("api", "secure-email", "secure-file-transfer", "shared-system", "portal")


def write_partnership(folder: Path, agreements: int) -> None:
    """A partnership of `agreements` agreements: some 60 lines each, and some 25 references to registers."""
    chance = random.Random(_SEED)
    write_registers(folder, chance)
    below = folder / "protocols" / "agreements"
    below.mkdir(parents=True)
    (folder / "protocols" / "charter.yaml").write_text(_protocol(chance), encoding="utf-8")
    for number in range(agreements):
        record_id = f"agreement-{number:05}"
        (below / f"{record_id}.yaml").write_text(
            agreement(chance, record_id, parties(number)), encoding="utf-8"
        )


def write_registers(folder: Path, chance: random.Random) -> None:
    """The settings, and the registers that agreements and assets refer to."""
    registers, docs = folder / "registers", folder / "docs"
    registers.mkdir(parents=True)
    docs.mkdir()
    (folder / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    (docs / "index.md").write_text("# Who shares what\n\nEverything here is generated.\n", encoding="utf-8")
    (registers / "partnership.yaml").write_text(_SETTINGS, encoding="utf-8")
    for name, lines in _registers(chance).items():
        (registers / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def sentence(chance: random.Random, least: int, most: int) -> str:
    """Sentences of that many words, which mean nothing, none of more than twenty."""
    words = chance.choices(_WORDS, k=chance.randint(least, most))
    return " ".join(
        " ".join(words[start : start + _LONGEST]).capitalize() + "."
        for start in range(0, len(words), _LONGEST)
    )


def pick(chance: random.Random, name: str, most: int) -> str:
    """An id of a register: `pick(chance, "organisation", 200)`."""
    return f"{name}-{chance.randrange(most):03}"


def organisation(chance: random.Random) -> str:
    """The id of one of the organisations."""
    return pick(chance, "organisation", _ORGANISATIONS)


def parties(agreement: int) -> list[str]:
    """The organisations that take part in the agreement of that number; the first gives to the others."""
    chance = random.Random(agreement)
    return [f"organisation-{n:03}" for n in chance.sample(range(_ORGANISATIONS), chance.randint(2, 5))]


def rule(chance: random.Random) -> str:
    """The id of one of the retention rules."""
    return pick(chance, "rule", _RULES)


def categories(chance: random.Random, most: int) -> list[str]:
    """Ids of several kinds of information, each once."""
    return _several(chance, "category", _CATEGORIES, most)


def _several(chance: random.Random, name: str, of: int, most: int) -> list[str]:
    return [f"{name}-{number:03}" for number in chance.sample(range(of), chance.randint(1, most))]


def _date(chance: random.Random, first: int, last: int) -> str:
    return f"{chance.randint(first, last)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _registers(chance: random.Random) -> dict[str, list[str]]:
    def rows(name: str, number: int, more: str) -> list[str]:
        return [
            f"- {{id: {name}-{i:03}, title: {sentence(chance, 2, 5)[:-1]}, "
            f"description: {sentence(chance, 8, 20)}{more}}}"
            for i in range(number)
        ]

    urls = (
        ', rights_url: "https://council.example/rights", complaints_url: "https://council.example/complain"'
    )
    law = ', legislation_url: "https://www.legislation.gov.uk/ukpga/2004/31"'
    return {
        "organisations": rows("organisation", _ORGANISATIONS, f", kind: council{urls}"),
        "information-categories": rows("category", _CATEGORIES, ", special_category: true"),
        "people-groups": rows("people", _PEOPLE, ", children: false"),
        "retention-rules": rows("rule", _RULES, ", period: P6Y, trigger: the last contact"),
        "legal-gateways": rows("gateway", _GATEWAYS, law),
    }


def _protocol(chance: random.Random) -> str:
    """A protocol that every organisation has signed."""
    signed = "".join(
        f"  - {{organisation: organisation-{number:03}, signed_on: {_date(chance, 2016, 2017)}}}\n"
        for number in range(_ORGANISATIONS)
    )
    return (
        f"id: charter\ntitle: The charter\nsummary: {sentence(chance, 15, 30)}\nstatus: in-force\n"
        f"signatories:\n{signed}"
    )


def agreement(chance: random.Random, record_id: str, parties: list[str]) -> str:
    """The text of an agreement of some 60 lines between these parties."""
    return "\n".join(
        [
            *_head(chance, record_id),
            *_parties(chance, parties),
            "flows:",
            *(line for _ in range(chance.randint(1, 3)) for line in _flow(chance, parties)),
            *_law(chance),
            *_foot(chance),
            "",
        ]
    )


def _head(chance: random.Random, record_id: str) -> Iterator[str]:
    yield f"id: {record_id}"
    yield "kind: information-sharing"
    yield f"title: {sentence(chance, 3, 7)[:-1]}"
    yield f"official_title: {sentence(chance, 6, 10)[:-1]}"
    yield f"summary: {sentence(chance, 15, 30)}"
    yield "protocol: charter"
    yield "status: in-force"
    yield "regime: uk-gdpr"
    yield "themes: [children-and-families, health-and-care]"
    yield "purposes:"
    for _ in range(chance.randint(2, 4)):
        yield f"  - {sentence(chance, 8, 15)}"
    yield f"benefits: {sentence(chance, 10, 20)}"
    yield f"people: [{', '.join(_several(chance, 'people', _PEOPLE, 3))}]"


def _parties(chance: random.Random, parties: list[str]) -> Iterator[str]:
    yield "parties:"
    for party in parties:
        signed = f"signed_on: {_date(chance, 2016, 2018)}, signed_by_role: Caldicott Guardian"
        yield f"  - {{organisation: {party}, role: controller, {signed}}}"


def _flow(chance: random.Random, parties: list[str]) -> Iterator[str]:
    giver, *takers = parties
    yield f"  - from: {giver}"
    yield f"    to: {chance.choice(takers)}"
    yield f"    information: [{', '.join(categories(chance, 5))}]"
    yield f"    items: [{', '.join(chance.choices(_WORDS, k=6))}]"
    yield f"    identifiability: {chance.choice(_FORMS)}"
    yield f"    method: {chance.choice(_METHODS)}"
    yield f"    frequency: {sentence(chance, 3, 6)}"
    yield "    encrypted_in_transit: true"


def _law(chance: random.Random) -> Iterator[str]:
    yield "lawful_basis:"
    yield "  article_6: [public-task]"
    yield "  article_9: [health-or-social-care]"
    yield "  schedule_1:"
    yield "    - {paragraph: 2}"
    yield f"  gateways: [{', '.join(_several(chance, 'gateway', _GATEWAYS, 3))}]"
    yield f"  explanation: {sentence(chance, 15, 30)}"


def _foot(chance: random.Random) -> Iterator[str]:
    yield "choice:"
    yield "  consent: false"
    yield f"  objection: {sentence(chance, 10, 20)}"
    yield "automated_decisions: {used: false}"
    yield f"retention: [{', '.join(_several(chance, 'rule', _RULES, 3))}]"
    yield f"safeguards: {sentence(chance, 10, 20)}"
    yield f"data_quality: {sentence(chance, 10, 20)}"
    yield f"rights: {sentence(chance, 20, 35)}"
    yield "dpia: {status: not-needed, reason: The records are generated.}"
    yield f"start_date: {_date(chance, 2019, 2025)}"
    yield "review:"
    yield f"  last: {_date(chance, 2024, 2025)}"
    yield "  interval: P1Y"
    yield "  log:"
    yield f"    - {{date: {_date(chance, 2024, 2025)}, outcome: no-change, by_role: Board}}"
    yield "history:"
    yield f"  - date: {_date(chance, 2018, 2025)}"
    yield f"    what: {sentence(chance, 8, 15)}"
    yield "contact: sharing@council.example"
