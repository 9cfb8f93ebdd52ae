# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account is due on its own days, which are spread, and never when it is quiet."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cadence import due_since, is_quiet, is_whole_year, most_at_once, own_days
from schemas.policy import ChangePolicy

QUIET = ChangePolicy().quiet
IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)


def run(account_id, per_year, start, days, last=None):
    """Archive an account whenever it is due, and give the days when it was."""
    archived = []
    for number in range(days):
        today = start + timedelta(days=number)
        if due_since(account_id, per_year, last, today, QUIET):
            archived.append(today)
            last = today
    return archived


@given(IDS, st.sampled_from([1, 2]))
def test_it_is_archived_as_often_as_is_said_and_never_when_quiet(account_id, per_year):
    days = run(account_id, per_year, date(2026, 1, 1), 5 * 365 + 1, date(2026, 1, 1))
    assert not [day for day in days if is_quiet(day, QUIET)]
    by_year = Counter(day.year for day in days)
    assert all(by_year[year] == per_year for year in (2027, 2028, 2029, 2030))
    gaps = [(b - a).days for a, b in pairwise(days[1:])]
    assert all(gap > 365 // per_year // 2 for gap in gaps)


def test_accounts_are_spread_over_the_year_and_the_same_each_year():
    names = [f"konto-{number}" for number in range(600)]
    days = Counter(own_days(name, 1, 2027, QUIET)[0] for name in names)
    assert max(days.values()) < 12
    assert len(days) > 220
    again = [own_days(name, 2, 2028, QUIET) for name in names]
    assert [tuple(d.replace(year=2027) for d in own) for own in again] == [
        own_days(name, 2, 2027, QUIET) for name in names
    ]


def test_an_account_that_was_never_archived_is_due_first_but_not_when_quiet():
    assert due_since("a", 1, None, date(2026, 5, 4), QUIET) == date.min
    assert due_since("a", 1, None, date(2026, 7, 4), QUIET) is None
    assert due_since("a", 0, None, date(2026, 5, 4), QUIET) is None


@pytest.mark.parametrize(("per_year", "grace"), [(1, 60), (2, 30)])
def test_an_archiving_not_long_before_counts_for_the_day(per_year, grace):
    (day, *_) = own_days("konto", per_year, 2027, QUIET)
    near, far = day - timedelta(days=grace), day - timedelta(days=grace + 1)
    assert due_since("konto", per_year, near, day, QUIET) is None
    assert due_since("konto", per_year, far, day, QUIET) == day
    eve = day - timedelta(days=1)
    assert due_since("konto", per_year, far, eve, QUIET) is None


def test_a_day_that_was_missed_is_not_forgotten():
    (day,) = own_days("konto", 1, 2027, QUIET)
    later = date(day.year + 1, 1, 20) if day.month > 5 else day + timedelta(days=40)
    assert due_since("konto", 1, day - timedelta(days=300), later, QUIET) is not None


@pytest.mark.parametrize(
    ("day", "quiet"),
    [
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
        (date(2026, 7, 31), True),
        (date(2026, 8, 1), False),
        (date(2026, 12, 19), False),
        (date(2026, 12, 20), True),
        (date(2027, 1, 7), True),
        (date(2027, 1, 8), False),
    ],
)
def test_the_quiet_days_of_the_year(day, quiet):
    assert is_quiet(day, QUIET) is quiet


def test_the_leap_day_is_nobody_s_and_breaks_nothing():
    days = {own_days(f"k{n}", 1, 2028, ())[0] for n in range(2000)}
    assert date(2028, 2, 29) not in days
    assert len(days) > 300
    assert due_since("a", 1, None, date(2028, 2, 29), QUIET)


def test_a_year_without_a_free_day_is_seen():
    assert is_whole_year(("01-01/12-31",))
    assert is_whole_year(("03-01/02-29",))
    assert not is_whole_year(("01-02/12-31",))
    assert (
        due_since("a", 1, date(2020, 1, 1), date(2026, 5, 4), ("01-01/12-31",)) is None
    )


def test_many_that_are_due_at_once_are_ordered_over_several_days():
    assert most_at_once([]) == 10
    assert most_at_once([2] * 29_000) == 477
