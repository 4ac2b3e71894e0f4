"""Who signs a record."""

from __future__ import annotations

from openaccord.model import Record

_SIGNING = {"agreement": "parties", "protocol": "signatories"}


def signers(record: Record) -> tuple[str, ...]:
    """The ids of the organisations whose agreement a record needs.

    Who has withdrawn is not asked, nor who only gets information.
    """
    parties = record.data.get(_SIGNING.get(record.type.name, ""), ())
    asked = (one for one in parties if "withdrawn_on" not in one and one.get("role") != "recipient")
    return tuple(dict.fromkeys(one["organisation"] for one in asked))
