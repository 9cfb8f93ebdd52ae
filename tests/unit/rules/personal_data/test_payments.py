# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Account numbers are believed by their control digits."""

import pytest

from rules.personal_data import find
from schemas.personal_data import Certainty, DataKind


@pytest.mark.parametrize(
    "number",
    ["SE45 5000 0000 0583 9825 7466", "NO9386011117947", "de89370400440532013000"],
)
def test_an_iban_is_found(number):
    (hit,) = find(f"till {number} tack")
    assert (hit.kind, hit.certainty) == (DataKind.IBAN, Certainty.CERTAIN)
    assert (hit.start, hit.end) == (5, 5 + len(number))


@pytest.mark.parametrize(
    "text",
    ["SE46 5000 0000 0583 9825 7466", "SE45 5000", "XX45500000000583982574661234"],
)
def test_wrong_control_digits_or_lengths_are_no_iban(text):
    assert [f for f in find(text) if f.kind is DataKind.IBAN] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("bankgiro 5050-1055", "5050-1055"),
        ("bg 991-2346", "991-2346"),
        ("plusgiro 4 90 00-3", "4 90 00-3"),
        ("PG: 28 65 43-4", "28 65 43-4"),
    ],
)
def test_a_giro_needs_its_word_and_its_digit(text, number):
    (hit,) = find(text)
    assert (hit.kind, text[hit.start : hit.end]) == (DataKind.GIRO, number)
    assert find(number) == []
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert find(wrong) == []


def test_an_account_after_its_word_is_possible():
    (hit,) = find("kontonummer 9999-9 123 456 789")
    assert (hit.kind, hit.certainty) == (DataKind.IBAN, Certainty.POSSIBLE)
    assert find("kontot har 1234 följare") == []
