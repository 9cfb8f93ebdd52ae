# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times as pages write them, in Swedish, English and some other languages."""

from datetime import UTC, datetime

import pytest

from archivers.platforms.facebook.export.dates import Clock, wall_time


@pytest.mark.parametrize(
    "text",
    [
        "3 nov. 2026 10:14",
        "3 november 2026 kl. 10:14",
        "den 3 november 2026 10.14",
        "tisdag 3 november 2026 kl. 10:14",
        "nov 03, 2026 10:14 fm",
        "nov. 03, 2026 10:14 f.m.",
        "Nov 3, 2026, 10:14 AM",
        "Nov 03, 2026 10:14 am",
        "November 3, 2026 at 10:14 AM",
        "Tuesday, November 3, 2026 at 10:14 a.m.",
        "2026-11-03 10:14",
        "03. Nov. 2026, 10:14",
        "3 marras 2026 10:14",
        "3 nov. 2026 à 10:14",
        "3. nov. 2026 kl. 10.14",
    ],
)
def test_the_same_moment_in_many_words(text):
    assert wall_time(text) == datetime(2026, 11, 3, 10, 14)  # noqa: DTZ001
    assert Clock().read(text) == datetime(2026, 11, 3, 9, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour", "second"),
    [
        ("nov 03, 2026 10:14:05 em", 22, 5),
        ("Nov 03, 2026 12:14:05 am", 0, 5),
        ("Nov 03, 2026 12:14:05 pm", 12, 5),
        ("nov 03, 2026 12:14:05 fm", 0, 5),
        ("3 nov. 2026 22:14:59", 22, 59),
        ("9 de nov de 2026, 8:09:15 p. m.", 20, 15),
    ],
)
def test_halves_of_the_day_and_seconds(text, hour, second):
    found = wall_time(text)
    assert found is not None
    assert (found.hour, found.second) == (hour, second)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Igår",
        "3 nov. 2026",
        "10:14",
        "3/11/2026 10:14",
        "31 feb 2026 10:14",
        "3 nov. 2026 25:14",
        "Uppdaterades",
        "nov 99, 2026 10:14",
    ],
)
def test_what_is_no_moment(text):
    assert wall_time(text) is None


def test_swedish_summer_time():
    clock = Clock()
    assert clock.read("3 juli 2026 10:14") == datetime(2026, 7, 3, 8, 14, tzinfo=UTC)


def test_the_head_of_a_page_may_show_another_zone():
    clock = Clock().set_by("2026-11-03T09:14Z", "Nov 03, 2026 1:14 am")
    assert not clock.is_swedish
    assert clock.read("Nov 01, 2026 1:00 am") == datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("universal", "shown"),
    [
        ("2026-11-03T09:14Z", "3 nov. 2026 10:14"),
        ("2026-07-03T08:14Z", "3 juli 2026 10:14"),
        ("2026-11-03T09:14", "3 nov. 2026 01:14"),
        ("nonsense", "3 nov. 2026 01:14"),
        ("2026-11-03T09:14Z", "nonsense"),
        ("2026-11-03T09:14Z", "3 nov. 2025 10:14"),
    ],
)
def test_a_head_in_swedish_time_or_of_nonsense_changes_nothing(universal, shown):
    assert Clock().set_by(universal, shown).is_swedish
