# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""IP addresses, and the versions and clauses that look like them."""

import pytest

from rules.personal_data import find
from schemas.personal_data import DataKind


@pytest.mark.parametrize(
    "address",
    [
        "192.0.2.17",
        "203.0.113.9",
        "2001:db8::8a2e:370:7334",
        "fe80::1ff:fe23:4567:890a",
    ],
)
def test_an_address_is_found(address):
    (hit,) = find(f"någon på {address} loggade in")
    assert (hit.kind, hit.end - hit.start) == (DataKind.IP_ADDRESS, len(address))


@pytest.mark.parametrize(
    "text",
    [
        "version 192.0.2.17",
        "appen 4.12.0.33",
        "uppdaterad till v 110.2.1.7",
        "kapitel 30.1.2.3",
        "punkt 1.2.3.4",
        "300.1.2.3",
        "1.2.3.4.5",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - text, no socket
        "kl 12:30:45",
        "std::vector och a::b",
        "::1",
    ],
)
def test_other_numbers_are_no_address(text):
    assert find(text) == []


def test_a_word_makes_low_numbers_an_address():
    assert find("min ip är 10.1.2.3")[0].kind is DataKind.IP_ADDRESS
    assert find("det är 10.1.2.3") == []
