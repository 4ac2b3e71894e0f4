"""One change to the text of one file."""

from __future__ import annotations

from dataclasses import dataclass

from openaccord.problems import Place


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What stands from `start` up to, but not including, `end` becomes `text`.

    Nothing is taken out when both are the same place. The places name the same file as `file`.
    """

    file: str
    start: Place
    end: Place
    text: str
