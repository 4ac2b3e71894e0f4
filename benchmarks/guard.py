"""How much of what must not be published is found, how much else is stopped, and what it costs.

    python benchmarks/guard.py

Looks at invented texts with a find in each, at generated agreements and register rows without any, and at
the real registers in ../shared/data. Prints tables for the handbook. No text that is found is printed.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from partnerships import agreement, parties
from positives import KINDS, positives
from registers import COLUMNS, row

from openaccord.exposure import suspicious
from openaccord.guard.finding import STOPPED, TOLD, find

POSITIVES, AGREEMENTS, ROWS = 1_000, 10_000, 100_000
REAL = Path(__file__).parents[2] / "shared" / "data"
FILES = {
    "NHS Digital, purpose statements": "nhs-digital/nhs_digital_purpose_statements_2021-02.csv",
    "NHS Digital, releases": "nhs-digital/nhs_digital_data_releases_2021-02.csv",
    "Public Health England, releases": "phe/phe_data_release_register_2017-04_2020-09.csv",
}


def recall() -> None:
    """Of each kind that is stopped, how many of the invented texts are found."""
    print("| kind | texts | found |\n| --- | --- | --- |")
    for code in KINDS:
        found = sum(any(one.code == code for one in find(text)) for text in positives(code, POSITIVES))
        print(f"| {code} | {POSITIVES:,} | {found / POSITIVES:.1%} |")


def false_finds() -> None:
    """Of records without personal data, and of real ones, how many are stopped and how many told."""
    print("\n| records | number | stopped | told: names | postcodes | landlines |")
    print("| --- | --- | --- | --- | --- | --- |")
    chance = random.Random(20261122)
    _count(
        "agreements, generated",
        ([agreement(chance, f"agreement-{n:05}", parties(n))] for n in range(AGREEMENTS)),
    )
    _count("rows of a register, generated", (row(chance, n) for n in range(AGREEMENTS)))
    csv.field_size_limit(1_000_000)
    for name, path in FILES.items():
        with (REAL / path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        _count(name, rows[1:])


def _count(name: str, records: Iterable[list[str]]) -> None:
    number, told = 0, Counter[str]()
    for number, cells in enumerate(records, 1):
        codes = {one.code for cell in cells for one in find(cell, "", {**STOPPED, **TOLD})}
        told.update(codes & set(TOLD))
        told["stopped"] += not codes.isdisjoint(STOPPED)
        if stopped := sorted(codes & set(STOPPED)):
            print(f"{name}, record {number}: {', '.join(stopped)}", file=sys.stderr)
    kinds = (told[f"personal-{kind}"] for kind in ("name", "postcode", "landline"))
    print(f"| {name} | {number:,} | {told['stopped']:,} | {' | '.join(f'{kind:,}' for kind in kinds)} |")


def cost() -> None:
    """Processor time of the first look, which is all that a file without a find costs."""
    chance = random.Random(20261122)
    agreements = [agreement(chance, f"agreement-{n:05}", parties(n)).encode() for n in range(AGREEMENTS)]
    rows = "\n".join(
        ",".join(cells) for cells in ([COLUMNS, *(row(chance, n) for n in range(ROWS))])
    ).encode()
    suspicious(b"", "a.yaml")
    began = time.process_time()
    looked = sum(suspicious(data, "a.yaml") for data in agreements)
    one = time.process_time() - began
    again = suspicious(rows, "a.csv")
    all_rows = time.process_time() - began - one
    print("\n| looked through | size | processor time | looked at again |\n| --- | --- | --- | --- |")
    size = sum(map(len, agreements))
    print(f"| {AGREEMENTS:,} agreements | {size / 1e6:.0f} MB | {one:.2f} s | {looked:,} |")
    print(f"| a register of {ROWS:,} rows | {len(rows) / 1e6:.0f} MB | {all_rows:.2f} s | {int(again)} |")


if __name__ == "__main__":
    recall()
    false_finds()
    cost()
