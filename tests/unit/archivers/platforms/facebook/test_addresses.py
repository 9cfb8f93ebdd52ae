# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses on Facebook, in the many forms that they are met."""

import pytest

from archivers.platform import FoundItem
from archivers.platforms.facebook.addresses import (
    forms,
    numbers_in,
    page_of,
    post_address,
)
from schemas.errors import BadInput

WEB = "https://www.facebook.com"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/almhultskommun", "almhultskommun"),
        ("/almhultskommun/", "almhultskommun"),
        ("/almhults.kommun/posts/123", "almhults.kommun"),
        ("/almhultskommun?locale=sv_SE", "almhultskommun"),
        ("/profile.php?id=100064123456789", "100064123456789"),
        ("/profile.php/?id=100064123456789&sk=about", "100064123456789"),
        ("/pages/Älmhults-kommun/104100200300400", "104100200300400"),
        ("/pages/category/Kommun/Älmhults-kommun-104100200300400/", "104100200300400"),
        ("/people/Älmhults-kommun/104100200300400/", "104100200300400"),
        ("/p/Älmhults-kommun-104100200300400/", "104100200300400"),
        ("/Älmhults-kommun-104100200300400/", "104100200300400"),
        ("/104100200300400", "104100200300400"),
    ],
)
def test_a_page_is_named_by_its_address(path, page):
    assert page_of(WEB + path) == page


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/groups/123456",
        "/events/1",
        "/profile.php",
        "/share/p/abc",
        "/å",
        "/me",
    ],
)
def test_another_address_is_no_page(path):
    with pytest.raises(BadInput, match=r"facebook\.com/NAMN"):
        page_of(WEB + path)


@pytest.mark.parametrize(
    ("path", "numbers"),
    [
        ("/kommun/posts/123", {"123"}),
        ("/kommun/posts/en-rubrik/123/", {"123"}),
        ("/kommun/posts/pfbid02abcDEF", set()),
        ("/permalink.php?story_fbid=123&id=9", {"123"}),
        ("/story.php?story_fbid=123&id=9", {"123"}),
        ("/photo/?fbid=123&set=a.9", {"123"}),
        ("/kommun/photos/a.9/123/", {"123"}),
        ("/kommun/videos/123/", {"123"}),
        ("/watch/?v=123", {"123"}),
        ("/reel/123", {"123"}),
        ("/kommun", set()),
    ],
)
def test_a_post_is_named_in_many_ways(path, numbers):
    assert numbers_in(WEB + path) == numbers


def test_a_post_may_stand_under_any_name_of_its_page():
    post = FoundItem("9_123", is_post=True, author="", text="", source="")
    assert list(forms(post, ("kommun", "9"))) == [
        f"{WEB}/kommun/posts/123",
        f"{WEB}/9/posts/123",
        f"{WEB}/permalink.php?story_fbid=123&id=9",
        f"{WEB}/story.php?story_fbid=123&id=9",
    ]


def test_a_comment_has_its_own_address_alone():
    address = f"{WEB}/kommun/posts/123?comment_id=4"
    comment = FoundItem(
        "123_4", is_post=False, author="", text="", source="", permalink=address
    )
    assert list(forms(comment, ("kommun",))) == [address]


def test_a_post_without_an_address_is_given_one():
    assert post_address("9_123") == f"{WEB}/9/posts/123"
    assert post_address("123") == f"{WEB}/123"
