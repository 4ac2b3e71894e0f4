"""Who has approved a proposal, as a git host tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openaccord.pagination import listed
from openaccord.problems import Stop

_NEITHER = "The approvals are neither GitHub's reviews nor GitLab's approvals."
_TAKEN_BACK = frozenset({"CHANGES_REQUESTED", "DISMISSED"})


def approvers(value: Any, commit: str = "") -> frozenset[str]:
    """The accounts, in lower case, whose approval stands.

    `value` is GitHub's list of a pull request's reviews, oldest first, in pages or not, or GitLab's approvals
    of a merge request. With a commit, approvals of another one do not count; only GitHub tells which it was.
    Raises Stop for anything else.
    """
    if isinstance(value, dict) and "approved_by" in value:
        return frozenset(_account(one, "username") for one in value["approved_by"])
    standing: dict[str, bool] = {}
    for review in listed(value, _NEITHER):
        state = str(review.get("state", "")).upper()
        if state == "APPROVED":
            standing[_account(review, "login")] = commit in ("", review.get("commit_id"))
        elif state in _TAKEN_BACK:
            standing[_account(review, "login")] = False
    return frozenset(name for name, stands in standing.items() if stands)


def teams_of(value: Any) -> Mapping[str, frozenset[str]]:
    """The accounts in each team, by the team's handle, all in lower case. Raises Stop for another shape."""
    if not isinstance(value, dict) or not all(isinstance(names, list) for names in value.values()):
        raise Stop('The members are not as they should be: {"@anyshire/council": ["account", …], …}.')
    return {
        str(team).lower(): frozenset(str(name).lower() for name in names) for team, names in value.items()
    }


def _account(one: Any, name: str) -> str:
    user = one.get("user") if isinstance(one, dict) else None
    if not isinstance(user, dict):
        raise Stop(_NEITHER)
    return str(user.get(name, "")).lower()
