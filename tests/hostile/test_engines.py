"""Both pairs of engines are of one mind about documents made from our schemas; `make deep` asks 200,000."""

from __future__ import annotations

import pytest
from documents import disagreements, spoilt
from hypothesis import HealthCheck, Phase, given, settings

from test_checking import DOCUMENTS, REGISTERS, agree, document_checker


def ask(name: str, number: int) -> tuple[int, int]:
    """Hold jsonschema-rs against jsonschema in so many documents; how many fitted, and how many did not."""
    checker = document_checker(name)
    fitted = [0, 0]

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(spoilt(checker.schema.document))
    def alike(value: object) -> None:
        fitted[checker.fits(value)] += 1
        agree(checker, value)

    alike()
    return fitted[True], fitted[False]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_of_our_schemas_are_judged_alike(name: str) -> None:
    fitted, refused = ask(name, 100)
    assert fitted >= 10
    assert refused >= 10


@pytest.mark.parametrize("plural", REGISTERS)
def test_rows_of_our_registers_are_judged_alike(plural: str) -> None:
    assert disagreements(plural, 50, seed=1) == []
