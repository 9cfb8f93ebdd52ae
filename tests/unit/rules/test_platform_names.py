# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A service is called what people call it."""

import pytest

from rules.platform_names import is_service, service_name


@pytest.mark.parametrize(
    ("platform", "address", "name"),
    [
        ("webpage", "https://www.facebook.com/almhult", "Facebook"),
        ("webpage", "https://sv-se.facebook.com/almhult", "Facebook"),
        ("webpage", "https://x.com/almhult", "X"),
        ("webpage", "https://notx.com/almhult", "Webbplats"),
        ("webpage", "https://facebook.com.example/almhult", "Webbplats"),
        ("mastodon", "https://social.example/@almhult", "Mastodon"),
        ("bluesky", "https://almhult.example", "Bluesky"),
    ],
)
def test_a_service_is_named_by_its_address(platform, address, name):
    assert service_name(platform, address) == name


def test_a_service_is_known_by_its_name_whether_or_not_it_is_read():
    assert is_service("FACEBOOK")
    assert is_service("Mastodon")
    assert not is_service("Myspace")
