# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as the law and the board's plan count them, all of them Swedish days."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from dateutil.relativedelta import FR, relativedelta

SWEDEN = ZoneInfo("Europe/Stockholm")
YEAR = 12
"""Months; a period of at least so many is counted in years."""

_SATURDAY = 5
_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
"""New Year's Day, Epiphany, May Day, the National Day, Christmas and its eves."""

_AFTER_EASTER = (-2, 1, 39)
"""Good Friday, Easter Monday and Ascension Day."""


def swedish_day(moment: datetime) -> date:
    """Give the day it is in Sweden: 23.30 UTC on New Year's Eve is the new year."""
    return moment.astimezone(SWEDEN).date()


def due_date(start: date, months: int, *, year_end: bool) -> date:
    """Give the first day on which a document may be destroyed.

    The period's last day has the number of the day it counts from, or is the month's
    last when it has no such day, as in the act on computation of statutory time
    (1930:173); the document may go the day after. With `year_end` a period of a year
    or more counts from the end of the calendar year, as plans usually mean "2 år";
    shorter ones always count from the day itself.
    """
    first = start.replace(month=12, day=31) if year_end and months >= YEAR else start
    return first + relativedelta(months=months) + timedelta(days=1)


def next_working_day(day: date) -> date:
    """Give the first working day after a day, as "skyndsamt" is understood."""
    later = (day + timedelta(days=number) for number in count(1))
    return next(candidate for candidate in later if is_working_day(candidate))


def is_working_day(day: date) -> bool:
    """Tell whether a town hall works: no weekend, holiday or customary eve.

    The holidays are those of the act on public holidays (1989:253). Midsummer's,
    Christmas and New Year's Eve count as holidays, as in the act on annual leave.
    """
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def holidays(year: int) -> frozenset[date]:
    """Give the holidays of a year that may fall on a weekday, eves included."""
    fixed = {date(year, month, number) for month, number in _FIXED}
    sunday = easter(year)
    moving = {sunday + timedelta(days=number) for number in _AFTER_EASTER}
    midsummer_eve = date(year, 6, 19) + relativedelta(weekday=FR(1))
    return frozenset(fixed | moving | {midsummer_eve})
