"""Run a command of openaccord with no network, and tell every path that it writes.

    python offline.py TOLD ARGUMENTS…

On Linux the kernel kills the process at its first Internet socket, whatever library asks for one; everywhere
Python refuses it. TOLD is a file that receives the paths, one a line.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from typing import Any

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""For each processor the kernel's name for it and its number of the call “socket”."""
_INTERNET = (2, 10)
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06

WRITES = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"),
    *("os.chown", "os.utime", "os.mknod", "os.mkfifo"),
}


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_char_p)]


def kill_at_the_first_socket() -> bool:
    """Whether the kernel now watches this process and all that it starts."""
    if sys.platform != "linux" or platform.machine() not in _SOCKET:
        return False
    processor, call = _SOCKET[platform.machine()]
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 5, processor),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 0, 3, call),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 2, 0, _INTERNET[0]),
        (_EQUAL, 1, 0, _INTERNET[1]),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    program = b"".join(
        code.to_bytes(2, sys.byteorder) + bytes([yes, no]) + value.to_bytes(4, sys.byteorder)
        for code, yes, no, value in steps
    )
    kernel = ctypes.CDLL(None, use_errno=True)
    alone = kernel.prctl(38, 1, 0, 0, 0) == 0  # no new privileges
    watched = kernel.prctl(22, 2, ctypes.byref(_Filter(len(steps), program)), 0, 0) == 0
    return alone and watched


def watch(written: list[str]) -> None:
    """Refuse sockets from Python, and note every path that is written."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str | bytes) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                written.append(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - Path has no such thing
        elif event in WRITES:
            paths = [path for path in arguments[:2] if isinstance(path, str | bytes)]
            written.extend(os.path.abspath(os.fsdecode(path)) for path in paths)  # noqa: PTH100 - the same
        elif event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
            raise ConnectionError(f"{event} {arguments[1:]}")

    sys.addaudithook(hook)


def main() -> None:
    """The command in `sys.argv`, watched."""
    told, *arguments = sys.argv[1:]
    written: list[str] = []
    kill_at_the_first_socket()
    watch(written)
    from openaccord.cli import main as command  # noqa: PLC0415 - imported under watch, like all else

    sys.argv = ["openaccord", *arguments]
    try:
        command()
    finally:
        paths = list(written)
        with open(told, "w", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - as os gives it
            file.write("\n".join(paths))


if __name__ == "__main__":
    main()
