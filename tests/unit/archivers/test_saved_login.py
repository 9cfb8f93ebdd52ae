# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What in a saved login is secret, and when it ends."""

import json
from datetime import UTC, datetime

import pytest

from archivers.saved_login import Login

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOW.timestamp() + 3600
SESSION = "5f2b7c9d8e1a4b3c5f2b7c9d8e1a4b3c"
ACCESS = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJrb21tdW4ifQ.c2lnbmF0dXJlMTIz"


def cookie(name, value, expires=-1.0, domain="torget.se"):
    return {"name": name, "value": value, "domain": domain, "expires": expires}


def state(cookies=(), storage=(), database=()):
    stored = [{"name": name, "value": value} for name, value in storage]
    origin = {
        "origin": "https://torget.se",
        "localStorage": stored,
        "indexedDB": list(database),
    }
    return Login({"cookies": list(cookies), "origins": [origin]})


def test_session_values_are_secret_and_choices_are_not():
    """To take a language away wherever it stands would falsify the capture."""
    login = state(
        [cookie("sid", SESSION), cookie("kakor", "nodvandiga"), cookie("csrf", "abc1")],
        [("theme", "midnatt"), ("tid", "2026-11-02T12:00:00.000Z")],
    )
    assert login.secrets() == (SESSION,)


@pytest.mark.parametrize(
    "stored",
    [
        ACCESS,
        json.dumps(
            {"session": {"accessJwt": ACCESS, "did": "did:plc:abc123def456ghi"}}
        ),
        json.dumps([{"k": "token", "v": json.dumps({"deep": ACCESS})}]),
    ],
)
def test_tokens_are_found_in_whatever_form_they_are_stored(stored):
    """In clear, in JSON, in JSON within JSON; public names of accounts are left."""
    assert state(storage=[("app", stored)]).secrets() == (ACCESS,)


def test_tokens_are_found_in_a_database():
    """As the browser's driver gives what IndexedDB holds."""
    record = {"key": "auth", "value": {"refresh_token": "kort-hemlig"}}
    database = {"name": "db", "stores": [{"name": "auth", "records": [record]}]}
    assert state(database=[database]).secrets() == ("kort-hemlig",)


def test_a_coded_cookie_is_looked_for_as_it_is_and_as_it_means():
    """A page may write it either way."""
    coded = "s%3A5f2b7c9d8e1a4b3c.x%2By"
    assert set(state([cookie("sid", coded)]).secrets()) == {
        coded,
        "s:5f2b7c9d8e1a4b3c.x+y",
    }


def test_addresses_are_no_secrets():
    """They look random, and stand in every page."""
    url = "https://torget.se/bild/5f2b7c9d8e1a4b3c"
    assert state(storage=[("avatar", url)]).secrets() == ()


def test_it_ends_when_its_last_secret_cookie_does():
    """A cookie that is no secret says nothing of the login."""
    login = state(
        [
            cookie("sid", SESSION, NOW.timestamp()),
            cookie("auth_token", "a1b2c3d4e5", LATER),
            cookie("kakor", "alla", LATER + 999),
        ]
    )
    assert login.expires_at() == datetime.fromtimestamp(LATER, UTC)
    assert not login.has_expired(NOW)
    assert login.has_expired(datetime.fromtimestamp(LATER, UTC))


def test_a_cookie_without_an_end_never_says_that_it_has_ended():
    """The platform decides; it is noticed by the page."""
    login = state([cookie("sid", SESSION)])
    assert login.expires_at() is None
    assert not login.has_expired(NOW)


def test_a_browser_that_lost_every_secret_cookie_was_logged_out():
    """One of them is enough: platforms renew them one at a time."""
    login = state([cookie("sid", SESSION), cookie("auth_token", "a1b2c3d4e5")])
    assert login.is_left_in([cookie("sid", "something else")])
    assert not login.is_left_in([cookie("kakor", "alla")])
    assert not login.is_left_in([cookie("sid", SESSION, domain="annat.se")])
    assert state(storage=[("app", ACCESS)]).is_left_in([])


def test_nothing_of_it_is_printed():
    """Logs and error reports show reprs."""
    assert SESSION not in repr(state([cookie("sid", SESSION)]))
