"""A large register as CSV, generated: the same seed gives the same bytes."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from partnerships import categories, organisation, rule, sentence, write_registers

_SEED = 7
_COLUMNS = """
    id title description organisation information owner_role steward_role classification
    personal_data special_category created_from location format retention_rule status review_last
""".split()  # noqa: SIM905 - as a list, one line a word


def write_assets(folder: Path, rows: int) -> None:
    """A partnership whose one large register is information-assets, of 16 columns and two foreign keys."""
    chance = random.Random(_SEED)
    write_registers(folder, chance)
    with (folder / "registers" / "information-assets.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(_COLUMNS)
        table.writerows(_row(chance, number) for number in range(rows))


def _row(chance: random.Random, number: int) -> list[str]:
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
        f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    ]
