"""Each file of csv-spectrum is read as it says: none is refused."""

from __future__ import annotations

import json
from pathlib import Path

from openaccord.sources.table import read_csv

MISTAKEN = {"location_coordinates": {"Contact Phone Number": "2095257564"}}
"""What the file says and its JSON does not: there the suite is not of one mind with itself."""


def test_every_file_of_the_spectrum(suites: Path) -> None:
    files = sorted((suites / "csv-spectrum" / "csvs").iterdir())
    assert len(files) >= 12
    for file in files:
        table, problems = read_csv(file.read_bytes(), file.name, {"fields": []})
        assert problems == [], file.name
        assert table is not None
        expected = json.loads((suites / "csv-spectrum" / "json" / f"{file.stem}.json").read_text("utf-8"))
        rows = expected if isinstance(expected, list) else [expected]
        # An empty cell is a field that is not there.
        wanted = [
            {name: cell for name, cell in {**row, **MISTAKEN.get(file.stem, {})}.items() if cell}
            for row in rows
        ]
        assert table.rows == wanted, file.name
