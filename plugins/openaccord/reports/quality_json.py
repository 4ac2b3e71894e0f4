"""The quality of all records for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from openaccord import __version__
from openaccord.model import Partnership, Record, Unpublished, text
from openaccord.reports.json_text import json_text
from openaccord.rules.waivers import Waiver
from openaccord.views.quality import Quality, Tally


def quality_json(found: Quality, waived: Iterable[Waiver], partnership: Partnership, today: date) -> str:
    """`{"version", "today", "all", "types": […], "organisations": […], "problems": […], "waivers": […]}`.

    `all`, each type and each organisation have records, errors, warnings, recorded and expected (facts). A
    type also has its name as type, and missing: how many records lack a fact, by its path. An organisation
    has id and title. A problem has code, severity, meaning, number (how often it was found) and records, in
    which it was found, each with type and id. A waiver has type, id, rule, expires (null where there is no
    last day) and expired.
    """
    language = partnership.languages[0]
    told = {
        "version": __version__,
        "today": today.isoformat(),
        "all": _tally(found.whole),
        "types": [
            {
                "type": of.kind.name,
                **_tally(of.tally),
                "missing": {fact.path: number for fact, number in of.missing},
            }
            for of in found.types
        ],
        "organisations": [
            {
                "id": of.organisation.id,
                "title": text(of.organisation.data, "title", language, language)[0],
                **_tally(of.tally),
            }
            for of in found.organisations
        ],
        "problems": [
            {
                "code": of.code,
                "severity": of.severity.value,
                "meaning": of.meaning,
                "number": of.number,
                "records": [_named(record) for record in of.records],
            }
            for of in found.codes
        ],
        "waivers": [
            {
                **_named(waiver.record),
                "rule": waiver.rule,
                "expires": waiver.expires.isoformat() if waiver.expires.year > 1 else None,
                "expired": waiver.expires < today,
            }
            for waiver in waived
        ],
    }
    return json_text(told)


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "records": tally.records,
        "errors": tally.errors,
        "warnings": tally.warnings,
        "recorded": tally.share.recorded,
        "expected": tally.share.expected,
    }


def _named(record: Record | Unpublished) -> dict[str, Any]:
    return {"type": record.type.name, "id": record.id}
