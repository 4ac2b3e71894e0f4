"""Ways in which a file of a record is damaged, each of which a reader must see."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from openaccord.loading import Loaded, load
from openaccord.rules.assessing import assess
from openaccord.site import Site
from openaccord.tree import Folder

TODAY = date(2026, 11, 22)
Damage = Callable[[bytes, Random], bytes]

_FIRST = re.compile(rb"(?m)^(?!#).*\n")
"""The first line that is no comment."""


def _inside(what: bytes) -> Damage:
    """Bytes put between two others, somewhere in the title, which every record has."""
    return lambda data, chance: re.sub(rb"(?m)^(title:\s+..)", rb"\1" + what, data, count=1)


def _before(what: bytes) -> Damage:
    return lambda data, _: what + data


def _after(what: bytes) -> Damage:
    return lambda data, _: data.rstrip(b"\n") + b"\n" + what


def _line(name: bytes, instead: bytes) -> Damage:
    """Another line in place of the one of a field, which may be written over several."""
    return lambda data, _: re.sub(rb"(?m)^" + name + rb":.*\n(?:[ -].*\n)*", lambda _: instead, data, count=1)


def _flip(data: bytes, chance: Random) -> bytes:
    """One byte's highest bit: what is left is no UTF-8, wherever it happens in plain text."""
    plain = [at for at, byte in enumerate(data) if byte < 128 and data[at : at + 2].isascii()]
    at = chance.choice(plain[:-1])
    return data[:at] + bytes([data[at] | 0x80]) + data[at + 1 :]


DAMAGES: Mapping[str, Damage] = {
    "nothing left": lambda _data, _: b"",
    "spaces only": lambda data, _: b" " * len(data) + b"\n",
    "line breaks only": lambda data, _: b"\n" * len(data),
    "cut after the first line": lambda data, _: data.split(b"\n")[0] + b"\n",
    "cut in the first word": lambda data, _: data[:2],
    "the first line lost": lambda data, _: _FIRST.sub(b"", data, count=1),
    "a flipped bit": _flip,
    "every bit flipped": lambda data, _: bytes(byte ^ 255 for byte in data),
    "a zero inside": _inside(b"\0"),
    "zeros at the end": _after(b"\0" * 100),
    "zeros only": lambda data, _: b"\0" * len(data),
    "an escape": _inside(b"\x1b[31m"),
    "a mark that turns text around": _inside("\u202e".encode()),
    "a space of no width": _inside("\u200b".encode()),
    "a mark inside": _inside("\ufeff".encode()),
    "a line separator": _inside("\u2028".encode()),
    "Windows' encoding": _inside("\u2013\u00e9".encode("cp1252")),
    "UTF-16": lambda data, _: data.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda data, _: data.decode().encode("utf-16-be"),
    "UTF-32": lambda data, _: data.decode().encode("utf-32"),
    "a tab for an indent": _after(b"benefits:\n\t- x\n"),
    "a first line that is indented": lambda data, _: _FIRST.sub(rb"  \g<0>", data, count=1),
    "a last line that is indented": _after(b"   extra: x\n"),
    "a key twice": _after(b"title: Another\n"),
    "the whole twice": lambda data, _: data + data,
    "a second document": _after(b"---\nid: x\n"),
    "an anchor": _line(b"title", b"title: &a Title\n"),
    "an alias": _line(b"title", b"title: *a\n"),
    "a tag": _line(b"title", b"title: !!str Title\n"),
    "a merge key": _after(b"<<: {a: b}\n"),
    "a directive": _before(b"%YAML 1.1\n---\n"),
    "an unknown key": _after(b"colour: red\n"),
    "a misspelt key": _line(b"title", b"titel: Title\n"),
    "no title": _line(b"title", b""),
    "no id": _line(b"id", b""),
    "an id of another form": _line(b"id", b"id: Not An Id\n"),
    "an id that is a list": _line(b"id", b"id: [a]\n"),
    "an id of a device": _line(b"id", b"id: con\n"),
    "a wrong id": _line(b"id", b"id: somebody-elses\n"),
    "an empty title": _line(b"title", b"title:\n"),
    "a title that is a number": _line(b"title", b"title: 7\n"),
    "a title that is a list": _line(b"title", b"title: [a]\n"),
    "an unknown status": _line(b"status", b"status: splendid\n"),
    "a huge text": _line(b"title", b"title: " + b"x" * 70_000 + b"\n"),
    "a huge file": _after(b"# " + b"x" * 1_100_000 + b"\n"),
    "a great depth": _after(b"benefits: " + b"[" * 40 + b"]" * 40 + b"\n"),
    "too many values": _after(b"benefits: [" + b"1," * 50_001 + b"]\n"),
    "an open quote": _line(b"title", b'title: "Title\n'),
    "an open bracket": _line(b"title", b"title: [Title\n"),
    "a colon in a text": _line(b"title", b"title: Title: more\n"),
    "no space after a colon": _line(b"title", b"title:Title\n"),
    "marks of a conflict": _before(b"<<<<<<< HEAD\n"),
    "compressed": lambda data, _: gzip.compress(data, mtime=0),
    "JSON of another shape": lambda _data, _: b'["a", "b"]\n',
    "words": lambda _data, _: b"To be written next week.\n",
    "a page of the web": lambda _data, _: b"<!doctype html><title>Sign in</title>\n",
}
"""Each way by its name. Beside them, two files may change places."""


