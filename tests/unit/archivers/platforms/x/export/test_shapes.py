# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times and numbers as X's archive writes them."""

from datetime import UTC, datetime

import pytest

from archivers.platforms.x.export.shapes import moment_of, number_at, text_at

MOMENT = datetime(2026, 11, 2, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "Mon Nov 02 10:15:00 +0000 2026",
        "Mon Nov 02 12:15:00 +0200 2026",
        "Mon Nov 02 08:45:00 -0130 2026",
        "2026-11-02T10:15:00.000Z",
        "2026-11-02 10:15:00",
    ],
)
def test_every_way_to_write_a_time_is_read(said):
    assert moment_of(said) == MOMENT


@pytest.mark.parametrize(
    "said",
    ["", "i går", "Mån Nov 02 10:15:00 +0000 2026", "Mon Xyz 02 10:15:00 +0000 2026"],
)
def test_what_is_no_time_is_none(said):
    assert moment_of(said) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12), (34, 34), ("", 0), ("tolv", 0), ("²", 0), (None, 0)],
)
def test_a_number_is_written_as_a_text(value, number):
    assert number_at({"n": value}, "n") == number


def test_the_first_text_that_is_there_counts():
    assert text_at({"a": "", "b": 7, "c": "x"}, "a", "b", "c") == "7"
