# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Street addresses with what belongs to them, and roads that are none."""

import pytest

from rules.personal_data import find
from schemas.personal_data import Certainty, DataKind


@pytest.mark.parametrize(
    "address",
    [
        "Lövgatan 12",
        "lövgatan 12",
        "Lövgatan 12 B",
        "Lövgatan 12B, lgh 1203",
        "Norra Ringvägen 7, 999 99 Påhittköping",
        "Erik Dahlbergsgatan 4",
        "S:t Olofsgatan 3",
        "Stora vägen 5",
        "Björkv. 8",
        "Ekeryd 14, 999 98 Småby",
    ],
)
def test_an_address_is_found_whole(address):
    text = f"bor på {address} nu"
    hits = [f for f in find(text) if f.kind is DataKind.ADDRESS]
    assert [text[f.start : f.end].removesuffix(" nu") for f in hits] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "Riksväg 23",
        "på vägen 2 km norrut",
        "Cykelvägen 3 meter bred",
        "Storgatan 12 juni",
        "Storgatan 2027",
        "Stadsparken 2026",
        "på gatan 3 bilar",
        "Box 123, 999 99 Småby",
        "Postnummer 343 30",
        "Detaljplan 12",
    ],
)
def test_roads_dates_and_boxes_are_no_address(text):
    assert find(text) == []


def test_a_home_or_a_postcode_makes_it_likelier():
    assert find("hål vid Lövgatan 12")[0].certainty is Certainty.POSSIBLE
    assert find("bor Lövgatan 12")[0].certainty is Certainty.LIKELY
    assert find("hål, Lövgatan 12, 999 99 Nyby")[0].certainty is Certainty.LIKELY
