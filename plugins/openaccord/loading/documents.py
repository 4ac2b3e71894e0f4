"""YAML files: read, or remembered from an earlier run."""

from __future__ import annotations

from typing import Any

from openaccord.exposure import suspicious
from openaccord.keeping import fingerprint
from openaccord.layout import stem_of
from openaccord.loading.admitting import Spot, admit
from openaccord.loading.reading import Reading
from openaccord.memory import Kept
from openaccord.problems import Place, Problem, problem
from openaccord.record_types import RecordType
from openaccord.sources.yaml import Document, read_document


def read_record(reading: Reading, kind: RecordType, file: str, data: bytes) -> None:
    """A file that holds one record."""
    stem = stem_of(file)
    name = fingerprint(data)
    document, problems = _read(reading, file, data, name)
    if document is not None and not isinstance(document.value, dict):
        hint = "Write each field on a line of its own, as its name, a colon and its value; begin with the id."
        document, problems = None, [wrong_shape(file, "one record", hint)]
    if document is None:
        reading.refuse(kind, stem, file, problems)
        return
    spot = Spot(document, ())
    record = admit(reading, kind, spot, document.value, fits=_fits(reading, kind, document.value, name))
    if record is not None and record.id != stem:
        fact = f"The id is “{record.id}”, but the file is called {stem}.yaml."
        hint = f"Rename the file to {record.id}.yaml; or, if it was never published, change the id to {stem}."
        reading.fault(record, problem("id-not-file-name", record.place("id"), fact, hint))


def read_yaml(reading: Reading, file: str, data: bytes) -> tuple[Document | None, list[Problem]]:
    """A YAML file, which is looked at for personal data if anything in it is a reason to."""
    return _read(reading, file, data, fingerprint(data))


def _read(reading: Reading, file: str, data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    known = reading.memory.recall(name)
    document, problems = (Document(file, known.value, data), []) if known else read_document(data, file)
    if document is None:
        return None, problems
    if known is None:
        known = reading.memory.used[name] = Kept(document.value, suspicious(data, file))
    if known.suspicious:
        reading.suspicious.add(file)
    return document, []


def _fits(reading: Reading, kind: RecordType, value: Any, name: str) -> bool:
    """Whether a value fits its schema, as it was found to when it and the schema were last seen."""
    checker, used = reading.checker(kind), reading.memory.used
    if used[name].fits == checker.digest:
        return True
    fits = checker.fits(value)
    if fits:
        used[name] = used[name]._replace(fits=checker.digest)
    return fits


def wrong_shape(file: str, wanted: str, hint: str) -> Problem:
    """A file that holds something else than is wanted there."""
    return problem("wrong-shape", Place(file), f"The file does not hold {wanted}.", hint)
