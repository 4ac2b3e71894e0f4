"""What a record may hold: JSON Schemas and Table Schemas, made into one shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any

JSON = dict[str, Any]
Path = tuple[str | int, ...]

_COMMON = "common.schema.json#/$defs/"
_TABLE_TYPES: dict[str, JSON] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"$ref": _COMMON + "date"},
    "any": {"type": "string"},
}
_FORMS = {"boolean": "boolean", "integer": "number", "number": "number"}
_CONSTRAINTS = ("minimum", "maximum", "maxLength", "minLength", "enum")
_SEMANTICS = {"uri": "url", "email": "mailbox"}
_FLAGS = ("title", "description", "plain", "expected", "expected_unless", "internal", "codes", "references")


@dataclass(frozen=True, slots=True)
class Field:
    """A field as its schema declares it.

    `form` is how its values are written: text, id, date, date-or-month, date-or-year, duration, url, mailbox,
    url-or-mailbox, language, reference, code, boolean, number, list, object. A list's one part is its item;
    an object's parts are its fields. `unless` names fields of the record, each with the values for which
    this one is not expected; with none, any value will do.
    """

    name: str
    title: str
    description: str
    form: str
    required: bool = False
    expected: bool = False
    plain: bool = False
    internal: bool = False
    references: str = ""
    codes: str = ""
    unless: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    parts: tuple[Field, ...] = ()

    def expected_of(self, data: Mapping[str, Any]) -> bool:
        """Whether a complete record has this field, as far as its other fields tell."""
        return self.expected and not any(
            name in data and (not values or data[name] in values) for name, values in self.unless
        )

    def refers(self) -> bool:
        """Whether this field, or any inside it, refers to another record."""
        return bool(self.references) or any(part.refers() for part in self.parts)


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema of one type: `document` validates a record, `table` is the Table Schema of a register.

    `one` and `many` are what a citizen calls its records; `singular` is the name that references use.
    """

    one: str
    many: str
    description: str
    singular: str
    document: JSON
    fields: tuple[Field, ...]
    table: JSON | None = None

    def field(self, name: str) -> Field | None:
        """The top-level field of that name."""
        return next((field for field in self.fields if field.name == name), None)


def builtin() -> Traversable:
    """The folder of openaccord's own schemas: in an installed package, else at the repository's root."""
    installed = files("openaccord") / "schemas"
    return installed if installed.is_dir() else FilePath(__file__).parents[2] / "schemas"


@cache
def _read(name: str) -> JSON:
    content: JSON = json.loads((builtin() / name).read_text(encoding="utf-8"))
    return content


def read_builtin(name: str) -> JSON:
    """One of openaccord's own schema files, parsed. Raises FileNotFoundError for a name that is not there."""
    return _read(name)


def document_schema(schema: JSON) -> Schema:
    """A Schema from a JSON Schema; shared parts are bundled in, so that nothing is fetched."""
    bundled = _bundle(schema)
    fields = _object_fields(bundled, bundled)
    return Schema(schema["title"], schema["plural-title"], schema["description"], "", bundled, fields)


def table_schema(table: JSON, languages: tuple[str, ...] = ()) -> Schema:
    """A Schema from a Table Schema. Plain fields may also be written as `field_<language>`.

    Raises KeyError or TypeError for a Table Schema that lacks what a register needs.
    """
    targets = dict(_target(key) for key in table.get("foreignKeys", ()))
    columns = list(with_translations(table, languages)["fields"])
    required = [c["name"] for c in columns if c.get("constraints", {}).get("required")]
    document = _bundle(
        {
            "type": "object",
            "properties": {c["name"]: _column(c, targets, table["name"]) for c in columns},
            "required": required,
            "additionalProperties": False,
        }
    )
    singular = str(table.get("singular", table["name"]))
    return Schema(
        singular.replace("-", " ").capitalize(),
        str(table.get("title", table["name"])),
        str(table.get("description", "")),
        singular,
        document,
        _object_fields(document, document),
        table,
    )


def _target(key: JSON) -> tuple[str, str]:
    """The column of a foreign key, which older descriptors do not put in a list, and its register."""
    columns = key["fields"]
    return columns if isinstance(columns, str) else columns[0], key["reference"]["resource"]


def builtin_schema(name: str, languages: tuple[str, ...]) -> Schema:
    """The Schema in one of openaccord's own files, for a partnership with these languages."""
    content = read_builtin(name)
    return table_schema(content, languages) if name.endswith(".table.json") else document_schema(content)


