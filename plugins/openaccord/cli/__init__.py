"""The commands: parse, call, print."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import NoReturn

import click

from openaccord import __version__
from openaccord.cli.ending import ended

_COMMANDS = {
    "check": ("openaccord.cli.checking", "Check every record and say what is wrong and how to mend it."),
    "fmt": ("openaccord.cli.formatting", "Write the YAML files in one form; values and comments stay."),
    "build": ("openaccord.cli.building", "Build the public site; the old one stays if anything fails."),
    "review": ("openaccord.cli.reviewing", "Record that a review has begun, or what came of it."),
    "diff": ("openaccord.cli.comparing", "Say in words what changed between two commits or folders."),
    "due": ("openaccord.cli.due", "List the records whose review is overdue or comes next."),
    "remind": ("openaccord.cli.reminding", "Work out which reminders of reviews to open and to close."),
    "signoff": ("openaccord.cli.signing_off", "Tell which parties have not approved a proposal."),
    "codeowners": ("openaccord.cli.owning", "Write who is asked about a change, for the git host."),
    "init": ("openaccord.cli.beginning", "Begin a new partnership that builds at once."),
    "import": ("openaccord.cli.importing", "Turn CSV, TSV or XLSX into records by a mapping file."),
    "describe": ("openaccord.cli.describing", "Write the files by which other tools know the registers."),
}
"""Each command's module and its line in the help, so that the help needs none of the modules."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are called: the help must come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="openaccord")
def _group() -> None:
    """Publish who shares what information about whom, why, and under which law.

    Records lie in registers/ and protocols/ as YAML and CSV. Begin with “openaccord init my-partnership”,
    then change a record and run “openaccord check” and “openaccord build” in that folder.

    Exit status: 0 all is well, 1 there are problems, 2 the work could not go on.
    """


def main() -> NoReturn:
    """Run the command line."""
    # Records live as long as the command, so looking for dead ones after every 700 objects is wasted time.
    gc.set_threshold(100_000, 20, 100)
    sys.exit(ended(_run))


def _run() -> None:
    # Not by click's own main, which has other words and another status for what ends a program.
    with _group.make_context("openaccord", sys.argv[1:]) as context:
        _group.invoke(context)
