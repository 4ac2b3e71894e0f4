"""Every rule asked of a partnership, and what the records waive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from openaccord.loading import Loaded
from openaccord.model import Key, Partnership, Record
from openaccord.problems import Problem, problem
from openaccord.rules import (
    arrangements,
    conditions,
    dates,
    former,
    joined_up,
    lawfulness,
    plain_words,
    principles,
    publication,
    references,
    signatures,
    taking_part,
)
from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.statement import statement_old
from openaccord.rules.waivers import Waiver, expired, needless, waivers
from openaccord.settings import graded
from openaccord.silence import repeatable

RULES: Mapping[str, Rule] = {
    **references.RULES,
    **former.RULES,
    **dates.RULES,
    **signatures.RULES,
    **lawfulness.RULES,
    **conditions.RULES,
    **arrangements.RULES,
    **joined_up.RULES,
    **taking_part.RULES,
    **principles.RULES,
    **publication.RULES,
    **plain_words.RULES,
}
"""Every rule by its code."""


def assess(loaded: Loaded, today: date) -> Loaded:
    """The same partnership with the problems that the rules find on a day.

    A rule that the partnership has switched off is not asked.
    """
    settings = loaded.partnership.settings
    found = list(_findings(loaded, today))
    told = [(finding.record, _problem(code, finding, loaded.partnership)) for code, finding in found]
    of_records = [one for _, one in told]
    faults: dict[Key, list[Problem]] = defaultdict(list, {key: list(f) for key, f in loaded.faults.items()})
    for record, one in told:
        faults[record.type.name, record.id].append(one)
    return replace(
        loaded,
        problems=tuple(graded([*loaded.problems, *of_records, *statement_old(loaded, today)], settings)),
        faults={key: tuple(graded(some, settings)) for key, some in faults.items()},
    )


def _findings(loaded: Loaded, today: date) -> Iterator[tuple[str, Finding]]:
    """What the rules find and no record waives, each with its code; then what is wrong with the waivers."""
    facts = Facts(loaded.partnership, today)
    severities = loaded.partnership.settings.get("severities", {})
    waived = {_key(w.record, w.rule): w for w in waivers(loaded.partnership)}
    used: set[tuple[str, str, str]] = set()
    for code, rule in RULES.items():
        if severities.get(code) == "off":
            continue
        for finding in rule(facts):
            key = _key(finding.record, code)
            waiver = waived.get(key)
            if waiver is not None:
                used.add(key)
            if waiver is None or waiver.expires < today:
                yield code, finding
    yield from _of_waivers(waived, used, severities, today)


def _of_waivers(
    waived: Mapping[tuple[str, str, str], Waiver],
    used: set[tuple[str, str, str]],
    severities: Mapping[str, str],
    today: date,
) -> Iterator[tuple[str, Finding]]:
    for key, waiver in waived.items():
        if severities.get(waiver.rule) == "off":
            continue
        if key not in used:
            yield "waiver-needless", needless(waiver)
        elif waiver.expires < today:
            yield "waiver-expired", expired(waiver)


def _key(record: Record, code: str) -> tuple[str, str, str]:
    return record.type.name, record.id, code


def _problem(code: str, finding: Finding, partnership: Partnership) -> Problem:
    record, path = finding.record, finding.path
    private = not repeatable(partnership.schemas[record.type.name].fields, path)
    return problem(code, record.place(*path), finding.message, finding.hint, private=private)
