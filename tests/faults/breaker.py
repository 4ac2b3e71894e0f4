"""The other end of `breaking`: a program that imports everything once and forks for each command."""

from __future__ import annotations

import builtins
import errno
import functools
import gc
import io
import json
import mmap
import os
import random
import resource
import signal
import stat
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any

import jinja2
from breaking import Fault, Outcome, Setting
from scenes import smallest

import openaccord.cli
import openaccord.cli.building
import openaccord.cli.publishing
import openaccord.mkdocs_plugin
from openaccord.cli.ending import ended
from openaccord.cli.publishing import publish

_READING = ("access", "listdir", "lstat", "readlink", "scandir", "stat")
_WRITING = (
    *("chmod", "copy_file_range", "fsync", "link", "mkdir", "open", "remove", "rename", "replace", "rmdir"),
    *("sendfile", "symlink", "unlink", "utime"),
)
"""The functions of `os` that ask the file system. `open` and what is done with open files come on top."""


_fstat = os.fstat


class _Counted:
    """Counts the calls to the file system about what is below a folder, and breaks the one that it should."""

    def __init__(self, fault: Fault, below: str, calls: mmap.mmap) -> None:
        self.fault, self.below, self.calls, self.number = fault, below, calls, 0

    def concerns(self, subject: Any, named: Mapping[str, Any]) -> bool:
        if isinstance(subject, int):  # what is open was counted as it opened; a pipe leads to a program
            return not stat.S_ISFIFO(_fstat(subject).st_mode)
        if named.get("dir_fd") is not None:
            return True
        return self.below in str(Path(os.fsdecode(subject)).absolute())

    def __call__(self, subject: Any, *, writes: bool) -> None:
        self.number += 1
        self.calls[:] = self.number.to_bytes(8, "little")
        fault = self.fault
        if (
            not fault.at
            or self.number < fault.at
            or (self.number > fault.at and not (fault.lasting and writes))
        ):
            return
        if fault.kind.startswith("SIG"):
            os.kill(os.getpid(), getattr(signal, fault.kind))
        else:
            number = getattr(errno, fault.kind)
            raise OSError(
                number, os.strerror(number), *([os.fspath(subject)] if not isinstance(subject, int) else [])
            )

    def wrap(self, call: Callable[..., Any], *, writes: bool) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            subject = arguments[0] if arguments else "."
            if self.concerns(subject, named):
                self(subject, writes=writes)
            return call(*arguments, **named)

        return counted

    def open(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            writes = not set(mode).isdisjoint("wax+")
            if not self.concerns(file, {}):
                return call(file, mode, *arguments, **named)
            self(file, writes=writes)
            return _File(call(file, mode, *arguments, **named), self, writes=writes)

        return opened


class _File:
    """An open file whose reading, writing and closing can fail."""

    def __init__(self, file: Any, counted: _Counted, *, writes: bool) -> None:
        self._file, self._counted, self._writes = file, counted, writes

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._file, name)
        return self._failing(found) if name in ("read", "readline", "write") else found

    def _failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> Any:
            self._counted(self._file.name, writes=self._writes)
            return call(*arguments)

        return counted

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Any:
        return iter(self._file)

    def close(self) -> None:
        closed = self._file.closed
        self._file.close()
        if not closed:
            self._counted(self._file.name, writes=self._writes)


def _install(fault: Fault, below: str, calls: mmap.mmap) -> None:
    counted = _Counted(fault, below, calls)
    for name in (*_READING, *_WRITING):
        setattr(os, name, counted.wrap(getattr(os, name), writes=name in _WRITING))
    builtins.open = io.open = counted.open(open)


def _shuffle(seed: int) -> None:
    """Folders tell their files in an order that nobody expects."""
    chance, scan, names = random.Random(seed), os.scandir, os.listdir

    class Shuffled:
        def __init__(self, *arguments: Any) -> None:
            with scan(*arguments) as items:
                self.items = list(items)
            chance.shuffle(self.items)

        def __enter__(self) -> Shuffled:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def __iter__(self) -> Any:
            return self

        def __next__(self) -> Any:
            if not self.items:
                raise StopIteration
            return self.items.pop()

        def close(self) -> None:
            self.items.clear()

    def shuffled(*arguments: Any) -> list[Any]:
        found = names(*arguments)
        chance.shuffle(found)
        return found

    os.scandir, os.listdir = Shuffled, shuffled  # type: ignore[assignment, misc] # they do what is needed here


