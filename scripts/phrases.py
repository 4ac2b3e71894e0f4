"""Bring the catalogues in `locale/` up to date with the phrases that the site says.

    python scripts/phrases.py

New phrases are added without a translation, phrases that are no longer said are taken out.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from openaccord.changes.telling import phrases as sentences
from openaccord.rendering.wording import PERIODS
from openaccord.review import STATES
from openaccord.schemas import Field, builtin, document_schema, read_builtin, table_schema

PACKAGE = Path(__file__).parents[1] / "plugins" / "openaccord"
LOCALES = PACKAGE / "locale"
MENU = [
    "Situations",
    "Agreements",
    "Organisations",
    "Information",
    "People",
    "Laws",
    "Promises",
    "Reviews",
    "About",
]
"""Titles that the partners give in mkdocs.yml, as ours do, so that no search of the code can find them."""
Phrase = str | tuple[str, str]


def phrases() -> set[Phrase]:
    """Every phrase: those in templates and code, the names of fields, types and review states."""
    return {*_in_templates(), *_in_code(), *_in_schemas(), *_in_tables()}


def _in_templates() -> Iterator[Phrase]:
    for path in [*PACKAGE.glob("templates/**/*.jinja"), *PACKAGE.glob("theme/**/*.html")]:
        keywords = {"_": None, "n_": (1, 2), "say": None}
        with path.open("rb") as file:
            options = {"trimmed": "false", "silent": "false"}
            for _, said, _, _ in extract("jinja2", file, keywords, options=options):
                yield said if isinstance(said, str) else (said[0], said[1])


def _in_code() -> Iterator[Phrase]:
    for path in (*PACKAGE.glob("rendering/*.py"), *PACKAGE.glob("pages/*.py")):
        with path.open("rb") as file:
            for _, said, _, _ in extract("python", file, {"say": None, "count": (1, 2), "plural": (2, 3)}):
                yield said if isinstance(said, str) else (said[0], said[1])


def _in_schemas() -> Iterator[Phrase]:
    for file in builtin().iterdir():
        content = json.loads(file.read_text(encoding="utf-8"))
        if file.name.endswith(".table.json"):
            schema = table_schema(content)
        elif file.name in ("agreement.schema.json", "protocol.schema.json", "dpia.schema.json"):
            schema = document_schema(read_builtin(file.name))
        else:
            continue
        yield from (schema.one, schema.many, schema.description)
        yield from _titles(schema.fields)


def _titles(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        if field.internal:
            continue
        if field.name and field.title != field.name:
            yield field.title
        yield from _titles(field.parts)


def _in_tables() -> Iterator[Phrase]:
    yield from PERIODS.values()
    yield from sentences()
    yield from MENU
    for state in STATES.values():
        yield from filter(None, (state.tag, state.words, state.built))


def update(path: Path) -> None:
    """Rewrite one catalogue. Its header stays as it is: dates in it would change at every run."""
    header = path.read_bytes().partition(b"\n\n")[0]
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    template = Catalog()
    for phrase in sorted(phrases(), key=str):
        template.add(phrase)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    text = io.BytesIO()
    write_po(text, catalogue, width=110, sort_output=True, omit_header=True)
    path.write_bytes(header.lstrip() + b"\n\n" + text.getvalue())


if __name__ == "__main__":
    for found in LOCALES.glob("*.po"):
        update(found)
