# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms are chosen by their name in the account register."""

import re

import pytest
from pydantic import HttpUrl

import archivers
from archivers import PLATFORMS, ExportPlatform, for_account, reader_for
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
    with pytest.raises(UnknownName, match=r"”orkut” är okänd.*webpage, x\."):
        for_account(account("orkut"))


def test_an_account_that_only_has_an_export_is_looked_at_by_its_pages():
    on_x = account("x").model_copy(update={"url": HttpUrl("https://x.com/almhult")})

    assert isinstance(for_account(on_x), ExportPlatform)
    assert hasattr(reader_for(on_x), "read_profile")


@pytest.mark.parametrize("name", ["bluesky", "facebook", "instagram", "webpage"])
def test_who_has_an_api_or_open_pages_is_looked_at_by_them(name):
    assert reader_for(account(name)) is PLATFORMS[name]


def test_the_package_offers_what_it_says():
    assert all(hasattr(archivers, name) for name in archivers.__all__)


@pytest.mark.parametrize(
    ("platform", "url", "kind"),
    [
        ("webpage", "https://a.se/wp-admin/profile.php", "administration"),
        ("webpage", "https://a.se/wp-json/wp/v2/users/me?context=edit", "viewer"),
        ("webpage", "https://a.se/wp-admin/admin-ajax.php", None),
        ("webpage", "https://a.se/wp-json/wp/v2/users/7", None),
        ("webpage", "https://a.se/?till=/wp-admin/", None),
        ("mastodon", "https://m.se/api/v1/timelines/home?limit=20", "home-feed"),
        ("mastodon", "https://m.se/api/v2/notifications", "notifications"),
        ("mastodon", "https://m.se/api/v1/accounts/1/statuses", None),
        ("bluesky", "https://b.se/xrpc/chat.bsky.convo.listConvos", "messages"),
        ("bluesky", "https://b.se/xrpc/com.atproto.server.getSession", "credentials"),
        ("bluesky", "https://b.se/xrpc/app.bsky.feed.getAuthorFeed?actor=a", None),
        ("x", "https://x.com/home", "home-feed"),
        ("x", "https://x.com/i/api/graphql/aB/HomeTimeline?a=1", "home-feed"),
        ("x", "https://x.com/messages/12-34", "messages"),
        ("x", "https://x.com/i/api/1.1/dm/inbox_initial_state.json", "messages"),
        ("x", "https://x.com/i/api/graphql/aB/Viewer", "viewer"),
        ("x", "https://x.com/i/api/2/badge_count/badge_count.json", "notifications"),
        ("x", "https://x.com/i/api/graphql/aB/UserTweets", None),
        ("x", "https://x.com/homekommun", None),
    ],
)
def test_what_is_the_logged_in_persons_own_is_known(platform, url, kind):
    """And what is everybody's is not taken for it."""
    patterns = PLATFORMS[platform].private
    found = [kind for kind, pattern in patterns.items() if re.search(pattern, url)]
    assert found == ([kind] if kind else [])
