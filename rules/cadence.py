# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When an account that is to be archived every year, or twice, is due.

Other towns archive periodically: Stockholm once a year, Malmö at least twice, mid-term
and not in summer or at Christmas. Älmhult's guideline states no period, so it is a
setting of each account.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

YEAR = 365
"""Days; a leap day moves an account by one day in four years."""

EARLIEST = 3
"""An archiving counts for its period if it was made no longer before it than a third
of the period: then an account that was just archived is not archived at once again."""


def is_quiet(day: date, spans: Iterable[str]) -> bool:
    """Tell whether a day lies in one of some spans of the year."""
    mark = f"{day:%m-%d}"
    return any(_holds(span, mark) for span in spans)


def is_whole_year(spans: Sequence[str]) -> bool:
    """Tell whether some spans leave no day of a year free."""
    days = (date(2028, 1, 1) + timedelta(days=number) for number in range(YEAR + 1))
    return all(is_quiet(day, spans) for day in days)


def _holds(span: str, mark: str) -> bool:
    first, last = span.split("/")
    if first <= last:
        return first <= mark <= last
    return mark >= first or mark <= last
