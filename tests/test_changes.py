"""Changes are told in words, weighed, and ask for what follows from them."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from openaccord.changes.between import changes, fields_of, side_of
from openaccord.changes.change import Change, Weight
from openaccord.changes.comparing import edits
from openaccord.changes.telling import tell
from openaccord.changes.terms import difference
from openaccord.changes.weighing import asks, kinds, weigh
from openaccord.checking import compile_schema
from openaccord.loading import Loaded, load
from openaccord.record_types import RECORD_TYPES, RecordType
from openaccord.rendering.wording import wording
from openaccord.schemas import Field, builtin_schema
from openaccord.tree import Folder

ENGLISH = wording("en")

AGREEMENT: dict[str, Any] = {
    "id": "early-help",
    "kind": "information-sharing",
    "title": {"en": "Helping families early", "cy": "Helpu teuluoedd yn gynnar"},
    "status": "in-force",
    "purposes": ["Decide together which help a family needs."],
    "people": ["adults"],
    "parties": [
        {"organisation": "council", "role": "controller", "signed_on": "2025-03-01"},
        {"organisation": "trust", "role": "controller", "signed_on": "2025-03-01"},
    ],
    "flows": [
        {"from": "trust", "to": "council", "information": ["contact"], "encrypted_in_transit": True},
        {"from": "council", "to": "trust", "information": ["contact"], "identifiability": "aggregate"},
    ],
    "lawful_basis": {"article_6": ["public-task"], "gateways": ["act-s1", "act-s2"]},
    "choice": {"consent": True},
    "retention": ["case-file"],
    "end_date": "2027-03-31",
    "review": {"last": "2026-03-01", "next": "2027-03"},
    "contact": "sharing@council.example",
    "internal_notes": "The contract runs out.",
}
FILES: dict[str, Any] = {
    "registers/partnership.yaml": {"name": "Anyshire", "languages": ["en", "cy"]},
    "registers/organisations.yaml": [
        {"id": name, "title": name.capitalize(), "kind": "council"}
        for name in ("council", "trust", "housing")
    ],
    "registers/information-categories.yaml": [
        {"id": "contact", "title": "Name and contact details"},
        {"id": "body", "title": "Body", "special_category": True},
        {"id": "health", "title": "Health", "parent": "body"},
        {"id": "convictions", "title": "Convictions", "criminal_offence": True},
    ],
    "registers/people-groups.yaml": [
        {"id": "adults", "title": "Adults"},
        {"id": "children", "title": "Children", "children": True},
    ],
    "registers/legal-gateways.yaml": [
        {"id": f"act-s{number}", "title": f"Example Act 2020, section {number}"} for number in (1, 2)
    ],
    "registers/retention-rules.yaml": [
        {"id": "case-file", "title": "Case file", "period": "P6Y"},
        {"id": "long-file", "title": "Long file", "period": "P10Y"},
    ],
    "protocols/agreements/early-help.yaml": AGREEMENT,
}
PLACE = "protocols/agreements/early-help.yaml"

Compare = Callable[[Mapping[str, Any], Mapping[str, Any]], list[Change]]


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    """A function that gives the changes between two partnerships, each given as its files' content."""

    def write(root: Path, files: Mapping[str, Any]) -> Folder:
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML as well
        return Folder(root)

    def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
        before, after = load(write(tmp_path / "a", old)), load(write(tmp_path / "b", new))
        return changes(side_of(before), side_of(after), fields_of(after.partnership.schemas))

    return between


def edited(edit: Callable[[Any], object], path: str = PLACE) -> dict[str, Any]:
    """The files with one of them changed."""
    files = deepcopy(FILES)
    edit(files[path])
    return files


def said(found: list[Change]) -> list[str]:
    return [f"{change.weight}: {tell(change, ENGLISH, 'en')}" for change in found]


