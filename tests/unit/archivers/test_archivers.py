# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms are chosen by their name in the account register."""

import pytest

import archivers
from archivers import PLATFORMS, for_account
from schemas.account import Account
from schemas.errors import UnknownName


def account(platform):
    return Account(
        account_id="a",
        board_id="b",
        platform=platform,
        url="https://almhult.se/",
        name="Konto",
    )


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_each_platform_goes_by_its_own_name(name):
    assert for_account(account(name)).name == name
    assert for_account(account(name)).version >= 1


def test_an_unknown_platform_is_refused_and_the_known_ones_named():
    with pytest.raises(UnknownName, match=r"”orkut” är okänd.*webpage\."):
        for_account(account("orkut"))


def test_the_package_offers_what_it_says():
    assert all(hasattr(archivers, name) for name in archivers.__all__)
