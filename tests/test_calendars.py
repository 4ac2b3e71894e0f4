"""Calendars and badges of reviews, as other programs read them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from openaccord.exports.badge import badge
from openaccord.exports.calendar import Event, calendar, written
from openaccord.loading import load
from openaccord.site import Site
from openaccord.sources.text import FORBIDDEN
from openaccord.tree import Folder

Run = Callable[..., Any]

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
ROOT = HERE.parent
SVG = "{http://www.w3.org/2000/svg}"


@cache
def files() -> dict[str, str]:
    """Every calendar and badge of the example, by its path."""
    made = Site(load(Folder(ROOT)), TODAY).files()
    return {path: text for path, text in made if path.endswith((".ics", ".svg"))}


def calendars() -> list[str]:
    return [path for path in files() if path.endswith(".ics")]


def events(text: str) -> list[Any]:
    """A calendar's events, read by icalendar, which refuses none of its lines."""
    read = icalendar.Calendar.from_ical(text)
    assert read.errors == []
    return list(read.walk("VEVENT"))


def test_two_programs_read_the_same_from_each_calendar() -> None:
    assert len(calendars()) > 50
    for path in calendars():
        one = [
            (str(event["UID"]), event["DTSTART"].dt, str(event["SUMMARY"]), str(event["DESCRIPTION"]))
            for event in events(files()[path])
        ]
        other = [
            (event.uid.value, event.dtstart.value, event.summary.value, event.description.value)
            for event in vobject.readOne(files()[path]).vevent_list
        ]
        assert one == other
        assert len({uid for uid, *_ in one}) == len(one), path
        assert all(event["DTSTAMP"].dt.date() == TODAY for event in events(files()[path]))


def test_a_calendar_has_the_due_reviews_of_those_whom_it_is_of() -> None:
    every = {str(event["UID"]): event for event in events(files()["reviews.ics"])}
    early = "agreement-early-help-for-families@www.anyshire-partnership.example"
    assert every[early]["DTSTART"].dt == date(2027, 6, 9)
    assert str(every[early]["SUMMARY"]) == "Review due: Helping families early"
    assert str(every[early]["URL"]).endswith(".example/agreements/early-help-for-families/")
    (alone,) = events(files()["agreements/early-help-for-families/reviews.ics"])
    assert str(alone["UID"]) == early
    (welsh,) = events(files()["cy/agreements/early-help-for-families/reviews.ics"])
    assert str(welsh["SUMMARY"]) == "Adolygiad i'w wneud: Helpu teuluoedd yn gynnar"
    assert str(welsh["URL"]).endswith(".example/cy/agreements/early-help-for-families/")
    council = {str(event["UID"]) for event in events(files()["organisations/anyshire-council/reviews.ics"])}
    assert early in council < set(every)
    # What has ended, and what is being reviewed, is due on no day.
    assert not any(uid.startswith(("agreement-early-help-2019@", "agreement-support-for")) for uid in every)


def test_every_page_leads_to_its_calendar_and_every_calendar_has_its_link() -> None:
    site = Site(load(Folder(ROOT)), TODAY)
    linked = {
        f"{made.page.address}reviews.ics"
        for made in site.record_pages()
        if 'href="reviews.ics"' in made.page.html
    }
    linked |= {
        f"{page.address.removesuffix('reviews/')}reviews.ics"
        for page in site.pages()
        if 'href="../reviews.ics"' in page.html
    }
    assert linked == set(calendars())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120).filter(
    lambda text: not FORBIDDEN.search(text)
)


@settings(max_examples=60, deadline=None)
@given(summary=TEXTS, name=TEXTS)
def test_any_text_is_read_back_and_no_line_is_too_long(summary: str, name: str) -> None:
    event = Event("a-b@c.example", date(2027, 3, 1), summary, "x" * 70 + summary)
    text = calendar(name, [written(event, TODAY)])
    (read,) = events(text)
    wanted = re.sub(r"\r\n|\r", "\n", summary)
    assert str(read["SUMMARY"]) == wanted
    assert str(read["DESCRIPTION"]) == "x" * 70 + wanted
    lines = text.split("\r\n")
    assert not re.search("[\r\n]", "".join(lines))
    assert max(len(line.encode()) for line in lines) <= 75


