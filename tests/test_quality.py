"""How complete and how right the records are: what is counted, for whom, and what is published of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from openaccord.loading import Loaded, load
from openaccord.model import Record
from openaccord.problems import CODES, Place, problem
from openaccord.record_types import RECORD_TYPES
from openaccord.rules.assessing import assess
from openaccord.site import Site
from openaccord.tree import Folder
from openaccord.views.completeness import Share, Standing, expectations
from openaccord.views.quality import quality

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
LARGEST = 300_000


def of(root: Path) -> Loaded:
    return assess(load(Folder(root)), TODAY)


@pytest.fixture(scope="module")
def full() -> Loaded:
    """A partnership with a record of each type in which every field is filled."""
    return of(HERE / "valid" / "every-field")


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Loaded]:
    """The frozen partnership with texts replaced in its files, loaded and assessed."""
    root = tmp_path / "anyshire"
    shutil.copytree(HERE / "partnership", root)

    def write(*changes: tuple[str, str, str]) -> Loaded:
        for file, old, new in changes:
            text = (root / file).read_text("utf-8")
            assert old in text
            (root / file).write_text(text.replace(old, new, 1), "utf-8")
        return of(root)

    return write


PARCELS = "protocols/agreements/food-parcels.yaml"
END = "review: {next: 2026-09}\n"
WRONG_DATES = f"{END}start_date: 2027-02-01\nend_date: 2027-01-01\n"


def standing(loaded: Loaded, record: Record, **data: Any) -> Standing:
    """How complete a record would be with other data; None takes a field away."""
    changed = {name: value for name, value in {**record.data, **data}.items() if value is not None}
    return expectations(loaded.partnership)[record.type.name].standing(replace(record, data=changed))


def paths(found: Standing) -> set[str]:
    return {fact.path for fact in found.missing}


def words(html: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("&nbsp;", " ").split())


# What is expected, and what counts as recorded.


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)
def test_each_expected_fact_is_missed_when_it_is_taken_away(kind: Any, full: Loaded) -> None:
    record = next(r for r in full.partnership.of(kind.name) if r.data.get("description", r.data))
    whole = standing(full, record)
    expected = {field.name for field in full.partnership.schemas[kind.name].fields if field.expected}
    assert expected
    for name in expected & set(record.data):
        found = standing(full, record, **{name: None})
        gone = {path for path in paths(found) if path.partition(".")[0] == name}
        assert paths(found) == paths(whole) | gone
        assert name in gone or found.expected < whole.expected
        assert found.share.recorded < whole.share.recorded


def test_what_is_false_or_nought_is_recorded_and_what_is_empty_is_not(full: Loaded) -> None:
    asset = full.partnership.of("information-asset")[0]
    audit = full.partnership.of("audit")[0]
    assert "personal_data" not in paths(standing(full, asset, personal_data=False))
    assert "open_actions" not in paths(standing(full, audit, open_actions=0))
    assert "information" in paths(standing(full, asset, information=[]))


def test_a_fact_in_a_list_is_recorded_when_every_entry_has_it(full: Loaded) -> None:
    agreement = full.partnership.of("agreement")[0]
    good = agreement.data["flows"][0]
    bare = {"from": good["from"], "to": good["to"]}
    within = {f"flows.{name}" for name in good} & {
        "flows.information",
        "flows.items",
        "flows.method",
        "flows.frequency",
        "flows.encrypted_in_transit",
    }
    assert len(within) == 5
    whole, one, none = (standing(full, agreement, flows=flows) for flows in ([good], [good, bare], None))
    assert paths(one) - paths(whole) == within
    assert paths(none) - paths(whole) == within | {"flows"}
    assert whole.expected == one.expected == none.expected


@pytest.mark.parametrize(
    ("kind", "fact", "saying"),
    [
        ("agreement", "people", {"regime": "non-personal"}),
        ("agreement", "review", {"status": "ended"}),
        ("retention-rule", "period", {"action": "retain-permanently"}),
        ("information-asset", "special_category", {"personal_data": False}),
        ("word", "review_interval", {"review_next": "2027-03"}),
    ],
)
def test_what_has_no_place_in_a_record_is_not_expected_of_it(
    kind: str, fact: str, saying: dict[str, Any], full: Loaded
) -> None:
    record = full.partnership.of(kind)[0]
    unlike = dict.fromkeys(saying) | ({"status": "in-force"} if "status" in saying else {})
    if kind == "agreement":
        unlike.setdefault("regime", "uk-gdpr")
    asked = standing(full, record, **{**unlike, fact: None})
    assert fact in paths(asked)
    unasked = standing(full, record, **{**unlike, **saying, fact: None})
    recorded = standing(full, record, **{**unlike, **saying})
    assert fact not in paths(unasked) | paths(recorded)
    assert recorded.share.recorded == unasked.share.recorded + 1
    assert recorded.expected == unasked.expected + 1


def test_a_text_in_another_language_only_is_recorded(full: Loaded) -> None:
    asset = full.partnership.of("information-asset")[0]
    assert "access" not in paths(standing(full, asset, access=None, access_cy="Pawb"))
    assert "access" in paths(standing(full, asset, access=None, access_cy=None))


def test_a_page_says_not_recorded_exactly_where_a_fact_is_missing(full: Loaded) -> None:
    for data in ({"personal_data": False}, {"personal_data": True}):
        asset = full.partnership.of("information-asset")[0]
        bare = {name: asset.data[name] for name in ("id", "title", "organisation")} | data
        records = {**full.partnership.records, "information-asset": {asset.id: replace(asset, data=bare)}}
        loaded = replace(full, partnership=replace(full.partnership, records=records))
        site = Site(loaded, TODAY)
        page = next(p.page.html for p in site.record_pages() if p.page.address == f"assets/{asset.id}/")
        missing = paths(standing(full, replace(asset, data=bare)))
        in_rows = {path for path in missing if not path.startswith("review")}
        assert page.count('class="unrecorded"') == len(in_rows) + 1  # and when it was last checked
        assert ("special_category" in missing) == data["personal_data"]


# Who answers, and for how much.


def test_an_agreement_counts_for_each_of_its_parties(written: Callable[..., Loaded]) -> None:
    loaded = written()
    found = quality(loaded)
    asked = expectations(loaded.partnership)
    advice = next(o for o in found.organisations if o.organisation.id == "anyshire-advice")
    own, parcels = (
        loaded.partnership.get(*key)
        for key in (("organisation", "anyshire-advice"), ("agreement", "food-parcels"))
    )
    shares = [asked[r.type.name].standing(r).share for r in (own, parcels) if r]
    assert advice.tally.records == len(shares) == 2
    assert advice.tally.share == Share(sum(s.recorded for s in shares), sum(s.expected for s in shares))


def test_the_whole_is_the_sum_of_the_types(written: Callable[..., Loaded]) -> None:
    found = quality(written((PARCELS, END, WRONG_DATES)))
    tallies = [of_type.tally for of_type in found.types]
    assert found.whole.records == sum(tally.records for tally in tallies)
    assert found.whole.share.expected == sum(tally.share.expected for tally in tallies)
    assert found.whole.share.recorded == sum(tally.share.recorded for tally in tallies)
    assert found.whole.errors == sum(tally.errors for tally in tallies) == 1


def test_nothing_expected_has_no_share() -> None:
    assert Share().percent is None
    assert Share(199, 200).percent == 99


def test_problems_are_counted_where_they_are(written: Callable[..., Loaded]) -> None:
    loaded = written(
        (PARCELS, END, WRONG_DATES),
        ("registers/organisations.yaml", "kind: police", "kind: polise"),
        ("registers/information-assets.csv", "id,title", "id,id"),
    )
    codes = {found.code: found for found in quality(loaded).codes}
    assert [record.id for record in codes["end-before-start"].records] == ["food-parcels"]
    assert [record.id for record in codes["not-in-list"].records] == ["anyshire-police"]
    assert (codes["csv-header"].number, codes["csv-header"].records) == (1, ())
    tallies = {o.organisation.id: o.tally for o in quality(loaded).organisations}
    assert (tallies["anyshire-council"].errors, tallies["anyshire-advice"].errors) == (1, 1)


# What is published.


def page(loaded: Loaded, language: str = "en") -> str:
    address = "quality/" if language == "en" else f"{language}/quality/"
    return next(made.html for made in Site(loaded, TODAY).pages() if made.address == address)


def test_the_page_says_when_nothing_is_wrong(written: Callable[..., Loaded]) -> None:
    said = words(page(written()))
    assert "The checks found nothing wrong." in said
    assert "No check is set aside." in said
    assert "Counted on 22 November 2026." in said
    assert "Counted in" in said


def test_a_warning_is_told_on_the_page_of_quality_and_not_on_the_record_s(
    written: Callable[..., Loaded],
) -> None:
    loaded = written(
        (PARCELS, END, WRONG_DATES),
        (
            "registers/partnership.yaml",
            "severities: {",
            "severities: {end-before-start: warning, ",
        ),
    )
    site = Site(loaded, TODAY)
    told = next(p.page.html for p in site.record_pages() if p.page.address == "agreements/food-parcels/")
    assert "Something is wrong with this record" not in told
    html = page(loaded)
    assert "1 warning end-before-start 1 record" in words(html)
    assert html.count('<a href="../agreements/food-parcels/">') == 2  # among the gaps, and below the code


def test_waivers_are_published_without_what_is_internal(written: Callable[..., Loaded]) -> None:
    waivers = (
        "waivers:\n"
        "  - {rule: end-before-start, reason: {en: Old dates., cy: Hen ddyddiadau.}, expires: 2026-11-21,\n"
        "     internal_reason: Canary}\n"
        "  - {rule: not-in-list, reason: Later., expires: 2026-11-22}\n"
    )
    loaded = written((PARCELS, END, WRONG_DATES + waivers))
    for language, expired, until in (
        (
            "en",
            "end-before-start Expired on 21 November 2026 Old dates.",
            "not-in-list until 22 November 2026",
        ),
        ("cy", "end-before-start Daeth i ben ar 21 Tachwedd 2026 Hen ddyddiadau.", "tan 22 Tachwedd 2026"),
    ):
        html = page(loaded, language)
        assert expired in words(html)
        assert until in words(html)
        assert "Canary" not in html
        assert not re.search(r"\bdays?\b", words(html).partition("set aside:")[2].partition("Food")[2])


def test_a_row_s_waivers_share_their_reason(written: Callable[..., Loaded]) -> None:
    row = "period: P6Y, action: destroy"
    more = f"{row}, waives: [not-in-list, wrong-type], waiver_reason: Said once."
    loaded = written(("registers/retention-rules.yaml", row, more))
    said = words(page(loaded))
    assert "not-in-list No last day wrong-type No last day Said once." in said
    assert said.count("Said once.") == 1


def test_an_organisation_s_page_says_how_complete_its_records_are(written: Callable[..., Loaded]) -> None:
    loaded = written()
    found = next(o for o in quality(loaded).organisations if o.organisation.id == "anyshire-advice").tally
    made = Site(loaded, TODAY).record_pages()
    html = next(p.page.html for p in made if p.page.address == "organisations/anyshire-advice/")
    figure = f"{found.share.recorded} of {found.share.expected} expected facts are recorded."
    assert f"{figure} Counted in 2 records that it answers for." in words(html)
    assert '<a href="../../quality/">' in html


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_page_stays_small_however_much_there_is_to_tell(language: str, full: Loaded) -> None:
    records = {name: dict(some) for name, some in full.partnership.records.items()}
    faults: dict[tuple[str, str], Any] = {}
    for name in ("agreement", "organisation", "information-asset", "word"):
        model = full.partnership.of(name)[0]
        for number in range(2500):
            data = {
                key: model.data[key] for key in model.data if key in ("kind", "status", "parties", "waivers")
            }
            data |= {"id": f"{name}-{number}", "title": f"A title of the usual length, number {number}"}
            data |= {key: model.data[key] for key in ("waives", "waiver_reason") if key in model.data}
            records[name][f"{name}-{number}"] = replace(model, id=f"{name}-{number}", data=data)
            told = CODES if number < 20 else ()
            faults[name, f"{name}-{number}"] = tuple(
                problem(code, Place(f"{name}.yaml", number + 1), "A fact.", "A remedy.") for code in told
            )
    loaded = replace(
        full,
        partnership=replace(full.partnership, records=records),
        faults=faults,
        problems=tuple(one for some in faults.values() for one in some),
    )
    html = page(loaded, language)
    assert len(html.encode()) < LARGEST
    assert len(html.encode()) > LARGEST // 10  # there is something to tell


# The same at the terminal.


@pytest.fixture
def summary(partnership: Path, openaccord: Callable[..., Any]) -> Callable[..., Any]:
    """What `check --summary` says of the frozen partnership with an agreement's end changed."""

    def run(end: str, *options: str) -> Any:
        text = (HERE / "partnership" / PARCELS).read_text("utf-8")
        (partnership / PARCELS).write_text(text.replace(END, end, 1), "utf-8")
        return openaccord("check", partnership, "--summary", *options, "--today", TODAY.isoformat())

    return run


