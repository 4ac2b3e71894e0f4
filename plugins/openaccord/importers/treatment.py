"""What is done to the text of a cell before any field is made from it; everything is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openaccord.importers.ledger import Ledger, Spot
from openaccord.importers.sheets import Sheet
from openaccord.sources.text import forbidden_in

_EXCEL_CELL = 32_767
_CUT = (
    f"The cell has exactly {_EXCEL_CELL:,} characters, the most that Excel keeps: its text was probably cut "
    "there before it came here."
)
_NAMED = {"": "nothing", " ": "a blank", "\n": "a line break"}
_CRLF = re.compile("\r\n?")
# Not every white space that Python knows: the separators U+001C to U+001F may not pass unseen.
BLANKS = " \t\n\r\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to every cell that a target reads of `source`. `replace` leads from character to text."""

    source: str
    replace: Mapping[str, str]
    trim: bool
    ledger: Ledger

    def column(self, sheet: Sheet, heading: str) -> list[str]:
        """The texts of one column, row by row: line ends as LF, characters replaced, ends trimmed.

        Blanks alone are no text. A text that still has a character that no record may hold is noted as a loss
        and becomes empty.
        """
        column = sheet.headings.index(heading)
        texts = []
        for index, (_, cells) in enumerate(sheet.rows):
            text = cells[column] if cells[column].strip(BLANKS) else ""
            if text:
                spot = sheet.spot(index, heading)
                text = self._treated(text, spot, heading)
                if not text:
                    self.ledger.aside.add((self.source, index, heading))
                text = self._allowed(text, spot, heading)
            texts.append(text)
        return texts

    def _treated(self, text: str, spot: Spot, heading: str) -> str:
        if len(text) == _EXCEL_CELL:
            self.ledger.note(f"“{heading}”: {_CUT}", spot)
        if "\r" in text:
            text = _CRLF.sub("\n", text)
            self.ledger.note("Line ends in the way of Windows were written as plain line ends.", spot)
        for character, other in self.replace.items():
            if character in text:
                text = text.replace(character, other)
                what = _NAMED.get(other, f"“{other}”")
                self.ledger.note(f"U+{ord(character):04X} was replaced by {what} (replace).", spot)
        if self.trim and (trimmed := text.strip(BLANKS)) != text:
            text = trimmed
            self.ledger.note("Blanks or line breaks at the ends of the cell were taken off (trim).", spot)
        return text

    def _allowed(self, text: str, spot: Spot, heading: str) -> str:
        name = forbidden_in(text)
        if name is None:
            return text
        fact = f"“{heading}” has the invisible character {name}, and was left out."
        self.ledger.loss(fact, f'List it under “replace” in the mapping, such as {name}: "".', spot)
        return ""
