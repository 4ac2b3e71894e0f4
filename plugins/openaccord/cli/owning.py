"""`openaccord codeowners`."""

from __future__ import annotations

from pathlib import Path

import click

from openaccord.cli.partnership import folder, read
from openaccord.cli.reporting import folder_in_repository
from openaccord.exports.codeowners import codeowners
from openaccord.problems import Stop
from openaccord.reports.harmless import harmless


@click.command()
@folder
@click.option("--host", type=click.Choice(["github", "gitlab"]), required=True, help="Whose form to write.")
def command(folder: Path, host: str) -> None:
    """Write who is asked about a change of each agreement and protocol, as a CODEOWNERS file.

    The owners are the teams of the parties, from teams in registers/partnership.yaml. On GitHub one owner of
    a file suffices, whichever party it is of: “openaccord signoff” tells which parties are missing.

    \b
    openaccord codeowners --host github > .github/CODEOWNERS
    openaccord codeowners --host gitlab > CODEOWNERS
    """
    partnership = read(folder).partnership
    teams = partnership.settings.get("teams", {})
    if not teams:
        raise Stop("No organisation has a team: name them under teams in registers/partnership.yaml.")
    unknown = [one for one in teams if partnership.get("organisation", one) is None]
    if unknown:
        raise Stop(f"teams in registers/partnership.yaml: there is no organisation “{harmless(unknown[0])}”.")
    click.echo(codeowners(partnership, host, folder_in_repository(folder)), nl=False)
