# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts that a municipality's page names are told from its other links."""

import pytest

from rules.accounts_named import is_on_facebook, strangers
from schemas.account import Account, AccountStatus

PAGE = "https://www.almhult.se/socialamedier"


def account(url: str, **given) -> Account:
    named = {"account_id": "konto", "board_id": "ks", "name": "Kontot"}
    return Account(url=url, **{"platform": "webpage", **named, **given})


REGISTER = [
    account("https://www.facebook.com/almhult"),
    account("https://torget.example/almhult"),
    account("https://instagram.com/gammal", status=AccountStatus.CLOSED),
]


@pytest.mark.parametrize(
    "link",
    [
        "https://www.facebook.com/okand",
        "https://www.facebook.com/groups/1234",
        "https://instagram.com/gammal",
        "https://torget.example/annan",
        "https://www.youtube.com/@kommunen",
    ],
)
def test_accounts_that_the_register_lacks(link):
    assert strangers([link], REGISTER, PAGE) == (link,)


@pytest.mark.parametrize(
    "link",
    [
        "http://facebook.com/Almhult/?fbclid=x",
        "https://www.facebook.com/almhult/posts/123",
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://www.facebook.com/",
        "https://x.com/intent/tweet?text=x",
        "https://www.almhult.se/kontakt",
        "https://www.skatteverket.se/x",
        "mailto:info@almhult.se",
    ],
)
def test_what_is_no_stranger(link):
    assert strangers([link], REGISTER, PAGE) == ()


def test_the_page_s_own_host_names_no_strangers():
    own = account("https://www.almhult.se/blogg")
    links = ["https://www.almhult.se/kontakt", "https://almhult.se/skola"]
    assert strangers(links, [*REGISTER, own], PAGE) == ()


def test_an_account_is_told_once():
    twice = ["https://facebook.com/okand", "https://www.facebook.com/Okand/"]
    assert len(strangers(twice, REGISTER, PAGE)) == 1


@pytest.mark.parametrize(
    ("given", "is_there"),
    [
        ({"url": "https://sv-se.facebook.com/x"}, True),
        ({"url": "https://example.se/x", "platform": "facebook"}, True),
        ({"url": "https://facebook.com.example/x"}, False),
    ],
)
def test_facebook_is_known_by_platform_and_host(given, is_there):
    assert is_on_facebook(account(**given)) is is_there
