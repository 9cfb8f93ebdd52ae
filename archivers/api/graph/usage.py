# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of what Meta allows has been used, as the headers of its answers say.

Every answer says in percent how near the limit is, in calls and in computing time. A
capture that drives on into the limit shuts out everything else that the municipality
reads with the same app, so it slows down before and stops short of it.
https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archivers.http_head import HttpHead

FLAT = ("x-app-usage", "x-page-usage")
BY_BUSINESS = "x-business-use-case-usage"
MEASURES = ("call_count", "total_cputime", "total_time")
SLOW_FROM = 75.0
STOP_AT = 95.0
SECONDS_PER_PERCENT = 0.5
WINDOW_SECONDS = 3600.0
"""The window over which Meta counts calls; they are forgotten an hour later."""


@dataclass(frozen=True)
class Usage:
    """The highest share of a limit that is used, and what Meta says of the wait."""

    percent: float = 0.0
    regained_in: float | None = None

    @property
    def is_at_end(self) -> bool:
        """Whether another question would come too near the limit."""
        return self.percent >= STOP_AT

    @property
    def pause(self) -> float:
        """How many seconds to wait before the next question."""
        return max(0.0, self.percent - SLOW_FROM) * SECONDS_PER_PERCENT

    @property
    def wait(self) -> float:
        """How many seconds to wait before there is room again."""
        return self.regained_in or WINDOW_SECONDS


def usage_in(head: HttpHead) -> Usage:
    """Read what an answer says of the limits; what cannot be read says nothing."""
    shares = list(_shares(head))
    percents = [_number(row.get(name)) for row in shares for name in MEASURES]
    minutes = [_number(row.get("estimated_time_to_regain_access")) for row in shares]
    longest = max(minutes, default=0.0)
    return Usage(max(percents, default=0.0), longest * 60 if longest else None)


def _shares(head: HttpHead) -> Iterator[Mapping[str, object]]:
    for name in FLAT:
        found = _read(head.value(name))
        if isinstance(found, dict):
            yield found
    by_business = _read(head.value(BY_BUSINESS))
    for rows in by_business.values() if isinstance(by_business, dict) else ():
        listed = rows if isinstance(rows, list) else []
        yield from (row for row in listed if isinstance(row, dict))


def _read(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _number(found: object) -> float:
    return float(found) if isinstance(found, int | float) else 0.0
