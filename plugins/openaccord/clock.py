"""The one place where the clock is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openaccord.problems import Stop


def today_in(settings: Mapping[str, Any]) -> date:
    """Today in the partnership's time zone. SOURCE_DATE_EPOCH (seconds since 1970, UTC) wins over the clock.

    Raises Stop for a zone or an epoch that is none.
    """
    name = settings.get("time_zone", "UTC")
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Stop(
            f"registers/partnership.yaml: “{name}” is not a time zone. Write one such as Europe/London."
        ) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return now.astimezone(zone).date()
    except (ValueError, OverflowError, OSError):
        raise Stop(f"SOURCE_DATE_EPOCH is “{epoch}”, but should be whole seconds since 1970.") from None
