# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facebook as the pipeline knows it: by its API, its export and its attended pages."""

import re

import pytest

from archivers import PLATFORMS
from archivers.api.platform import ApiPlatform, BatchPlatform
from archivers.owner_export import ExportPlatform
from archivers.platform import Attended, Discreet
from graph import ids

FACEBOOK = PLATFORMS["facebook"]


@pytest.mark.parametrize("door", [ApiPlatform, ExportPlatform, Attended, Discreet])
def test_it_has_every_door(door):
    assert isinstance(FACEBOOK, door)
    assert not isinstance(FACEBOOK, BatchPlatform)


def test_its_terms_are_told_in_swedish():
    assert FACEBOOK.terms.endswith(".")
    assert "villkor" in FACEBOOK.terms


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("https://www.facebook.com/", "home-feed"),
        ("https://www.facebook.com/?sk=h_chr", "home-feed"),
        ("https://www.facebook.com/messages/t/1", "messages"),
        ("https://www.facebook.com/notifications/", "notifications"),
        ("https://www.facebook.com/settings?tab=x", "viewer"),
        ("https://www.facebook.com/alvmalakommun", None),
        ("https://www.facebook.com/alvmalakommun/posts/1", None),
        ("https://www.facebook.com/mellerud", None),
    ],
)
def test_what_is_the_readers_own_is_known(url, what):
    hits = [k for k, pattern in FACEBOOK.private.items() if re.search(pattern, url)]
    assert hits == ([what] if what else [])


def test_the_page_is_read_by_the_posts_that_the_api_gave(played):
    pages = FACEBOOK.pages(played.read())
    by_key = {link.item.key: link.addresses for link in pages.links}
    assert len(by_key) == 20
    assert "/alvmalakommun/posts/" in by_key[ids.post_id(7)][0]
    assert any("permalink.php" in address for address in by_key[ids.post_id(7)])
    assert "comment_id=" in by_key[ids.comment_id(7, 1)][0]


def test_comments_of_older_posts_are_not_looked_for(played, monkeypatch):
    monkeypatch.setattr("archivers.linked_pages.SHOWN_AT_FIRST", 1)
    keys = {link.item.key for link in FACEBOOK.pages(played.read()).links}
    assert ids.comment_id(7, 1) in keys
    assert ids.comment_id(6, 1) not in keys
    assert ids.post_id(6) in keys
