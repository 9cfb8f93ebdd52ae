# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a server asks whoever visits it to wait."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime


def retry_after(value: str | None, clock: Callable[[], datetime]) -> float | None:
    """Read a Retry-After header: seconds, or the moment it names (RFC 9110 10.2.3)."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - clock()
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())
