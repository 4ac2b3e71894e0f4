"""What an agreement shares, with whom and about whom: what changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openaccord.changes.change import Finding
from openaccord.changes.pairs import Pair
from openaccord.changes.values import codes, plain, record, records, text
from openaccord.sensitivity import carries, identifies

_SENSITIVE = (("special_category", "special-shared"), ("criminal_offence", "offence-shared"))
_CATEGORY, _ORGANISATION, _PEOPLE = "information-category", "organisation", "people-group"
_HOME = "GB"


def _flows(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return data.get("flows") or []


def _information(flows: list[Mapping[str, Any]]) -> set[str]:
    return {category for flow in flows for category in flow.get("information") or ()}


def information(pair: Pair) -> Iterator[Finding]:
    """Kinds of information that are now shared, or no longer are."""
    before, after = _information(_flows(pair.before)), _information(_flows(pair.after))
    come = after - before
    known = _information([flow for flow in _flows(pair.before) if identifies(flow)])
    named = _information([flow for flow in _flows(pair.after) if identifies(flow)]) - known
    told: set[str] = set()
    for flag, kind in _SENSITIVE:
        found = {one for one in named if _carries(pair, flag, one)}
        if found:
            told |= found
            yield Finding(
                kind, "flows", {"information": records(pair.new, _CATEGORY, found)}, None, sorted(found)
            )
    rest, gone = come - told, before - after
    if rest:
        yield Finding(
            "information-added",
            "flows",
            {"information": records(pair.new, _CATEGORY, rest)},
            None,
            sorted(rest),
        )
    if gone:
        yield Finding(
            "information-dropped",
            "flows",
            {"information": records(pair.old, _CATEGORY, gone)},
            sorted(gone),
            None,
        )
    yield Finding("", "", {}, explains=tuple(_told(pair, come, gone)))


def _carries(pair: Pair, flag: str, category: str) -> bool:
    return carries(flag, category, lambda name: pair.new(_CATEGORY, name))


def _told(pair: Pair, come: set[str], gone: set[str]) -> Iterator[str]:
    """The edits that say no more than that information is now shared, or no longer is."""
    for edit in pair.at("flows[].information[]"):
        if (edit.how == "added" and come.issuperset(edit.after)) or (
            edit.how == "removed" and gone.issuperset(edit.before)
        ):
            yield edit.mark


def recipients(pair: Pair) -> Iterator[Finding]:
    """Organisations that now get information, or no longer do."""
    before = {str(flow.get("to")) for flow in _flows(pair.before)}
    after = {str(flow.get("to")) for flow in _flows(pair.after)}
    left = {str(edit.before["organisation"]) for edit in pair.at("parties[]", "removed")}
    for one in sorted(after - before):
        gets = _information([flow for flow in _flows(pair.after) if flow.get("to") == one])
        special = {name for name in gets if _carries(pair, "special_category", name)}
        values = {
            "organisation": records(pair.new, _ORGANISATION, [one]),
            "information": records(pair.new, _CATEGORY, gets),
            "special": records(pair.new, _CATEGORY, special),
        }
        kind = (
            "recipient-added-special" if special else "recipient-added" if gets else "recipient-added-unsaid"
        )
        yield Finding(kind, f"flows[{one}]", values, None, one, tuple(_of(pair, one, "added")))
    for one in sorted(before - after):
        explains = tuple(_of(pair, one, "removed"))
        if one in left:
            yield Finding(
                "", "", {}, explains=tuple(mark for mark in explains if mark.startswith("removed flows"))
            )
        else:
            values = {"organisation": (record(pair.old, _ORGANISATION, one),)}
            yield Finding("recipient-dropped", f"flows[{one}]", values, one, None, explains)


def _of(pair: Pair, organisation: str, how: str) -> Iterator[str]:
    """The edits by which an organisation came to be a recipient, or is none any more."""
    for edit in pair.edits:
        entry = edit.after if how == "added" else edit.before
        if edit.how == how and (
            (edit.place == "flows[]" and entry.get("to") == organisation)
            or (edit.place == "parties[]" and entry.get("organisation") == organisation)
        ):
            yield edit.mark


def _countries(data: Mapping[str, Any]) -> set[str]:
    return {
        country
        for flow in _flows(data)
        for country in (flow.get("transfer") or {}).get("countries") or ()
        if country != _HOME
    }


def transfers(pair: Pair) -> Iterator[Finding]:
    """Information that now goes abroad, no longer does, or goes there without protection."""
    before, after = _countries(pair.before), _countries(pair.after)
    if come := after - before:
        moved = [
            flow["transfer"]
            for flow in _flows(pair.after)
            if come.intersection((flow.get("transfer") or {}).get("countries") or ())
        ]
        safe = [transfer["safeguard"] for transfer in moved if "safeguard" in transfer]
        values = {"countries": tuple(plain(one)[0] for one in sorted(come))}
        kind = "transfer-started-unsafe"
        if len(safe) == len(moved):
            kind = "transfer-started"
            values["safeguard"] = codes("transfer-safeguard", sorted(set(safe)))
        explains = pair.marks("flows[].transfer.countries[]", "flows[].transfer.safeguard")
        yield Finding(kind, "flows", values, None, sorted(come), explains)
    elif gone := before - after:
        values = {"countries": tuple(plain(one)[0] for one in sorted(gone))}
        explains = pair.marks("flows[].transfer.countries[]", "flows[].transfer.safeguard")
        yield Finding("transfer-stopped", "flows", values, sorted(gone), None, explains)
    else:
        for edit in pair.at("flows[].transfer.safeguard", "removed"):
            values = {"before": codes("transfer-safeguard", [edit.before])}
            yield Finding("safeguard-lost", edit.path, values, edit.before, None, (edit.mark,))


def ways(pair: Pair) -> Iterator[Finding]:
    """Flows from which people can now be recognised, or that are no longer encrypted."""
    for place, kind in (
        ("flows[].identifiability", "now-recognisable"),
        ("flows[].encrypted_in_transit", "encryption-lost"),
    ):
        for edit in pair.at(place):
            worse = (
                not identifies({"identifiability": edit.before})
                and identifies({"identifiability": edit.after})
                if kind == "now-recognisable"
                else edit.before is True
            )
            if worse:
                giver, _, recipient = edit.path.partition("[")[2].partition("]")[0].partition(", ")
                values = {
                    "giver": (record(pair.new, _ORGANISATION, giver),),
                    "recipient": (record(pair.new, _ORGANISATION, recipient),),
                }
                yield Finding(kind, edit.path, values, edit.before, edit.after, (edit.mark,))


def people(pair: Pair) -> Iterator[Finding]:
    """Groups of people whom the sharing now concerns."""
    for edit in pair.at("people[]", "added"):
        frail = {one for one in edit.after if _frail(pair.new(_PEOPLE, one))}
        for kind, found in (("vulnerable-added", frail), ("people-added", set(edit.after) - frail)):
            if found:
                values = {"people": records(pair.new, _PEOPLE, found)}
                yield Finding(kind, edit.path, values, None, sorted(found), (edit.mark,))


def _frail(group: Mapping[str, Any] | None) -> bool:
    return bool(group and (group.get("children") or group.get("vulnerable")))


def purposes(pair: Pair) -> Iterator[Finding]:
    """What the information is now used for as well, and whether a computer decides with it."""
    for edit in pair.at("purposes[]", "added"):
        for one in edit.after:
            yield Finding("purpose-added", edit.path, {"purpose": text(one)}, None, one, (edit.mark,))
    for edit in pair.at("automated_decisions.used"):
        if edit.after is True:
            yield Finding("computer-decides", edit.path, {}, edit.before, True, (edit.mark,))  # noqa: FBT003 - the value itself
