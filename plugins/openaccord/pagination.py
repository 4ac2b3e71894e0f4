"""What a git host's API lists, whether in one page or several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openaccord.problems import Stop


def listed(value: Any, refusal: str) -> Iterator[Mapping[str, Any]]:
    """Each object of a list, or of lists one in another. Raises Stop with `refusal` for anything else."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from listed(one, refusal)
    else:
        raise Stop(refusal)
