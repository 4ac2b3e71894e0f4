"""What is said in two places is said alike: types, schemas, templates, codes, phrases, examples, targets."""

from __future__ import annotations

import json
import re
import runpy
import string
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from material import __file__ as material
from mkdocs import __file__ as mkdocs

from openaccord.cli import _COMMANDS
from openaccord.problems import CODES
from openaccord.record_types import RECORD_TYPES
from openaccord.rendering.environment import environment
from openaccord.schemas import Field, Schema, code_list, document_schema, read_builtin, table_schema
from openaccord.sources.yaml import read_document
from openaccord.views.measures import MEASURES

HERE = Path(__file__).parent
ROOT = HERE.parent
PACKAGE = ROOT / "plugins" / "openaccord"
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
CODE_LISTS = "uk.codes.json"
SETTINGS = ROOT / "registers" / "partnership.yaml"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def settings() -> dict[str, Any]:
    document, problems = read_document(SETTINGS.read_bytes(), SETTINGS.name)
    assert document is not None, problems
    assert isinstance(document.value, dict)
    return document.value


LANGUAGES: list[str] = settings()["languages"]


def content(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def parts(value: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a JSON value with the way to it."""
    if isinstance(value, dict):
        yield way, value
        for name, inner in value.items():
            yield from parts(inner, f"{way}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from parts(inner, f"{way}/{number}")


def schema_of(name: str) -> Schema:
    described = read_builtin(name)
    return table_schema(described) if name.endswith(".table.json") else document_schema(described)


# Problems and their examples.


def test_every_code_has_its_example_and_every_example_its_code() -> None:
    assert {folder.name for folder in (HERE / "invalid").iterdir()} == set(CODES)


def test_codes_are_kebab_case_and_say_what_they_mean_in_a_sentence() -> None:
    for name, code in CODES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert re.fullmatch(r"[A-Zr].*\.", code.meaning)


# Types and schemas.


def test_every_type_has_its_schema_and_every_schema_its_type() -> None:
    shared = {"common.schema.json", "partnership.schema.json", "mapping.schema.json", CODE_LISTS}
    assert {kind.schema for kind in RECORD_TYPES} | shared == {path.name for path in SCHEMAS}


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)
def test_a_type_and_its_schema_use_the_same_names(kind: Any) -> None:
    described = read_builtin(kind.schema)
    if kind.register:
        assert (described["name"], described["singular"]) == (kind.plural, kind.name)
        assert described["primaryKey"] == ["id"]
    schema = schema_of(kind.schema)
    assert {"id", "title"} <= {field.name for field in schema.fields if field.required}
    assert schema.one[0].isupper()
    assert schema.many[0].isupper()
    assert schema.description.endswith(".")


def test_names_and_addresses_are_used_once() -> None:
    for names in (
        [kind.address for kind in RECORD_TYPES],
        [kind.plural for kind in RECORD_TYPES],
        [kind.name for kind in RECORD_TYPES],
    ):
        assert len(names) == len(set(names))


def test_every_reference_leads_to_a_type() -> None:
    names = {kind.name for kind in RECORD_TYPES} | {kind.plural for kind in RECORD_TYPES if kind.register}
    for path in SCHEMAS:
        for way, part in parts(content(path)):
            for target in (part.get("references"), part.get("resource")):
                assert not target or target in names, f"{path.name}{way}: {target}"


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_field_has_a_title_and_a_description(path: Path) -> None:
    for way, part in parts(content(path)):
        for name, field in fields(part):
            assert field.get("title"), f"{path.name}{way}: {name}"
            assert str(field.get("description")).endswith("."), f"{path.name}{way}: {name}"


def fields(part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields that an object of a schema declares, as JSON Schema or as Table Schema does."""
    properties, listed = part.get("properties"), part.get("fields")
    if isinstance(properties, dict) and "type" in part:
        yield from properties.items()
    elif isinstance(listed, list) and all(isinstance(field, dict) for field in listed):
        yield from ((field.get("name", "?"), field) for field in listed)


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)
def test_one_example_fills_every_field(kind: Any) -> None:
    """So that a new field is read, checked, linked and shown at least once."""
    folder = HERE / "valid" / "every-field" / kind.folder
    told: set[str] = set()
    for path in [folder / f"{kind.plural}.yaml"] if kind.register else folder.rglob("*.yaml"):
        document, _ = read_document(path.read_bytes(), path.name)
        assert document is not None
        told |= set(leaves(document.value))
    assert set(declared(schema_of(kind.schema).fields)) - told == set()


def leaves(value: Any, way: str = "") -> Iterator[str]:
    """The way to each value, in which the items of a list are alike."""
    yield way
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{way}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, way)


