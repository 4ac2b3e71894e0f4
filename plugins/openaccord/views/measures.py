"""How far each promise is kept, counted from the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from openaccord.model import Partnership, Record, text
from openaccord.review import add, in_date
from openaccord.schemas import code_list
from openaccord.sensitivity import high_risk
from openaccord.standing import (
    access_reviewed,
    askers,
    audit_interval,
    captured,
    captured_pairs,
    disposal_told,
    held_assets,
    last_audits,
    live_agreements,
    partners,
    signatories,
    signed,
    withdrawn,
)

Counted = Iterator[tuple[Record, bool]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A fraction: how many of the things counted keep a promise, and the records that fall short."""

    name: str
    kept: int
    total: int
    short: tuple[Record, ...]

    @property
    def percent(self) -> int | None:
        """The share that is kept in whole per cent, rounded down; None where there is nothing to count."""
        return self.kept * 100 // self.total if self.total else None


def measure(name: str, partnership: Partnership, today: date) -> Measure:
    """Compute a measure. KeyError for a name that is not in MEASURES."""
    counted = list(MEASURES[name](partnership, today))
    kept = sum(1 for _, good in counted if good)
    short = {(record.type.name, record.id): record for record, good in counted if not good}
    return Measure(name, kept, len(counted), tuple(short.values()))


def _personal(agreements: Iterable[Record]) -> list[Record]:
    return [a for a in agreements if a.data.get("regime") != "non-personal"]


def _having(records: Iterable[Record], *names: str) -> Counted:
    for record in records:
        yield record, all(name in record.data for name in names)


def _partners_signed(partnership: Partnership, today: date) -> Counted:
    bound = {
        organisation
        for protocol in partnership.of("protocol")
        if protocol.data["status"] == "in-force"
        for organisation in signatories(protocol, today)
    }
    for organisation in partners(partnership):
        yield organisation, organisation.id in bound


def _agreements_signed(partnership: Partnership, today: date) -> Counted:
    for agreement in live_agreements(partnership):
        yield (
            agreement,
            all(
                signed(party, today)
                for party in agreement.data["parties"]
                if party.get("role") != "recipient" and not withdrawn(party, today)
            ),
        )


def _agreements_in_date(partnership: Partnership, today: date) -> Counted:
    for agreement in live_agreements(partnership):
        yield agreement, in_date(agreement, today)


def _assets_with_owner(partnership: Partnership, _today: date) -> Counted:
    yield from _having(held_assets(partnership), "owner_role")


def _assets_in_date(partnership: Partnership, today: date) -> Counted:
    for asset in held_assets(partnership):
        yield asset, in_date(asset, today)


def _assets_with_retention(partnership: Partnership, _today: date) -> Counted:
    yield from _having(held_assets(partnership), "retention_rule")


def _assets_described(partnership: Partnership, _today: date) -> Counted:
    names = ("classification", "captured_from", "created_from", "location", "format", "transmission")
    yield from _having(held_assets(partnership), *names)


def _copies_consistent(partnership: Partnership, _today: date) -> Counted:
    copies = [asset for asset in held_assets(partnership) if "copy_of" in asset.data]
    yield from _having(copies, "consistency_mechanism")


def _captured_once(partnership: Partnership, _today: date) -> Counted:
    """An asset falls short where another organisation asks the same people for the same information."""
    assets = captured(partnership)
    asked = askers(assets)
    for asset in assets:
        yield asset, all(len(asked[pair]) == 1 for pair in captured_pairs(asset))


def _captured_at_source(partnership: Partnership, _today: date) -> Counted:
    for asset in held_assets(partnership):
        if "captured_from" in asset.data:
            yield asset, asset.data["captured_from"] in ("individual", "observation")


def _flows(partnership: Partnership, name: str, good: Callable[[object], bool]) -> Counted:
    """Each flow of the agreements in force: kept when its field's value is good."""
    for agreement in live_agreements(partnership):
        for flow in agreement.data.get("flows", ()):
            yield agreement, good(flow.get(name))


def _flows_without_rekeying(partnership: Partnership, _today: date) -> Counted:
    yield from _flows(partnership, "method", lambda method: method not in (None, "manual-rekeying"))


def _flows_encrypted(partnership: Partnership, _today: date) -> Counted:
    yield from _flows(partnership, "encrypted_in_transit", lambda encrypted: encrypted is True)


