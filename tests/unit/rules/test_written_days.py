# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days are read as Swedes write them, and nothing else is taken for a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.written_days import find_days, read_day


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03",
        "20260403",
        "3 april 2026",
        "den 3 april 2026",
        "Den 3:e April 2026",
        "03 apr. 2026",
        "3/4 2026",
        "3/4-2026",
        "3.4.2026",
        "03.04.2026",
        " 3  april  2026 ",
    ],
)
def test_a_day_is_read_in_each_form(text):
    assert read_day(text) == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "april 2026",
        "3/4 26",
        "31 februari 2026",
        "2026-13-01",
        "32/1 2026",
        "KS 2026-04-03",
        "12026-04-03",
        "19121212-1212",
        "3.14",
    ],
)
def test_what_is_no_day_is_not_read(text):
    assert read_day(text) is None


def test_days_are_found_in_a_text_in_their_order():
    text = "Antagen av KS 2026-03-10 § 41. Gäller från den 1 sept 2026, dnr KS 2026/118"
    assert find_days(text) == (date(2026, 3, 10), date(2026, 9, 1))
    assert find_days("dnr KS 2026-00118, 031-704 20 26") == ()


NAMES = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day):
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.day} {NAMES[day.month - 1]} {day.year}") == day
    assert read_day(f"{day.day}/{day.month} {day.year}") == day
