"""Pagefind's index of a site: made by its own program, while this one makes the pages."""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory, TemporaryFile
from time import sleep
from typing import IO, Any

from openaccord.problems import Stop
from openaccord.search import Entry

INDEX = "pagefind"
"""The folder of the index in a site."""

_NEEDED = ("pagefind.", "pagefind-entry.", "wasm.")
_MANIFEST = "made.json"
_PATIENCE, _MOMENT = 200, 0.05
"""How often it is looked whether all is written, and the seconds in between."""


def available() -> bool:
    """Whether Pagefind is installed; there is none for some machines."""
    return find_spec("pagefind_bin") is not None


@contextmanager
def indexed(entries: Iterable[Entry], folder: Path, kept: Path | None) -> Iterator[None]:
    """Have the index of these entries in a new folder when the block ends.

    An index of the very same entries is taken from the folder `kept`, and a new one is left there; it is
    linked, not copied, where the system can. Raises Stop when Pagefind fails.
    """
    with TemporaryFile() as spool:
        number, digest = _spool(entries, spool)
        if kept is None or not _take(kept, folder, digest):
            with _running(spool, number, folder):
                yield
            _require_all(folder, number)
            _tidy(folder)
            if kept is not None:
                with suppress(OSError):
                    _keep(folder, kept, digest)
        else:
            yield


def _spool(entries: Iterable[Entry], spool: IO[bytes]) -> tuple[int, str]:
    """Write a message a line; tell how many, and a digest of them and of Pagefind's version."""
    told, number = blake2b(version("pagefind-bin").encode(), digest_size=20), 0
    for number, entry in enumerate(entries, 1):  # noqa: B007 - the last number is how many there are
        payload = {
            "type": "AddRecord",
            "index_id": 0,
            "url": entry.address,
            "content": entry.content,
            "language": entry.language,
            "meta": entry.meta,
            "filters": entry.filters,
            "sort": entry.sort,
        }
        line = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        told.update(line)
        spool.write(line)
    spool.seek(0)
    return number, told.hexdigest()


@contextmanager
def _running(spool: IO[bytes], number: int, folder: Path) -> Iterator[None]:
    """Pagefind at work on the spooled entries while the block runs, and done when it ends."""
    from pagefind_bin import get_executable  # noqa: PLC0415 - there is none on some machines

    with (
        ThreadPoolExecutor(2) as pool,
        Popen([get_executable(), "--service"], stdin=PIPE, stdout=PIPE) as process,
    ):
        assert process.stdin is not None  # noqa: S101 - it is a pipe, which mypy cannot know
        try:
            fed = pool.submit(_feed, spool, process.stdin, folder)
            heard = pool.submit(_hear, process.stdout, number + 2)
            yield
            heard.result()
            fed.result()
            _settle(folder)
        except BaseException:
            process.kill()
            with suppress(OSError):  # what was not sent yet is of no use any more
                process.stdin.close()
            raise
        # Leaving closes its input, at which it ends.


def _feed(spool: IO[bytes], program: Any, folder: Path) -> None:
    """Send everything at once. Pagefind answers each message, and nobody has to wait for that."""
    program.write(_message(b'{"type":"NewIndex","config":{}}'))
    for line in spool:
        program.write(_message(line.rstrip(b"\n")))
    last = {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)}
    program.write(_message(json.dumps(last).encode()))
    program.flush()


def _message(payload: bytes) -> bytes:
    return b64encode(b'{"message_id":1,"payload":' + payload + b"}") + b","


def _hear(program: Any, expected: int) -> None:
    """Read so many answers. Raises Stop at the first that tells of an error, or when there are fewer."""
    rest, heard = b"", 0
    while heard < expected:
        data = program.read1(1 << 16)
        if not data:
            raise Stop("Pagefind, which makes the search index, ended before it was done. Build again.")
        *answers, rest = (rest + data).split(b",")
        for answer in answers:
            payload = json.loads(b64decode(answer))["payload"]
            if payload["type"] == "Error":
                raise Stop(f"Pagefind could not make the search index: {payload['message']}")
        heard += len(answers)


def _settle(folder: Path) -> None:
    """Wait for Pagefind's files: it answers before they are written, and when it ends writes no more."""
    for _ in range(_PATIENCE):
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        if sizes and all(sizes):
            return
        sleep(_MOMENT)
    raise Stop("Pagefind did not write the whole search index. Build again.")


def _require_all(folder: Path, number: int) -> None:
    """Raises Stop when the index does not hold so many entries."""
    languages = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"].values()
    held = sum(language["page_count"] for language in languages)
    if held != number:
        raise Stop(f"Pagefind indexed {held} of {number} records. Build again.")


def _tidy(folder: Path) -> None:
    """Take away what Pagefind writes for interfaces that we do not use."""
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith(_NEEDED):
            path.unlink()


def _files(folder: Path) -> dict[str, int]:
    """The size of each file in a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.name != _MANIFEST
    }


def _take(kept: Path, folder: Path, digest: str) -> bool:
    """Put the kept index into its place, if there is one of these entries and it is whole and our own."""
    try:
        if hasattr(os, "getuid") and kept.stat().st_uid != os.getuid():
            return False
        made = json.loads((kept / _MANIFEST).read_bytes())
        if made != {"digest": digest, "files": _files(kept)}:
            return False
        _link(kept, folder, made["files"])
    except (OSError, ValueError):
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def _keep(folder: Path, kept: Path, digest: str) -> None:
    """Leave an index for the next build, when every user may read its files as the next build wants them."""
    files = _files(folder)
    if any((folder / name).stat().st_mode & 0o777 != 0o644 for name in files):
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=kept.parent, prefix=kept.name) as new:
        _link(folder, Path(new) / INDEX, files)
        (Path(new) / INDEX / _MANIFEST).write_text(json.dumps({"digest": digest, "files": files}))
        shutil.rmtree(kept, ignore_errors=True)
        (Path(new) / INDEX).rename(kept)


def _link(source: Path, target: Path, files: Iterable[str]) -> None:
    """Have the same files in another folder, at no cost where the system can link them."""
    for name in files:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / name, path)
        except OSError:
            shutil.copyfile(source / name, path)
