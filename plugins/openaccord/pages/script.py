"""The browser's script, with the table of review states in front, so that both count alike."""

from __future__ import annotations

import json
from importlib.resources import files

from openaccord.pages.known import Known
from openaccord.rendering.wording import Wording
from openaccord.review import STATES, due_soon, ladder, stale_after

_PLURALS = {2: ("one", "other"), 6: ("zero", "one", "two", "few", "many", "other")}


def script(known: Known, words: Wording) -> str:
    """The script of a language."""
    settings = known.partnership.settings
    counted = {name for name, _ in ladder(0)}
    table = {
        "made": known.today.isoformat(),
        "zone": settings.get("time_zone", "UTC"),
        "language": words.language,
        "staleAfter": stale_after(settings),
        "stale": words.say("This page was made {days} ago. Newer facts may be missing."),
        "ladder": ladder(due_soon(settings)),
        "states": {
            name: {"tag": words.say(state.tag), "words": words.say(state.words)}
            for name, state in STATES.items()
            if name in counted
        },
        "days": plural(words, "{n} day", "{n} days"),
    }
    return f"const OPENACCORD = {json.dumps(table, ensure_ascii=False)};\n{browser_script('openaccord')}"


def browser_script(name: str) -> str:
    """A script as it is written."""
    return (files("openaccord") / "browser" / f"{name}.js").read_text(encoding="utf-8")


def plural(words: Wording, one: str, many: str) -> dict[str, str]:
    """Every form of a phrase by the name that browsers have for it."""
    forms = words.forms(one, many)
    return dict(zip(_PLURALS[len(forms)], forms, strict=True))
