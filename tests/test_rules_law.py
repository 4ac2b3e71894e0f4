"""What the rules of law ask, and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from openaccord.rules import arrangements, conditions, lawfulness

Found = Callable[[str, Mapping[str, Any]], list[str]]

REGISTERS: Mapping[str, Any] = {
    "registers/organisations.yaml": [
        {"id": "council", "title": "Council", "kind": "council", "public_authority": True},
        {"id": "trust", "title": "Trust", "kind": "nhs", "public_authority": True},
        {"id": "police", "title": "Police", "kind": "police", "public_authority": True},
        {"id": "prosecutor", "title": "Prosecutor", "kind": "council", "competent_authority": True},
        {"id": "retired", "title": "Retired", "kind": "police", "competent_authority": False},
        {"id": "charity", "title": "Charity", "kind": "charity", "public_authority": False},
        {"id": "supplier", "title": "Supplier", "kind": "supplier"},
    ],
    "registers/information-categories.yaml": [
        {"id": "names", "title": "Names"},
        {"id": "health", "title": "Health", "special_category": True},
        {"id": "mental-health", "title": "Mental health", "parent": "health"},
        {"id": "opening-hours", "title": "Opening hours", "parent": "health", "special_category": False},
        {"id": "offences", "title": "Offences", "criminal_offence": True},
    ],
    "registers/people-groups.yaml": [
        {"id": "children", "title": "Children", "children": True},
        {"id": "residents", "title": "Residents", "children": False},
    ],
    "registers/legal-gateways.yaml": [{"id": "care-act", "title": "Care Act"}],
}


def flow(*information: str, **more: Any) -> dict[str, Any]:
    return {"from": "council", "to": "trust", "information": list(information), **more}


def party(organisation: str, role: str = "controller", **more: Any) -> dict[str, Any]:
    return {"organisation": organisation, "role": role, **more}


def agreement(**fields: Any) -> dict[str, Any]:
    head = {"id": "sharing", "kind": "information-sharing", "title": "Sharing", "status": "in-force"}
    return {**head, "parties": [party("council"), party("trust")], **fields}


def activity(**fields: Any) -> dict[str, Any]:
    return {"id": "work", "title": "Work", "organisation": "council", "role": "controller", **fields}


class Case(NamedTuple):
    """A partnership with one agreement, or one activity, and whether the rule finds something in it."""

    code: str
    words: str
    found: bool
    fields: Mapping[str, Any]
    of: str = "agreement"
    others: tuple[Mapping[str, Any], ...] = ()


def law(*article_6: str, **more: Any) -> dict[str, Any]:
    return {"article_6": list(article_6), **more}


LEE = {"regime": "law-enforcement"}
HEALTH = [flow("health")]
CRIME = [flow("offences")]
GIVEN = [flow("names")]
CONTRACT = agreement(
    id="contract", kind="processing", parties=[party("council"), party("supplier", "processor")]
)
PROCESSOR = [party("council"), party("supplier", "processor")]
JOINT = [party("council", "joint-controller"), party("trust", "joint-controller")]
PAPER = [{"title": "The contract", "url": "https://council.example/contract"}]

CASES = [
    Case("lawful-basis-missing", "no law at all", True, {"regime": "uk-gdpr"}),
    Case(
        "lawful-basis-missing",
        "only gateways",
        True,
        {"regime": "uk-gdpr", "lawful_basis": {"gateways": ["care-act"]}},
    ),
    Case(
        "lawful-basis-missing",
        "no regime, but people can be recognised",
        True,
        {"flows": [flow("names", identifiability="pseudonymised")]},
    ),
    Case("lawful-basis-missing", "nobody knows whether it is personal", False, {"flows": GIVEN}),
    Case("lawful-basis-missing", "a basis", False, {"regime": "uk-gdpr", "lawful_basis": law("public-task")}),
    Case("lawful-basis-missing", "nobody can be recognised", False, {"regime": "non-personal"}),
    Case("lawful-basis-missing", "still proposed", False, {"regime": "uk-gdpr", "status": "proposed"}),
    Case("lawful-basis-missing", "ended", False, {"regime": "uk-gdpr", "status": "ended"}),
    Case("lawful-basis-missing", "suspended", True, {"regime": "uk-gdpr", "status": "suspended"}),
    Case(
        "lawful-basis-missing",
        "law enforcement with a condition of Schedule 8 alone",
        True,
        {**LEE, "lawful_basis": {"law_enforcement_condition": ["sch8-4-safeguarding"]}},
    ),
    Case(
        "lawful-basis-missing",
        "law enforcement by consent",
        False,
        {**LEE, "lawful_basis": {"law_enforcement_condition": ["consent"]}},
    ),
    Case(
        "public-authority-legitimate-interests",
        "authorities alone",
        True,
        {"lawful_basis": law("public-task", "recognised-legitimate-interests")},
    ),
    Case(
        "public-authority-legitimate-interests",
        "an authority and a charity, without another basis",
        True,
        {"lawful_basis": law("legitimate-interests"), "parties": [party("council"), party("charity")]},
    ),
    Case(
        "public-authority-legitimate-interests",
        "an authority and a charity, with another basis",
        False,
        {
            "lawful_basis": law("public-task", "legitimate-interests"),
            "parties": [party("council"), party("charity")],
        },
    ),
    Case(
        "public-authority-legitimate-interests",
        "a charity alone",
        False,
        {"lawful_basis": law("legitimate-interests"), "parties": [party("charity")]},
    ),
    Case(
        "public-authority-legitimate-interests",
        "an authority that only gets information",
        False,
        {
            "lawful_basis": law("legitimate-interests"),
            "parties": [party("charity"), party("council", "recipient")],
        },
    ),
    Case(
        "public-authority-legitimate-interests",
        "an authority's activity",
        True,
        {"lawful_basis": ["legitimate-interests"]},
        "activity",
    ),
    Case(
        "public-authority-legitimate-interests",
        "a charity's activity",
        False,
        {"organisation": "charity", "lawful_basis": ["legitimate-interests"]},
        "activity",
    ),
    Case("consent-without-withdrawal", "consent", True, {"lawful_basis": law("consent")}),
    Case(
        "consent-without-withdrawal",
        "explicit consent",
        True,
        {"lawful_basis": law("public-task", article_9=["explicit-consent"]), "choice": {"consent": True}},
    ),
    Case(
        "consent-without-withdrawal",
        "consent with a way back",
        False,
        {"lawful_basis": law("consent"), "choice": {"withdrawal": "Tell us."}},
    ),
    Case("consent-without-withdrawal", "no consent", False, {"lawful_basis": law("public-task")}),
    Case("gateway-missing", "an authority gives", True, {"flows": GIVEN}),
    Case("gateway-missing", "an authority gives under law enforcement", True, {**LEE, "flows": GIVEN}),
    Case("gateway-missing", "a gateway", False, {"flows": GIVEN, "lawful_basis": {"gateways": ["care-act"]}}),
    Case("gateway-missing", "a charity gives", False, {"flows": [{"from": "charity", "to": "council"}]}),
    Case("gateway-missing", "statistics", False, {"flows": [flow("names", identifiability="aggregate")]}),
    Case(
        "gateway-missing",
        "to a processor",
        False,
        {"flows": [{"from": "council", "to": "supplier"}], "parties": PROCESSOR},
    ),
    Case("gateway-missing", "a contract", False, {"kind": "processing", "flows": GIVEN}),
    Case("competent-authority-missing", "councils", True, LEE),
    Case(
        "competent-authority-missing",
        "the police",
        False,
        {**LEE, "parties": [party("council"), party("police", "recipient")]},
    ),
    Case(
        "competent-authority-missing",
        "a council that prosecutes",
        False,
        {**LEE, "parties": [party("prosecutor")]},
    ),
    Case(
        "competent-authority-missing",
        "a police body that says it is none",
        True,
        {**LEE, "parties": [party("retired")]},
    ),
    Case("competent-authority-missing", "another regime", False, {"regime": "uk-gdpr"}),
    Case(
        "special-category-without-condition",
        "a basis and no condition",
        True,
        {"flows": HEALTH, "lawful_basis": law("public-task")},
    ),
    Case(
        "special-category-without-condition",
        "a narrower category of a special one",
        True,
        {"flows": [flow("mental-health")], "lawful_basis": law("public-task")},
    ),
    Case(
        "special-category-without-condition",
        "a narrower category that says it is not",
        False,
        {"flows": [flow("opening-hours")], "lawful_basis": law("public-task")},
    ),
    Case(
        "special-category-without-condition",
        "a condition",
        False,
        {"flows": HEALTH, "lawful_basis": law("public-task", article_9=["vital-interests"])},
    ),
    Case("special-category-without-condition", "no law yet", False, {"flows": HEALTH}),
    Case(
        "special-category-without-condition",
        "anonymised",
        False,
        {"flows": [flow("health", identifiability="anonymised")], "lawful_basis": law("public-task")},
    ),
    Case(
        "special-category-without-condition",
        "pseudonymised",
        True,
        {"flows": [flow("health", identifiability="pseudonymised")], "lawful_basis": law("public-task")},
    ),
    Case(
        "special-category-without-condition",
        "law enforcement without Schedule 8",
        True,
        {**LEE, "flows": HEALTH, "lawful_basis": {"law_enforcement_condition": ["competent-authority-task"]}},
    ),
    Case(
        "special-category-without-condition",
        "law enforcement with Schedule 8",
        False,
        {
            **LEE,
            "flows": HEALTH,
            "lawful_basis": {
                "law_enforcement_condition": ["competent-authority-task", "sch8-4-safeguarding"]
            },
        },
    ),
    Case(
        "special-category-without-condition",
        "an activity",
        True,
        {"information": ["health"], "lawful_basis": ["public-task"]},
        "activity",
    ),
    Case(
        "special-category-without-condition",
        "an activity of a processor",
        False,
        {"role": "processor", "information": ["health"], "lawful_basis": ["public-task"]},
        "activity",
    ),
    *(
        Case(
            "schedule-1-condition-missing",
            f"{code} with {paragraphs}",
            found,
            {
                "lawful_basis": law(
                    "public-task", article_9=[code], schedule_1=[{"paragraph": p} for p in paragraphs]
                )
            },
        )
        for code, paragraphs, found in (
            ("employment-social-security-social-protection", (), True),
            ("employment-social-security-social-protection", (1,), False),
            ("health-or-social-care", (18,), True),
            ("health-or-social-care", (2,), False),
            ("health-or-social-care", (4,), False),
            ("public-health", (6,), True),
            ("archiving-research-statistics", (29,), True),
            ("archiving-research-statistics", (4,), False),
            ("substantial-public-interest", (1, 2, 3, 4), True),
            ("substantial-public-interest", (30,), True),
            ("substantial-public-interest", (6,), False),
            ("substantial-public-interest", (28,), False),
            ("explicit-consent", (), False),
            ("vital-interests", (), False),
            ("legal-claims-or-judicial", (), False),
        )
    ),
    Case(
        "schedule-1-condition-missing",
        "an activity",
        True,
        {
            "lawful_basis": ["public-task"],
            "special_condition": ["public-health"],
            "schedule_1_condition": ["18"],
        },
        "activity",
    ),
    Case(
        "schedule-1-condition-missing",
        "an activity with it",
        False,
        {
            "lawful_basis": ["public-task"],
            "special_condition": ["public-health"],
            "schedule_1_condition": ["3"],
        },
        "activity",
    ),
    *(
        Case(
            "schedule-1-condition-mismatch",
            f"{code} with {paragraphs}",
            found,
            {
                "lawful_basis": law(
                    "public-task", article_9=[code], schedule_1=[{"paragraph": p} for p in paragraphs]
                )
            },
        )
        for code, paragraphs, found in (
            ("health-or-social-care", (1,), True),
            ("health-or-social-care", (1, 2), False),
            ("health-or-social-care", (), False),
            ("health-or-social-care", (18,), False),
            ("archiving-research-statistics", (3,), True),
            ("substantial-public-interest", (2,), False),
        )
    ),
    *(
        Case(
            "policy-document-missing",
            f"{condition}",
            found,
            {"lawful_basis": law("public-task", schedule_1=[condition])},
        )
        for condition, found in (
            ({"paragraph": 1}, True),
            ({"paragraph": 18}, True),
            ({"paragraph": 18, "policy_document": "https://council.example/policy"}, False),
            ({"paragraph": 2}, False),
            ({"paragraph": 10}, False),
            ({"paragraph": 30}, False),
        )
    ),
    Case(
        "policy-document-missing",
        "an activity has no field for it",
        False,
        {"lawful_basis": ["public-task"], "schedule_1_condition": ["18"]},
        "activity",
    ),
    Case(
        "offence-without-authority",
        "a basis alone",
        True,
        {"flows": CRIME, "lawful_basis": law("public-task")},
    ),
    Case(
        "offence-without-authority",
        "a condition",
        False,
        {"flows": CRIME, "lawful_basis": law("public-task", schedule_1=[{"paragraph": 10}])},
    ),
    Case(
        "offence-without-authority",
        "official authority",
        False,
        {"flows": CRIME, "lawful_basis": law("public-task", official_authority=True)},
    ),
    Case(
        "offence-without-authority",
        "no official authority",
        True,
        {"flows": CRIME, "lawful_basis": law("public-task", official_authority=False)},
    ),
    Case(
        "offence-without-authority",
        "law enforcement",
        False,
        {**LEE, "flows": CRIME, "lawful_basis": law("public-task")},
    ),
    Case(
        "offence-without-authority",
        "statistics",
        False,
        {"flows": [flow("offences", identifiability="aggregate")], "lawful_basis": law("public-task")},
    ),
    Case(
        "offence-without-authority",
        "an activity",
        True,
        {"information": ["offences"], "lawful_basis": ["public-task"]},
        "activity",
    ),
    Case(
        "offence-without-authority",
        "an activity under official authority",
        False,
        {"information": ["offences"], "lawful_basis": ["public-task"], "official_authority": True},
        "activity",
    ),
    Case(
        "transfer-without-safeguard",
        "a country abroad",
        True,
        {"flows": [flow("names", transfer={"countries": ["IE"]})]},
    ),
    Case(
        "transfer-without-safeguard",
        "a safeguard",
        False,
        {"flows": [flow("names", transfer={"countries": ["IE"], "safeguard": "adequacy"})]},
    ),
    Case(
        "transfer-without-safeguard",
        "only the United Kingdom",
        False,
        {"flows": [flow("names", transfer={"countries": ["GB"]})]},
    ),
    Case("transfer-without-safeguard", "no country", False, {"flows": [flow("names", transfer={})]}),
    Case(
        "transfer-without-safeguard",
        "anonymised",
        False,
        {"flows": [flow("names", identifiability="anonymised", transfer={"countries": ["US"]})]},
    ),
    Case("joint-arrangement-missing", "two joint controllers", True, {"parties": JOINT}),
    Case("joint-arrangement-missing", "two under law enforcement", True, {**LEE, "parties": JOINT}),
    Case(
        "joint-arrangement-missing",
        "the arrangement itself",
        False,
        {"kind": "joint-controller", "parties": JOINT},
    ),
    Case("joint-arrangement-missing", "a paper", False, {"parties": JOINT, "documents": PAPER}),
    Case(
        "joint-arrangement-missing",
        "one is left",
        False,
        {"parties": [JOINT[0], {**JOINT[1], "withdrawn_on": "2026-01-05"}]},
    ),
    Case("processor-contract-missing", "no contract", True, {"parties": PROCESSOR}),
    Case("processor-contract-missing", "a paper", False, {"parties": PROCESSOR, "documents": PAPER}),
    Case(
        "processor-contract-missing",
        "the contract itself",
        False,
        {"kind": "processing", "parties": PROCESSOR},
    ),
    Case(
        "processor-contract-missing",
        "a contract recorded elsewhere",
        False,
        {"parties": PROCESSOR},
        others=(CONTRACT,),
    ),
    Case(
        "processor-contract-missing",
        "another controller's contract",
        True,
        {"parties": [party("trust"), PROCESSOR[1]]},
        others=(CONTRACT,),
    ),
    Case(
        "processor-contract-missing",
        "a contract that has ended",
        True,
        {"parties": PROCESSOR},
        others=({**CONTRACT, "status": "ended"},),
    ),
    Case(
        "processor-contract-missing",
        "a processor that has withdrawn",
        False,
        {"parties": [party("council"), party("supplier", "processor", withdrawn_on="2026-01-05")]},
    ),
    Case("dpia-missing", "about children", True, {"people": ["children"]}),
    Case("dpia-missing", "about health", True, {"flows": HEALTH}),
    Case("dpia-missing", "about residents", False, {"people": ["residents"], "flows": GIVEN}),
    Case("dpia-missing", "anonymised", False, {"flows": [flow("health", identifiability="anonymised")]}),
    Case("dpia-missing", "done", False, {"people": ["children"], "dpia": {"status": "done"}}),
    Case(
        "dpia-missing",
        "under way",
        True,
        {"people": ["children"], "dpia": {"status": "in-progress", "reason": "It takes time."}},
    ),
    Case(
        "dpia-missing",
        "not needed for a reason",
        False,
        {"people": ["children"], "dpia": {"status": "not-needed", "reason": "Two names a year."}},
    ),
    Case(
        "dpia-missing",
        "not needed without a reason",
        True,
        {"people": ["children"], "dpia": {"status": "not-needed"}},
    ),
    Case("dpia-missing", "suspended", False, {"people": ["children"], "status": "suspended"}),
    Case("dpia-missing", "law enforcement", True, {**LEE, "people": ["children"]}),
    Case(
        "dpia-missing", "nobody can be recognised", False, {"people": ["children"], "regime": "non-personal"}
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.words}")
def test_a_rule_of_law_asks_what_it_should(case: Case, found: Found) -> None:
    files: dict[str, Any] = dict(REGISTERS)
    if case.of == "activity":
        files["registers/processing-activities.yaml"] = [activity(**case.fields)]
    else:
        for record in (agreement(**case.fields), *case.others):
            files[f"protocols/agreements/{record['id']}.yaml"] = record
    assert bool(found(case.code, files)) is case.found


def test_every_rule_of_law_is_tried_both_ways() -> None:
    tried = {(case.code, case.found) for case in CASES}
    rules = {**lawfulness.RULES, **conditions.RULES, **arrangements.RULES}
    assert tried == {(code, way) for code in rules for way in (True, False)}


def test_many_categories_are_named_by_the_first_three(found: Found) -> None:
    names = [f"health-{number}" for number in range(5)]
    categories = [{"id": name, "title": name, "special_category": True} for name in names]
    files = {
        **REGISTERS,
        "registers/information-categories.yaml": categories,
        "protocols/agreements/sharing.yaml": agreement(flows=[flow(*names)], lawful_basis=law("consent")),
    }
    (message,) = found("special-category-without-condition", files)
    assert "(“health-0”, “health-1”, “health-2” and 2 more)" in message


def test_categories_that_contain_each_other_are_no_trap(found: Found) -> None:
    circle = [
        {"id": "one", "title": "One", "parent": "two"},
        {"id": "two", "title": "Two", "parent": "one"},
    ]
    files = {
        **REGISTERS,
        "registers/information-categories.yaml": circle,
        "protocols/agreements/sharing.yaml": agreement(flows=[flow("one")], lawful_basis=law("consent")),
    }
    assert found("special-category-without-condition", files) == []