def put(*way: Any) -> Callable[[Any], None]:
    """A function that puts a value, the last of `way`, at the place to which the others lead."""

    def edit(record: Any) -> None:
        *steps, name, value = way
        for step in steps:
            record = record[step]
        if value is None:
            del record[name]
        else:
            record[name] = value

    return edit


TOLD: list[tuple[str, Callable[[Any], object], list[str]]] = [
    (
        "health information is shared",
        put("flows", 0, "information", ["contact", "health"]),
        ["material: Special category information is now shared (UK GDPR Article 9): Health."],
    ),
    (
        "convictions and health in one flow",
        put("flows", 0, "information", ["health", "contact", "convictions"]),
        [
            "material: Special category information is now shared (UK GDPR Article 9): Health.",
            "material: Information about crime is now shared (UK GDPR Article 10): Convictions.",
        ],
    ),
    (
        "health of nobody in particular",
        put("flows", 1, "information", ["contact", "health"]),
        ["material: Now also shared: Health."],
    ),
    (
        "a new recipient, who is a new party",
        lambda record: (
            record["parties"].append({"organisation": "housing", "role": "recipient"}),
            record["flows"].append({"from": "council", "to": "housing", "information": ["contact"]}),
        ),
        ["material: New recipient: Housing now gets Name and contact details."],
    ),
    (
        "a party without a flow",
        lambda record: record["parties"].append({"organisation": "housing"}),
        ["material: Housing now takes part. Its role is not recorded."],
    ),
    (
        "abroad without a safeguard",
        put("flows", 0, "transfer", {"countries": ["US"]}),
        [
            "material: Information now goes outside the United Kingdom: US. "
            "What protects it there is not recorded."
        ],
    ),
    (
        "abroad with one",
        put("flows", 0, "transfer", {"countries": ["IE"], "safeguard": "adequacy"}),
        [
            "material: Information now goes outside the United Kingdom: IE. "
            f"What protects it there: {ENGLISH.label('transfer-safeguard', 'adequacy')}."
        ],
    ),
    (
        "people can be recognised",
        put("flows", 1, "identifiability", "personal"),
        ["material: People can now be recognised from what Council passes to Trust."],
    ),
    (
        "no longer encrypted",
        put("flows", 0, "encrypted_in_transit", False),
        ["material: What Trust passes to Council is no longer encrypted on the way."],
    ),
    (
        "children",
        put("people", ["children", "adults"]),
        ["material: It is now also about children or vulnerable people: Children."],
    ),
    (
        "a purpose",
        lambda record: record["purposes"].append("Count heads."),
        ["material: New purpose: “Count heads.”"],
    ),
    (
        "a purpose in other words",
        put("purposes", ["Decide together which help the family needs."]),
        ["minor: “Why” was reworded."],
    ),
    (
        "one purpose for another, and one in other words",
        lambda record: record.update(
            purposes=["Decide together which help the family needs.", "Count heads."]
        ),
        ["material: New purpose: “Count heads.”", "minor: “Why” was reworded."],
    ),
    (
        "children in the place of adults",
        put("people", ["children"]),
        [
            "material: It is now also about children or vulnerable people: Children.",
            "minor: Taken out of “Who it is about”: Adults.",
        ],
    ),
    (
        "a longer retention rule",
        put("retention", ["long-file"]),
        ["material: Information is kept longer by 4 years: 10 years; it was 6 years."],
    ),
    (
        "no retention rule",
        put("retention", []),
        ["material: How long information is kept is no longer recorded. It was: Case file."],
    ),
    (
        "a law removed",
        put("lawful_basis", "gateways", ["act-s2"]),
        ["material: No longer relied on: Example Act 2020, section 1."],
    ),
    (
        "another lawful basis",
        put("lawful_basis", "article_6", ["consent"]),
        ["material: The lawful basis is now: Consent. It was: Public task."],
    ),
    ("no consent", put("choice", "consent", False), ["material: People are no longer asked for consent."]),
    (
        "a party withdrew",
        put("parties", 1, "withdrawn_on", "2026-11-01"),
        ["material: Trust withdrew on 1 November 2026."],
    ),
    ("a party left out", lambda record: record["parties"].pop(), ["material: Trust no longer takes part."]),
    (
        "a party in another role",
        put("parties", 1, "role", "processor"),
        ["material: Trust is now: Processor. It was: Controller."],
    ),
    (
        "a signature taken out",
        put("parties", 1, "signed_on", None),
        ["material: The signature of Trust was taken out; it was given on 1 March 2025."],
    ),
    (
        "suspended",
        put("status", "suspended"),
        ["material: It is now “Suspended”; it was “In force”."],
    ),
    (
        "back to a proposal in the same version",
        put("status", "proposed"),
        [
            "material: It went from “In force” to “Proposed”, which needs a new version.",
            "minor: It is now “Proposed”; before, it was “In force”.",
        ],
    ),
    (
        "back to a proposal with a new version",
        lambda record: record.update(status="proposed", version="2"),
        [
            "minor: It is now “Proposed”; before, it was “In force”.",
            "minor: “Version” is now recorded: 2.",
        ],
    ),
    (
        "ended",
        lambda record: record.update(status="ended", ending={"ended_on": "2026-11-01"}),
        ["material: It is now “Ended”; it was “In force”."],
    ),
    (
        "a later end",
        put("end_date", "2029-03-31"),
        ["material: It ends later by 2 years: on 31 March 2029; it was 31 March 2027."],
    ),
    (
        "a review put off",
        put("review", "next", "2028-03"),
        [
            "material: The next review is now due by 31 March 2028; it was 31 March 2027, "
            "and no review was recorded."
        ],
    ),
    (
        "a review recorded",
        put(
            "review",
            {
                "last": "2026-11-01",
                "next": "2028-03",
                "log": [{"date": "2026-11-01", "outcome": "no-change"}],
            },
        ),
        ["minor: Reviewed on 1 November 2026: Still right."],
    ),
    (
        "a check set aside",
        put("waivers", [{"rule": "dpia-missing", "reason": "Small.", "expires": "2027-01-01"}]),
        ["material: A check was set aside until 1 January 2027: dpia-missing."],
    ),
    (
        "a contact",
        put("contact", "others@council.example"),
        ["minor: “Contact” was changed; what it says is not repeated here."],
    ),
    (
        "a translation",
        put("title", "cy", "Help i deuluoedd"),
        ["editorial: “Title” was translated, or its translation was changed."],
    ),
    (
        "a title",
        put("title", "Helping families"),
        ["minor: “Title” is now Helping families; it was Helping families early."],
    ),
    ("a text", put("summary", "We share."), ["editorial: “Summary” is now recorded."]),
    (
        "a data item of one flow",
        put("flows", 0, "items", ["name"]),
        ["material: Added to “Who passes what to whom › Trust › Council › Data items”: name."],
    ),
]


