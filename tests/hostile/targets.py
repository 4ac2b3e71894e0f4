"""What must hold for any bytes at all: one function for each reader. An AssertionError is a fault of ours."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from openaccord.checking import Checker, _failures, compile_schema
from openaccord.problems import Problem
from openaccord.record_types import RECORD_TYPES
from openaccord.rendering.prose import prose
from openaccord.schemas import Schema, read_builtin
from openaccord.sources.table import read_csv
from openaccord.sources.yaml import read_document
from openaccord.sources.yaml_text import to_yaml

_BREAK = re.compile(r"\r\n|\r|\n")
_FIELDS = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "number", "type": "number"},
        {"name": "whole", "type": "integer"},
        {"name": "true", "type": "boolean"},
        {"name": "several", "type": "list", "delimiter": ";"},
    ]
}


def read_yaml(data: bytes) -> None:
    """A document or problems; every place exists; what was read can be written and read again."""
    document, problems = read_document(data, "a.yaml")
    assert (document is None) == bool(problems)
    _exist(problems, data)
    if document is None:
        return
    lines = _lines(data)
    for path in _paths(document.value):
        for key in (False, True):
            place = document.place(path, key=key)
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    again, _ = read_document(to_yaml(document.value).encode(), "a.yaml")
    assert again is None or again.value == document.value


def read_table(data: bytes) -> None:
    """A table or problems; every place exists; a row has its columns' names only."""
    table, problems = read_csv(data, "a.csv", _FIELDS)
    assert table is not None or problems
    _exist(problems, data)
    if table is not None:
        lines = len(_lines(data))
        for number, row in enumerate(table.rows):
            assert set(row) <= set(table.header)
            assert all(1 <= table.place((number, name)).line <= lines for name in row)


class _Elements(HTMLParser):
    _ALLOWED = frozenset({"p", "br", "ul", "ol", "li", "em", "strong", "a", "code", "blockquote"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self._ALLOWED, tag
        for name, value in attrs:
            assert name in {"href", "start", "rel"}, name
            scheme = str(value).partition(":")[0]
            assert name != "href" or scheme in {"http", "https", "mailto", "tel"}, value

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    handle_pi = handle_comment = unknown_decl = handle_decl


def write_prose(data: bytes) -> None:
    """Nothing but the few elements and attributes of prose."""
    parser = _Elements()
    parser.feed(str(prose(data.decode(errors="ignore"))))
    parser.close()


@cache
def _checker(name: str) -> Checker:
    return compile_schema(Schema("", "", "", "", read_builtin("common.schema.json")["$defs"][name], ()))


def take_url(data: bytes) -> None:
    """Both engines are of one mind, and what they take leads to a named host by the web."""
    text = data.decode(errors="ignore")
    checker = _checker("url")
    taken = checker.fits(text)
    assert taken == (not list(_failures(checker.schema.document, text)))
    if taken:
        parts = urlsplit(text)
        assert parts.scheme in {"http", "https"}
        assert (parts.username, parts.password) == (None, None)
        last = str(parts.hostname).rstrip(".").rpartition(".")[2]
        assert last[:1].isalpha(), text
        assert re.fullmatch(r"[!-~]+", text)
        assert "\\" not in text


def take_id(data: bytes) -> None:
    """Both engines are of one mind, and what they take is one folder's name in an address."""
    text = data.decode(errors="ignore")
    checker = _checker("id")
    taken = checker.fits(text)
    assert taken == (not list(_failures(checker.schema.document, text)))
    if taken:
        assert re.fullmatch(r"[a-z0-9-]{1,80}", text)
        for kind in RECORD_TYPES:
            assert posixpath.normpath(kind.page(text)) == f"{kind.address}/{text}"


def _exist(problems: list[Problem], data: bytes) -> None:
    lines = _lines(data)
    for found in problems:
        assert 1 <= found.place.line <= len(lines), found
        assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1, found
        assert "" not in (found.message, found.hint)


def _lines(data: bytes) -> list[str]:
    return _BREAK.split(data.decode("utf-8-sig", errors="replace"))


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in steps:
        yield from _paths(inner, (*path, step))


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "yaml": (
        read_yaml,
        (
            b"id: x\ntitle: 'A'\nlist:\n  - a: [1, {b: null}]\n  - |\n    text\n",
            b'"a\\u00e9": >-\n  b\r\n? c\n: &d *e\n---\n!f g # h\n%YAML 1.2\n',
            b"\xef\xbb\xbfa: \xe2\x80\xae\n\tb: -0.10\n<<: {c: true}\n",
        ),
    ),
    "csv": (
        read_table,
        (
            b'id,number,whole,true,several\na,1.5,2,true,"x;y"\r\n"b ""c""",,,,\n',
            b"\xef\xbb\xbfid;number\r\n=1+1\n\n",
            b'id,number\n"a\nb",-\xe9\n\r',
        ),
    ),
    "prose": (
        write_prose,
        (
            b"# a\n\n* b **c** _d_ `e`\n1. f\n> g [h](https://i.example/ 'j') <k@l.example>\n",
            b"<script>a</script> ![b](javascript:c) <!-- d --> &#58; [e]: //f\n<![CDATA[<?",
            b"- - - a\n\n    b\n~~~\nc\n~~~\nd  \ne\\\n|f|\n|-|\n",
        ),
    ),
    "url": (
        take_url,
        (
            b"https://www.council.example:8080/a/b?c=d#e",
            b"http://a@127.0.0.1/%2e%2e",
            b"https://[::1]/\\..//",
            b"https://0x7f.1.",
        ),
    ),
    "id": (take_id, (b"early-help", b"con", b"../a", b"A-1--b", b"x" * 81)),
}
"""Each target by its name, with what the fuzzer begins with."""
