# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a plan's cells mean what they say, and doubtful ones nothing."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.plan_cells import (
    cell_text,
    is_ticked,
    kind_label,
    kind_words,
    read_covers,
    read_disposal,
    read_registration,
)
from schemas.plan import Disposal, RegistrationRule


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  a ", "a"),
        (True, "ja"),
        (False, "nej"),
        (2.0, "2"),
        (3.1, "3.1"),
        (7, "7"),
        (float("nan"), "nan"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12), "2026-03-01"),  # noqa: DTZ001 - as a sheet gives it
    ],
)
def test_a_cell_is_read_as_the_sheet_shows_it(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BEVARAS", Disposal.PRESERVE),
        ("Bevara", Disposal.PRESERVE),
        ("B", Disposal.PRESERVE),
        ("Får ej gallras", Disposal.PRESERVE),
        ("Gallras aldrig", Disposal.PRESERVE),
        ("Gallras", Disposal.DISPOSE),
        ("g.", Disposal.DISPOSE),
        ("Gallras när de inte längre är aktuella", Disposal.DISPOSE),
        ("När uppgifterna inte längre är aktuella", Disposal.DISPOSE),
        ("6 månader", Disposal.DISPOSE),
        ("Bevaras inte", None),
        ("Bevaras/Gallras", None),
        ("Bevaras i 10 år", None),
        ("Se anmärkning", None),
        ("", None),
    ],
)
def test_disposal_is_read_or_left_alone(text, expected):
    assert read_disposal(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja", RegistrationRule.YES),
        ("Diarieförs", RegistrationRule.YES),
        ("x", RegistrationRule.YES),
        ("Nej", RegistrationRule.NO),
        ("Diarieförs ej", RegistrationRule.NO),
        ("Hålls ordnade", RegistrationRule.NO),
        ("Vid behov", RegistrationRule.JUDGE),
        ("", RegistrationRule.JUDGE),
        ("Kanske", None),
    ],
)
def test_registration_is_read_or_left_alone(text, expected):
    assert read_registration(text) is expected


@pytest.mark.parametrize(
    ("text", "kinds", "unknown"),
    [
        ("", (), ()),
        ("Inlägg", ("post",), ()),
        ("Inlägg, kommentarer och svar", ("post", "comment", "reply"), ()),
        ("kontot som helhet; inlägg", ("account", "post"), ()),
        ("kommentar / kommentarer", ("comment",), ()),
        ("direktmeddelanden\nfilm", ("message",), ("film",)),
        ("-", (), ()),
    ],
)
def test_the_kinds_that_a_row_covers_are_read(text, kinds, unknown):
    assert read_covers(text) == (kinds, unknown)


def test_every_kind_has_a_swedish_word_that_is_read_back():
    for word in kind_words().split(", "):
        ((kind,), unknown) = read_covers(word)
        assert (kind_label(kind), unknown) == (word, ())


@pytest.mark.parametrize(("text", "ticked"), [("X", True), ("-", False), ("", False)])
def test_a_box_is_ticked_or_not(text, ticked):
    assert is_ticked(text) is ticked


@given(st.text(max_size=60))
def test_no_text_is_read_as_both_kept_and_destroyed(text):
    assert read_disposal(f"bevaras {text} gallras 2 år") is None
