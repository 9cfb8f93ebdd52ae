# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two ways to write an address are one account; two accounts are never one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.same_address import address_key

ONE = "https://www.facebook.com/almhultskommun"


@pytest.mark.parametrize(
    "other",
    [
        "http://facebook.com/almhultskommun/",
        "facebook.com/almhultskommun",
        "https://m.facebook.com/almhultskommun",
        "https://FACEBOOK.com:443/almhultskommun",
        " https://facebook.com/almhultskommun ",
    ],
)
def test_ways_to_write_one_address(other):
    assert address_key(other) == address_key(ONE)


@pytest.mark.parametrize(
    "other",
    [
        "https://facebook.com/almhult",
        "https://facebook.com/almhultskommun?id=2",
        "https://facebook.com:8443/almhultskommun",
        "https://instagram.com/almhultskommun",
        "https://www.com/almhultskommun",
    ],
)
def test_addresses_of_different_accounts(other):
    assert address_key(other) != address_key(ONE)


def test_the_case_of_a_path_may_tell_accounts_apart():
    one, other = "https://youtube.com/channel/UCa", "https://youtube.com/channel/UCA"
    assert address_key(one) != address_key(other)


@given(st.text())
def test_no_text_breaks_it(text):
    assert isinstance(address_key(text), str)
