# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names become ids, and words are compared whatever their case and accents."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.wording import fold, listed, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Älmhults kommun", "almhults-kommun"),
        ("  Räddningstjänsten – Öst!  ", "raddningstjansten-ost"),
        ("Smørrebrød & Æbler", "smorrebrod-aebler"),
        ("3.2.1", "3-2-1"),
        ("日本", ""),
        ("…", ""),
    ],
)
def test_a_name_becomes_an_id(name, expected):
    assert slug(name) == expected


@given(st.text())
def test_every_id_fits_a_folder_a_url_and_an_xml_name(name):
    assert re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?)?", slug(name))


def test_composed_and_decomposed_letters_are_the_same_word():
    assert fold("A\u030ango\u0308ring") == fold("ÅNGÖRING")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ""),
        (["namn"], "namn"),
        (["namn", "länkar"], "namn och länkar"),
        (["namn", "bild", "länkar"], "namn, bild och länkar"),
    ],
)
def test_words_are_listed_as_prose(words, expected):
    assert listed(words) == expected