def _agreements_with_gateway(partnership: Partnership, _today: date) -> Counted:
    for agreement in _personal(live_agreements(partnership)):
        yield agreement, bool(agreement.data.get("lawful_basis", {}).get("gateways"))


def _agreements_with_dpia(partnership: Partnership, _today: date) -> Counted:
    risky = high_risk(partnership)
    for agreement in _personal(live_agreements(partnership)):
        if risky(agreement):
            yield agreement, agreement.data.get("dpia", {}).get("status") == "done"


def _partners_audited(partnership: Partnership, today: date) -> Counted:
    intervals = [i for i in map(audit_interval, partnership.of("protocol")) if i is not None]
    if not intervals:
        return
    audits = last_audits(partnership, today)
    for organisation in partners(partnership):
        last = audits.get(organisation.id)
        yield organisation, last is not None and add(last, intervals[0]) >= today


def _strong_authentication(partnership: Partnership, _today: date) -> Counted:
    """Organisations with access arrangements: kept when each of them asks for more than a password."""
    weak = {a.data["organisation"] for a in partnership.of("access-arrangement") if not _strong(a)}
    arranged = {a.data["organisation"] for a in partnership.of("access-arrangement")}
    for organisation in partnership.of("organisation"):
        if organisation.id in arranged:
            yield organisation, organisation.id not in weak


def _strong(access: Record) -> bool:
    return access.data.get("authentication") in ("mfa", "smartcard", "single-sign-on-mfa")


def _access_reviewed(partnership: Partnership, today: date) -> Counted:
    for access in partnership.of("access-arrangement"):
        yield access, access_reviewed(partnership, access, today)


def _training_completed(partnership: Partnership, _today: date) -> Counted:
    """Training records: kept where at least 95 in 100 of the audience have completed it."""
    for training in partnership.of("training-record"):
        yield training, training.data.get("completed_percent", 0) >= 95


def _publication_classes(partnership: Partnership, _today: date) -> Counted:
    """Each of the seven classes for each public authority: kept when it publishes something there."""
    classes: dict[str, set[str]] = defaultdict(set)
    for entry in partnership.of("publication-entry"):
        classes[entry.data["organisation"]].add(entry.data["class"])
    for organisation in partners(partnership):
        if organisation.data.get("public_authority"):
            for publication_class in code_list("publication-class"):
                yield organisation, publication_class in classes[organisation.id]


def _endings_with_disposal(partnership: Partnership, _today: date) -> Counted:
    yield from disposal_told(partnership)


def _rights_routes(partnership: Partnership, _today: date) -> Counted:
    yield from _having(partners(partnership), "rights_url", "complaints_url")


def _plain_english(partnership: Partnership, _today: date) -> Counted:
    for agreement in partnership.of("agreement"):
        yield agreement, "summary" in agreement.data


def _translated(partnership: Partnership, _today: date) -> Counted:
    default, *further = partnership.languages
    if not further:
        return
    for name in ("protocol", "agreement", "situation", "organisation"):
        for record in partnership.of(name):
            yield record, all(text(record.data, "title", lang, default)[1] == lang for lang in further)


MEASURES: dict[str, Callable[[Partnership, date], Counted]] = {
    "partners-signed": _partners_signed,
    "agreements-signed": _agreements_signed,
    "agreements-in-date": _agreements_in_date,
    "assets-with-owner": _assets_with_owner,
    "assets-in-date": _assets_in_date,
    "assets-with-retention": _assets_with_retention,
    "copies-consistent": _copies_consistent,
    "captured-once": _captured_once,
    "flows-without-rekeying": _flows_without_rekeying,
    "flows-encrypted": _flows_encrypted,
    "agreements-with-gateway": _agreements_with_gateway,
    "agreements-with-dpia": _agreements_with_dpia,
    "partners-audited": _partners_audited,
    "strong-authentication": _strong_authentication,
    "access-reviewed": _access_reviewed,
    "training-completed": _training_completed,
    "publication-classes": _publication_classes,
    "endings-with-disposal": _endings_with_disposal,
    "rights-routes": _rights_routes,
    "plain-english": _plain_english,
    "translated": _translated,
    "assets-described": _assets_described,
    "captured-at-source": _captured_at_source,
}
"""Every measure that a principle may name, by its code."""
