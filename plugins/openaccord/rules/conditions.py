"""Rules about information that the law protects more than other: special categories, and crime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openaccord.rules.facts import Facts, Finding, Rule
from openaccord.rules.naming import naming
from openaccord.schemas import code_list
from openaccord.sensitivity import shared


def special_category_without_condition(facts: Facts) -> Iterator[Finding]:
    """Special category information with a lawful basis and no condition for it.

    UK GDPR Article 9(1) forbids it unless a point of Article 9(2) applies. A record that names no law at all
    is unfinished, and is not asked. Where Part 3 of the Data Protection Act 2018 applies, section 35(3) asks
    for consent or a condition in Schedule 8.
    """
    for grounds in facts.grounds:
        if grounds.special and grounds.article_6 and not grounds.article_9:
            yield Finding(
                grounds.record,
                grounds.fields.article_9,
                f"Special category information is used here ({naming(grounds.special)}), "
                "but no condition in UK GDPR Article 9(2) is named.",
                f"Add the condition to {grounds.fields.article_9[-1]}, such as health-or-social-care; or, if "
                "the information is of no special category, correct its entry in information-categories.",
            )
    for agreement in facts.law_enforcement:
        named = agreement.data.get("lawful_basis", {}).get("law_enforcement_condition", ())
        special = sorted(shared(agreement) & facts.special_categories)
        if special and named and not any(code == "consent" or code.startswith("sch8-") for code in named):
            yield Finding(
                agreement,
                ("lawful_basis", "law_enforcement_condition"),
                f"Sensitive information is used here ({naming(special)}), but neither consent nor a "
                "condition in Schedule 8 to the Data Protection Act 2018 is named.",
                "Add the condition to law_enforcement_condition, such as sch8-1-statutory-purposes.",
            )


def schedule_1_condition_missing(facts: Facts) -> Iterator[Finding]:
    """A condition in Article 9(2)(b), (g), (h), (i) or (j) without the one in Schedule 1 that it needs.

    Data Protection Act 2018, section 10(2): points (b), (h), (i) and (j) need a condition in Part 1 of
    Schedule 1; section 10(3): point (g) needs one in Part 2.
    """
    conditions, part_of = code_list("article-9"), _parts()
    for grounds in facts.grounds:
        named = {part_of[paragraph] for paragraph in grounds.paragraphs}
        for code in grounds.article_9:
            part = conditions[code].get("schedule_1_part")
            if part is not None and part not in named:
                yield Finding(
                    grounds.record,
                    grounds.fields.schedule_1,
                    f"“{code}”, Article 9(2)({conditions[code]['point']}), needs a condition in Part {part} "
                    "of Schedule 1 to the Data Protection Act 2018, and none is named.",
                    f"Add the paragraph to {grounds.fields.schedule_1[-1]}: {_paragraphs(code)}.",
                )


def _paragraphs(code: str) -> str:
    """Which paragraphs of Schedule 1 go with a condition in Article 9(2), in words."""
    one = code_list("article-9")[code].get("schedule_1_paragraph")
    return f"paragraph {one}" if one else "the one of 6 to 28 that fits, such as 18 for safeguarding"


def _parts() -> Mapping[int, int]:
    """The part of Schedule 1 that each paragraph is in."""
    return {int(paragraph): said["part"] for paragraph, said in code_list("schedule-1").items()}


def schedule_1_condition_mismatch(facts: Facts) -> Iterator[Finding]:
    """A condition in Article 9(2) with another paragraph of Part 1 of Schedule 1 than is made for it.

    Section 10(2) of the Data Protection Act 2018 is content with any; but each paragraph has the wording of
    one point of Article 9(2).
    """
    conditions, part_of = code_list("article-9"), _parts()
    for grounds in facts.grounds:
        named = {paragraph for paragraph in grounds.paragraphs if part_of[paragraph] == 1}
        for code in grounds.article_9:
            fitting = conditions[code].get("schedule_1_paragraph")
            if named and fitting is not None and fitting not in named:
                yield Finding(
                    grounds.record,
                    grounds.fields.schedule_1,
                    f"The condition that goes with “{code}” is paragraph {fitting} of Schedule 1, "
                    "and it is not named.",
                    f"Add paragraph {fitting}, or take “{code}” out if nothing rests on it.",
                )


def policy_document_missing(facts: Facts) -> Iterator[Finding]:
    """A condition in Schedule 1 that needs an appropriate policy document, without saying where it is.

    Data Protection Act 2018, Schedule 1, paragraphs 1(1)(b), 5(1) and 39. A condition that needs one only in
    some cases is not asked.
    """
    needing = {int(n) for n, said in code_list("schedule-1").items() if said["policy_document"] == "yes"}
    for grounds in facts.grounds:
        if needing.isdisjoint(grounds.paragraphs) or grounds.record.type.name != "agreement":
            continue
        for number, condition in enumerate(grounds.record.data["lawful_basis"]["schedule_1"]):
            if condition["paragraph"] in needing and "policy_document" not in condition:
                yield Finding(
                    grounds.record,
                    ("lawful_basis", "schedule_1", number),
                    f"Paragraph {condition['paragraph']} of Schedule 1 needs an appropriate policy document, "
                    "and the record does not say where it can be read.",
                    "Write its web address in policy_document, beside the paragraph.",
                )


def offence_without_authority(facts: Facts) -> Iterator[Finding]:
    """Information about crime with a lawful basis, and neither official authority nor a Schedule 1 condition.

    UK GDPR Article 10(1); Data Protection Act 2018, section 10(5): a condition in Part 1, 2 or 3 of Schedule
    1. Where Part 3 of the Act applies, Article 10 does not.
    """
    for grounds in facts.grounds:
        if (
            grounds.offences
            and grounds.article_6
            and not grounds.paragraphs
            and not grounds.official_authority
        ):
            yield Finding(
                grounds.record,
                grounds.fields.schedule_1,
                f"Information about crime is used here ({naming(grounds.offences)}), but neither official "
                "authority nor a condition in Schedule 1 is named.",
                f"Add the paragraph to {grounds.fields.schedule_1[-1]}, such as 6, 10 or 18; or, where a law "
                "gives official authority over such information, write official_authority: true.",
            )


RULES: Mapping[str, Rule] = {
    "special-category-without-condition": special_category_without_condition,
    "schedule-1-condition-missing": schedule_1_condition_missing,
    "schedule-1-condition-mismatch": schedule_1_condition_mismatch,
    "policy-document-missing": policy_document_missing,
    "offence-without-authority": offence_without_authority,
}
"""Each rule by its code, in the order of the handbook."""
