"""The site tells what changed: by month, for each agreement, and in feeds that others can read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from openaccord.changes.change import Change, Value
from openaccord.changes.weighing import kinds
from openaccord.exports.atom import Feed, Item, atom
from openaccord.history.past import UNKNOWN, Extent, Moment, Past
from openaccord.loading import Loaded, load
from openaccord.site import Site
from openaccord.tree import Folder

ROOT = Path(__file__).parent / "partnership"
TODAY = date(2026, 11, 22)
HELP = "agreements/early-help/"
HOSTILE = "</script><b>&amp;]]> \u202e\x1b[31m"


def change(kind: str, key: tuple[str, str], values: dict[str, tuple[Value, ...]] | None = None) -> Change:
    row = kinds()[kind]
    return Change(
        kind,
        *key,
        {"en": "Old title", "cy": "Hen deitl"},
        "x.yaml",
        "",
        values or {},
        row.weight,
        (),
        row.rank,
    )


AGREEMENT = ("agreement", "early-help")
STATUS = {
    "before": (Value("code", "proposed", "agreement-status"),),
    "after": (Value("code", "suspended", "agreement-status"),),
}
REVIEWED = change("reviewed-unsaid", AGREEMENT, {"day": (Value("day", "2026-09-30"),)})
PAST = Past(
    (
        Moment("c3", date(2026, 10, 2), (change("sharing-stopped", AGREEMENT, STATUS),)),
        Moment(
            "c2",
            date(2026, 9, 30),
            (
                replace(
                    change("reviewed-unsaid", AGREEMENT, {"day": (Value("day", "2026-09-30"),)}),
                    reason="Why not.",
                ),
                change("record-removed", ("organisation", "gone")),
            ),
        ),
        Moment(
            "c1",
            date(2026, 9, 1),
            (
                *(change("record-added", ("organisation", f"o-{n}")) for n in range(7)),
                change("record-added", AGREEMENT),
            ),
        ),
    ),
    Extent.WHOLE,
    date(2026, 9, 1),
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(Folder(ROOT))


@pytest.fixture(scope="module")
def made(loaded: Loaded) -> dict[str, str]:
    return everything(Site(loaded, TODAY, past=PAST))


def everything(site: Site) -> dict[str, str]:
    """Every page and file by its address."""
    pages = {page.address: page.html for page in site.pages()}
    framed = {made.page.address: made.page.html for made in site.record_pages()}
    return pages | framed | dict(site.files())


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_changes_are_told_by_day_with_links_to_what_they_name(made: dict[str, str]) -> None:
    page = made["changes/"]
    assert '<a href="../agreements/early-help/">' in page
    said = words(page)
    assert "It is now “Suspended”; it was “Proposed”." in said
    assert said.index("2 October 2026") < said.index("30 September 2026")
    assert "Why: Why not." in said
    assert "Old title" in said, "a record that is gone has the title that it had"


def test_what_was_recorded_in_bulk_is_one_line(made: dict[str, str]) -> None:
    assert "7 records were added: Organisations." in words(made["changes/2026-09/"])


def test_every_month_has_its_page_in_every_language(made: dict[str, str]) -> None:
    for prefix in ("", "cy/"):
        for month in ("2026-10", "2026-09"):
            assert f"{prefix}changes/{month}/" in made
            assert f"changes/{month}/" in made[f"{prefix}changes/"]
    assert "Hen deitl" in made["cy/changes/2026-09/"]
    assert "Newidiadau ym mis Hydref 2026" in words(made["cy/changes/2026-10/"])


def test_a_long_month_has_several_pages_and_each_leads_to_the_others(loaded: Loaded) -> None:
    many = [
        Moment(
            f"c{n}", date(2026, 9, 30) - timedelta(n // 20), (change("record-removed", ("word", f"w-{n}")),)
        )
        for n in range(400)
    ]
    site = everything(Site(loaded, TODAY, past=replace(PAST, moments=tuple(many))))
    assert {address for address in site if address.startswith("changes/2026-09")} == {
        "changes/2026-09/",
        "changes/2026-09-2/",
        "changes/2026-09-3/",
    }
    assert re.findall(r'href="(\.\./2026-09[^"]*)"', site["changes/2026-09-2/"]) == [
        "../2026-09/",
        "../2026-09-3/",
    ]
    assert max(len(site[address]) for address in site if address.startswith("changes/")) < 300_000


def test_an_agreement_has_its_history_and_what_it_rests_on(loaded: Loaded) -> None:
    rule = next(
        link.target
        for link in loaded.partnership.links
        if link.target.type.name == "retention-rule"
        if link.source.id == "early-help"
    )
    longer = {
        name: (Value("period", text),)
        for name, text in {"difference": "P4Y", "after": "P10Y", "before": "P6Y"}.items()
    }
    moments = (
        Moment("d2", date(2026, 10, 5), (change("kept-longer", ("retention-rule", rule.id), longer),)),
        *PAST.moments,
        Moment("d0", date(2026, 8, 1), (change("kept-longer", ("retention-rule", rule.id), longer),)),
    )
    site = everything(Site(loaded, TODAY, past=replace(PAST, moments=moments)))
    said = words(site[f"{HELP}history/"])
    assert said.count("Information is kept longer by 4 years") == 1, "what was before it does not concern it"
    assert said.index("5 October") < said.index("2 October") < said.rindex("1 September 2026")
    assert "organisations" not in said
    assert 'href="history/"' in site[HELP]


def test_a_record_that_was_renamed_keeps_its_past(loaded: Loaded) -> None:
    old = ("agreement", "earlier-help")
    renamed = {"before": (Value("plain", "earlier-help"),), "after": (Value("plain", "early-help"),)}
    moments = (
        Moment("c2", date(2026, 9, 2), (change("renamed", AGREEMENT, renamed),)),
        Moment("c1", date(2026, 9, 1), (change("sharing-stopped", old, STATUS),)),
    )
    said = words(everything(Site(loaded, TODAY, past=replace(PAST, moments=moments)))[f"{HELP}history/"])
    assert "The id is now early-help; it was earlier-help." in said
    assert "It is now “Suspended”" in said


@pytest.mark.parametrize(
    ("past", "says"),
    [
        (UNKNOWN, "was not at hand when this page was made"),
        (
            replace(PAST, extent=Extent.SHALLOW),
            "begins on 1 September 2026. What changed before is not known",
        ),
        (PAST, "Read from the history of the records, which begins on 1 September 2026."),
    ],
)
def test_a_page_says_how_far_back_it_knows(loaded: Loaded, past: Past, says: str) -> None:
    assert says in words(everything(Site(loaded, TODAY, past=past))["changes/"])


def test_where_nothing_is_known_there_is_no_history_and_no_feed(loaded: Loaded) -> None:
    site = Site(loaded, TODAY)
    made = everything(site)
    assert [address for address in made if "history" in address or "changes.xml" in address] == []
    assert "history/" not in made[HELP]


def test_every_page_that_is_promised_is_made(loaded: Loaded) -> None:
    site = Site(loaded, TODAY, past=PAST)
    promised = [*site.addresses(), *site.addresses_below()]
    assert sorted(promised) == sorted(made.page.address for made in site.record_pages())
    assert f"cy/{HELP}history/" in promised


# Feeds.


def read(text: str) -> Any:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_every_feed_is_read_by_others_and_says_the_same(made: dict[str, str]) -> None:
    feeds = {address: text for address, text in made.items() if address.endswith("changes.xml")}
    assert {"changes.xml", "cy/changes.xml", f"{HELP}changes.xml", f"cy/{HELP}changes.xml"} <= set(feeds)
    assert any(address.startswith("organisations/") for address in feeds)
    for text in feeds.values():
        found = read(text)
        assert found.feed.id.startswith("urn:uuid:")
        assert found.feed.author
        assert found.feed.updated == found.entries[0].updated
        assert all(entry.id and entry.title and entry.updated and entry.content for entry in found.entries)
        assert len({entry.id for entry in found.entries}) == len(found.entries)
    first = read(feeds["changes.xml"]).entries[0]
    assert "It is now “Suspended”; it was “Proposed”." in first.content[0].value
    assert first.updated == "2026-10-02T00:00:00Z"
    assert len({read(text).feed.id for text in feeds.values()}) == len(feeds)


def test_a_feed_of_an_organisation_has_its_agreements(made: dict[str, str], loaded: Loaded) -> None:
    party = loaded.partnership.records["agreement"]["early-help"].data["parties"][0]["organisation"]
    titles = [entry.title for entry in read(made[f"organisations/{party}/changes.xml"]).entries]
    assert loaded.partnership.records["agreement"]["early-help"].data["title"]["en"] in titles


def test_a_feed_holds_whatever_a_record_says() -> None:
    feed = Feed("a", HOSTILE, HOSTILE, "en", "https://a.example/?a&b", "https://a.example/f.xml")
    found = read(atom(feed, [Item("i", HOSTILE, TODAY, [HOSTILE], "https://a.example/<x>")]))
    assert "\x1b" not in found.entries[0].title
    assert "<b>" not in found.entries[0].content[0].value
    assert found.entries[0].link == "https://a.example/<x>"


def test_the_same_past_makes_the_same_bytes(loaded: Loaded, made: dict[str, str]) -> None:
    assert everything(Site(loaded, TODAY, past=PAST)) == made


def test_a_hostile_value_is_text_on_every_page(loaded: Loaded) -> None:
    values = {
        "field": (Value("field", "Title"),),
        "before": (Value("text", "x"),),
        "after": (Value("text", HOSTILE),),
    }
    gone = replace(change("value-changed", ("word", "w"), values), title=HOSTILE)
    past = replace(PAST, moments=(Moment("c", TODAY, (gone,)),))
    site = everything(Site(loaded, TODAY, past=past))
    for address in ("changes/", "changes/2026-11/"):
        assert "<b>&amp;]]" not in site[address]
        assert "&lt;b&gt;" in site[address]


# From the repository to the site.


def test_a_build_tells_the_past_of_its_own_repository(
    partnership: Path, openaccord: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from test_history import Repository  # noqa: PLC0415 - only here

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repository = Repository.__new__(Repository)
    repository.root, repository.day = partnership, 1_750_000_000
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit({})
    file = "protocols/agreements/early-help.yaml"
    text = (partnership / file).read_text(encoding="utf-8")
    repository.commit({file: text.replace("status: in-force", "status: suspended")})
    assert openaccord("build", partnership, "--today", "2026-11-22").status in (0, 1)
    page = (partnership / "site" / HELP / "history" / "index.html").read_text(encoding="utf-8")
    assert "It is now “Suspended”; it was “In force”." in words(page)
    for made in (partnership / "site").rglob("*.*"):
        if made.is_file():
            assert b"anary" not in made.read_bytes(), made