def declared(listed: tuple[Field, ...], way: str = "") -> Iterator[str]:
    """The way to each field, in which the items of a list are alike."""
    for field in listed:
        here = f"{way}/{field.name}" if field.name else way
        yield here
        yield from declared(field.parts, here)


# Code lists.


@pytest.mark.parametrize("name", content(ROOT / "schemas" / CODE_LISTS)["lists"])
def test_every_code_is_explained_in_every_language(name: str) -> None:
    codes = code_list(name)
    assert codes
    for code, said in codes.items():
        assert set(said["label"]) == set(LANGUAGES), code
        assert set(said.get("gloss", said["label"])) == set(LANGUAGES), code
        for text in (*said["label"].values(), *said.get("gloss", {}).values()):
            assert text.strip() == text != "", code
        for text in said.get("gloss", {}).values():
            assert text.endswith((".", "?", ".”")), f"{code}: {text}"
    with_gloss = {bool(said.get("gloss")) for said in codes.values()}
    assert len(with_gloss) == 1, "all codes of a list have a gloss, or none"


def test_every_list_is_used_and_is_what_the_schemas_allow() -> None:
    used = set()
    for path in SCHEMAS:
        for way, part in parts(content(path)):
            if not isinstance(part.get("codes"), str):
                continue
            used.add(part["codes"])
            known = list(code_list(part["codes"]))
            allowed = part.get("enum", part.get("constraints", {}).get("enum"))
            if allowed is None:
                free = part.get("type") == "list" or part.get("open_codes") is True
                assert free, f"{path.name}{way} allows anything"
            else:
                assert [str(code) for code in allowed] == known, f"{path.name}{way}"
    assert used == set(content(ROOT / "schemas" / CODE_LISTS)["lists"])


def test_every_measure_is_computed() -> None:
    assert set(MEASURES) == set(code_list("measure"))


# Templates and the theme.


def test_every_template_of_a_record_has_its_type() -> None:
    templates = {path.name.removesuffix(".html.jinja") for path in (PACKAGE / "templates/records").iterdir()}
    assert {name for name in templates if not name.startswith("_")} <= {kind.name for kind in RECORD_TYPES}


def test_every_template_can_be_read_and_is_used() -> None:
    templates = environment(str)
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    others = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.jinja"))
    kinds = {kind.name for kind in RECORD_TYPES}
    for name in templates.list_templates():
        templates.get_template(name)
        stem = Path(name).name.removesuffix(".html.jinja")
        assert stem in kinds or f'"{stem}"' in code or f'"{name}"' in code + others, f"{name} is not used"


def test_every_file_of_the_theme_is_used() -> None:
    """An override that neither Material nor MkDocs asks for, or an asset that no page loads, is dead."""
    theme = PACKAGE / "theme"
    overridden = (Path(material).parent / "templates", Path(mkdocs).parent / "templates")
    own = "".join(path.read_text(encoding="utf-8") for path in theme.rglob("*.html"))
    for path in sorted(theme.rglob("*.*")):
        name = path.relative_to(theme).as_posix()
        overrides = any((folder / name).is_file() for folder in overridden)
        assert overrides or name in own, f"theme/{name} is not used"
    for asset in re.findall(r"'(assets/openaccord/[a-z.-]+)'", own):
        assert (theme / asset).is_file() or asset == "assets/openaccord/", asset


# Phrases.


