# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Periods end on the right Swedish day, and working days know Sweden's holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import (
    due_date,
    holidays,
    is_working_day,
    next_working_day,
    swedish_day,
)

DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))
MONTHS = st.integers(1, 1200)


def test_the_new_year_begins_in_sweden():
    assert swedish_day(datetime(2025, 12, 31, 22, 59, tzinfo=UTC)) == date(2025, 12, 31)
    assert swedish_day(datetime(2025, 12, 31, 23, 0, tzinfo=UTC)) == date(2026, 1, 1)
    assert swedish_day(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ((2025, 1, 31), 1, (2025, 3, 1)),
        ((2024, 1, 31), 1, (2024, 3, 1)),
        ((2025, 1, 15), 1, (2025, 2, 16)),
        ((2024, 2, 29), 12, (2025, 3, 1)),
        ((2024, 3, 5), 24, (2026, 3, 6)),
        ((2025, 8, 31), 6, (2026, 3, 1)),
        ((2025, 12, 31), 2, (2026, 3, 1)),
    ],
)
def test_a_document_may_go_the_day_after_the_last_of_its_period(start, months, due):
    assert due_date(date(*start), months, year_end=False) == date(*due)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ((2024, 1, 1), 24, (2027, 1, 1)),
        ((2024, 12, 31), 24, (2027, 1, 1)),
        ((2024, 3, 5), 12, (2026, 1, 1)),
        ((2024, 3, 5), 18, (2026, 7, 1)),
        ((2024, 3, 5), 3, (2024, 6, 6)),
    ],
)
def test_years_count_from_the_end_of_the_year_when_so_set(start, months, due):
    assert due_date(date(*start), months, year_end=True) == date(*due)


@given(DAYS, MONTHS, st.booleans())
def test_a_period_is_never_shorter_than_it_says(start, months, year_end):
    due = due_date(start, months, year_end=year_end)
    elapsed = (due.year - start.year) * 12 + due.month - start.month
    assert elapsed >= months
    last = due - timedelta(days=1)
    assert (last.day >= start.day) or (last.month != due.month)


@given(DAYS, DAYS, MONTHS, MONTHS, st.booleans())
def test_later_or_longer_is_never_earlier(one, two, short, long, year_end):
    (one, two), (short, long) = sorted((one, two)), sorted((short, long))
    first = due_date(one, short, year_end=year_end)
    assert first <= due_date(two, short, year_end=year_end)
    assert first <= due_date(one, long, year_end=year_end)


@given(DAYS, MONTHS)
def test_the_year_end_rule_only_ever_waits_longer(start, months):
    assert due_date(start, months, year_end=True) >= due_date(
        start, months, year_end=False
    )


def test_the_holidays_of_a_year():
    assert sorted(f"{day:%m-%d}" for day in holidays(2026)) == [
        *("01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-06"),
        *("06-19", "12-24", "12-25", "12-26", "12-31"),
    ]
    assert date(2025, 4, 18) in holidays(2025)
    assert date(2024, 6, 21) in holidays(2024)
    assert date(2038, 4, 26) in holidays(2038)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ((2026, 3, 4), (2026, 3, 5)),
        ((2026, 3, 6), (2026, 3, 9)),
        ((2026, 4, 2), (2026, 4, 7)),
        ((2026, 6, 18), (2026, 6, 22)),
        ((2025, 12, 23), (2025, 12, 29)),
        ((2025, 12, 30), (2026, 1, 2)),
    ],
)
def test_the_next_working_day(day, following):
    assert next_working_day(date(*day)) == date(*following)


@given(DAYS)
def test_the_next_working_day_is_worked_and_near(day):
    following = next_working_day(day)
    assert timedelta(0) < following - day <= timedelta(days=6)
    assert is_working_day(following)
    assert following.weekday() < 5
