"""Partnerships that mean harm: each a sound one to which something was done."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

STOP = "stop"
"""What is expected of a partnership with which nobody can work at all: one line, and status 2."""

AGREEMENT = """\
id: {id}
kind: disclosure
title: {title}
status: proposed
parties: [{{organisation: a-council}}]
"""
SOUND = {
    "mkdocs.yml": "site_name: Test\ntheme: {name: material}\nplugins: [openaccord]\n",
    "docs/index.md": "# Test\n",
    "registers/partnership.yaml": "name: Test\nlanguages: [en]\n",
    "registers/organisations.yaml": "- {id: a-council, title: A Council, kind: council}\n",
    "protocols/agreements/sound.yaml": AGREEMENT.format(id="sound", title="A sound agreement"),
}
OWN = {
    "title": "Sensors",
    "fields": [
        {"name": "id", "title": "Id", "type": "string", "constraints": {"required": True}},
        {"name": "title", "title": "Title", "type": "string", "constraints": {"required": True}},
    ],
}
ROWS = "- {{id: a-sensor, title: {}}}\n"
AGREEMENTS, REGISTERS = "protocols/agreements", "registers"
ELSEWHERE = "https://127.0.0.1:9/x.json"

Make = Callable[[Path], None]


@dataclass(frozen=True)
class Tree:
    """What is done to a sound partnership, and a code that must be told of it; none where it is harmless."""

    make: Make
    code: str = ""


def write_sound(root: Path) -> None:
    """The partnership to which everything is done."""
    for path, text in SOUND.items():
        put(root, path, text)


def put(root: Path, path: str | bytes, content: str | bytes) -> None:
    """Write a file, whatever its name."""
    whole = os.path.join(os.fsencode(root), os.fsencode(path))  # noqa: PTH118 - Path takes no bytes
    os.makedirs(os.path.dirname(whole), exist_ok=True)  # noqa: PTH103, PTH120 - the same
    with open(whole, "wb") as file:  # noqa: PTH123 - the same
        file.write(content.encode() if isinstance(content, str) else content)


def file(path: str | bytes, content: str | bytes) -> Make:
    return lambda root: put(root, path, content)


def record(name: str, text: str | None = None) -> Make:
    """An agreement in a file of that name; a sound one where no text is given."""
    said = AGREEMENT.format(id="other", title="Other") if text is None else text
    return file(f"{AGREEMENTS}/{name}", said)


def agreement(record_id: str, title: str = "A title", more: str = "") -> Make:
    """An agreement in other.yaml with that id, title and further fields, written as YAML."""
    return record("other.yaml", AGREEMENT.format(id=record_id, title=title) + more)


def words(rows: str, suffix: str = "yaml") -> Make:
    return file(f"{REGISTERS}/words.{suffix}", rows)


def settings(text: str) -> Make:
    return file(f"{REGISTERS}/partnership.yaml", text)


def link(path: str, to: str) -> Make:
    """A symbolic link, in place of what may be there."""

    def make(root: Path) -> None:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(to)

    return make


def pipe(path: str) -> Make:
    def make(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        os.mkfifo(root / path)

    return make


def listening(path: str) -> Make:
    def make(root: Path) -> None:
        here = Path.cwd()
        os.chdir((root / path).parent)  # the name of a socket may have 100 bytes
        try:
            with socket.socket(socket.AF_UNIX) as open_socket:
                open_socket.bind(Path(path).name)
        finally:
            os.chdir(here)

    return make


def sparse(path: str, size: int = 100 * 1024**3) -> Make:
    """A file of that size which takes no room on the disk."""

    def make(root: Path) -> None:
        put(root, path, b"")
        os.truncate(root / path, size)

    return make


def own(change: dict[str, object] | None = None, rows: str = ROWS.format("A"), **column: object) -> Make:
    """A register of the partnership's own: changes to its schema, or to the column of its title."""
    schema = json.loads(json.dumps({**OWN, **(change or {})}))
    if column:
        schema["fields"][1].update(column)
    return both(
        file("schemas/sensors.table.json", json.dumps(schema)), file(f"{REGISTERS}/sensors.yaml", rows)
    )


def schema(content: str | bytes, name: str = "sensors") -> Make:
    return file(f"schemas/{name}.table.json", content)


def both(*makes: Make) -> Make:
    def make(root: Path) -> None:
        for one in makes:
            one(root)

    return make


def deep_folders(root: Path) -> None:
    put(root, "/".join([AGREEMENTS, *["d" * 100] * 30, "x.yaml"]), "id: x\n")