WAIVED = (
    f"{WRONG_DATES}waivers:\n"
    "  - {rule: end-before-start, reason: Old dates., expires: 2026-11-21, internal_reason: Canary}\n"
)


def test_a_summary_counts_in_place_of_telling(summary: Callable[..., Any]) -> None:
    answer = summary(WAIVED)
    lines = answer.out.splitlines()
    assert (answer.status, answer.err) == (1, "")
    assert [line for line in lines if line.startswith("Sharing agreements ")] == [
        "Sharing agreements          2       1         1        23 of 46  50 %"
    ]
    assert "end-before-start      1  error    A record ends before it starts." in lines
    assert "end-before-start  2026-11-21 expired  agreement/food-parcels" in lines
    assert "Correct whichever" not in answer.out
    assert "Canary" not in answer.out


def test_a_summary_of_sound_records_says_nothing_of_problems(summary: Callable[..., Any]) -> None:
    answer = summary(END)
    assert answer.status == 0
    heads = [line.split()[0] for line in answer.out.splitlines() if "  " in line and line.split()[1:2]]
    assert "Register" in heads
    assert "Problem" not in heads
    assert "Waived" not in heads


def test_a_summary_fits_eighty_columns(summary: Callable[..., Any], partnership: Path) -> None:
    register = partnership / "registers" / "organisations.yaml"
    title = "The Joint Committee of Councils, Health Bodies and Police for Anyshire and Beyond [bold]"
    register.write_text(register.read_text("utf-8").replace("Anyshire Council", title, 1), "utf-8")
    long = "no-such-rule-" + "a" * 60
    answer = summary(f"{END}waivers: [{{rule: {long}, reason: Why., expires: 2027-01-31}}]\n")
    wide = [line for line in answer.out.partition("Waived")[0].splitlines() if len(line) > 80]
    assert wide == []
    said = " ".join(answer.out.split())
    assert "The Joint Committee" in said
    assert "[bold]" in said


