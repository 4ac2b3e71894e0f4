"""The publication scheme: by the classes that the regulator names, and by organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from openaccord.model import Record
from openaccord.pages.arranging import BY_ORGANISATION, arranged
from openaccord.pages.known import Known
from openaccord.pages.lists import PAGE_LENGTH, columns, refused, split
from openaccord.pages.page import Page, leaf
from openaccord.rendering.pages import Press
from openaccord.schemas import code_list
from openaccord.standing import partners

_TYPE = "publication-entry"
_CLASSES, _ORGANISATIONS = "classes/", "organisations/"
_COLUMNS = ("url", "frequency", "last_published")


@dataclass(frozen=True, slots=True)
class Publisher:
    """What an organisation publishes: how many entries, in how many classes, and where the first one is."""

    organisation: Record
    entries: int
    classes: int
    address: str


def publication_scheme(known: Known, press: Press) -> Iterator[Page]:
    """The overview, a list for each class, and one by organisation."""
    kind = next(kind for kind in known.partnership.types if kind.name == _TYPE)
    schema = known.partnership.schemas[_TYPE]
    entries = known.partnership.of(_TYPE)
    numbers = Counter(entry.data["class"] for entry in entries)
    late = _late(known)
    trail = [(f"{kind.address}/", press.words.say(schema.many))]
    home = f"{kind.address}/"
    yield leaf(
        press,
        home,
        "publication-scheme",
        (press.words.say(schema.many), press.words.say(schema.description)),
        classes=[(code, numbers[code]) for code in code_list("publication-class")],
        publishers=list(_publishers(known, press, f"{home}{_ORGANISATIONS}")),
        silent=_silent(known),
        total=len(entries),
        refused=refused(known, kind),
    )
    for code in code_list("publication-class"):
        yield from split(
            press,
            f"{home}{_CLASSES}{code}/",
            "sublist",
            (press.words.label("publication-class", code), press.words.gloss("publication-class", code)),
            arranged(press, (entry for entry in entries if entry.data["class"] == code), BY_ORGANISATION),
            title=press.words.label("publication-class", code),
            said=press.words.gloss("publication-class", code),
            columns=columns(schema, _COLUMNS),
            late=late,
            trail=trail,
        )
    called = press.words.say("What each organisation publishes")
    yield from split(
        press,
        f"{home}{_ORGANISATIONS}",
        "sublist",
        (called, ""),
        arranged(press, entries, BY_ORGANISATION),
        title=called,
        said="",
        columns=columns(schema, ("class", *_COLUMNS)),
        late=late,
        trail=trail,
    )


def _publishers(known: Known, press: Press, address: str) -> Iterator[Publisher]:
    """Every organisation that publishes something, in the order of the list that shows it."""
    shown = arranged(press, known.partnership.of(_TYPE), BY_ORGANISATION)
    classes: dict[str, Counter[str]] = {}
    ways: dict[str, str] = {}
    for place, (heading, entry) in enumerate(shown):
        page = place // PAGE_LENGTH + 1
        way = f"{address}page-{page}/" if page > 1 else address
        ways.setdefault(heading.value, f"{way}#{heading.anchor}")
        classes.setdefault(heading.value, Counter())[entry.data["class"]] += 1
    for organisation, found in classes.items():
        record = known.partnership.get("organisation", organisation)
        if record is not None:
            yield Publisher(record, found.total(), len(found), ways[organisation])


def _silent(known: Known) -> list[Record]:
    """The public authorities among the partners of which no entry is recorded."""
    publishing = {entry.data["organisation"] for entry in known.partnership.of(_TYPE)}
    found = partners(known.partnership)
    return [one for one in found if one.data.get("public_authority") and one.id not in publishing]


def _late(known: Known) -> frozenset[str]:
    """The ids of the entries that should have been published anew by now."""
    return frozenset(
        record_id
        for (kind, record_id), problems in known.loaded.faults.items()
        if kind == _TYPE and any(problem.code == "publication-late" for problem in problems)
    )
