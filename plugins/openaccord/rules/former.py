"""Rules about addresses that were given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openaccord.rules.facts import Facts, Finding, Rule


def id_reused(facts: Facts) -> Iterator[Finding]:
    """A record at an address that the settings list among the former pages.

    Who follows an old link would read about something else and not know it.
    """
    former = {f"{entry['page']}/" for entry in facts.partnership.settings.get("former_pages", ())}
    for record in facts.partnership.all() if former else ():
        if record.address in former:
            yield Finding(
                record,
                ("id",),
                f"The page “{record.address}” was given up, and “{record.id}” would take its address.",
                "Give this record an id that none ever had. If it is the same one come back, take its page "
                "out of “former_pages” in registers/partnership.yaml.",
            )


RULES: Mapping[str, Rule] = {"id-reused": id_reused}
