"""What the page of a record tells a reader, whatever the record lacks."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from openaccord.loading import load
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
AGREEMENT = "protocols/agreements/food-parcels.yaml"
EARLY_HELP = "protocols/agreements/early-help.yaml"
ROWS = (
    "Who is it about",
    "What information",
    "Who shares it",
    "Why",
    "What good does it do",
    "What the law says",
    "Do I have a choice",
    "How long is it kept",
    "Sent outside the UK",
    "Decided by a computer",
)


def page(root: Path, address: str) -> str:
    """The HTML of a record's page."""
    site = Site(load(Folder(root)), TODAY)
    return next(made.page.html for made in site.record_pages() if made.page.address == address)


def words(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", html).split()))


def row(html: str, name: str) -> str:
    """What stands beside a label."""
    return words(html.split(f"<dt>{name}</dt>", 1)[1].split("</dd></div>", 1)[0])


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("agreement", ["food-parcels", "early-help"])
def test_the_rows_of_an_agreement_never_change_order(partnership: Path, agreement: str) -> None:
    summary = page(partnership, f"agreements/{agreement}/").split('<dl class="facts">')[1]
    found = re.findall(r'<div class="fact"><dt>(.*?)</dt>', summary)
    assert tuple(found[: len(ROWS)]) == ROWS


def test_an_empty_row_says_so(partnership: Path) -> None:
    html = page(partnership, "agreements/food-parcels/")
    assert {name: row(html, name) for name in ROWS if name != "Who shares it"} == {
        name: "Not recorded" for name in ROWS if name != "Who shares it"
    }


def test_each_controller_has_its_ways_to_ask_and_to_complain(partnership: Path) -> None:
    html = page(partnership, "agreements/food-parcels/")
    ways = html.split('<ul class="ways">')[1].split("</ul>")[0]
    assert re.findall(r'href="([^"]*)"', ways) == [
        "https://www.anyshire.example/your-information/",
        "https://www.anyshire.example/complaints/",
        "https://www.anyshire.example/privacy/",
        "mailto:dpo@anyshire.example",
    ]
    assert html.count('<ul class="ways">') == 1
    assert "section/164A" in html


def test_where_nobody_is_said_to_decide_all_can_be_asked(partnership: Path) -> None:
    change(partnership, AGREEMENT, "role: controller, ", "")
    html = page(partnership, "agreements/food-parcels/")
    assert html.count('<ul class="ways">') == 2
    assert "The partners have not recorded who decides how the information is used." in words(html)
    assert "Complain: Not recorded" in words(html)


def test_the_regulator_is_named_also_where_the_partners_named_none(partnership: Path) -> None:
    change(partnership, "registers/partnership.yaml", "regulator:", "# regulator:")
    html = page(partnership, "agreements/food-parcels/")
    assert (
        'href="https://ico.org.uk/make-a-complaint/" rel="noopener noreferrer">'
        "the Information Commissioner’s Office (ICO)</a>."
    ) in html


def test_what_names_a_record_very_often_has_pages_of_its_own(partnership: Path) -> None:
    register = partnership / "registers" / "information-assets.csv"
    columns = register.read_text("utf-8").split("\n", 1)[0].split(",")
    rows = [
        {"id": f"shelf-{n:03}", "title": f"Shelf {n}", "organisation": "anyshire-council"} for n in range(240)
    ]
    with register.open("a", encoding="utf-8") as file:
        file.writelines(",".join(row.get(name, "") for name in columns) + "\n" for row in rows)
    site = Site(load(Folder(partnership)), TODAY)
    made = {record.page.address: record.page.html for record in site.record_pages()}
    owner = made["organisations/anyshire-council/"]
    assert '<a href="assets/">All 241</a>' in owner
    assert "Shelf 99" not in owner
    first, second = (made[f"organisations/anyshire-council/assets/{page}"] for page in ("", "page-2/"))
    assert '<a href="../../../../assets/shelf-239/">Shelf 239</a>' in second
    assert '<a href="../../../organisations/anyshire-council/assets/page-2/">2</a>' in first
    assert first.count('<a href="../../../assets/') + second.count('<a href="../../../../assets/') == 241
    assert not any("early-help/assets" in address for address in made)


def test_a_correction_has_its_subject_ready(partnership: Path) -> None:
    change(partnership, AGREEMENT, "en: Food for people in need", 'en: "Food & <drink>, 50%?"')
    html = page(partnership, "agreements/food-parcels/")
    subject = "Correction%3A%20Food%20%26%20%3Cdrink%3E%2C%2050%25%3F%20(agreements/food-parcels)"
    assert f'href="mailto:sharing@anyshire.example?subject={subject}"' in html


def test_a_paragraph_can_be_pasted_into_a_privacy_notice(partnership: Path) -> None:
    change(partnership, "registers/partnership.yaml", "name:", "url: https://x.example/sub\nname:")
    change(partnership, AGREEMENT, "en: Food for people in need", 'en: "Food & the family\'s <drink>"')
    said = page(partnership, "agreements/food-parcels/").split('<p class="paste">')[1].split("</p>")[0]
    assert unescape(said) == (
        "Food & the family's <drink>. Who takes part: Anyshire Council; Anyshire Advice. "
        "More about it, your rights and how to complain: https://x.example/sub/agreements/food-parcels/"
    )


def test_no_address_is_made_up_where_the_site_has_none(partnership: Path) -> None:
    said = page(partnership, "agreements/food-parcels/").split('<p class="paste">')[1].split("</p>")[0]
    assert said.endswith("Anyshire Council; Anyshire Advice.")


def test_what_is_over_stands_last_among_the_agreements_about_something(partnership: Path) -> None:
    change(partnership, AGREEMENT, "review:", "people: [children]\nreview:")
    order = re.findall(r'agreements/([a-z-]+)/"', page(partnership, "people/children/"))
    assert order.index("early-help") < order.index("food-parcels")
    change(partnership, EARLY_HELP, "status: in-force", "status: ended\nending: {ended_on: 2026-01-31}")
    order = re.findall(r'agreements/([a-z-]+)/"', page(partnership, "people/children/"))
    assert order.index("food-parcels") < order.index("early-help")
