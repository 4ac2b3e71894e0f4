"""Large registers as CSV, generated: the same seed gives the same bytes."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from pathlib import Path

from partnerships import categories, organisation, parties, rule, sentence, write_partnership, write_registers

_SEED = 7
COLUMNS = """
    id title description organisation information owner_role steward_role classification
    personal_data special_category created_from location format retention_rule status review_last
""".split()  # noqa: SIM905 - as a list, one line a word
_ACTIVITY = """
    id title organisation purposes information recipient_organisations retention_rule agreements assets
""".split()  # noqa: SIM905 - as a list, like the one above


def write_assets(folder: Path, rows: int) -> None:
    """A partnership whose one large register is information-assets, of 16 columns and two foreign keys."""
    chance = random.Random(_SEED)
    write_registers(folder, chance)
    _write(folder, "information-assets", COLUMNS, (row(chance, number) for number in range(rows)))


def write_joined(folder: Path, agreements: int, assets: int) -> None:
    """Agreements, assets, and for each agreement a processing activity that names it and some assets."""
    chance = random.Random(_SEED)
    write_partnership(folder, agreements)
    _write(folder, "information-assets", COLUMNS, (row(chance, number) for number in range(assets)))
    each = assets // agreements
    activities = (_activity(chance, number, each) for number in range(agreements))
    _write(folder, "processing-activities", _ACTIVITY, activities)


def _write(folder: Path, register: str, columns: list[str], rows: Iterable[list[str]]) -> None:
    with (folder / "registers" / f"{register}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def row(chance: random.Random, number: int) -> list[str]:
    """The cells of a row of the register of assets."""
    return [
        f"asset-{number:06}",
        sentence(chance, 2, 5)[:-1],
        sentence(chance, 4, 10),
        organisation(chance),
        ";".join(categories(chance, 3)),
        "Head of service",
        "Records officer",
        "OFFICIAL",
        chance.choice(("true", "false")),
        chance.choice(("true", "false", "")),
        str(chance.randint(1980, 2025)),
        "Shared drive",
        chance.choice(("paper", "database", "spreadsheet")),
        rule(chance),
        chance.choice(("in-use", "archived", "disposed")),
        f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    ]


def _activity(chance: random.Random, number: int, assets: int) -> list[str]:
    giver, *takers = parties(number)
    return [
        f"activity-{number:05}",
        sentence(chance, 2, 5)[:-1],
        giver,
        sentence(chance, 8, 15),
        ";".join(categories(chance, 5)),
        ";".join(takers),
        rule(chance),
        f"agreement-{number:05}",
        ";".join(f"asset-{number * assets + n:06}" for n in range(assets)),
    ]
