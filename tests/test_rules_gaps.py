"""Where the rules about gaps, principles and texts begin to find something, and where they keep still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from openaccord.loading import Loaded, load
from openaccord.problems import Problem
from openaccord.rules.assessing import assess
from openaccord.rules.naming import naming
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)

SETTINGS: dict[str, Any] = {"name": "Anyshire", "languages": ["en", "cy"]}
ORGANISATIONS = [
    {"id": one, "title": one.capitalize(), "kind": "council", "joined_on": "2016-04-01"}
    for one in ("council", "police", "hospital", "refuge", "college")
]
CATEGORIES = [
    {"id": "health", "title": "Health"},
    {"id": "mental-health", "title": "Mental health", "parent": "health"},
    {"id": "housing", "title": "Housing"},
    {"id": "egg", "title": "Egg", "parent": "hen"},
    {"id": "hen", "title": "Hen", "parent": "egg"},
]
PARTIES = [{"organisation": one, "signed_on": "2024-03-01"} for one in ("council", "police")]
FLOW = {"from": "council", "to": "police"}
AGREEMENT = {
    "id": "early-help",
    "kind": "information-sharing",
    "title": "Early help",
    "status": "in-force",
    "parties": PARTIES,
    "flows": [FLOW],
}
ACTIVITY = {"id": "helping", "title": "Helping", "organisation": "council"}
ASSET = {"id": "cases", "title": "Cases", "organisation": "council", "owner_role": "Head"}
ENTRY = {"id": "spending", "title": "Spending", "organisation": "council", "class": "what-we-spend"}
ACCESS = {"id": "system", "title": "System", "organisation": "council", "authentication": "mfa"}
CHARTER = {
    "id": "charter",
    "title": "Charter",
    "status": "in-force",
    "audit": {"interval": "P2Y"},
    "signatories": [{"organisation": "council", "signed_on": "2020-03-01"}],
}
AUDIT = {"id": "audit", "title": "Audit", "organisations": ["council"]}
RULES = [{"id": "six-years", "title": "Six years"}]

Given = Mapping[str, Any]


def assessed(root: Path, given: Given) -> Loaded:
    """A partnership of these registers, agreements and settings, with what the rules find."""
    files: dict[str, Any] = {
        "registers/partnership.yaml": SETTINGS | given.get("settings", {}),
        "registers/organisations.yaml": ORGANISATIONS,
        "registers/information-categories.yaml": CATEGORIES,
    }
    for name, value in given.items():
        if name == "agreements":
            files |= {f"protocols/agreements/{one['id']}.yaml": one for one in value}
        elif name == "protocols":
            files |= {f"protocols/{one['id']}.yaml": one for one in value}
        elif name != "settings":
            files[f"registers/{name}.yaml"] = value
    for name, value in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return assess(load(Folder(root)), TODAY)


def by(code: str, loaded: Loaded) -> list[Problem]:
    """What one rule finds."""
    return [one for one in loaded.problems if one.code == code]


def agreement(**changed: Any) -> dict[str, Any]:
    """An agreement in force between the council and the police."""
    return {**AGREEMENT, **changed}


STILL: dict[str, tuple[str, Given]] = {
    "an activity discloses to its own organisation": (
        "disclosure-without-agreement",
        {"processing-activities": [{**ACTIVITY, "recipient_organisations": ["council"]}]},
    ),
    "an activity names a suspended agreement": (
        "disclosure-without-agreement",
        {
            "processing-activities": [
                {**ACTIVITY, "recipient_organisations": ["police"], "agreements": ["early-help"]}
            ],
            "agreements": [agreement(status="suspended")],
        },
    ),
    "an activity names an agreement that cannot be read": (
        "disclosure-without-agreement",
        {
            "processing-activities": [
                {**ACTIVITY, "recipient_organisations": ["police"], "agreements": ["early-help"]}
            ],
            "agreements": [agreement(status="lost")],
        },
    ),
    "nobody can be recognised in what is given": (
        "agreement-without-activity",
        {
            "processing-activities": [ACTIVITY],
            "agreements": [agreement(flows=[{**FLOW, "identifiability": "aggregate"}])],
        },
    ),
    "an agreement is not about people": (
        "agreement-without-activity",
        {"processing-activities": [ACTIVITY], "agreements": [agreement(regime="non-personal")]},
    ),
    "there is no register of activities": ("agreement-without-activity", {"agreements": [agreement()]}),
    "an agreement is only proposed": (
        "agreement-without-activity",
        {"processing-activities": [ACTIVITY], "agreements": [agreement(status="proposed")]},
    ),
    "an asset holds the wider kind": (
        "flow-without-asset",
        {
            "information-assets": [{**ASSET, "information": ["health"]}],
            "agreements": [agreement(flows=[{**FLOW, "information": ["mental-health"]}])],
        },
    ),
    "an asset holds a narrower kind": (
        "flow-without-asset",
        {
            "information-assets": [{**ASSET, "information": ["mental-health"]}],
            "agreements": [agreement(flows=[{**FLOW, "information": ["health"]}])],
        },
    ),
    "two kinds are each the wider one": (
        "flow-without-asset",
        {
            "information-assets": [{**ASSET, "information": ["egg"]}],
            "agreements": [agreement(flows=[{**FLOW, "information": ["hen"]}])],
        },
    ),
    "an asset is not about people": (
        "asset-without-activity",
        {"processing-activities": [ACTIVITY], "information-assets": [{**ASSET, "personal_data": False}]},
    ),
    "an asset was disposed of": (
        "asset-without-activity",
        {
            "processing-activities": [ACTIVITY],
            "information-assets": [{**ASSET, "personal_data": True, "status": "disposed"}],
        },
    ),
    "an activity cannot be read": (
        "asset-without-activity",
        {
            "processing-activities": [ACTIVITY, {**ACTIVITY, "id": "other", "role": "?"}],
            "information-assets": [{**ASSET, "personal_data": True}],
        },
    ),
    "no retention schedule is kept": ("no-retention-rule", {"information-assets": [ASSET]}),
    "an agreement about no people has no rule": (
        "no-retention-rule",
        {"retention-rules": RULES, "agreements": [agreement(regime="non-personal")]},
    ),
    "a flow of an ended agreement names a stranger": (
        "flow-outside-parties",
        {"agreements": [agreement(status="ended", flows=[{"from": "council", "to": "hospital"}])]},
    ),
    "a party is misspelt": (
        "flow-outside-parties",
        {"agreements": [agreement(parties=[PARTIES[0], {"organisation": "polise"}])]},
    ),
    "a processor has not signed": (
        "party-not-in-protocol",
        {
            "protocols": [CHARTER],
            "agreements": [
                agreement(protocol="charter", parties=[PARTIES[0], {**PARTIES[1], "role": "processor"}])
            ],
        },
    ),
    "a party has left the agreement": (
        "party-not-in-protocol",
        {
            "protocols": [CHARTER],
            "agreements": [
                agreement(
                    protocol="charter", parties=[PARTIES[0], {**PARTIES[1], "withdrawn_on": "2026-11-22"}]
                )
            ],
        },
    ),
    "a disposal names the ended agreement": (
        "ended-without-disposal",
        {
            "agreements": [agreement(status="ended")],
            "disposals": [
                {"id": "gone", "title": "Gone", "organisation": "council", "agreement": "early-help"}
            ],
        },
    ),
    "something is due on this very day": (
        "publication-late",
        {"publication-scheme": [{**ENTRY, "frequency": "P3M", "last_published": "2026-08-22"}]},
    ),
    "it is not recorded how often": (
        "publication-late",
        {"publication-scheme": [{**ENTRY, "last_published": "2001-08-22"}]},
    ),
    "something is to be published next century": (
        "publication-late",
        {"publication-scheme": [{**ENTRY, "frequency": "P999Y9999M", "last_published": "2999-12-31"}]},
    ),
    "one organisation asks twice": (
        "captured-twice",
        {
            "people-groups": [{"id": "tenants", "title": "Tenants"}],
            "information-assets": [
                {
                    **ASSET,
                    "id": one,
                    "information": ["housing"],
                    "people": ["tenants"],
                    "captured_from": "individual",
                }
                for one in ("one", "two")
            ],
        },
    ),
    "access was reviewed a year ago": (
        "access-unchecked",
        {"access-arrangements": [{**ACCESS, "last_access_review": "2025-11-22"}]},
    ),
    "access reviews may be further apart": (
        "access-unchecked",
        {
            "access-arrangements": [{**ACCESS, "last_access_review": "2025-01-22"}],
            "settings": {"thresholds": {"access_review_interval": "P2Y"}},
        },
    ),
    "a partner was audited two years ago": (
        "audit-overdue",
        {"protocols": [CHARTER], "audits": [{**AUDIT, "carried_out_on": "2024-11-22"}]},
    ),
    "a partner signed not long ago": (
        "audit-overdue",
        {"protocols": [{**CHARTER, "signatories": [{"organisation": "council", "signed_on": "2025-03-01"}]}]},
    ),
    "a partner has withdrawn": (
        "audit-overdue",
        {
            "protocols": [
                {
                    **CHARTER,
                    "signatories": [
                        {"organisation": "council", "signed_on": "2020-03-01", "withdrawn_on": "2022-01-01"}
                    ],
                }
            ]
        },
    ),
    "a text only looks like markup": (
        "markup-refused",
        {
            "words": [
                {"id": "x", "title": "X", "means": "Fewer than <5 people, 3 < 4, C#, [a](https://a.example/)"}
            ]
        },
    ),
    "a sentence has 25 words": (
        "long-sentence",
        {"words": [{"id": "x", "title": "X", "means": "word " * 24 + "word. " + "word " * 25}]},
    ),
    "a long sentence is Welsh": (
        "long-sentence",
        {"words": [{"id": "x", "title": "X", "means": "Short.", "means_cy": "gair " * 40}]},
    ),
    "a long sentence is not for citizens": (
        "long-sentence",
        {"information-assets": [{**ASSET, "location": "word " * 40}]},
    ),
    "a partnership allows longer sentences": (
        "long-sentence",
        {
            "words": [{"id": "x", "title": "X", "means": "word " * 40}],
            "settings": {"thresholds": {"longest_sentence": 40}},
        },
    ),
    "the glossary explains the word": (
        "jargon",
        {
            "words": [{"id": "data-subject", "title": "Data subject", "means": "Whom it is about."}],
            "situations": [{"id": "x", "title": "X", "lede": "Data subjects can ask."}],
        },
    ),
    "a word contains another": (
        "jargon",
        {"situations": [{"id": "x", "title": "X", "lede": "A terminal illness, determination."}]},
    ),
}


@pytest.mark.parametrize("case", STILL)
def test_a_rule_keeps_still_where(case: str, tmp_path: Path) -> None:
    code, given = STILL[case]
    loaded = assessed(tmp_path, given)
    assert by(code, loaded) == []
    assert bool(loaded.partnership.unpublished) is ("cannot be read" in case)


FOUND: dict[str, tuple[str, Given, str]] = {
    "an agreement is there and not named": (
        "disclosure-without-agreement",
        {
            "processing-activities": [{**ACTIVITY, "recipient_organisations": ["police"]}],
            "agreements": [agreement()],
        },
        "Both take part in “early-help”: add the one that covers it to the entry's agreements.",
    ),
    "the recipient has left the agreement": (
        "disclosure-without-agreement",
        {
            "processing-activities": [
                {**ACTIVITY, "recipient_organisations": ["police"], "agreements": ["early-help"]}
            ],
            "agreements": [agreement(parties=[PARTIES[0], {**PARTIES[1], "withdrawn_on": "2026-01-01"}])],
        },
        "No agreement that the entry names covers what “police” gets.",
    ),
    "the agreement is only proposed": (
        "disclosure-without-agreement",
        {
            "processing-activities": [
                {**ACTIVITY, "recipient_organisations": ["police"], "agreements": ["early-help"]}
            ],
            "agreements": [agreement(status="proposed")],
        },
        "No agreement that the entry names covers what “police” gets.",
    ),
    "another organisation's activity names the agreement": (
        "agreement-without-activity",
        {
            "processing-activities": [{**ACTIVITY, "organisation": "police", "agreements": ["early-help"]}],
            "agreements": [agreement()],
        },
        "Information about people is given under this agreement, and no processing activity of “council” "
        "names it.",
    ),
    "another organisation's asset holds the kind": (
        "flow-without-asset",
        {
            "information-assets": [{**ASSET, "organisation": "police", "information": ["health"]}],
            "agreements": [agreement(flows=[{**FLOW, "information": ["health"]}])],
        },
        "No information asset of “council” holds “health”, given under this agreement.",
    ),
    "the asset that holds the kind was disposed of": (
        "flow-without-asset",
        {
            "information-assets": [
                {**ASSET, "information": ["health"], "status": "disposed"},
                {**ASSET, "id": "other"},
            ],
            "agreements": [agreement(flows=[{**FLOW, "information": ["health"]}])],
        },
        "No information asset of “council” holds “health”, given under this agreement.",
    ),
    "a draft's flow names a stranger": (
        "flow-outside-parties",
        {"agreements": [agreement(status="proposed", flows=[{"from": "refuge", "to": "hospital"}])]},
        "The flows name “refuge” and “hospital”, and the list of parties does not.",
    ),
    "a party's signature under the protocol was withdrawn": (
        "party-not-in-protocol",
        {
            "protocols": [
                {
                    **CHARTER,
                    "signatories": [
                        {"organisation": one, "signed_on": "2020-03-01", "withdrawn_on": end}
                        for one, end in (("council", "2027-01-01"), ("police", "2026-11-22"))
                    ],
                }
            ],
            "agreements": [agreement(protocol="charter")],
        },
        "No signature of “police” under “charter” is recorded that still stands.",
    ),
    "something was due yesterday": (
        "publication-late",
        {"publication-scheme": [{**ENTRY, "frequency": "P3M", "last_published": "2026-08-21"}]},
        "This was last published on 2026-08-21; with the frequency P3M it was due again by 2026-11-21.",
    ),
    "an access arrangement says nothing": (
        "access-unchecked",
        {"access-arrangements": [{key: ACCESS[key] for key in ("id", "title", "organisation")}]},
        "It is not recorded how staff prove who they are (authentication) or when it was last checked who "
        "has access (last_access_review).",
    ),
    "access was reviewed a year and a day ago": (
        "access-unchecked",
        {"access-arrangements": [{**ACCESS, "last_access_review": "2025-11-21"}]},
        "Who has access was last checked on 2025-11-21, which is too long ago.",
    ),
    "a partner was audited two years and a day ago": (
        "audit-overdue",
        {"protocols": [CHARTER], "audits": [{**AUDIT, "carried_out_on": "2024-11-21"}]},
        "The last audit was on 2024-11-21; “charter” asks for one every P2Y.",
    ),
    "an audit lies ahead": (
        "audit-overdue",
        {"protocols": [CHARTER], "audits": [{**AUDIT, "carried_out_on": "2026-11-23"}]},
        "No audit is recorded; “charter” asks for one every P2Y.",
    ),
    "a link within a text is not encrypted": (
        "link-not-https",
        {"words": [{"id": "x", "title": "X", "means": "See http://a.example/."}]},
        "The link begins with http://, so others can see and change what a reader gets.",
    ),
    "a text has an image and a heading": (
        "markup-refused",
        {"words": [{"id": "x", "title": "X", "means": "# Head\n\n![a](https://a.example/a.png)"}]},
        "The text has an image and a heading, which a page does not show as it is meant.",
    ),
    "a text has a link within the site": (
        "markup-refused",
        {"words": [{"id": "x", "title": "X", "means": "[a](../b/)", "means_cy": "[a](javascript:b)"}]},
        "The text has a link within the site or of a kind that is not allowed, which a page does not show as "
        "it is meant. Something like it is in “means_cy” too.",
    ),
    "a sentence has 26 words": (
        "long-sentence",
        {"words": [{"id": "x", "title": "X", "means": "Short. " + "word " * 26}]},
        "A sentence has 26 words.",
    ),
    "only one of several texts is too long": (
        "long-sentence",
        {
            "information-assets": [
                {
                    **ASSET,
                    "description": "word " * 26,
                    "collection_point": "word " * 25,
                    "location": "word " * 40,
                }
            ]
        },
        "A sentence has 26 words.",
    ),
    "an English text among others has jargon": (
        "jargon",
        {"agreements": [agreement(summary={"cy": "Cyn.", "en": "We utilise it prior to use."})]},
        "Many people do not know “utilise” and “prior to”.",
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_rule_finds_that(case: str, tmp_path: Path) -> None:
    code, given, words = FOUND[case]
    (found,) = by(code, assessed(tmp_path, given))
    assert words in (found.message, found.hint)


def test_a_finding_names_a_few_and_counts_the_others(tmp_path: Path) -> None:
    flows = [{"from": "council", "to": one} for one in ("hospital", "refuge", "college", "hospital")]
    (found,) = by("flow-outside-parties", assessed(tmp_path, {"agreements": [agreement(flows=flows)]}))
    assert "“hospital”, “refuge” and “college”" in found.message
    assert naming("abcde") == "“a”, “b”, “c” and 2 more"
    assert naming("abcd", 1_000) == "“a”, “b”, “c” and 997 more"
    assert naming("a", 1) == "“a”"


def test_a_finding_stands_at_the_first_value_that_is_wrong(tmp_path: Path) -> None:
    flows = [FLOW, {"from": "council", "to": "hospital"}]
    (found,) = by("flow-outside-parties", assessed(tmp_path, {"agreements": [agreement(flows=flows)]}))
    line = (tmp_path / found.place.file).read_text(encoding="utf-8").splitlines()[found.place.line - 1]
    assert line[found.place.column - 1 :] == "hospital"
