# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration plates, and the abbreviations that look like them."""

import pytest

from rules.personal_data import find
from schemas.personal_data import Certainty, DataKind


@pytest.mark.parametrize("plate", ["ABC123", "ABC 123", "ABC 12D", "XPL-09A"])
def test_a_plate_is_found(plate):
    (hit,) = find(f"Det var {plate} som körde")
    assert (hit.kind, hit.end - hit.start) == (DataKind.PLATE, len(plate))
    assert hit.certainty is Certainty.LIKELY


def test_without_a_vehicle_it_is_only_possible_and_in_capitals():
    assert find("ABC123 igen")[0].certainty is Certainty.POSSIBLE
    assert find("abc123 igen") == []
    assert find("bilen abc123")[0].certainty is Certainty.LIKELY


@pytest.mark.parametrize(
    "text",
    [
        "SFS 123", "BUS 144", "RTX 409", "PDF 123", "kurs SAM 204", "ABI 123",
        "AQC 123", "ABC 12O", "XABC123", "ABC1234", "KWX 100 kr", "ABC 123/24",
    ],
)  # fmt: skip
def test_other_letters_and_digits_are_no_plate(text):
    assert find(text) == []
