"""Whatever partners write in whatever text, no reader's browser runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .conftest import build, serve
from .hostile import Tripwire, run_raw, write_partnership
from .payloads import payloads
from .test_pages import TEMPLATES


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one record of each type, that says every payload somewhere."""
    root = tmp_path_factory.mktemp("hostile")
    write_partnership(root / "partnership", copies=1, in_a_text=4)
    build(root / "partnership", root / "site")
    return root / "site"


@pytest.fixture
def wire(browser: Browser, hostile_site: Path) -> Iterator[Tripwire]:
    with serve(hostile_site) as origin:
        context = browser.new_context()
        yield Tripwire(context, origin)
        assert context.cookies() == []
        context.close()


def one_of_each(site: Path) -> list[str]:
    """The address of one page of every folder, and of every page that is none of a record's."""
    found = [path.parent.relative_to(site).as_posix() for path in sorted(site.rglob("index.html"))]
    return ["404.html", *(f"{address}/" for address in found)]


def test_there_are_payloads_enough() -> None:
    made = payloads()
    assert len(made) >= 600
    assert len(set(made)) == len(made)


def test_every_payload_is_published(hostile_site: Path) -> None:
    published = [path for form in ("*.html", "*.json") for path in hostile_site.rglob(form)]
    text = "".join(path.read_text("utf-8") for path in published)
    missing = [number for number in range(len(payloads())) if f"{number}" not in text]
    assert missing == []


def test_nothing_runs_on_any_page(wire: Tripwire, hostile_site: Path) -> None:
    addresses = one_of_each(hostile_site)
    assert len(addresses) > 2 * len(TEMPLATES)
    could_run = {address: found for address in addresses if (found := wire.open(address))}
    assert (could_run, wire.tripped, wire.outside, wire.complaints) == ({}, [], [], [])


def test_the_same_payloads_run_where_nothing_stops_them(browser: Browser) -> None:
    """Else the test above would prove nothing."""
    context = browser.new_context()
    wire = Tripwire(context, "https://control.example")
    assert len(run_raw(wire.page)) >= 300
    assert len({url for url in wire.outside if "outside.example" in url}) >= 10
    context.close()