def _bound(borders: tuple[str, ...]) -> None:
    """Let nothing be renamed over a border."""

    def bounded(rename: Callable[..., Any]) -> Callable[..., Any]:
        def renamed(one: Any, other: Any, **named: Any) -> Any:
            for border in borders:
                if len({Path(path).absolute().is_relative_to(border) for path in (one, other)}) == 2:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(one))
            return rename(one, other, **named)

        return renamed

    os.rename, os.replace = bounded(os.rename), bounded(os.replace)


def _surround(setting: Setting) -> None:
    if setting.environment is not None:
        os.environ.clear()
        os.environ.update(setting.environment)
    os.umask(setting.umask)
    if setting.largest_file >= 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails in place of killing
        resource.setrlimit(resource.RLIMIT_FSIZE, (setting.largest_file, setting.largest_file))
    if setting.processors:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: setting.processors])
    if not setting.exchange:
        openaccord.cli.publishing._exchange = lambda _one, _other: False  # type: ignore[assignment] # just so
    if setting.shuffle >= 0:
        _shuffle(setting.shuffle)
    if setting.borders:
        _bound(setting.borders)


def _publish(target: Path, text: str) -> None:
    """What a build does to the disk, in small."""
    with publish(target) as new:
        (new / "assets" / "openaccord").mkdir(parents=True)
        for name in ("index.html", "assets/openaccord/words.js"):
            (new / name).write_text(text, encoding="utf-8")


def _run(arguments: list[str], setting: Setting, calls: mmap.mmap, output: int) -> int:
    """The command itself, in the fork."""
    for stream in (1, 2):
        os.dup2(output, stream)
    sys.stdout, sys.stderr = (os.fdopen(stream, "w", encoding="utf-8") for stream in (1, 2))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["openaccord", *arguments]
    _surround(setting)
    _install(setting.fault, setting.below, calls)
    try:
        if arguments[0] == "publish":
            sys.exit(ended(lambda: _publish(Path(arguments[1]), arguments[2])))
        openaccord.cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 70
    except BaseException:
        traceback.print_exc()
    return 70


class _Compiled(jinja2.BytecodeCache):
    """The theme's templates, compiled once; that is most of what a small build costs."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def _warm() -> None:
    """Build once, so that what only reads the installed programs is not done anew in every fork."""
    jinja2.Environment.__init__ = functools.partialmethod(  # type: ignore[method-assign, assignment] # just so
        jinja2.Environment.__init__, bytecode_cache=_Compiled()
    )
    jinja2.FileSystemLoader.list_templates = functools.cache(  # type: ignore[method-assign, assignment] # the same
        jinja2.FileSystemLoader.list_templates
    )
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()), suppress(SystemExit):
        sys.argv = ["openaccord", "build", str(smallest(Path(folder)))]
        openaccord.cli.main()
    gc.freeze()


def _serve() -> None:
    _warm()
    calls = mmap.mmap(-1, 8)
    for line in sys.stdin:
        message = json.loads(line)
        setting = Setting(**{**message["setting"], "fault": Fault(**message["setting"]["fault"])})
        calls[:] = bytes(8)
        answer, output = os.pipe()
        process = os.fork()
        if process == 0:
            status = 70
            try:
                status = _run(message["arguments"], setting, calls, output)
            finally:
                with suppress(OSError):
                    sys.stdout.flush()
                os._exit(status)
        os.close(output)
        print(json.dumps({"process": process}), flush=True)
        sys.stdin.readline()
        with os.fdopen(answer, "rb") as said:
            told = said.read().decode(errors="replace")
        _, status = os.waitpid(process, 0)
        outcome = Outcome(os.waitstatus_to_exitcode(status), told, int.from_bytes(calls[:], "little"))
        print(json.dumps(outcome.__dict__), flush=True)


if __name__ == "__main__":
    _serve()
