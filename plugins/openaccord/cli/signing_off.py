"""`openaccord signoff`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from openaccord.approvals import approvers, teams_of
from openaccord.cli.answers import answer
from openaccord.cli.comparing import read_both
from openaccord.reports.signoffs import signoff_markdown, signoff_text
from openaccord.signoff import sign_off

_Command = TypeVar("_Command", bound=Callable[..., object])
_FORMATS = {"text": signoff_text, "markdown": signoff_markdown}


def _file(name: str, what: str) -> Callable[[_Command], _Command]:
    return click.option(name, type=click.Path(path_type=Path), metavar="FILE", help=what)


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", default=".")
@_file("--approvals", "What the host says of the proposal: GitHub's reviews or GitLab's approvals, as JSON.")
@_file("--members", 'Who is in each team, as JSON: {"@anyshire/council": ["account"]}.')
@click.option("--author", metavar="ACCOUNT", help="Who proposes the change, and so agrees to it.")
@click.option("--commit", metavar="ID", default="", help="Count only approvals of this commit. GitHub only.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True)
def command(  # noqa: PLR0913, PLR0917 - click passes every option by name
    base: str,
    head: str,
    approvals: Path | None,
    members: Path | None,
    author: str | None,
    commit: str,
    form: str,
) -> None:
    """Tell which parties of the changed agreements and protocols have not approved a proposal.

    BASE and HEAD are folders or commits, as for “openaccord diff”. Asked are the parties, before and after,
    of what changes in a way that asks for signatures. Their teams are those in registers/partnership.yaml of
    BASE. The exit status is 1 while somebody is missing. No account is named.

    \b
    openaccord signoff main
    openaccord signoff main --approvals reviews.json --members members.json --author "$AUTHOR"
    """
    before, after = read_both(base, head)
    accounts = approvers(answer(approvals), commit) if approvals is not None else frozenset()
    if author:
        accounts |= {author.lower()}
    in_teams = teams_of(answer(members)) if members is not None else {}
    found = list(sign_off(before, after, accounts, in_teams))
    click.echo(_FORMATS[form](found, after.partnership))
    sys.exit(int(any(not one.agreed for _, asked in found for one in asked)))
