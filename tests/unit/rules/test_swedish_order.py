# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names stand as in a Swedish directory."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.swedish_order import swedish_key


def test_the_last_letters_come_last_in_their_order():
    names = ["Öppen", "Äldre", "Ånga", "Zoo", "vi", "Wasa", "Ask", "x", "Ale", "aö"]
    assert sorted(names, key=swedish_key) == [
        *("Ale", "Ask", "aö", "vi", "Wasa", "x", "Zoo", "Ånga", "Äldre", "Öppen")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Idé", "ide"),
        ("Café Blå", "cafe  blå"),
        ("Müller", "Myller"),
        ("Bio-kafé", "bio kafe"),
        ("Ærlig", "Ärlig"),
    ],
)
def test_case_accents_and_signs_say_nothing(one, other):
    assert swedish_key(one) == swedish_key(other)


def test_a_space_comes_before_a_letter():
    assert swedish_key("Ask by") < swedish_key("Askby")


@given(st.text())
def test_a_name_stands_in_one_place_however_it_is_composed(text):
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))
    assert swedish_key(decomposed) == swedish_key(text)