@pytest.mark.parametrize(("edit", "sentences"), [pytest.param(*row[1:], id=row[0]) for row in TOLD])
def test_a_change_of_an_agreement_is_told_in_words(
    compare: Compare, edit: Callable[[Any], object], sentences: list[str]
) -> None:
    assert said(compare(FILES, edited(edit))) == sentences


def test_order_in_a_list_is_no_change(compare: Compare) -> None:
    def turn(record: Any) -> None:
        for name in ("parties", "flows"):
            record[name].reverse()
        record["lawful_basis"]["gateways"].reverse()

    assert compare(FILES, edited(turn)) == []


def test_the_gravest_comes_first_and_says_what_it_asks_for(compare: Compare) -> None:
    def several(record: Any) -> None:
        record["summary"] = "We share."
        record["flows"][0]["information"] = ["contact", "health"]
        record["contact"] = "x@council.example"

    found = compare(FILES, edited(several))
    assert [change.weight for change in found] == list(Weight)
    assert found[0].asks == ("basis", "dpia", "notice", "signatures", "reason")


def test_a_reason_comes_from_the_history_of_the_record(compare: Compare) -> None:
    def with_reason(record: Any) -> None:
        record["lawful_basis"]["gateways"] = ["act-s2"]
        record["history"] = [{"date": "2026-11-01", "what": "One law less.", "why": "It was repealed."}]

    found = compare(FILES, edited(with_reason))
    assert [(change.kind, change.reason) for change in found] == [("law-removed", "It was repealed.")]
    assert "reason" not in found[0].asks


