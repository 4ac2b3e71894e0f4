"""Which status may follow which, and what a page says of an agreement's beginning and end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from openaccord.lifecycle import FOLLOWS, allowed
from openaccord.loading import load
from openaccord.schemas import code_list
from openaccord.site import Site
from openaccord.tree import Folder

AGREEMENT = "id: x\ntitle: Helping\nkind: one-off\nparties: [{organisation: a}]\ncontact: team@a.example\n"


def test_every_status_of_the_code_lists_is_in_the_table() -> None:
    for kind, follows in FOLLOWS.items():
        statuses = set(code_list(f"{kind}-status"))
        assert set(follows) == statuses
        assert {after for some in follows.values() for after in some} <= statuses


@pytest.mark.parametrize(
    ("before", "after", "same", "new"),
    [
        ("proposed", "consultation", True, True),
        ("consultation", "proposed", True, True),  # when comments have closed
        ("consultation", "in-force", True, True),
        ("in-force", "suspended", True, True),
        ("suspended", "in-force", True, True),
        ("in-force", "in-force", True, True),
        ("in-force", "proposed", False, True),
        ("suspended", "consultation", False, True),
        ("ended", "in-force", False, True),
        ("withdrawn", "proposed", False, True),
        ("in-force", "withdrawn", False, True),
    ],
)
def test_a_status_goes_back_only_with_a_new_version(
    before: str,
    after: str,
    same: bool,
    new: bool,
) -> None:
    assert allowed("agreement", before, after, new_version=False) is same
    assert allowed("agreement", before, after, new_version=True) is new


def test_nothing_is_known_of_statuses_of_other_types() -> None:
    assert allowed("information-asset", "disposed", "in-use", new_version=False)
    assert allowed("agreement", "of their own", "proposed", new_version=False)


# What the page says.


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., str]:
    """A function that gives the words of an agreement's page, as it is on 22 November 2026."""

    def page(more: str, disposals: str = "", day: date = date(2026, 11, 22)) -> str:
        for name, text in {
            "registers/partnership.yaml": "name: Anyshire\nlanguages: [en]\n",
            "registers/organisations.yaml": "- {id: a, title: Anyshire, kind: council}\n",
            "registers/disposals.yaml": disposals or "[]\n",
            "protocols/agreements/x.yaml": AGREEMENT + more,
        }.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        site = Site(load(Folder(tmp_path)), day)
        html = next(made.page.html for made in site.record_pages() if made.page.address == "agreements/x/")
        return " ".join(re.sub(r"<[^>]*>", " ", html).split())

    return page


ASKED = "consultation: {opened: 2027-02-01, closes: 2027-03-03, how: Write to us.%s}\n"
OPEN = "Have your say Open for comment from 1 February 2027 until 3 March 2027. Write to us."


def test_a_consultation_is_told_by_its_dates_and_never_by_today(said: Callable[..., str]) -> None:
    for status in ("proposed", "consultation"):
        for day in (date(2026, 11, 22), date(2027, 2, 10), date(2027, 3, 3)):
            page = said(f"status: {status}\n{ASKED % ''}", day=day)
            assert OPEN in page
            assert not re.search(r"open now|\bdays? left|opens in", page, re.IGNORECASE)
            # It is told once.
            assert page.count("Write to us.") == 1


def test_a_consultation_that_has_closed_asks_for_its_outcome(said: Callable[..., str]) -> None:
    closed, day = "status: proposed\n" + ASKED, date(2027, 3, 4)
    assert (
        "What people said Comments closed on 3 March 2027. Write to us. What came of it Not recorded"
        in said(closed % "", day=day)
    )
    page = said(closed % ", outcome: We changed the draft.", day=day)
    assert "What came of it We changed the draft." in page
    assert "Have your say" not in page
    # Once the agreement is in force, how people were asked is a detail.
    page = said("status: in-force\n" + ASKED % "", day=day)
    assert "What people said" not in page
    assert "Write to us." in page


def test_an_open_end_of_a_consultation_is_said(said: Callable[..., str]) -> None:
    page = said("status: consultation\nconsultation: {how: Write to us.}\n")
    assert "Have your say When comments close is not recorded. Write to us." in page
    page = said("status: consultation\nconsultation: {closes: 2027-03-03}\n")
    assert "Open for comment until 3 March 2027." in page


def test_an_ended_agreement_keeps_its_page_and_asks_what_became_of_the_information(
    said: Callable[..., str],
) -> None:
    page = said("status: ended\n")
    assert (
        "This sharing has ended Why it ended Not recorded What became of the information Not recorded" in page
    )
    assert "must still say whether it was returned, destroyed or kept. Ask them: team@a.example" in page
    ending = "status: ended\nending: {ended_on: 2026-05-31, reason: It failed., successor: x%s}\n"
    page = said(ending % "")
    assert "This sharing ended on 31 May 2026 Why it ended It failed. What took its place Helping" in page
    assert "must still say" in page
    for told in (
        said(ending % ", data_returned_or_destroyed: All was shredded."),
        said(
            ending % "",
            "- {id: d, title: Shredded files, organisation: a, agreement: x, disposed_on: 2026-06-01}\n",
        ),
    ):
        assert re.search(
            "What became of the information (All was shredded|Shredded files , 1 June 2026)", told
        )
        assert "must still say" not in told
    # Nobody's information was shared, so nobody's can be kept.
    assert "must still say" not in said("status: ended\nregime: non-personal\n")


def test_a_withdrawn_agreement_says_that_it_never_began(said: Callable[..., str]) -> None:
    assert "This sharing never began The partners gave it up." in said("status: withdrawn\n")
    assert "never began" not in said("status: suspended\n")
