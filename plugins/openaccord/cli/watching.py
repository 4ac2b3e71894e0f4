"""Work done again whenever a file of records changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from openaccord.problems import Stop
from openaccord.reports.harmless import harmless

_FOLDERS = ("registers", "protocols", "schemas")
_CHANGES = ("created", "modified", "moved", "deleted")
_SETTLING = 0.2
"""Seconds after a change in which more of the same belong to it: editors write a file in several steps."""


def watch(root: Path, work: Callable[[], object]) -> NoReturn:
    """Do the work, and again after each change, until somebody presses Ctrl-C. What stops it is told, and the
    next change may mend it.
    """
    changed = _changes(root)
    while True:
        try:
            work()
        except Stop as stopped:
            click.echo(f"openaccord: {harmless(str(stopped))}", err=True)
        click.echo("Checked again when a file changes. Press Ctrl-C to end.\n")
        changed.wait()
        time.sleep(_SETTLING)
        changed.clear()


def _changes(root: Path) -> threading.Event:
    """What is set whenever a file changes. Reading a file is no change."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler  # noqa: PLC0415 - few checks watch
    from watchdog.observers import Observer  # noqa: PLC0415 - the same

    changed = threading.Event()

    class Noting(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in _CHANGES and not (event.is_directory and event.event_type == "modified"):
                changed.set()

    observer = Observer()
    observer.daemon = True
    for name in _FOLDERS:
        if (root / name).is_dir():
            observer.schedule(Noting(), str(root / name), recursive=True)
    observer.start()
    return changed