def test_what_is_nobody_elses_business_is_not_repeated(compare: Compare) -> None:
    def private(record: Any) -> None:
        record["contact"] = "secret-mailbox@council.example"
        record["internal_notes"] = "secret-note"
        record["waivers"] = [
            {"rule": "jargon", "reason": "x", "expires": "2027-01-01", "internal_reason": "secret-reason"}
        ]

    found = compare(edited(private), FILES) + compare(FILES, edited(private))
    assert "secret" not in repr(found)
    assert [change.public for change in found if change.path == "internal_notes"] == [False, False]


def test_the_same_record_under_another_id_is_renamed(compare: Compare) -> None:
    files = deepcopy(FILES)
    files["registers/organisations.yaml"][0]["id"] = "anyshire-council"
    agreement = json.loads(json.dumps(files.pop(PLACE)).replace('"council"', '"anyshire-council"'))
    files["protocols/agreements/helping-early.yaml"] = {**agreement, "id": "helping-early"}
    assert {(change.kind, change.before, change.after) for change in compare(FILES, files)} == {
        ("renamed", "council", "anyshire-council"),
        ("renamed", "early-help", "helping-early"),
    }


def test_a_file_elsewhere_has_moved(compare: Compare) -> None:
    files = deepcopy(FILES)
    files["protocols/agreements/families/early-help.yaml"] = files.pop(PLACE)
    assert said(compare(FILES, files)) == [
        f"editorial: The file moved from {PLACE} to protocols/agreements/families/early-help.yaml."
    ]


@pytest.mark.parametrize(
    ("edit", "kinds_told"),
    [
        pytest.param(put("status", "draft"), {"unpublished"}, id="a draft again"),
        pytest.param(put("kind", None), {"withheld"}, id="a field that must be there"),
    ],
)
def test_a_record_that_cannot_be_shown_is_not_said_to_be_gone(
    compare: Compare, edit: Callable[[Any], object], kinds_told: set[str]
) -> None:
    broken = edited(edit)
    assert {change.kind for change in compare(FILES, broken)} == kinds_told


def test_a_record_that_can_be_shown_again_is_not_new(compare: Compare) -> None:
    assert [change.kind for change in compare(edited(put("kind", None)), FILES)] == ["shown-again"]


def test_registers_and_settings_have_their_own_sentences(compare: Compare) -> None:
    files = edited(put(0, "period", "P6Y6M"), "registers/retention-rules.yaml")
    files["registers/information-categories.yaml"][0]["special_category"] = True
    files["registers/partnership.yaml"]["severities"] = {"dpia-missing": "off"}
    files["registers/people-groups.yaml"].append({"id": "carers", "title": "Carers"})
    assert said(compare(FILES, files)) == [
        "material: It now counts as special category information (UK GDPR Article 9).",
        "material: Information is kept longer by 6 months: 6 years 6 months; it was 6 years.",
        "material: The check “dpia-missing” now counts as: off. It was: warning.",
        "minor: This record is new.",
    ]


