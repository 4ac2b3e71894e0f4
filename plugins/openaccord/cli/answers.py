"""What a git host answered, kept in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openaccord.problems import Stop


def answer(file: Path) -> Any:
    """The value that a JSON file holds. Raises Stop where it holds none."""
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise Stop(f"{file} could not be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise Stop(f"{file} is not JSON. Write into it what the API of your git host answers.") from None
