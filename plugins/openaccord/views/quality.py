"""How complete and how right the records are, by type, by organisation and by what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nlargest

from openaccord.loading import Loaded
from openaccord.model import Key, Record, Unpublished
from openaccord.problems import CODES, Place, Problem, Severity
from openaccord.record_types import RecordType
from openaccord.schemas import Schema
from openaccord.views.answering import answering
from openaccord.views.completeness import Expectation, Fact, Share, Standing, expectations

_WORST = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records there are, how complete they are, and what the checks found in them."""

    records: int
    share: Share
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class OfType:
    """A type's tally, and the facts that its records lack, the most frequent first."""

    kind: RecordType
    schema: Schema
    tally: Tally
    missing: tuple[tuple[Fact, int], ...]


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    """The tally of the records that an organisation answers for, its own among them."""

    organisation: Record
    tally: Tally


@dataclass(frozen=True, slots=True)
class OfCode:
    """A problem code with how often it was found, and the records in which it was.

    Records that cannot be shown are among them; what is wrong with a file as a whole is in none.
    """

    code: str
    severity: Severity
    meaning: str
    number: int
    records: tuple[Record | Unpublished, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of all records. `worst` are those that lack most; `incomplete` lack something."""

    whole: Tally
    types: tuple[OfType, ...]
    organisations: tuple[OfOrganisation, ...]
    codes: tuple[OfCode, ...]
    worst: tuple[tuple[Record, Standing], ...]
    incomplete: int


@dataclass(slots=True)
class _Count:
    """A tally while it is counted."""

    records: int = 0
    recorded: int = 0
    expected: int = 0
    found: Counter[Severity] = field(default_factory=Counter)

    def add(self, other: _Count) -> None:
        self.records += other.records
        self.recorded += other.recorded
        self.expected += other.expected

    def tally(self) -> Tally:
        share = Share(self.recorded, self.expected)
        return Tally(self.records, share, self.found[Severity.ERROR], self.found[Severity.WARNING])


@dataclass(slots=True)
class _Counting:
    """Everything that is counted, while it is."""

    whole: _Count = field(default_factory=_Count)
    types: dict[str, _Count] = field(default_factory=lambda: defaultdict(_Count))
    organisations: dict[str, _Count] = field(default_factory=lambda: defaultdict(_Count))
    lacking: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    incomplete: list[tuple[Record, Standing]] = field(default_factory=list)


def quality(loaded: Loaded) -> Quality:
    """Count everything once, in the order of the types."""
    partnership = loaded.partnership
    counting = _Counting()
    asked = expectations(partnership)
    for kind in partnership.types:
        _count_records(counting, kind, partnership.of(kind.name), asked[kind.name])
    codes = tuple(_codes(loaded, counting))
    return Quality(
        counting.whole.tally(),
        tuple(
            OfType(
                kind,
                partnership.schemas[kind.name],
                counting.types[kind.name].tally(),
                _most_lacking(asked[kind.name], counting.lacking[kind.name]),
            )
            for kind in partnership.types
            if kind.name in counting.types
        ),
        tuple(
            OfOrganisation(organisation, counting.organisations[organisation.id].tally())
            for organisation in partnership.of("organisation")
        ),
        codes,
        tuple(nlargest(_WORST, counting.incomplete, key=lambda pair: len(pair[1].missing))),
        len(counting.incomplete),
    )


def _count_records(
    counting: _Counting, kind: RecordType, records: Iterable[Record], asked: Expectation
) -> None:
    """How complete the records of a type are. Registers can have 100,000 rows: each is looked at once."""
    count, lacking = _Count(), counting.lacking[kind.name]
    for record in records:
        standing = asked.standing(record)
        missing, expected = standing
        count.records += 1
        count.expected += expected
        if missing:
            count.recorded -= len(missing)
            counting.incomplete.append((record, standing))
            lacking.update([fact.path for fact in missing])
        for organisation in answering(record):
            owned = counting.organisations[organisation]
            owned.records += 1
            owned.expected += expected
            owned.recorded += expected - len(missing)
    if count.records:
        count.recorded += count.expected
        counting.types[kind.name] = count
        counting.whole.add(count)


def _most_lacking(asked: Expectation, lacking: Counter[str]) -> tuple[tuple[Fact, int], ...]:
    named = {fact.path: fact for fact in asked.facts}
    return tuple((named[path], number) for path, number in lacking.most_common())


def _codes(loaded: Loaded, counting: _Counting) -> Iterator[OfCode]:
    """Every problem, counted for all that it concerns; errors first, then what was found most often."""
    where = _where(loaded)
    number: Counter[tuple[str, Severity]] = Counter()
    records: dict[str, dict[Key, Record | Unpublished]] = defaultdict(dict)
    for problem in loaded.problems:
        number[problem.code, problem.severity] += 1
        counting.whole.found[problem.severity] += 1
        key = where.get(_identity(problem))
        if key is None:
            continue
        counting.types[key[0]].found[problem.severity] += 1
        record = loaded.partnership.get(*key) or loaded.partnership.unpublished[key]
        if record.id:
            records[problem.code][key] = record
        if isinstance(record, Record):
            for organisation in answering(record):
                counting.organisations[organisation].found[problem.severity] += 1
    for (code, severity), found in sorted(number.items(), key=lambda one: (one[0][1], -one[1], one[0][0])):
        yield OfCode(code, severity, CODES[code].meaning, found, tuple(records[code].values()))


def _where(loaded: Loaded) -> dict[tuple[Place, str, str], Key]:
    """The record of each problem that has one, shown or not."""
    of_refused = ((key, refused.problems) for key, refused in loaded.partnership.unpublished.items())
    return {
        _identity(problem): key for key, some in (*loaded.faults.items(), *of_refused) for problem in some
    }


def _identity(problem: Problem) -> tuple[Place, str, str]:
    """What a problem is, however severe the partnership takes it."""
    return problem.place, problem.code, problem.message
