"""How the program ends: one line and an exit status, whatever happened."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NoReturn

import click

from openaccord.problems import Stop
from openaccord.reports.harmless import harmless

DEBUG = "OPENACCORD_DEBUG"
"""Set to anything, it shows where in the program an unexpected error came from."""

_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")


def ended(work: Callable[[], object]) -> int:
    """Do the work and give the exit status: its own, 2 for what cannot go on, 128 and more for a signal."""
    try:
        with _signals():
            return _done(work)
    except Stop as stop:
        return _say(stop, str(stop), 2)
    except KeyboardInterrupt as stopped:
        number = stopped.args[0] if stopped.args else signal.SIGINT
        return _say(stopped, "Stopped.", 128 + number)
    except BrokenPipeError:  # who read the output, such as “head”, has seen enough
        _discard_output()
        return 128 + 13
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return _say(error, _fact(error), 2)


def _fact(error: Exception) -> str:
    """What happened, in a sentence."""
    if isinstance(error, MemoryError):
        return "There was not enough memory."
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"The work could not go on: {error.strerror or error}{where}."
    fact = f"Something happened that openaccord did not expect: {type(error).__name__}: {error}."
    return f"{fact} To see where, set {DEBUG}=1 and run the command again; please report what it says."


def _done(work: Callable[[], object]) -> int:
    """The status with which click's commands end."""
    free = os.open(os.devnull, os.O_RDWR)
    while free <= 2:  # or else a file of the site would be opened where a library writes its warnings
        free = os.open(os.devnull, os.O_RDWR)
    os.close(free)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal need not know every letter
    try:
        os.getcwd()  # noqa: PTH109 - Path.cwd() is the same
    except FileNotFoundError:
        raise Stop("The folder that you are in was deleted. Go to another one and try again.") from None
    try:
        work()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _say(error: BaseException, fact: str, status: int) -> int:
    """One line on what happened, with what was noted about it on its way, as terminal or CI shows it best."""
    _discard_output()
    said = " ".join(filter(None, [fact, *getattr(error, "__notes__", ())]))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from openaccord.reports.problems_github import stop_github  # noqa: PLC0415 - only GitHub needs it

        line = stop_github(said)
    else:
        line = f"openaccord: {harmless(said)}"
    with suppress(OSError):  # nobody may be listening
        click.echo(line, err=True)
    return status


def _discard_output() -> None:
    """Have Python write nothing more when it ends, where that would fail once again."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        with suppress(OSError, io.UnsupportedOperation):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _signals() -> Iterator[None]:
    """A signal to stop raises KeyboardInterrupt, so that what is half done is deleted; a second one kills."""

    def stop(number: int, _frame: Any) -> NoReturn:
        for known in before:
            signal.signal(known, signal.SIG_DFL)
        sys.unraisablehook = partial(_raise_again, number)
        raise KeyboardInterrupt(number)

    numbers = [getattr(signal, name) for name in _STOPPING if hasattr(signal, name)]
    # A signal that is ignored, as under nohup, stays so.
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in heard}
    unraisable = sys.unraisablehook
    try:
        yield
    finally:
        sys.unraisablehook = unraisable
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise_again(number: int, lost: sys.UnraisableHookArgs) -> None:
    """Stop a moment later: the signal came while a compiled library asked Python, and raising got lost."""
    if lost.exc_type is not KeyboardInterrupt or not hasattr(signal, "setitimer"):
        sys.__unraisablehook__(lost)
        return

    def stop(_number: int, _frame: Any) -> NoReturn:
        raise KeyboardInterrupt(number)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
