"""The whole domain on one screen: every type of record, where it lives and where its page is."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record.

    `name` is the singular used in references, `plural` the register's or folder's name, `address` the
    folder of its pages, `folder` where its files lie. A `register` keeps many records in one file, as rows;
    any other type keeps one record a file, in sub-folders too when it is `deep`.
    """

    name: str
    plural: str
    address: str
    folder: str
    schema: str
    register: bool = False
    deep: bool = False

    def page(self, record_id: str) -> str:
        """The address of a record's page, relative to the site's root: `agreements/early-help/`."""
        return f"{self.address}/{record_id}/"


def _register(name: str, plural: str, address: str = "") -> RecordType:
    return RecordType(name, plural, address or plural, "registers", f"{plural}.table.json", register=True)


def own_register(name: str, plural: str) -> RecordType:
    """A register of the partnership's own; its schema lies in the partnership's `schemas/` folder."""
    return _register(name, plural)


RECORD_TYPES: tuple[RecordType, ...] = (
    RecordType("protocol", "protocols", "protocols", "protocols", "protocol.schema.json"),
    RecordType(
        "agreement", "agreements", "agreements", "protocols/agreements", "agreement.schema.json", deep=True
    ),
    RecordType("dpia", "dpias", "dpias", "protocols/dpias", "dpia.schema.json", deep=True),
    _register("organisation", "organisations"),
    _register("situation", "situations"),
    _register("information-category", "information-categories", "information"),
    _register("people-group", "people-groups", "people"),
    _register("legal-gateway", "legal-gateways", "laws"),
    _register("information-asset", "information-assets", "assets"),
    _register("processing-activity", "processing-activities", "processing"),
    _register("retention-rule", "retention-rules", "retention"),
    _register("publication-entry", "publication-scheme"),
    _register("audit", "audits"),
    _register("training-record", "training"),
    _register("access-arrangement", "access-arrangements", "access"),
    _register("disposal", "disposals"),
    _register("word", "words"),
)
"""Every built-in type, in the order in which lists show them."""

_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul", "openaccord", "stylesheets", "javascripts", "images"}
    | {f"{name}{n}" for name in ("com", "lpt") for n in range(10)}
)
_LIST_PAGE = re.compile(r"page-[0-9]+")


def is_id(text: str) -> bool:
    """Whether a text is kebab-case, as an id and the name of a register must be."""
    return _ID.fullmatch(text) is not None


def is_reserved(record_id: str) -> bool:
    """Whether an id would overwrite a list page or the theme's files, or is a device's name on Windows."""
    return record_id.lower() in _RESERVED or _LIST_PAGE.fullmatch(record_id) is not None
