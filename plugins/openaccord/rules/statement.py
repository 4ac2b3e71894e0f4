"""The rule about the accessibility statement, which is in the settings and in no record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from openaccord.loading import Loaded
from openaccord.problems import Problem, problem
from openaccord.review import statement_due


def statement_old(loaded: Loaded, today: date) -> Iterator[Problem]:
    """An accessibility statement that nobody has looked at for a year.

    Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 reg. 8(1):
    the statement is kept under regular review. A year is our reading of “regular”.
    """
    statement = loaded.partnership.settings.get("accessibility_statement")
    if statement is None or statement_due(statement) >= today:
        return
    name = "reviewed_on" if "reviewed_on" in statement else "prepared_on"
    yield problem(
        "accessibility-statement-old",
        loaded.settings.place(("accessibility_statement", name)),
        f"The accessibility statement was last looked at on {statement[name]}; "
        f"it should have been reviewed by {statement_due(statement)}.",
        "Test the website again, correct the statement, and write the day in reviewed_on.",
    )
