# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Swedish as it is written in a record."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.transcript.words import (
    against,
    captured,
    clean,
    counted,
    css_text,
    file_size,
    first_words,
    listed,
    number,
    swedish_date,
    swedish_moment,
    swedish_span,
)
from schemas.capture import Count
from tests.samples import sample_health


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 22, 13, 5, tzinfo=UTC), "22 november 2026 kl.\u00a014.05"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2 juli 2026 kl.\u00a000.30"),
        (
            datetime(2026, 1, 1, 8, 0, tzinfo=timezone(timedelta(hours=-8))),
            "1 januari 2026 kl.\u00a017.00",
        ),
    ],
)
def test_a_moment_is_written_in_swedish_time(moment, written):
    """Winter, summer past midnight, and another time zone."""
    assert swedish_moment(moment) == written


@given(st.datetimes(timezones=st.just(UTC)))
def test_no_date_of_the_calendar_raises(moment):
    """The first and last day cannot be moved to another time zone."""
    assert " kl.\u00a0" in swedish_moment(moment)


def test_the_ends_of_the_calendar_are_written_as_they_stand():
    """Year 1 and year 9999 exist in what pages state."""
    assert swedish_moment(datetime.min.replace(tzinfo=UTC)).startswith("1 januari 1 ")
    assert "9999" in swedish_moment(datetime.max.replace(tzinfo=UTC))


def test_every_month_has_its_name():
    """Twelve names, in order."""
    names = [swedish_date(date(2026, month, 3)).split()[1] for month in range(1, 13)]
    assert names[0] == "januari"
    assert names[4] == "maj"
    assert names[11] == "december"
    assert len(set(names)) == 12


def test_a_span_names_the_day_once_when_it_is_the_same():
    """Same day, same minute, and over midnight in Sweden."""
    start = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    assert swedish_span(start, start + timedelta(minutes=4)) == (
        "22 november 2026 kl.\u00a014.05–14.09"
    )
    assert swedish_span(start, start) == "22 november 2026 kl.\u00a014.05"
    over_midnight = swedish_span(start, start + timedelta(hours=12))
    assert over_midnight == (
        "22 november 2026 kl.\u00a014.05 – 23 november 2026 kl.\u00a002.05"
    )


def test_numbers_and_nouns():
    """Thousands are parted by a space, and one is not many."""
    assert number(1234567) == "1\u00a0234\u00a0567"
    assert counted(1, "kommentar", "kommentarer") == "1\u00a0kommentar"
    assert counted(0, "kommentar", "kommentarer") == "0\u00a0kommentarer"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_parts_are_listed_as_in_a_sentence(parts, sentence):
    """A comma between all but the last two."""
    assert listed(parts) == sentence


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0\u00a0byte"),
        (999, "999\u00a0byte"),
        (1_234, "1,2\u00a0kB"),
        (999_000, "999\u00a0kB"),
        (41_200_000, "41,2\u00a0MB"),
        (5_000_000_000_000, "5000\u00a0GB"),
    ],
)
def test_file_sizes(size, written):
    """SI units and a decimal comma."""
    assert file_size(size) == written


def test_what_was_captured_is_said_in_words():
    """Posts, comments and pictures, with their nouns bent."""
    assert captured(sample_health()) == (
        "2\u00a0inlägg, 3\u00a0kommentarer och svar och 1\u00a0bild eller film"
    )


def test_a_count_is_held_against_what_the_page_states():
    """Unknown, whole, and lacking."""
    assert "inget antal" in against(Count(expected=None, found=3, source=""))
    assert "Alla" in against(Count(expected=3, found=3, source=""))
    assert "Alla" in against(Count(expected=3, found=4, source=""))
    assert against(Count(expected=60, found=58, source="")) == "2 saknas."


def test_cleaning_keeps_every_visible_character_and_line_break():
    """Only controls and halves of characters go."""
    text = "  Hej\r\nhopp\rigen\u2028ny\x00\x07 rad\x85slut \ud83d \u200d👩‍👩‍👧"
    assert clean(text) == "  Hej\nhopp\nigen\nny rad\nslut \ufffd \u200d👩‍👩‍👧"


@given(st.text())
def test_clean_text_can_always_be_written(text):
    """Whatever a page holds can be encoded and is on lines of one form."""
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\r" not in cleaned
    assert "\x00" not in cleaned


def test_first_words_are_cut_between_words():
    """Never inside a word, unless it alone is too long."""
    assert first_words("Hej på dig", 40) == "Hej på dig"
    assert first_words("Snöröjningen är i full gång!\n\nVi kör", 24) == (
        "Snöröjningen är i full…"
    )
    assert first_words("x" * 50, 10) == "x" * 10 + "…"


def test_nothing_breaks_out_of_a_style_sheet_string():
    """Quotes, brackets, line ends and emoji in an account's name."""
    written = css_text('Ä"; } </style> \n\n 😀 b')
    inner = written[1:-1]
    assert written.startswith('"')
    assert not set(inner) & set('"<>;{}\n')
    assert "1f600" not in inner.lower()
    assert inner.startswith("\\0000c4 ")
