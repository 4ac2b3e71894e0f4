"""`openaccord build`."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openaccord.cli.checking import checked
from openaccord.cli.partnership import folder, today
from openaccord.cli.publishing import publish
from openaccord.cli.reporting import tell
from openaccord.cli.verifying import keep, verify
from openaccord.problems import Severity, Stop
from openaccord.reports.harmless import harmless

if TYPE_CHECKING:
    from openaccord.mkdocs_plugin import OpenAccordPlugin


@click.command()
@folder
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the site goes.  [default: DIR/site]",
)
@today
def command(folder: Path, site_dir: Path | None, today: date | None) -> None:
    """Build the public site of the partnership in DIR.

    The site is made beside the old one, its pages and links are verified, every page of the old one must
    still answer, and only then does it take the old one's place; on any failure the old site stays. A record
    with a problem gets a page that says what is wrong, and the exit status is 1.

    \b
    openaccord build
    openaccord build my-partnership --site-dir /srv/www/sharing
    """
    target = site_dir if site_dir is not None else folder / "site"
    with publish(target) as new:
        plugin = _build(folder, new, today)
        _require_folders(plugin)
        verify(new, plugin.site)
        keep(target, new)
    problems = plugin.site.loaded.problems
    tell(checked(folder, plugin.site.loaded), "text", None)
    click.echo(f"The site is in {target}/.")
    sys.exit(int(any(problem.severity is Severity.ERROR for problem in problems)))


def _require_folders(plugin: OpenAccordPlugin) -> None:
    """Raises Stop for a folder that could not be listed: all of its records would be gone from the site."""
    for found in plugin.site.loaded.problems:
        folder = plugin.root / found.place.file
        if found.code == "not-a-file" and folder.is_dir() and not folder.is_symlink():
            raise Stop(
                f"The folder {folder} could not be opened. Check that you may open it, then build again."
            )


def _build(root: Path, target: Path, today: date | None) -> OpenAccordPlugin:
    """Let MkDocs build into a folder; everything that stops it comes out as Stop."""
    if int(version("mkdocs").partition(".")[0]) >= 2:
        raise Stop(
            "openaccord needs MkDocs 1.6; this is MkDocs 2, which has no plugins. Run: pip install 'mkdocs<2'"
        )
    settings = root / "mkdocs.yml"
    if not settings.is_file():
        raise Stop(f"{root} has no mkdocs.yml. Begin a partnership with: openaccord init {root}")
    # Material prints a notice about MkDocs 2 at every build; we pin MkDocs below 2.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build  # noqa: PLC0415 - 0.6 s that no other command should pay
    from mkdocs.config import load_config  # noqa: PLC0415 - the same
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415 - the same

    # We tell the problems ourselves.
    logging.getLogger("mkdocs.plugins.openaccord").setLevel(logging.CRITICAL)
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    echo = _Echo()
    log.addHandler(echo)
    try:
        # The path is said twice, because MkDocs forgets the first where there is no standard input.
        config = load_config(str(settings), config_file_path=str(settings), site_dir=str(target))
        plugin: Any = config.plugins.get("openaccord")
        if plugin is None:
            raise Stop(f"{settings} does not list the plugin. Add to it:  plugins: [openaccord]")
        plugin.today = today
        plugin.progress = _progress
        build(config)
    except MkDocsException as error:
        # MkDocs logs what went wrong and then raises “Aborted”; what it logged is what a person needs.
        raise Stop(" ".join(echo.errors) or str(error)) from None
    finally:
        log.removeHandler(echo)
    return plugin  # type: ignore[no-any-return] # MkDocs knows it only as a plugin


class _Echo(logging.Handler):
    """Prints MkDocs' warnings, one line each, and keeps its errors."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = harmless(record.getMessage())
        if record.levelno >= logging.ERROR:
            self.errors.append(said)
        else:
            click.echo(f"mkdocs: {said}", err=True)


@contextmanager
def _progress(pages: Iterable[Any], length: int) -> Iterator[Iterable[Any]]:
    """A bar over the pages on a terminal, nothing in a log."""
    terminal = sys.stderr
    if terminal is None or not terminal.isatty():
        yield pages
        return
    with click.progressbar(pages, length=length, label="Writing pages", file=terminal, show_eta=False) as bar:
        yield bar
