"""One pattern that every text with something to find matches, so that most texts are let go at once."""

from __future__ import annotations

import re

_GAP = "[ \u00a0\u2009\u202f.()/+-]{0,3}(?:\\r?\\n {0,40})?[()]?"
"""What may stand between digits; a line break too, because YAML joins lines."""


def _any_case(words: str) -> str:
    """Words in capitals or not: the engine that runs the pattern has no flag for it."""
    return re.sub("[a-z]", lambda match: f"[{match.group().upper()}{match.group()}]", words)


_NOUN = _any_case("(?:birth|d\\.?o\\.?b|geni)")
_VERB = _any_case("(?:born|ganwyd|ganed)")
_NAMED = _any_case("(?:password|passwd|passphrase|passcode|pwd|secret|token|key|cyfrinair)")
MAY_HOLD = "|".join(
    (
        f"[0-9](?:{_GAP}[0-9]){{8}}",
        f"[A-Za-z]{{2}}(?:{_GAP}[0-9]{{2}}){{3}}{_GAP}[A-Da-d]",
        r"[A-Z][0-9][0-9A-Z]?[ \u00a0\r\n]{0,40}[0-9][A-Z]{2}",
        r"(?:Dr|Mr|Mrs|Ms|Mx|Prof|Cllr|Revd?|Miss|Professor|Councillor|Doctor)\.?[ \u00a0\r\n]{1,40}[A-Z]",
        "[._][A-Za-z'’-]{1,40}[0-9]{0,4}(?:\\+[A-Za-z0-9]{1,40})?@",
        f"{_NOUN}[^0-9]{{0,40}}[0-9]",
        f"{_VERB}[^0-9]{{0,20}}[0-9]",
        f"[0-9][ \\r\\n(,–-]{{0,40}}(?:[Dd]ates? |[Dd]yddiad )?{_NOUN}",
        f"{_NAMED}[\"']?[ \t\r\n]{{0,40}}(?:is|was|[:=])",
        "BEGIN[A-Z \\r\\n]{0,40}PRIVATE|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AIza|k_live_|eyJ"
        "|hooks\\.slack|sig=|://[^/@\\r\\n]{1,60}:[^/@\\r\\n]{1,60}@",
    )
)
"""In the part of the language that JSON Schema's patterns have, for an engine that takes linear time."""

TELLING_NAME = re.compile("birth|dob|geni|nhs|passw|pwd|secret|token|key|cyfrinair", re.IGNORECASE)
"""A field's name that says what its values are."""
