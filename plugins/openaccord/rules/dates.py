"""Rules about dates that cannot both be right, or that have passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openaccord.rules.facts import Facts, Finding, Rule


def end_before_start(facts: Facts) -> Iterator[Finding]:
    """An agreement that ends before it starts."""
    for record in facts.agreements:
        start, end = record.data.get("start_date"), record.data.get("end_date")
        if start is not None and end is not None and end < start:
            yield Finding(
                record,
                ("end_date",),
                f"The agreement ends on {end}, before it starts on {start}.",
                "Correct whichever of the two dates is wrong.",
            )


RULES: Mapping[str, Rule] = {"end-before-start": end_before_start}
"""Each rule by its code, in the order of the handbook."""