def catalogue(language: str) -> list[Message]:
    with (PACKAGE / "locale" / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_language_of_the_example_has_its_catalogue() -> None:
    assert {path.stem for path in (PACKAGE / "locale").iterdir()} == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_phrase_is_translated(language: str) -> None:
    phrases = runpy.run_path(str(ROOT / "scripts" / "phrases.py"))["phrases"]()
    messages = catalogue(language)
    keys = [tuple(m.id) if isinstance(m.id, list | tuple) else m.id for m in messages]
    assert len(keys) == len(set(keys))
    assert set(keys) == phrases
    untranslated = [m.id for m in messages if not m.string or (m.pluralizable and not all(m.string))]
    assert untranslated == []
    assert [message.id for message in messages if message.fuzzy] == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_a_translation_has_the_same_gaps_and_every_plural(language: str) -> None:
    with (PACKAGE / "locale" / f"{language}.po").open("rb") as file:
        plurals = read_po(file, locale=language).num_plurals
    assert language != "cy" or plurals == 6
    for message in catalogue(language):
        told = [message.string] if isinstance(message.string, str) else list(message.string)
        if message.pluralizable:
            assert len(told) == plurals, message.id
            wanted = placeholders(message.id[-1])
        else:
            wanted = placeholders(str(message.id))
        for text in told:
            assert placeholders(text) == wanted, f"{message.id}: {text}"
            assert text.strip() == text, message.id


# The project.


def test_every_file_of_the_package_is_in_the_wheel() -> None:
    """hatchling leaves out what git ignores, and takes the schemas because it is told to."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["plugins/openaccord"], "force-include": {"schemas": "openaccord/schemas"}}
    ignored = [
        line.strip().rstrip("/")
        for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    for folder in (PACKAGE, ROOT / "schemas"):
        for path in folder.rglob("*"):
            names = path.relative_to(folder).parts
            if "__pycache__" not in names and not any(name.startswith(".") for name in names):
                assert not any(fnmatch(name, pattern) for name in names for pattern in ignored), path


def test_every_dependency_is_imported() -> None:
    """Or is there for a reason of its own: a theme, and the time zones of systems that have none."""
    names = {
        "jsonschema-rs": "jsonschema_rs",
        "markdown-it-py": "markdown_it",
        "pagefind-bin": "pagefind_bin",
        "python-calamine": "python_calamine",
    }
    names |= {"pyyaml": "yaml"}
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    declared = [re.split(r"[<>=\[]", line)[0] for line in PROJECT["project"]["dependencies"]]
    unused = [
        name
        for name in declared
        if not re.search(rf"^\s*(?:from|import) {names.get(name, name)}\b", code, re.MULTILINE)
    ]
    assert set(unused) == {"mkdocs-material", "tzdata"}


def test_every_command_has_its_module() -> None:
    modules = {
        f"openaccord.cli.{path.stem}"
        for path in (PACKAGE / "cli").glob("*.py")
        if re.search(r"^def command\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {module for module, _ in _COMMANDS.values()} == modules


def told_to_type(word: str) -> Iterator[tuple[str, str]]:
    """Each page of documentation with a name that follows a word in its code."""
    for page in [ROOT / "README.md", *(ROOT / "handbook").rglob("*.md"), *(ROOT / "examples").glob("*/*.md")]:
        said = page.read_text(encoding="utf-8")
        for block in re.findall(r"^ *```.*?^ *```|`[^`\n]+`", said, re.MULTILINE | re.DOTALL):
            for name in re.findall(rf"(?:^|`)[ $]*{word} ([a-z]+)", block, re.MULTILINE):
                yield str(page.relative_to(ROOT)), name


def test_every_target_that_is_named_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z -]*):(?!=)", makefile, re.MULTILINE))
    targets = {name for line in targets for name in line.split()}
    phony = {name for line in re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE) for name in line.split()}
    assert targets == phony
    assert [(page, name) for page, name in told_to_type("make") if name not in targets] == []


def test_every_command_that_is_named_exists() -> None:
    assert [(page, name) for page, name in told_to_type("openaccord") if name not in _COMMANDS] == []


def test_everything_that_is_read_from_the_package_is_there() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for way in re.findall(r'files\("openaccord"\)((?: / "[a-z.]+")+)', code):
        place = files("openaccord")
        for name in re.findall(r'"([a-z.]+)"', way):
            place = place / name
        schemas = place.name == "schemas"  # beside the package in an editable installation
        assert place.is_dir() or place.is_file() or schemas, str(place)
