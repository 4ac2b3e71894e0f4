"""Which organisations have agreed to a proposal that asks for their signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openaccord.changes.between import changes, fields_of, side_of
from openaccord.loading import Loaded
from openaccord.model import Record
from openaccord.views.signing import signers


@dataclass(frozen=True, slots=True)
class Asked:
    """An organisation that a change of a record asks, its teams, and whether one of them has agreed."""

    organisation: str
    teams: tuple[str, ...]
    agreed: bool


def sign_off(
    before: Loaded, after: Loaded, accounts: frozenset[str], members: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Record, tuple[Asked, ...]]]:
    """Each agreement and protocol whose change asks for signatures, with everybody who has to agree.

    Those are the organisations that were party to it and those that would be. Their teams are those of the
    settings before the change, so that no proposal can choose who agrees to it.
    """
    teams: Mapping[str, list[str]] = before.partnership.settings.get("teams", {})
    for kind, record_id in _changed(before, after):
        was, will = (side.partnership.get(kind, record_id) for side in (before, after))
        record = will or was
        if record is None:
            continue
        organisations = dict.fromkeys([*(signers(was) if was else ()), *(signers(will) if will else ())])
        yield (
            record,
            tuple(_asked(one, tuple(teams.get(one, ())), accounts, members) for one in organisations),
        )


def _changed(before: Loaded, after: Loaded) -> list[tuple[str, str]]:
    schemas = {**before.partnership.schemas, **after.partnership.schemas}
    found = changes(side_of(before), side_of(after), fields_of(schemas))
    asking = {(one.type, one.id) for one in found if "signatures" in one.asks}
    return sorted(key for key in asking if key[0] in ("agreement", "protocol"))


def _asked(
    organisation: str,
    teams: tuple[str, ...],
    accounts: frozenset[str],
    members: Mapping[str, frozenset[str]],
) -> Asked:
    agreed = any(not accounts.isdisjoint(members.get(team.lower(), ())) for team in teams)
    return Asked(organisation, teams, agreed)
