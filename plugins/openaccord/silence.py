"""Which values a log may repeat, since logs are read by more people than files."""

from __future__ import annotations

from openaccord.schemas import Field, Path

_REPEATABLE = frozenset(
    (
        "id",
        "date",
        "date-or-month",
        "date-or-year",
        "duration",
        "url",
        "language",
        "reference",
        "code",
        "boolean",
        "number",
    )
)
"""Forms of values that say nothing about anybody."""


def repeatable(fields: tuple[Field, ...], path: Path) -> bool:
    """Whether a log may repeat the value at a path: not text, a mailbox, or anything internal or unknown."""
    found: Field | None = None
    for part in path:
        if isinstance(part, str):
            found = next((field for field in fields if field.name == part), None)
        elif found is not None:
            found = found.parts[0] if found.form == "list" else None
        if found is None or found.internal:
            return False
        fields = found.parts
    if found is not None and found.form == "list":
        found = found.parts[0]
    return found is not None and found.form in _REPEATABLE
