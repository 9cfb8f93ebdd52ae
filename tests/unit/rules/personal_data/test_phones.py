# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers, from those that PTS keeps for books and films."""

import pytest

from rules.personal_data import find
from schemas.personal_data import Certainty, DataKind


@pytest.mark.parametrize(
    "number",
    [
        "070-174 06 05",
        "070-1740605",
        "0701740605",
        "070 174 06 05",
        "070.174.06.05",
        "070/174 06 05",
        "070-174-06-05",
        "+46701740605",
        "+46 70 174 06 05",
        "+46 (0)70-174 06 05",
        "0046 70 174 06 05",
        "08-465 004 12",
        "031-390 06 15",
        "(031) 390 06 15",
        "0980-31 92 00",
        "0980 - 319 200",
        "+47 22 12 34 56",
    ],
)
def test_a_number_is_found_however_it_is_written(number):
    text = f"Jag nås helst på {number}, tack"
    hits = [f for f in find(text) if f.kind is DataKind.PHONE]
    assert [text[f.start : f.end] for f in hits] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 0771-12 34 56",
        "Ring 020-12 34 56",
        "Ring 020123456",
        "Ring 0939-12 34 56",
        "Ring 1177 eller 112 eller 114 14",
        "Ring 118 118",
        "öppet 08-17 och 08.00-17.00",
        "kl 07.30-16.00 den 01-02 2024",
        "Växeln 0476-550 00",
        "0476123456",
        "fakturanummer 0701740605",
        "070-174 06 0",
        "säsongen 2019-2020 och 2020-2021",
    ],
)
def test_other_digits_are_no_telephone(text):
    assert [f for f in find(text) if f.kind is DataKind.PHONE] == []


def test_a_word_before_makes_it_sure_and_finds_a_short_one():
    assert find("tel 070-174 06 05")[0].certainty is Certainty.CERTAIN
    assert find("så 070-174 06 05")[0].certainty is Certainty.LIKELY
    (short,) = find("ring 12 34 56 ikväll")
    assert (short.kind, short.certainty) == (DataKind.PHONE, Certainty.POSSIBLE)
