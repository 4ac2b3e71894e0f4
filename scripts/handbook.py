"""Bring the generated parts of the handbook up to date with the code and the schemas.

    python scripts/handbook.py

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`, where NAME is a key of PARTS
and may be followed by an argument, such as `problem not-in-list`. People write everything around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import click

from openaccord.changes.weighing import asks, by_field, kinds
from openaccord.cli import _COMMANDS
from openaccord.lifecycle import FOLLOWS
from openaccord.problems import CODES
from openaccord.record_types import RECORD_TYPES, RecordType
from openaccord.review import STATES, State, ladder
from openaccord.schemas import Field, Schema, code_list, document_schema, read_builtin, table_schema
from openaccord.views.measures import MEASURES

ROOT = Path(__file__).parents[1]
HANDBOOK = ROOT / "handbook"
INVALID = ROOT / "tests" / "invalid"
STYLE = ROOT / "plugins" / "openaccord" / "theme" / "assets" / "openaccord" / "openaccord.css"
COMMANDS = tuple(_COMMANDS)
_GENERATED = re.compile(r"(<!-- generated: ([a-z-]+)(?: (\S+))? -->\n).*?(<!-- end -->)", re.DOTALL)
_EXPECTED = re.compile(r"(?P<file>.+?):(?P<line>[0-9]+):(?P<column>[0-9]+): ")
_SHOWN_LINES = 3
_LONG_PATH = 100


def renew(text: str) -> str:
    """A page with each generated part written anew. KeyError for a part or argument that is not there."""
    return _GENERATED.sub(lambda found: f"{found[1]}{PARTS[found[2]](found[3] or '')}\n{found[4]}", text)


def pages() -> list[Path]:
    """Every page of the handbook."""
    return sorted(HANDBOOK.rglob("*.md"))


def parts_of(text: str, name: str) -> list[str]:
    """The arguments of the parts of that name on a page, in their order."""
    return [found[3] or "" for found in _GENERATED.finditer(text) if found[2] == name]


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; line breaks and bars in cells are made harmless."""
    lines = [header, tuple("---" for _ in header), *(tuple(map(_cell, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def fence(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


# Commands.


def command_help(name: str) -> str:
    """The help of a command and of those inside it, 80 columns wide; of openaccord itself for no name."""
    module = import_module(_COMMANDS[name][0]) if name else import_module("openaccord.cli")
    command: click.Command = module.command if name else module._group
    inside = command.commands if name and isinstance(command, click.Group) else {}
    told = [(f"openaccord {name}".strip(), command)]
    told += [(f"openaccord {name} {inner}", one) for inner, one in inside.items()]
    return "\n\n".join(fence("text", _help(title, one)) for title, one in told)


def _help(title: str, command: click.Command) -> str:
    # With the names that the whole program has for its help, which click remembers from the first call.
    names = ["-h", "--help"]
    return command.get_help(
        click.Context(command, info_name=title, terminal_width=80, help_option_names=names)
    )


# Statuses.


def lifecycle(kind: str) -> str:
    """What may follow each status of a type."""
    rows = FOLLOWS[kind].items()
    told = ((f"`{status}`", ", ".join(f"`{one}`" for one in after) or "nothing") for status, after in rows)
    return table(("status", "may be followed by"), told)


# Records.


def types() -> str:
    """Every type of record: where it lives and where its page is."""
    rows = (
        (f"[{kind.name}](#{kind.name})", _place(kind), f"`/{kind.address}/<id>/`") for kind in RECORD_TYPES
    )
    return table(("type", "place", "page"), rows)


def _place(kind: RecordType) -> str:
    if kind.register:
        return f"`{kind.folder}/{kind.plural}.yaml` or `.csv`"
    return f"`{kind.folder}/{'**/' if kind.deep else ''}<id>.yaml`"


@cache
def _schema(file: str) -> Schema:
    content = read_builtin(file)
    return table_schema(content) if file.endswith(".table.json") else document_schema(content)


def schemas() -> Iterator[tuple[str, Schema]]:
    """The settings and every type, each with its schema."""
    yield "partnership", _schema("partnership.schema.json")
    for kind in RECORD_TYPES:
        yield kind.name, _schema(kind.schema)


def fields(name: str) -> str:
    """Every field of a type."""
    rows = (
        (f"`{path}`", field.title, _form(field), _need(field), field.description)
        for path, field in walk(dict(schemas())[name].fields)
    )
    return table(("field", "title", "form", "", "what it holds"), rows)


def walk(found: tuple[Field, ...], before: str = "") -> Iterator[tuple[str, Field]]:
    """Every field and those inside it, by its path: `parties[].role`."""
    for field in found:
        path = f"{before}{field.name}"
        yield path, field
        item = field.parts[0] if field.form == "list" else field
        if item.form == "object":
            yield from walk(item.parts, f"{path}[]." if field.form == "list" else f"{path}.")


def _form(field: Field) -> str:
    if field.form == "list":
        return f"list of: {_form(field.parts[0])}"
    if field.codes == "measure":
        return f"[{field.form}](measures.md)"
    if field.codes:
        return f"[{field.form}](#codes-{field.codes})"
    if field.references:
        name = next((kind.name for kind in RECORD_TYPES if field.references in (kind.name, kind.plural)), "")
        return f"id of [{name}](#{name})"
    return field.form


def _need(field: Field) -> str:
    said = {
        "required": field.required,
        " ".join(["expected", *map(_unless, field.unless)]): field.expected,
        "plain": field.plain,
        "never published": field.internal,
    }
    return ", ".join(words for words, true in said.items() if true)


def _unless(condition: tuple[str, tuple[object, ...]]) -> str:
    name, values = condition
    said = " or ".join(f"`{str(value).lower()}`" for value in values)
    return f"unless `{name}` is {said or 'there'}"


def code_lists() -> str:
    """Every code list with its labels; the measures have a page of their own."""
    lists = read_builtin("uk.codes.json")["lists"]
    return "\n\n".join(_code_list(name, lists[name]["title"]) for name in lists if name != "measure")


def _code_list(name: str, title: str) -> str:
    rows = ((f"`{code}`", said["label"]["en"], _gloss(said)) for code, said in code_list(name).items())
    return f"### codes: {name}\n\n{title}.\n\n{table(('code', 'label', 'meaning'), rows)}"


def _gloss(said: dict[str, dict[str, str]]) -> str:
    source = said.get("source")
    return f"{said.get('gloss', {}).get('en', '')} {f'[Source]({source})' if source else ''}".strip()


# Problems.


def problems() -> str:
    """Every code in one table."""
    rows = ((f"[`{code}`](#{code})", about.severity.value, about.meaning) for code, about in CODES.items())
    return table(("code", "severity", "meaning"), rows)


def problem(code: str) -> str:
    """What a code means, with the smallest example and its message."""
    about = CODES[code]
    return "\n\n".join([f"{about.severity.value.capitalize()}. {about.meaning}", *_example(INVALID / code)])


def _example(folder: Path) -> Iterator[str]:
    expected = folder / "expected.txt"
    if not expected.is_file():
        return
    message = expected.read_text(encoding="utf-8").splitlines()[0]
    where = _EXPECTED.match(message)
    if where is None:
        return
    lines = _lines(folder / where["file"])
    if lines:
        first = max(0, int(where["line"]) - _SHOWN_LINES)
        yield f"`{where['file']}`:"
        yield fence(where["file"].rpartition(".")[2], "\n".join(lines[first : int(where["line"]) + 1]))
    yield fence("text", message if len(where["file"]) < _LONG_PATH else f"…{message[len(where['file']) :]}")


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def limits() -> str:
    """Every code that stands for a limit."""
    found = {code: about.meaning for code, about in CODES.items() if _has_figure(about.meaning)}
    rows = ((meaning, f"[`{code}`](problems.md#{code})") for code, meaning in found.items())
    return table(("what is refused", "problem"), rows)


def _has_figure(text: str) -> bool:
    return re.search(r" [0-9]", text) is not None


# Measures and reviews.


def measure(name: str) -> str:
    """What the site calls a measure."""
    said = code_list("measure")[name]
    return f"**{said['label']['en']}.** {said['gloss']['en']}"


def states() -> str:
    """Every state of a review, in the order in which the first that fits holds."""
    least = dict(ladder(90))
    rows = (
        (
            f"`{state.name}`",
            state.tag,
            state.built or state.words,
            _worked_out(state),
            _days(state.name, least),
        )
        for state in STATES.values()
    )
    return table(("state", "tag", "words", "worked out", "days left"), rows)


def _worked_out(state: State) -> str:
    if state.live:
        return "by the browser"
    built = "when the site is built"
    return f"{built}; the browser adds the days" if "{days}" in state.words else built


def _days(name: str, least: dict[str, int | None]) -> str:
    if name not in least:
        return ""
    days = least[name]
    return "less than 0" if days is None else "0" if days == 0 else f"{days} or more"


# Changes.


def changes() -> str:
    """Every sentence about a change, with its class and what it asks for."""
    rows = ((row.says, row.weight.value, ", ".join(row.asks)) for row in kinds().values())
    return table(("sentence", "class", "asks for"), rows)


def weights() -> str:
    """The fields whose changes matter more, or less, than others."""
    rows = (
        (f"`{place}`", "any" if kind == "*" else kind, how or "any", row[0].value, ", ".join(row[1]))
        for (kind, place, how), row in by_field().items()
    )
    return table(("field", "record", "how it changed", "class", "asks for"), rows)


def asked_for() -> str:
    """Everything that a change can ask for."""
    return table(("name", "what to do"), ((f"`{name}`", says) for name, says in asks().items()))


# The design.

_TOKEN = re.compile(r"--([a-z0-9-]+): ([^;]+);(?: /\* (.+?) \*/)?")
_SECTION = re.compile(r"^/\* ([^*]+?) \*/$", re.MULTILINE)
_CLASS = re.compile(r"\.([a-z][a-z0-9_-]*)")


def tokens() -> str:
    """Every token of the style sheet: its value in the light and in the dark, and what it is for."""
    style = STYLE.read_text(encoding="utf-8")
    light, _, dark = style.partition("@media screen and (prefers-color-scheme: dark)")
    told = dict(found[:2] for found in _TOKEN.findall(dark.partition("\n}\n")[0]))
    rows = (
        (f"`--{name}`", f"`{value}`", f"`{told[name]}`" if told.get(name, value) != value else "", what)
        for name, value, what in _TOKEN.findall(light)
    )
    return table(("token", "value", "in the dark", "what it is for"), rows)


def classes() -> str:
    """Every class of ours that the style sheet knows, part by part."""
    _, *parts = _SECTION.split(STYLE.read_text(encoding="utf-8"))
    rows = (
        (name, ", ".join(f"`{one}`" for one in _ours(rules)))
        for name, rules in zip(parts[::2], parts[1::2], strict=True)
    )
    return table(("part", "classes"), (row for row in rows if row[1]))


def _ours(rules: str) -> list[str]:
    """The classes in the selectors of some rules, in their order; Material's own begin with md."""
    selectors = " ".join(re.findall(r"([^{}]*)\{", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)))
    return [one for one in dict.fromkeys(_CLASS.findall(selectors)) if not one.startswith("md-")]


PARTS: dict[str, Callable[[str], str]] = {
    "command": command_help,
    "lifecycle": lifecycle,
    "types": lambda _: types(),
    "fields": fields,
    "code-lists": lambda _: code_lists(),
    "problems": lambda _: problems(),
    "problem": problem,
    "limits": lambda _: limits(),
    "measure": measure,
    "states": lambda _: states(),
    "changes": lambda _: changes(),
    "change-weights": lambda _: weights(),
    "change-asks": lambda _: asked_for(),
    "design-tokens": lambda _: tokens(),
    "design-classes": lambda _: classes(),
}
"""What can be generated, by the name that a page calls it by."""

MEASURE_NAMES = tuple(MEASURES)


if __name__ == "__main__":
    for page in pages():
        page.write_text(renew(page.read_text(encoding="utf-8")), encoding="utf-8")
