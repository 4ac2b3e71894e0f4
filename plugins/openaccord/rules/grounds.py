"""The law that a record names, in one shape for agreements and processing activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from openaccord.model import Record
from openaccord.schemas import Path
from openaccord.sensitivity import shared


class Fields(NamedTuple):
    """Where a type of record names its law."""

    article_6: Path
    article_9: Path
    schedule_1: Path
    official_authority: Path


AGREEMENT = Fields(
    ("lawful_basis", "article_6"),
    ("lawful_basis", "article_9"),
    ("lawful_basis", "schedule_1"),
    ("lawful_basis", "official_authority"),
)
ACTIVITY = Fields(
    ("lawful_basis",), ("special_condition",), ("schedule_1_condition",), ("official_authority",)
)


class Grounds(NamedTuple):
    """What a record says about the law, and of which information.

    `special` and `offences` are the ids of the special category and the criminal offence information from
    which people can be recognised; `paragraphs` are those of Schedule 1 to the Data Protection Act 2018.
    """

    record: Record
    fields: Fields
    article_6: tuple[str, ...]
    article_9: tuple[str, ...]
    paragraphs: tuple[int, ...]
    official_authority: bool
    special: tuple[str, ...]
    offences: tuple[str, ...]


def of_agreement(agreement: Record, special: frozenset[str], offences: frozenset[str]) -> Grounds:
    """What an agreement says. `special` and `offences` are the ids of all such categories."""
    basis: Mapping[str, Any] = agreement.data.get("lawful_basis", {})
    information = shared(agreement)
    return Grounds(
        agreement,
        AGREEMENT,
        tuple(basis.get("article_6", ())),
        tuple(basis.get("article_9", ())),
        tuple(condition["paragraph"] for condition in basis.get("schedule_1", ())),
        basis.get("official_authority", False),
        tuple(sorted(information & special)),
        tuple(sorted(information & offences)),
    )


def of_activity(activity: Record, special: frozenset[str], offences: frozenset[str]) -> Grounds:
    """What a processing activity says."""
    data = activity.data
    information = frozenset(data.get("information", ()))
    return Grounds(
        activity,
        ACTIVITY,
        tuple(data.get("lawful_basis", ())),
        tuple(data.get("special_condition", ())),
        tuple(map(int, data.get("schedule_1_condition", ()))),
        data.get("official_authority", False),
        tuple(sorted(information & special)),
        tuple(sorted(information & offences)),
    )
