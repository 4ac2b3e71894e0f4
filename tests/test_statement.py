"""The accessibility statement: the law's wording, and whether somebody looks at it every year."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openaccord.loading import Loaded, load
from openaccord.rules.assessing import assess
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
REGULATIONS = "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018"
GUIDELINES = "Web Content Accessibility Guidelines version 2.2 AA standard"
PROBLEM = {"problem": "Tables are read out in a muddle."}
Stating = Callable[..., Loaded]


@pytest.fixture
def stating(tmp_path: Path) -> Stating:
    """A partnership with a statement of these parts, or with none."""

    def read(**statement: Any) -> Loaded:
        settings: dict[str, Any] = {
            "name": "Anyshire",
            "languages": ["en"],
            "url": "https://www.anyshire.example/",
            "contact": "sharing@anyshire.example",
        }
        if statement:
            settings["accessibility_statement"] = {
                "prepared_on": "2026-01-02",
                "compliance": "partially",
                **statement,
            }
        (tmp_path / "registers").mkdir(exist_ok=True)
        (tmp_path / "registers" / "partnership.yaml").write_text(json.dumps(settings), "utf-8")
        return assess(load(Folder(tmp_path)), TODAY)

    return read


def said(loaded: Loaded) -> str:
    """The page without its marks."""
    pages = {page.address: page.html for page in Site(loaded, TODAY).pages()}
    text = re.sub(r"<[^>]*>", "", pages["accessibility-statement/"])
    return " ".join(text.replace("&#39;", "'").split())


def test_the_prescribed_sentences_are_there(stating: Stating) -> None:
    page = said(stating(problems=[PROBLEM], reviewed_on="2026-10-01", run_by="Anyshire Council"))
    for sentence in (
        "This accessibility statement applies to www.anyshire.example, the website of Anyshire.",
        "Anyshire Council is committed to making its website accessible, in accordance with the "
        f"{REGULATIONS}.",
        "The content listed below is non-accessible for the following reasons.",
        "This statement was prepared on 2 January 2026. It was last reviewed on 1 October 2026.",
        f"The Equality and Human Rights Commission (EHRC) is responsible for enforcing the {REGULATIONS} "
        "(the “accessibility regulations”). If you are not happy with how we respond to your complaint, "
        "contact the Equality Advisory and Support Service (EASS).",
    ):
        assert sentence in page


COMPLIANCE = [
    ("fully", {}, f"This website is fully compliant with the {GUIDELINES}."),
    (
        "partially",
        {"problems": [PROBLEM]},
        f"This website is partially compliant with the {GUIDELINES}, due to the non-compliances listed "
        "below.",
    ),
    (
        "partially",
        {"out_of_scope": "Maps."},
        f"This website is partially compliant with the {GUIDELINES}, due to the exemptions listed below.",
    ),
    (
        "partially",
        {"problems": [PROBLEM], "disproportionate_burden": "Scans."},
        f"This website is partially compliant with the {GUIDELINES}, due to the non-compliances and "
        "exemptions listed below.",
    ),
    (
        "not",
        {"problems": [PROBLEM]},
        f"This website is not compliant with the {GUIDELINES}. The non-compliances are listed below.",
    ),
    (
        "not",
        {"out_of_scope": "Maps."},
        f"This website is not compliant with the {GUIDELINES}. The exemptions are listed below.",
    ),
]


@pytest.mark.parametrize(("compliance", "more", "sentence"), COMPLIANCE)
def test_compliance_is_said_in_the_law_s_words(
    compliance: str, more: dict[str, Any], sentence: str, stating: Stating
) -> None:
    assert sentence in said(stating(compliance=compliance, **more))


def test_in_northern_ireland_another_body_enforces(stating: Stating) -> None:
    page = said(stating(enforced_in="northern-ireland"))
    assert "The Equality Commission for Northern Ireland (ECNI) is responsible" in page
    assert "EHRC" not in page


def test_a_partnership_without_a_statement_claims_nothing(stating: Stating) -> None:
    page = said(stating())
    assert "The partners have not prepared an accessibility statement yet." in page
    assert "compliant" not in page
    assert "sharing@anyshire.example" in page


def test_what_is_known_to_fail_is_told_in_full(stating: Stating) -> None:
    more = {"criterion": "1.3.1 Info and Relationships", "mended_by": "2027-03-31", "alternative": "As data."}
    assert (
        "Tables are read out in a muddle. This fails WCAG 2.2 success criterion 1.3.1 Info and "
        "Relationships. As data. We plan to mend it by 31 March 2027."
    ) in said(stating(problems=[{**PROBLEM, **more}]))


DAYS = [
    ({"prepared_on": "2025-11-22"}, False),
    ({"prepared_on": "2025-11-21"}, True),
    ({"prepared_on": "2020-01-01", "reviewed_on": "2025-11-22"}, False),
    ({"prepared_on": "2020-01-01", "reviewed_on": "2025-11-21"}, True),
]


@pytest.mark.parametrize(("days", "old"), DAYS)
def test_a_statement_is_old_after_a_year(days: dict[str, str], old: bool, stating: Stating) -> None:
    loaded = stating(**days)
    assert [problem.code for problem in loaded.problems] == ["accessibility-statement-old"] * old
    assert ("This statement should have been reviewed by 21 November 2026." in said(loaded)) is old