def test_a_terminal_shows_the_same_figures(
    summary: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = summary(WAIVED)
    terminal = SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("openaccord.cli.summarising.sys", terminal)
    shown = summary(WAIVED)
    assert "──" in shown.out
    assert re.sub(r"[─\s]+", " ", shown.out).split() == plain.out.split()


def test_a_summary_tells_programs_the_same(summary: Callable[..., Any], partnership: Path) -> None:
    answer = summary(WAIVED, "--format", "json")
    told = json.loads(answer.out)
    found = quality(of(partnership))
    assert answer.status == 1
    assert told["all"] == {
        "records": found.whole.records,
        "errors": 1,
        "warnings": 1,
        "recorded": found.whole.share.recorded,
        "expected": found.whole.share.expected,
    }
    agreements = next(one for one in told["types"] if one["type"] == "agreement")
    assert agreements["missing"]["flows.method"] == 1
    assert [one["id"] for one in told["organisations"]] == [o.organisation.id for o in found.organisations]
    assert told["problems"][0]["records"] == [{"type": "agreement", "id": "food-parcels"}]
    assert told["waivers"] == [
        {
            "type": "agreement",
            "id": "food-parcels",
            "rule": "end-before-start",
            "expires": "2026-11-21",
            "expired": True,
        }
    ]
    assert "Canary" not in answer.out


@pytest.mark.parametrize("options", [("--format", "sarif"), ("--format", "json", "--output", "summary.json")])
def test_a_summary_is_text_or_json(options: tuple[str, ...], summary: Callable[..., Any]) -> None:
    answer = summary(END, *options)
    assert answer.status == 2
    assert "A summary is printed, as text or with --format json." in answer.err
