"""Who is asked about a change of each file, as git hosts read it (CODEOWNERS)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openaccord.layout import SETTINGS
from openaccord.model import Partnership, Record, text
from openaccord.views.signing import signers

_HEAD = "# Made by “openaccord codeowners” from parties and teams. Make it anew when they change."


def codeowners(partnership: Partnership, host: str, folder: str = "") -> str:
    """The file for “github” or “gitlab”. `folder` is that of the partnership: "" or “records/”.

    On GitHub a line names the teams of all parties, of which one suffices. On GitLab each organisation has a
    section of its own, of which each asks for an approval. The settings say who the teams are, so all teams
    own them.
    """
    teams: Mapping[str, Sequence[str]] = partnership.settings.get("teams", {})
    before = f"/{folder}"
    lines = _github if host == "github" else _gitlab
    said = [_HEAD, *lines(partnership, teams, before)]
    return "\n".join(said) + "\n"


def _github(partnership: Partnership, teams: Mapping[str, Sequence[str]], before: str) -> Iterator[str]:
    everybody = sorted({team for some in teams.values() for team in some})
    if everybody:
        yield f"{_path(before, SETTINGS)} {' '.join(everybody)}"
    for record in _signed(partnership):
        owners = dict.fromkeys(team for one in signers(record) for team in teams.get(one, ()))
        if owners:
            yield f"{_path(before, record.file)} {' '.join(owners)}"


def _gitlab(partnership: Partnership, teams: Mapping[str, Sequence[str]], before: str) -> Iterator[str]:
    language = partnership.languages[0]
    for organisation, own in sorted(teams.items()):
        record = partnership.get("organisation", organisation)
        title = text(record.data, "title", language, language)[0] if record else organisation
        yield ""
        yield f"[{title.replace('[', '(').replace(']', ')')}] {' '.join(own)}"
        yield _path(before, SETTINGS)
        yield from (
            _path(before, record.file) for record in _signed(partnership) if organisation in signers(record)
        )


def _signed(partnership: Partnership) -> list[Record]:
    return [*partnership.of("protocol"), *partnership.of("agreement")]


def _path(before: str, file: str) -> str:
    return f"{before}{file}".replace(" ", "\\ ")
