# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""All rules together: order, overlap, and texts made to choke on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.personal_data import find
from rules.personal_data.finder import settled
from schemas.personal_data import Certainty, DataKind, Finding
from tests.unit.rules.personal_data.labelled import ATTACKS

LARGE = 100_000


@pytest.mark.parametrize("unit", ATTACKS)
def test_a_text_made_to_choke_on_is_searched_to_its_end(unit):
    """A rule whose time grew with the square of this would never come to it."""
    text = unit * (LARGE // len(unit))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in find(text))


@given(st.text(alphabet="0123456789@.-+/() :aAåSEgv\n\u200b", max_size=300))
def test_any_text_gives_places_inside_it(text):
    hits = find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert hits == sorted(hits, key=lambda hit: (hit.start, -hit.end))


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    assert find(text) == find(text)


def test_what_is_found_stands_in_reading_order_and_says_why_without_repeating():
    text = "eva@post.example bor Lövgatan 12, ring 070-174 06 05. Mvh Kicki"
    hits = find(text)
    assert [hit.kind for hit in hits] == [
        DataKind.EMAIL,
        DataKind.ADDRESS,
        DataKind.PHONE,
        DataKind.NAME,
    ]
    for hit in hits:
        assert hit.reason
        assert text[hit.start : hit.end] not in hit.reason


def finding(start, end, certainty=Certainty.LIKELY, kind=DataKind.NAME):
    """Make a finding."""
    return Finding(kind=kind, start=start, end=end, certainty=certainty)


def test_what_another_covers_is_left_out_unless_it_is_surer():
    whole, part = finding(0, 20), finding(2, 5)
    sure = finding(6, 9, Certainty.CERTAIN)
    late = finding(12, 14)
    assert settled([part, late, sure, whole]) == [whole, sure]


def test_what_only_overlaps_is_kept():
    assert len(settled([finding(0, 5), finding(3, 8)])) == 2


def test_two_kinds_at_one_place_are_both_kept():
    phone = finding(0, 10, kind=DataKind.PHONE)
    number = finding(0, 10, kind=DataKind.PERSONAL_NUMBER)
    assert set(settled([phone, number, phone])) == {phone, number}
