"""Notices to print: what they say, for whom there is one, and that a reader of QR codes reads theirs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import zxingcpp

from openaccord.loading import load
from openaccord.rendering.qr import Code, qr_code
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
FOOD = "protocols/agreements/food-parcels.yaml"
ADDRESS = "https://sharing.anyshire.example/agreements/people-at-risk-in-emergencies/"
_SCALE = 4


def seen(code: Code) -> memoryview:
    """A picture of a code, as a camera might see it: its strokes drawn in black on white."""
    side = code.size * _SCALE
    picture = bytearray(b"\xff" * side * side)
    column = row = 0
    for kind, first, second in re.findall(r"([Mmh])(-?[0-9]+)(?: (-?[0-9]+))?", code.path):
        length = int(first)
        if kind == "h":
            for line in range(row * _SCALE, (row + 1) * _SCALE):
                begun = line * side + column * _SCALE
                picture[begun : begun + length * _SCALE] = bytes(length * _SCALE)
        column = length if kind == "M" else column + length
        row = int(second) if kind == "M" else row + int(second or 0)
    return memoryview(picture).cast("B", (side, side))


# One length for each version of the symbol, the shortest and the longest text, and letters beyond ASCII.
@pytest.mark.parametrize("length", [1, 14, 26, 42, 62, 84, 106, 122, 152, 180])
def test_a_code_is_read_as_what_was_written(length: int) -> None:
    text = (ADDRESS * 3)[:length]
    code = qr_code(text)
    assert code is not None
    assert [found.text for found in zxingcpp.read_barcodes(seen(code))] == [text]


def test_a_code_with_a_hole_is_still_read() -> None:
    code = qr_code(ADDRESS)
    assert code is not None
    picture = seen(code)
    for row in range(18 * _SCALE, 22 * _SCALE):
        for column in range(18 * _SCALE, 22 * _SCALE):
            picture[row, column] = 255
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_a_text_that_is_too_long_has_no_code() -> None:
    assert qr_code("é" * 90) is not None
    assert qr_code("é" * 90 + "a") is None


def notices(root: Path, address: str | None = "https://sharing.anyshire.example/") -> dict[str, str]:
    site = Site(load(Folder(root)), TODAY, address=address)
    made = {record.page.address: record.page.html for record in site.record_pages() if record.below}
    assert set(made) == set(site.addresses_below())
    return made


def test_every_agreement_has_a_notice_in_every_language(partnership: Path) -> None:
    assert set(notices(partnership)) == {
        f"{prefix}agreements/{name}/notice/"
        for prefix in ("", "cy/")
        for name in ("early-help", "food-parcels")
    }


def test_a_notice_carries_its_page_s_address_twice(partnership: Path) -> None:
    made = notices(partnership)["cy/agreements/early-help/notice/"]
    address = "https://sharing.anyshire.example/cy/agreements/early-help/"
    assert f'<strong class="sheet__address">{address}</strong>' in made
    code = qr_code(address)
    assert code is not None
    assert f'd="{code.path}"' in made
    assert "style=" not in made


def test_a_site_without_an_address_has_notices_without_a_code(partnership: Path) -> None:
    made = notices(partnership, None)["agreements/early-help/notice/"]
    assert "<svg" not in made
    assert "the partners have not recorded where this site is published" in made


def test_what_is_not_in_force_has_no_notice_to_put_up(partnership: Path) -> None:
    file = partnership / FOOD
    assert "status: in-force" in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("status: in-force", "status: suspended"), "utf-8")
    made = notices(partnership)["agreements/food-parcels/notice/"]
    assert "Sharing under it has been stopped for now. There is no notice to put up." in made
    assert "<svg" not in made
    assert "notice/" not in page(partnership, "agreements/food-parcels/")


def test_an_organisation_that_cannot_be_shown_is_named_by_its_id(partnership: Path) -> None:
    file = partnership / "registers" / "organisations.yaml"
    text = file.read_text("utf-8")
    assert "id: anyshire-advice" in text
    before, after = text.split("id: anyshire-advice", 1)
    file.write_text(f"{before}id: anyshire-advice{after.replace('kind: ', 'kind: un', 1)}", "utf-8")
    assert "Anyshire Council; anyshire-advice" in notices(partnership)["agreements/food-parcels/notice/"]


def page(root: Path, address: str) -> str:
    site = Site(load(Folder(root)), TODAY)
    return next(made.page.html for made in site.record_pages() if made.page.address == address)