@dataclass(frozen=True)
class Outcome:
    """What became of a partnership with damaged files."""

    good: int
    changed: tuple[str, ...]
    untold: tuple[str, ...]
    dead_links: tuple[str, ...]
    missing: tuple[str, ...]


def load_and_assess(root: Path) -> Loaded:
    return assess(load(Folder(root)), TODAY)


def record_pages(loaded: Loaded) -> dict[str, str]:
    """The HTML of every record's page by its address."""
    pages = Site(loaded, TODAY).record_pages()
    return {made.page.address: made.page.html for made in pages if made.page.address.endswith(f"/{made.id}/")}


def files_of(root: Path) -> list[str]:
    """Every file that holds one record."""
    return sorted(path.relative_to(root).as_posix() for path in (root / "protocols").rglob("*.yaml"))


def damage(root: Path, files: Iterable[str], seed: int) -> None:
    """Damage each of the files in the next way of all; the first two change places."""
    chance = Random(seed)
    chosen = list(files)
    one, other = (root / chosen[0], root / chosen[1]) if len(chosen) > 1 else (None, None)
    if one is not None and other is not None:
        held = one.read_bytes(), other.read_bytes()
        one.write_bytes(held[1])
        other.write_bytes(held[0])
        chosen = chosen[2:]
    ways = chance.sample(list(DAMAGES), len(DAMAGES))
    for number, name in enumerate(chosen):
        data = (root / name).read_bytes()
        harmed = DAMAGES[ways[number % len(ways)]](data, chance)
        assert harmed != data, (name, ways[number % len(ways)])
        (root / name).write_bytes(harmed)


def compare(before: Mapping[str, str], after: Loaded, damaged: Iterable[str]) -> Outcome:
    """Hold what became of a partnership against its pages before."""
    hit = set(damaged)
    pages = record_pages(after)
    stems = {Path(file).stem for file in hit}
    bad = {address for address in before if address.split("/")[-2] in stems}
    good = [
        address for address, html in before.items() if address not in bad and not _links(address, html) & bad
    ]
    told = {problem.place.file for problem in after.problems}
    known = {*pages, *before}
    return Outcome(
        len(good),
        tuple(address for address in good if pages.get(address) != before[address]),
        tuple(sorted(hit - told)),
        tuple(
            f"{address} → {target}"
            for address, html in pages.items()
            for target in _links(address, html)
            if target in known and target not in pages
        ),
        tuple(address for address in before if address not in bad and address not in pages),
    )


def _links(address: str, html: str) -> set[str]:
    """The addresses of the pages to which a page links."""
    depth = address.count("/")
    return {
        "/".join([*address.split("/")[: depth - up.count("../")], rest])
        for up, rest in re.findall(r'href="((?:\.\./)+)([a-z0-9/-]+/)"', html)
    }