def test_a_register_of_ones_own_is_told_by_its_fields(tmp_path: Path) -> None:
    fields = (Field("place", "Where it hangs", "", "text"), Field("live", "Live", "", "boolean"))
    found = list(edits(fields, {"place": "High Street", "new": 1}, {"place": "Low Street", "live": True}))
    assert [(edit.path, edit.how) for edit in found] == [
        ("place", "changed"),
        ("live", "added"),
        ("new", "removed"),
    ]
    row = weigh("value-changed", "camera", "place", "changed")
    assert (row.weight, row.asks) == (Weight.MINOR, ())


# The table.


def test_the_table_fits_the_schemas() -> None:
    """A line for a field that no type has would never be used."""
    table = json.loads(
        (Path(__file__).parents[1] / "plugins/openaccord/changes/table.json").read_text(encoding="utf-8")
    )
    known = {kind.name: set(places(builtin_schema(kind.schema, ("en",)).fields)) for kind in RECORD_TYPES}
    known["partnership"] = set(places(builtin_schema("partnership.schema.json", ()).fields))
    known["*"] = set().union(*known.values())
    seen = set()
    for row in table["fields"]:
        assert row["path"] in known[row["type"]], row
        key = row["type"], row["path"], row.get("how")
        assert key not in seen, row
        seen.add(key)
    for row in (*table["fields"], *table["kinds"]):
        assert set(row["asks"]) <= set(asks()), row
        assert row["weight"] in set(Weight), row
    assert len(table["kinds"]) == len(kinds())


def places(fields: tuple[Field, ...], way: str = "") -> list[str]:
    found = []
    for field in fields:
        here = f"{way}{field.name}"
        found.append(here)
        if field.form == "list":
            found += [f"{here}[]", *places(field.parts[0].parts, f"{here}[].")]
        found += places(field.parts, f"{here}.") if field.form == "object" else []
    return found


def test_every_sentence_ends_like_one() -> None:
    for kind, row in kinds().items():
        assert row.says.endswith((".", "”")), kind
        assert row.says[0].isupper() or row.says[0] in "“{", kind
        assert {name for _, name, _, _ in string.Formatter().parse(row.says)} - {None} <= {
            "after", "before", "condition", "countries", "day", "difference", "field", "giver", "information",
            "law", "name", "organisation", "outcome", "people", "purpose", "recipient", "role", "rule",
            "safeguard", "special", "status",
        }, kind  # fmt: skip


@pytest.mark.parametrize(
    ("shorter", "longer", "by"),
    [("P6Y", "P10Y", "P4Y"), ("P6Y", "P78M", "P6M"), ("P1Y", "P18M", "P6M"), ("P30D", "P2M", "P29D")],
)
def test_a_difference_is_told_in_years_and_months_where_it_can_be(shorter: str, longer: str, by: str) -> None:
    assert difference(shorter, longer) == by


# Whatever a record holds.


@pytest.fixture(scope="module")
def every_field_filled() -> Loaded:
    return load(Folder(Path(__file__).parent / "valid" / "every-field"))


def without(value: Any) -> Iterator[Any]:
    """Copies of a value, each with one part less, however deep it lies."""
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        less = deepcopy(value)
        del less[step]
        yield less
        for inner in without(value[step]):
            copy = deepcopy(value)
            copy[step] = inner
            yield copy


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)
def test_no_part_of_a_record_goes_or_comes_unnoticed(kind: RecordType, every_field_filled: Loaded) -> None:
    whole = side_of(every_field_filled)
    checker = compile_schema(every_field_filled.partnership.schemas[kind.name])
    record = every_field_filled.partnership.of(kind.name)[0]
    key, fields = (kind.name, record.id), fields_of(every_field_filled.partnership.schemas)
    tried = 0
    for data in without(record.data):
        if checker.fits(data) and data["id"] == record.id:
            tried += 1
            less = replace(whole, records={**whole.records, key: data})
            for before, after in ((whole, less), (less, whole)):
                found = changes(before, after, fields)
                assert found, data
                assert all(tell(change, ENGLISH, "en") for change in found)
    assert tried > 1