def with_translations(table: JSON, languages: tuple[str, ...]) -> JSON:
    """The same Table Schema with a column more for each plain field and further language."""
    columns: list[JSON] = []
    for column in table["fields"]:
        columns.append(column)
        if column.get("plain"):
            columns.extend(_translation(column, language) for language in languages[1:])
    return {**table, "fields": columns}


def _translation(column: JSON, language: str) -> JSON:
    return {
        "name": f"{column['name']}_{language}",
        "title": f"{column['title']} ({language})",
        "type": column["type"],
        "description": f"{column['description']} In the language {language}.",
        "translates": column["name"],
    }


def _column(column: JSON, targets: Mapping[str, str], register: str) -> JSON:
    """One Table Schema field as a property of the row's JSON Schema."""
    schema: JSON = {key: column[key] for key in _FLAGS if key in column}
    schema["translates"] = column.get("translates", "")
    if column["type"] == "list":
        inside = {key: schema.pop(key) for key in ("codes", "references") if key in schema}
        return {**schema, "type": "array", "uniqueItems": True, "items": {**inside, **_item(column)}}
    if column["name"] in targets:
        schema["references"] = targets[column["name"]] or register
    return {**schema, **({"$ref": _COMMON + "id"} if "references" in schema else _value(column))}


def _item(column: JSON) -> JSON:
    """An item of a list: text, an id or a code."""
    if "references" in column:
        return {"$ref": _COMMON + "id"}
    item: JSON = {"type": "string", "minLength": 1}
    return item | ({"enum": list(code_list(column["codes"]))} if "codes" in column else {})


def _value(column: JSON) -> JSON:
    """A single value, with the limits that the column sets."""
    constraints = column.get("constraints", {})
    semantic = column.get("semantic") or _SEMANTICS.get(column.get("format", ""))
    if column["name"] == "id":
        semantic = "id"
    if semantic is not None:
        return {"$ref": _COMMON + semantic}
    value = dict(_TABLE_TYPES[column["type"]])
    value |= {name: constraints[name] for name in _CONSTRAINTS if name in constraints}
    if "pattern" in constraints:
        value["pattern"] = f"^(?:{constraints['pattern']})$"
    return {"minLength": 1, **value} if value.get("type") == "string" else value


def _bundle(schema: JSON) -> JSON:
    text = json.dumps(schema).replace(_COMMON, "#/$defs/")
    bundled: JSON = json.loads(text)
    shared = json.loads(json.dumps(_read("common.schema.json")["$defs"]).replace(_COMMON, "#/$defs/"))
    bundled["$defs"] = {**shared, **bundled.get("$defs", {})}
    return bundled


def resolve(schema: JSON, root: JSON) -> JSON:
    """The schema with its local `$ref` followed; what stands beside the reference wins."""
    if "$ref" not in schema:
        return schema
    target = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


def _object_fields(schema: JSON, root: JSON) -> tuple[Field, ...]:
    required = set(schema.get("required", ()))
    return tuple(
        _field(name, resolve(part, root), root, required=name in required)
        for name, part in schema["properties"].items()
        if not part.get("translates")
    )


def _field(name: str, schema: JSON, root: JSON, *, required: bool = False) -> Field:
    form = _form(schema)
    parts: tuple[Field, ...] = ()
    if form == "list":
        parts = (_field("", resolve(schema["items"], root), root),)
    elif form == "object":
        parts = _object_fields(schema, root)
    return Field(
        name,
        schema.get("title", name),
        schema.get("description", ""),
        form,
        required,
        bool(schema.get("expected")),
        bool(schema.get("plain")),
        bool(schema.get("internal")),
        schema.get("references", ""),
        "" if form == "list" else schema.get("codes", ""),
        tuple((other, tuple(values)) for other, values in schema.get("expected_unless", {}).items()),
        parts,
    )


def _form(schema: JSON) -> str:
    kind = schema.get("type")
    if kind == "array":
        return "list"
    if kind == "object" and "properties" in schema:
        return "object"
    if schema.get("references"):
        return "reference"
    if schema.get("codes"):
        return "code"
    return str(schema.get("format-name") or _FORMS.get(str(kind), "text"))


def code_list(name: str) -> Mapping[str, JSON]:
    """The codes of a list in their order, each with label and gloss by language. KeyError for no list."""
    codes: Mapping[str, JSON] = _read("uk.codes.json")["lists"][name]["codes"]
    return codes
