"""The law, the time and the signatures of a record: what changed in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from openaccord.changes.change import Finding, Lookup
from openaccord.changes.pairs import Pair
from openaccord.changes.values import Values, code, codes, day, period, plain, record, records, text
from openaccord.lifecycle import allowed
from openaccord.problems import CODES
from openaccord.review import days_in, due_date

_MONTHS = re.compile(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?")
_BEGUN = frozenset({"in-force"})
_STOPPED = frozenset({"ended", "withdrawn", "suspended", "superseded"})
_PARTIES = ("parties", "signatories")


def law(pair: Pair) -> Iterator[Finding]:
    """Laws, bases and conditions that are now relied on, or no longer are."""
    for edit in pair.at("lawful_basis.gateways[]"):
        gone = edit.how == "removed"
        found = edit.before if gone else edit.after
        values = {"law": records(pair.old if gone else pair.new, "legal-gateway", found)}
        kind = "law-removed" if gone else "law-added"
        yield Finding(kind, edit.path, values, edit.before, edit.after, (edit.mark,))
    before, after = (_basis(data, "article_6") for data in (pair.before, pair.after))
    if before and after and set(before) != set(after):
        path = "lawful_basis.article_6[]"
        values = {"before": codes("article-6", before), "after": codes("article-6", after)}
        yield Finding("basis-changed", path, values, before, after, pair.marks(path))
    for edit in pair.at("lawful_basis.article_9[]", "removed"):
        values = {"condition": codes("article-9", edit.before)}
        yield Finding("condition-removed", edit.path, values, edit.before, None, (edit.mark,))


def _basis(data: Mapping[str, Any], name: str) -> list[str]:
    found: list[str] = (data.get("lawful_basis") or {}).get(name) or []
    return found


def choice(pair: Pair) -> Iterator[Finding]:
    """Choices that people had."""
    for edit in pair.at("choice.consent"):
        if edit.before is True:
            yield Finding("consent-dropped", edit.path, {}, True, edit.after, (edit.mark,))  # noqa: FBT003 - the value itself
    for edit in pair.at("choice.opt_outs[]", "removed"):
        if edit.before.get("applies") is not False:
            name = edit.before.get("name")
            yield Finding("opt-out-dropped", edit.path, {"name": text(name)}, name, None, (edit.mark,))
    for edit in pair.at("choice.opt_outs[].applies"):
        if edit.before is True:
            name = edit.path.partition("[")[2].partition("]")[0]
            yield Finding("opt-out-dropped", edit.path, {"name": plain(name)}, True, edit.after, (edit.mark,))  # noqa: FBT003 - the value itself


def status(pair: Pair) -> Iterator[Finding]:
    """Where a record, or its impact assessment, stands."""
    for edit in pair.at("status", "changed"):
        kind = (
            "sharing-begun"
            if edit.after in _BEGUN
            else "sharing-stopped"
            if edit.after in _STOPPED
            else "status-changed"
        )
        values = {"before": code(edit.field.codes, edit.before), "after": code(edit.field.codes, edit.after)}
        ended = pair.marks("ending.ended_on") if kind == "sharing-stopped" else ()
        yield Finding(kind, edit.path, values, edit.before, edit.after, (edit.mark, *ended))
        new_version = pair.before.get("version") != pair.after.get("version")
        if not allowed(pair.type, edit.before, edit.after, new_version=new_version):
            yield Finding("status-back", edit.path, values, edit.before, edit.after)
    for edit in pair.at("dpia.status", "changed"):
        if edit.before == "done":
            values = {"after": code(edit.field.codes, edit.after)}
            yield Finding("assessment-undone", edit.path, values, edit.before, edit.after, (edit.mark,))


def parties(pair: Pair) -> Iterator[Finding]:
    """Organisations that came, went, signed, withdrew or changed their role."""
    for name in _PARTIES:
        for edit in pair.at(f"{name}[]"):
            gone = edit.how == "removed"
            entry = edit.before if gone else edit.after
            values = {"organisation": _organisation(pair.old if gone else pair.new, entry["organisation"])}
            role = entry.get("role")
            kind = "party-removed" if gone else "party-added" if role else "party-added-unsaid"
            if kind == "party-added":
                values["role"] = code("party-role", role) if name == "parties" else plain(role)
            yield Finding(kind, edit.path, values, edit.before, edit.after, (edit.mark,))
        for place, kind, how in (
            ("withdrawn_on", "party-withdrew", "added"),
            ("signed_on", "signed", "added"),
            ("signed_on", "signature-removed", "removed"),
        ):
            for edit in pair.at(f"{name}[].{place}", how):
                day_of = edit.after or edit.before
                values = {"organisation": _at(pair, edit.path), "day": day(day_of)}
                yield Finding(kind, edit.path, values, edit.before, edit.after, (edit.mark,))
    for edit in pair.at("parties[].role", "changed"):
        values = {
            "organisation": _at(pair, edit.path),
            "before": code("party-role", edit.before),
            "after": code("party-role", edit.after),
        }
        yield Finding("role-changed", edit.path, values, edit.before, edit.after, (edit.mark,))


def _at(pair: Pair, path: str) -> Values:
    return _organisation(pair.new, path.partition("[")[2].partition("]")[0])


def _organisation(look: Lookup, name: str) -> Values:
    return (record(look, "organisation", name),)


def retention(pair: Pair) -> Iterator[Finding]:
    """How long information is kept, by the rules that a record names or by the rule itself."""
    if pair.type == "retention-rule":
        for edit in pair.at("period", "changed"):
            for found in _kept(edit.path, edit.before, edit.after):
                yield found._replace(explains=(edit.mark,))
        return
    explained = pair.marks("retention[]")
    if not explained:
        return
    if not pair.after.get("retention"):
        values = {"before": records(pair.old, "retention-rule", pair.before["retention"])}
        yield Finding("kept-unsaid", "retention", values, pair.before["retention"], None, explained)
        return
    before, after = _longest(pair.before, pair.old), _longest(pair.after, pair.new)
    if before and after and before != after:
        yield from (found._replace(explains=explained) for found in _kept("retention", before, after))


def _longest(data: Mapping[str, Any], look: Lookup) -> str:
    """The longest period of the rules that a record names; "" where one has none."""
    rules = [look("retention-rule", str(one)) or {} for one in data.get("retention") or ()]
    periods = [str(rule.get("period") or "") for rule in rules]
    return max(periods, key=days_in) if periods and all(periods) else ""


def _kept(path: str, before: str, after: str) -> Iterator[Finding]:
    longer = days_in(after) - days_in(before)
    values = {"before": period(before), "after": period(after)}
    if longer > 0:
        values["difference"] = period(difference(before, after))
    if longer:
        yield Finding("kept-longer" if longer > 0 else "kept-shorter", path, values, before, after)


def difference(shorter: str, longer: str) -> str:
    """By how much a duration is longer than another: in years and months where both are, else in days."""
    one, other = _MONTHS.fullmatch(shorter), _MONTHS.fullmatch(longer)
    if one and other:
        months = _months(other) - _months(one)
        return _years(months)
    return f"P{days_in(longer) - days_in(shorter)}D"


def _months(found: re.Match[str]) -> int:
    return int(found[1] or 0) * 12 + int(found[2] or 0)


def _years(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"P{f'{years}Y' if years else ''}{f'{rest}M' if rest else ''}"


def ending(pair: Pair) -> Iterator[Finding]:
    """An end that comes later, or never."""
    for edit in pair.at("end_date", "changed", "removed"):
        before = date.fromisoformat(edit.before)
        if edit.after is None:
            yield Finding(
                "ends-never", edit.path, {"before": day(edit.before)}, edit.before, None, (edit.mark,)
            )
        elif (after := date.fromisoformat(edit.after)) > before:
            values = {"before": day(edit.before), "after": day(edit.after)}
            values["difference"] = period(_between(before, after))
            yield Finding("ends-later", edit.path, values, edit.before, edit.after, (edit.mark,))


def _between(before: date, after: date) -> str:
    """The time between two days, in years and months where these are whole."""
    months = (after.year - before.year) * 12 + after.month - before.month
    whole = after.day == before.day and months
    return _years(months) if whole else f"P{(after - before).days}D"


def reviews(pair: Pair) -> Iterator[Finding]:
    """Reviews that were recorded, and dates that moved without one."""
    before, after = _noted(pair.before), _noted(pair.after)
    explained = tuple(edit.mark for edit in pair.edits if edit.place.startswith(("review.", "review_")))
    if not explained:
        return
    entries = [entry for entry in after.get("log") or () if entry not in (before.get("log") or ())]
    for entry in entries:
        values = {"day": day(entry["date"]), "outcome": code("review-outcome", entry["outcome"])}
        yield Finding("reviewed", "review.log[]", values, None, entry["date"], explained)
    if entries:
        return
    if (after.get("last") or "") > (before.get("last") or ""):
        yield Finding(
            "reviewed-unsaid",
            "review.last",
            {"day": day(after["last"])},
            before.get("last"),
            after["last"],
            explained,
        )
        return
    was, now = due_date(before), due_date(after)
    if was and now and now > was:
        values = {"before": day(was.isoformat()), "after": day(now.isoformat())}
        yield Finding("review-put-off", "review.next", values, was.isoformat(), now.isoformat(), explained)
    elif was and not now and pair.after.get("status") not in _STOPPED:
        values = {"before": day(was.isoformat())}
        yield Finding("review-dropped", "review.next", values, was.isoformat(), None, explained)


def _noted(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The review of a document, or the review columns of a row, by the names of the document."""
    return data.get("review") or {
        name.removeprefix("review_"): value for name, value in data.items() if name.startswith("review_")
    }


def checks(pair: Pair) -> Iterator[Finding]:
    """Checks that were set aside or made less strict."""
    for edit in pair.at("waivers[]", "added"):
        values = {"rule": plain(edit.after["rule"]), "day": day(edit.after["expires"])}
        yield Finding("check-waived", edit.path, values, None, edit.after["rule"], (edit.mark,))
    for edit in pair.at("severities[]"):
        rule = edit.path.partition("[")[2].partition("]")[0]
        default = CODES[rule].severity.value if rule in CODES else None
        values = {"rule": plain(rule)}
        values |= {"before": plain(edit.before or default), "after": plain(edit.after or default)}
        yield Finding("severity-changed", edit.path, values, edit.before, edit.after, (edit.mark,))


def sensitivity(pair: Pair) -> Iterator[Finding]:
    """Information that the partnership now counts as sensitive by law."""
    for place, kind in (("special_category", "now-special"), ("criminal_offence", "now-offence")):
        for edit in pair.at(place):
            if pair.type == "information-category" and edit.after is True:
                yield Finding(kind, place, {}, edit.before, True, (edit.mark,))  # noqa: FBT003 - the value itself
