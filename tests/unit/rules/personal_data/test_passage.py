# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the eye does not see hides nothing, and places lead back to the given text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.personal_data.passage import Passage, found
from schemas.personal_data import Certainty, DataKind


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("a\u2013b\u00a0c\td", "a-b c d"),
        ("\u0661\u0662\uff13", "123"),
        ("8\u200b1\u00ad1", "811"),
        ("A\u030asa", "Åsa"),
        ("plain\ttext", "plain text"),
        ("x\u0301\u0323", "x\u0301\u0323"),
    ],
)
def test_a_text_is_made_plain(given_text, plain):
    assert Passage.of(given_text).text == plain


@given(st.text(alphabet="a1-\u200b\u00ad\u030a\u0e31 Åé\u2013", max_size=40))
def test_every_place_leads_back(text):
    passage = Passage.of(text)
    for place in range(len(passage.text)):
        hit = found(DataKind.NAME, (place, place + 1), Certainty.POSSIBLE, "")
        original = passage.in_the_original(hit)
        assert 0 <= original.start < original.end <= len(text)
        there = Passage.of(text[original.start : original.end]).text
        assert there == passage.text[place]


def test_runs_of_digits_are_parted_by_words():
    (first, second) = Passage.of("12-34 (5) a 6").runs()
    assert [group.digits for group in first] == ["12", "34", "5"]
    assert (second[0].start, second[0].end) == (12, 13)
