"""The pages that sum the records up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from openaccord.model import Record
from openaccord.pages.known import Known
from openaccord.pages.page import Page, view
from openaccord.rendering.pages import Press
from openaccord.rules.waivers import Waiver, waivers


def promises(known: Known, press: Press) -> Iterator[Page]:
    """Each principle with its measures."""
    told = [(promise.protocol, promise.principles) for promise in known.promises]
    yield view(press, "promises", press.words.say("Are the promises kept?"), promises=told, today=known.today)


def quality(known: Known, press: Press) -> Iterator[Page]:
    """How complete and how right the records are, and what they waive."""
    waived = [(record, list(some)) for record, some in groupby(waivers(known.partnership), _whose)]
    title = press.words.say("Are the records complete and right?")
    yield view(press, "quality", title, quality=known.quality, waived=waived, today=known.today)


def _whose(waiver: Waiver) -> Record:
    return waiver.record


def data(known: Known, press: Press) -> Iterator[Page]:
    """Every download."""
    yield view(press, "data", press.words.say("Data"), sets=known.counts())
