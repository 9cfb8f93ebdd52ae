# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When an account that is to be archived every year, or twice, is due.

Other towns archive periodically: Stockholm once a year, Malmö at least twice, mid-term
and not in summer or at Christmas. Älmhult's guideline states no period, so it is a
setting of each account.

Each account has days of its own in the year, made of its id, so that the work is spread
and stays so. It is due on its day, unless it was archived not long before.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

YEAR = 365
GRACE = 6
"""An archiving counts for the day to come when that is nearer than a sixth of the
period: two months of a year, one month of half a year."""

FEWEST_AT_ONCE = 10
HURRY = 3
"""How many times the even pace is ordered in a day at most, when many are due at once,
as when the setting is new: the browsers are needed for changes as well."""


def due_since(
    account_id: str,
    per_year: int,
    last: date | None,
    today: date,
    quiet: tuple[str, ...],
) -> date | None:
    """Give the day since which an account should have been archived; None if not due.

    `last` is the day of its last archiving that took as much as is wanted, for whatever
    reason it was made. An account that has none is due before all others.
    """
    if per_year == 0 or is_quiet(today, quiet):
        return None
    if last is None:
        return date.min
    years = (today.year - 1, today.year)
    own = (day for year in years for day in own_days(account_id, per_year, year, quiet))
    latest = max((day for day in own if day <= today), default=date.min)
    grace = timedelta(days=YEAR // per_year // GRACE)
    is_due = latest != date.min and last < latest - grace
    return latest if is_due else None


def own_days(
    account_id: str, per_year: int, year: int, quiet: tuple[str, ...]
) -> tuple[date, ...]:
    """Give an account's days of a year, evenly apart; none of them is quiet."""
    free = _free_days(year, quiet)
    step = len(free) // per_year
    if step == 0:
        return ()
    digest = hashlib.sha256(account_id.encode()).digest()
    first = int.from_bytes(digest[:4], "big") % step
    return tuple(free[first + step * number] for number in range(per_year))


def most_at_once(per_year: Iterable[int]) -> int:
    """Say how many accounts are ordered in a day at most, of how often each is due."""
    return max(FEWEST_AT_ONCE, -(-HURRY * sum(per_year) // YEAR))


def is_quiet(day: date, spans: Iterable[str]) -> bool:
    """Tell whether a day lies in one of some spans of the year."""
    mark = f"{day:%m-%d}"
    return any(_holds(span, mark) for span in spans)


def is_whole_year(spans: tuple[str, ...]) -> bool:
    """Tell whether some spans leave no day of a year free."""
    return not _free_days(2026, spans)


@lru_cache(maxsize=256)
def _free_days(year: int, quiet: tuple[str, ...]) -> tuple[date, ...]:
    """Give the days of a year that are not quiet, the same every year: no leap day."""
    start = date(year, 1, 1)
    days = (start + timedelta(days=number) for number in range(YEAR + 1))
    ordinary = (d for d in days if d.year == year and (d.month, d.day) != (2, 29))
    return tuple(day for day in ordinary if not is_quiet(day, quiet))


def _holds(span: str, mark: str) -> bool:
    first, last = span.split("/")
    if first <= last:
        return first <= mark <= last
    return mark >= first or mark <= last