def many(root: Path) -> None:
    for number in range(300):
        put(root, f"{AGREEMENTS}/many-{number}.yaml", "")


def zipped() -> bytes:
    """A workbook's bytes, as far as anybody looks: a zip of one file that unpacks to ten megabytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.csv", b"\0" * 10_000_000)
    return content.getvalue()


DESCRIPTOR = """\
name: registers
resources:
  - {{name: organisations, path: "{0}", format: yaml, compression: zip, schema: "{0}"}}
"""
BOMB = "a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n"
MARKUP = "'\"><script>alert(1)</script> {{ 7*7 }} {% raw %} [x](javascript:alert(1))"


def organisations(website: str) -> Make:
    row = {"id": "a-council", "title": "A", "kind": "council", "website": website}
    return file(f"{REGISTERS}/organisations.yaml", json.dumps([row]))


def _files_that_are_none() -> Iterator[tuple[str, Tree]]:
    yield "a link to the passwords", Tree(link("registers/words.yaml", "/etc/passwd"), "not-a-file")
    yield "a link to endless zeros", Tree(link("registers/words.yaml", "/dev/zero"), "not-a-file")
    yield "a link to a folder outside", Tree(link("registers/words", "/etc"), "not-a-file")
    yield "a link to the folder above", Tree(link(f"{AGREEMENTS}/up", ".."), "not-a-file")
    yield "a link to itself", Tree(link(f"{AGREEMENTS}/x.yaml", "x.yaml"), "not-a-file")
    yield "a link to nothing", Tree(link(f"{AGREEMENTS}/x.yaml", "nowhere"), "not-a-file")
    yield "a link to a record", Tree(link(f"{AGREEMENTS}/x.yaml", "sound.yaml"), "not-a-file")
    yield "a pipe", Tree(pipe(f"{AGREEMENTS}/x.yaml"), "not-a-file")
    yield "a socket", Tree(listening(f"{AGREEMENTS}/x.yaml"), "not-a-file")
    yield "settings that are a link", Tree(link("registers/partnership.yaml", "/etc/hostname"), STOP)
    yield "settings that are a pipe", Tree(pipe("registers/partnership.yaml"), STOP)
    yield "a folder called like a register", Tree(file("registers/words.yaml/x.yaml", "[]"), "wrong-place")
    yield "a descriptor that is a link", Tree(link("registers/datapackage.yaml", "/dev/zero"), "not-a-file")
    yield "a descriptor that is a pipe", Tree(pipe("registers/datapackage.yaml"), "not-a-file")
    yield "a schema that is a link", Tree(link("schemas/sensors.table.json", "/dev/zero"), "not-a-file")
    yield "schemas that are a link", Tree(link("schemas", "/etc"), "not-a-file")
    yield "dpias that are a link", Tree(link("protocols/dpias", "/"), "not-a-file")
    yield "a file in place of a folder", Tree(file("protocols/dpias", "x"), "wrong-place")


def _names() -> Iterator[tuple[str, Tree]]:
    yield "a line break in a name", Tree(record("x\n::error::y.yaml"), "forbidden-character")
    yield "a colour in a name", Tree(record("x\x1b[31m.yaml"), "forbidden-character")
    yield (
        "a name that is not UTF-8",
        Tree(file(b"protocols/agreements/\xff.yaml", "x"), "forbidden-character"),
    )
    yield "a name that runs backwards", Tree(record("x\u202elmay.exe"), "forbidden-character")
    yield "a name that nobody sees", Tree(record("x\u200b.yaml"), "forbidden-character")
    yield "a command of a CI system", Tree(record("::error file=x::y.yaml"), "id-not-file-name")
    yield "a name of markup", Tree(record("<img src=x onerror=alert(1)>.yaml"), "id-not-file-name")
    yield "a name like an option", Tree(record("--help.yaml"), "id-not-file-name")
    yield "a name like a formula", Tree(record("=cmd|' C'!A0.yaml"), "id-not-file-name")
    yield "a name of the longest", Tree(record("x" * 250 + ".yaml"), "path-too-long")
    yield "a path of three thousand", Tree(deep_folders, "path-too-long")
    yield (
        "two names that differ in case",
        Tree(both(record("Sound.yaml", SOUND["protocols/agreements/sound.yaml"])), "duplicate-id"),
    )
    yield (
        "two forms of one letter",
        Tree(both(record("caf\u00e9.yaml"), record("cafe\u0301.yaml")), "duplicate-id"),
    )
    yield (
        "two hidden names that differ in case",
        Tree(both(record("x\n::error::.yaml"), record("X\n::error::.yaml")), "path-case"),
    )
    yield "a name of a device", Tree(record("con.yaml", AGREEMENT.format(id="con", title="C")), "reserved-id")
    yield "a name of a page", Tree(record("page-2.yaml", "id: page-2\n"), "missing-field")
    yield "a name of two dots", Tree(record("...yaml"), "")
    yield "a name that leads up", Tree(record("..%2f..%2fx.yaml"), "")
    yield "a name of backslashes", Tree(record("..\\..\\x.yaml"), "")
    yield "an ending in capitals", Tree(record("other.YAML"), "wrong-place")
    yield "the other ending", Tree(record("other.yml"), "wrong-place")
    yield "a program", Tree(file("protocols/setup.py", "import os"), "wrong-place")


def _ids() -> Iterator[tuple[str, Tree]]:
    yield "an id that leads up", Tree(agreement("../../etc"), "wrong-format")
    yield "an id of 300", Tree(agreement("x" * 300), "out-of-range")
    yield (
        "an id of another record",
        Tree(record("a.yaml", SOUND["protocols/agreements/sound.yaml"]), "duplicate-id"),
    )
    yield "an id that is no text", Tree(agreement("[a]"), "wrong-type")
    yield "no id", Tree(record("other.yaml", "title: x\n"), "missing-field")
    reserved = ("con", "lpt1", "index", "openaccord", "stylesheets", "page-2")
    rows = "".join(f"- {{id: {name}, title: T, means: M}}\n" for name in reserved)
    yield "ids of devices in rows", Tree(words(rows), "reserved-id")
    yield (
        "ids that differ in case",
        Tree(words("- {id: foi, title: T, means: M}\n- {id: FOI, title: T, means: M}\n"), "wrong-format"),
    )
    yield "an id twice in a table", Tree(words("id,title,means\nfoi,T,M\nfoi,T,M\n", "csv"), "duplicate-id")
    yield (
        "ids of no kind",
        Tree(words("- {id: null}\n- {id: [a]}\n- {id: {a: b}}\n- x\n- []\n"), "wrong-type"),
    )
    yield "a reference that leads up", Tree(agreement("other", more="protocol: ../../x\n"), "wrong-format")
    yield (
        "a reference of markup",
        Tree(agreement("other", more=f"protocol: {json.dumps(MARKUP)}\n"), "wrong-format"),
    )
    yield (
        "agreements that replace each other",
        Tree(
            both(
                record(
                    "one.yaml",
                    AGREEMENT.format(id="one", title="One") + "ending: {successor: two, reason: R}\n",
                ),
                record(
                    "two.yaml",
                    AGREEMENT.format(id="two", title="Two") + "ending: {successor: one, reason: R}\n",
                ),
            )
        ),
    )


def _schemas() -> Iterator[tuple[str, Tree]]:
    bad = "schema-invalid"
    yield "a schema from elsewhere", Tree(own({"$schema": ELSEWHERE, "$ref": ELSEWHERE, "$id": ELSEWHERE}))
    yield "a column from elsewhere", Tree(own(**{"$ref": ELSEWHERE, "type": "string"}))
    yield "a column of a file", Tree(own(**{"$ref": "file:///etc/passwd", "rdfType": "file:///etc/passwd"}))
    key = {"fields": "title", "reference": {"resource": ELSEWHERE, "fields": "id"}}
    yield "a register from elsewhere", Tree(own({"foreignKeys": [key]}), bad)
    key = {"fields": ["title"], "reference": {"resource": "../../x", "fields": ["id"]}}
    yield "a register of a path", Tree(own({"foreignKeys": [key]}, ROWS.format("a")), bad)
    yield "a schema of depth", Tree(schema("[" * 100_000), bad)
    yield "a schema of groups", Tree(schema('{"a":' * 100_000 + "1" + "}" * 100_000), bad)
    yield "a schema that is none", Tree(schema("not JSON"), bad)
    yield "a schema of nothing", Tree(schema(""), bad)
    yield "a schema that is a list", Tree(schema("[]"), bad)
    yield "a schema in UTF-16", Tree(schema(json.dumps(OWN).encode("utf-16")), "not-utf-8")
    yield "a schema of zeros", Tree(schema(b"\0" * 1000), "not-utf-8")
    yield "a schema of a hundred gigabytes", Tree(sparse("schemas/sensors.table.json"), "file-too-large")
    yield "a schema with half a character", Tree(own({"title": "\ud800"}), bad)
    yield "a schema with a hidden character", Tree(own({"title": "x\u202ey"}), bad)
    yield "a schema of markup", Tree(own({"title": MARKUP, "description": MARKUP}))
    yield "a column of markup", Tree(own(title=MARKUP, description=MARKUP))
    yield "a column whose name is markup", Tree(own(name="<script>"), bad)
    yield "columns that are none", Tree(own({"fields": 1}), bad)
    yield "columns that are texts", Tree(own({"fields": ["id", "title"]}), bad)
    yield "columns without a name", Tree(own({"fields": [{}]}), bad)
    yield (
        "a pattern that never ends",
        Tree(own(constraints={"required": True, "pattern": "^(a+)+$"}), "wrong-format"),
    )
    yield (
        "a pattern of a billion",
        Tree(own(constraints={"required": True, "pattern": "((a{1000}){1000}){1000}"}), bad),
    )
    yield "a pattern that is none", Tree(own(constraints={"required": True, "pattern": "("}), bad)
    yield "a pattern that looks back", Tree(own(constraints={"required": True, "pattern": r"(?<=a)b\1"}), bad)
    yield "a limit that is none", Tree(own(constraints={"required": True, "minLength": "x"}), bad)
    yield "a choice of nothing", Tree(own(constraints={"required": True, "enum": "x"}), bad)
    yield "an endless number", Tree(schema(json.dumps(OWN)[:-1] + ', "x": ' + "9" * 5000 + "}"), bad)
    yield (
        "a number that is none",
        Tree(own(type="number", constraints={"required": True, "minimum": float("nan")}), bad),
    )
    yield "a name that is a path", Tree(own({"singular": "../../etc"}), bad)
    yield "a name that is a list", Tree(own({"singular": ["x"]}), bad)
    yield "codes that are none", Tree(own(codes="../uk.codes.json"), bad)
    yield "codes that are a list", Tree(own(codes=["x"]), bad)
    yield "a reference that is a list", Tree(own(references=["x"]), bad)
    yield "a limit written twice", Tree(schema(json.dumps(OWN)[:-1] + ', "title": "Other"}'), bad)
    yield "a title that is a group", Tree(own({"title": {"a": "b"}}), "")
    yield "a type that is none", Tree(own(type="geopoint"), bad)
    for name in ("data", "reviews", "organisations", "agreement", "en", "index", "..", "A", "a\n"):
        nobodys = name in ("organisations", "..")  # openaccord's own; hidden by its first dot
        yield (
            f"a schema called {name!r}",
            Tree(
                schema(json.dumps(OWN), name),
                "" if nobodys else "forbidden-character" if "\n" in name else bad,
            ),
        )
    wide = [{"name": f"c{n}", "title": "C", "type": "string"} for n in range(2_000)]
    yield "two thousand columns", Tree(own({"fields": [*OWN["fields"], *wide]}))
    yield "thirty thousand columns", Tree(own({"fields": [*OWN["fields"], *wide * 16]}), "file-too-large")


def _descriptors() -> Iterator[tuple[str, Tree]]:
    for name, path in (("the web", ELSEWHERE), ("outside", "../../../etc/passwd"), ("a zip", "x.zip")):
        yield (
            f"a descriptor that leads to {name}",
            Tree(file("registers/datapackage.yaml", DESCRIPTOR.format(path)), "descriptor-outdated"),
        )
    yield "a descriptor of a hundred gigabytes", Tree(sparse("registers/datapackage.yaml"), "file-too-large")
    yield (
        "a descriptor that is no text",
        Tree(file("registers/datapackage.yaml", b"\xff\0\x1b"), "descriptor-outdated"),
    )


def _sizes() -> Iterator[tuple[str, Tree]]:
    yield "a register of a hundred gigabytes", Tree(sparse("registers/words.csv"), "file-too-large")
    yield "an agreement of a hundred gigabytes", Tree(sparse(f"{AGREEMENTS}/x.yaml"), "file-too-large")
    yield "settings of a hundred gigabytes", Tree(sparse("registers/partnership.yaml"), STOP)
    yield "three hundred empty files", Tree(many, "wrong-shape")
    yield "an empty register", Tree(words(""), "wrong-shape")
    yield "an empty table", Tree(words("", "csv"), "csv-header")
    yield "a mark and nothing", Tree(words("\ufeff"), "wrong-shape")
    yield "settings that explode", Tree(settings(BOMB), STOP)
    yield "settings of depth", Tree(settings("[" * 100_000), STOP)
    yield "settings of nothing", Tree(settings(""), STOP)
    yield "a bomb of aliases", Tree(record("other.yaml", BOMB), "yaml-feature")
    yield "a depth of brackets", Tree(words("[" * 100_000), "too-deep")
    yield "four thousand purposes", Tree(agreement("other", more="purposes: [" + "a," * 4_000 + "]\n"))
    yield "a wide row", Tree(words(",".join(f"c{n}" for n in range(300)), "csv"), "too-many-columns")
    yield "a long text", Tree(agreement("other", more=f"summary: {'x' * 65_000}\n"))
    yield "a long text of lists", Tree(agreement("other", more=f'summary: "{"- " * 30_000}"\n'))
    yield "a long text of rules", Tree(agreement("other", more=f'summary: "{"- - -" * 12_000}"\n'))
    yield "a long text of CDATA", Tree(agreement("other", more=f'summary: "{"<![CDATA[" * 7_000}"\n'))
    yield "a long text of stars", Tree(agreement("other", more=f'summary: "{"**a " * 6_000}"\n'))


def _contents() -> Iterator[tuple[str, Tree]]:
    yield "a register kept twice", Tree(both(words("[]"), words("id,title,means\n", "csv")), "register-twice")
    yield "a workbook called CSV", Tree(words(zipped(), "csv"), "not-utf-8")
    yield "a zip called YAML", Tree(words(gzip.compress(b"- {}\n" * 9999)), "not-utf-8")
    yield "a formula", Tree(words("id,title,means\nfoi,=HYPERLINK(1),M\n", "csv"), "spreadsheet-formula")
    yield (
        "names of programs",
        Tree(
            record(
                "other.yaml", AGREEMENT.format(id="other", title="O") + "__proto__: {a: 1}\nconstructor: x\n"
            ),
            "unknown-field",
        ),
    )
    yield (
        "columns named for programs",
        Tree(words("id,title,means,__proto__\nfoi,T,M,x\n", "csv"), "unknown-field"),
    )
    yield (
        "marks of a conflict",
        Tree(
            record("other.yaml", "<<<<<<< HEAD\nid: other\n=======\nid: other\n>>>>>>> main\n"), "yaml-syntax"
        ),
    )
    yield "front matter", Tree(record("other.yaml", "---\ntemplate: x.html\n---\n# Title\n"), "yaml-feature")
    yield (
        "a Python object",
        Tree(record("other.yaml", "!!python/object/apply:os.system [id]\n"), "yaml-feature"),
    )
    yield (
        "markup everywhere",
        Tree(agreement("other", json.dumps(MARKUP), f"summary: {json.dumps(MARKUP)}\n")),
    )
    yield "settings of markup", Tree(settings(f"name: {json.dumps(MARKUP)}\nlanguages: [en]\n"))
    yield "languages that lead up", Tree(settings("name: Test\nlanguages: [../../x]\n"), STOP)
    yield "no languages", Tree(settings("name: Test\nlanguages: []\n"), STOP)
    yield (
        "a repository that is a script",
        Tree(settings("name: Test\nlanguages: [en]\nrepository: {edit: 'javascript:alert(1)'}\n"), STOP),
    )
    for url in (
        *("javascript:alert(1)", "data:text/html,x", "//evil.example/", "file:///etc/passwd", "https:evil"),
        *("https://user:word@evil.example/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/"),
        *("https://0x7f.1/", "https://a.example/\x0bx", "https://a.example\\@evil.example/", "https://%31/"),
        *("https://a.example/" + "x" * 2048, "https://1.1.1.%31/", "http://", " https://a.example/"),
    ):
        yield (
            f"a link to {url[:40]!r}",
            Tree(organisations(url), "forbidden-character" if "\x0b" in url else ""),
        )
    yield (
        "reviews at the end of time",
        Tree(agreement("other", more="review: {last: 2999-12-31, interval: P999Y9999M9999W99999D}\n")),
    )
    yield (
        "an end of no time",
        Tree(agreement("other", more="review: {last: 0001-01-01, interval: P1Y}\n"), "wrong-format"),
    )


TREES: dict[str, Tree] = dict(
    [
        *_files_that_are_none(),
        *_names(),
        *_ids(),
        *_schemas(),
        *_descriptors(),
        *_sizes(),
        *_contents(),
    ]
)
"""Every hostile partnership by what was done to it."""
