# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Control digits, by examples from those who issue the numbers."""

import pytest

from rules.personal_data.checksums import iban, luhn


@pytest.mark.parametrize("digits", ["8112289874", "50501055", "490003", "0"])
def test_a_right_control_digit(digits):
    assert luhn(digits)


@pytest.mark.parametrize("digits", ["8112289875", "50501056", "1"])
def test_a_wrong_control_digit(digits):
    assert not luhn(digits)


def test_two_digits_that_change_places_are_noticed():
    assert iban("SE4550000000058398257466")
    assert not iban("SE4550000000058398254766")