def test_a_badge_has_a_date_and_no_word_that_goes_stale() -> None:
    badges = {path: ET.fromstring(text) for path, text in files().items() if path.endswith(".svg")}
    assert len(badges) == 2 * len(load(Folder(ROOT)).partnership.of("agreement"))
    said = {path: [one.text for one in root.iter(f"{SVG}text")] for path, root in badges.items()}
    early = "agreements/early-help-for-families/review.svg"
    assert said[early] == ["Sharing agreement", "Review due by 9 June 2027"]
    assert said[f"cy/{early}"][1] == "Adolygiad i'w gynnal erbyn 9 Mehefin 2027"
    assert badges[early].findtext(f"{SVG}title") == (
        "Sharing agreement: Helping families early. Review due by 9 June 2027."
    )
    assert {tag for _, tag in said.values() if not re.search("[0-9]", str(tag))} == {
        "Being reviewed",
        "Ended",
        "No review date",
        "Yn cael ei adolygu",
        "Wedi dod i ben",
        "Dim dyddiad adolygu",
    }
    assert any(str(tag).startswith("Review overdue: ") for _, tag in said.values())


@settings(max_examples=30, deadline=None)
@given(title=TEXTS)
def test_a_badge_is_well_formed_whatever_the_title(title: str) -> None:
    root = ET.fromstring(badge("A", "B", title, colour="#000", language="en"))
    assert root.findtext(f"{SVG}title") == title.replace("\r\n", "\n").replace("\r", "\n")
    assert [element.tag.removeprefix(SVG) for element in root.iter()].count("script") == 0


# The command.

AT = ("--today", "2026-11-22")


def test_the_command_writes_a_calendar_and_stops_where_it_would_be_empty(openaccord: Run) -> None:
    answer = openaccord("due", ROOT, "--within", "P5Y", "--format", "ics", *AT)
    assert len(events(answer.out)) == len(events(files()["reviews.ics"]))
    answer = openaccord("due", HERE / "valid" / "minimal", "--format", "ics", *AT)
    assert (answer.status, answer.out) == (2, "")
    assert "cannot be empty" in answer.err


def test_a_table_has_the_columns_of_the_json(openaccord: Run) -> None:
    told = json.loads(openaccord("due", ROOT, "--format", "json", *AT).out)["reviews"]
    rows = list(csv.DictReader(io.StringIO(openaccord("due", ROOT, "--format", "csv", *AT).out)))
    assert rows == [
        {name: ";".join(to) if isinstance(to, list) else str(to) for name, to in one.items()} for one in told
    ]
    assert len(rows) > 5


def test_one_organisation_sees_what_it_answers_for(openaccord: Run) -> None:
    mine = ("--organisation", "anyshire-council", "--within", "P1Y")
    told = json.loads(openaccord("due", ROOT, "--format", "json", *mine, *AT).out)["reviews"]
    assert told
    assert all("anyshire-council" in one["organisations"] for one in told)
    answer = openaccord("due", ROOT, "--organisation", "anyshire-concil", *AT)
    assert (answer.status, "Did you mean “anyshire-council”?" in answer.err) == (2, True)


def test_markdown_says_only_what_it_says(partnership: Path, openaccord: Run) -> None:
    file = partnership / "registers" / "organisations.yaml"
    text = file.read_text("utf-8").replace(
        "title: Anyshire Council", "title: '@team | <b>[x](http://y) #7'", 1
    )
    file.write_text(text, "utf-8")
    answer = openaccord("due", partnership, "--within", "P5Y", "--format", "markdown", *AT)
    assert "| due by | | record | who answers |" in answer.out
    assert "\\<\N{ZERO WIDTH SPACE}b\\>\\[x\\]" in answer.out
    assert "@team" not in answer.out
    assert "<b>" not in answer.out
