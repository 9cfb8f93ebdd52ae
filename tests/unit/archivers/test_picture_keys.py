# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platforms' own names of pictures."""

import pytest

from archivers.picture_keys import is_of_none, key_of

CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
HEADER = "accounts/headers/000/012/345"
META = "https://scontent-arn2-1.xx.fbcdn.net/v/t39.30808-1"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"https://cdn.bsky.app/img/avatar/plain/did:plc:a/{CID}@jpeg", CID),
        (f"https://cdn.bsky.app/img/banner/plain/did:plc:a/{CID}", CID),
        (
            f"https://pds.se/xrpc/com.atproto.sync.getBlob?did=did:plc:a&cid={CID}",
            CID,
        ),
        (
            f"{META}/123_456_789_n.jpg?stp=dst-jpg&oh=00_AB&oe=6530&_nc_ht=x",
            "123_456_789_n",
        ),
        (
            "https://scontent.cdninstagram.com/v/t51.2885-19/11_22_33_n.jpg?oe=1",
            "11_22_33_n",
        ),
        (
            "https://pbs.twimg.com/profile_images/17/AbC-d_1_400x400.jpg",
            "profile_images/17/AbC-d_1",
        ),
        (
            "https://pbs.twimg.com/profile_images/17/AbC-d_1_normal.jpg",
            "profile_images/17/AbC-d_1",
        ),
        (
            "https://pbs.twimg.com/profile_images/17/AbC-d_1.jpg",
            "profile_images/17/AbC-d_1",
        ),
        (
            "https://pbs.twimg.com/profile_banners/1/1700/1500x500",
            "profile_banners/1/1700",
        ),
        (
            "https://social.se/system/accounts/avatars/000/12/3/original/x.png",
            None,
        ),
        (
            f"https://files.social.se/{HEADER}/original/0123456789abcdef.png?1",
            f"{HEADER}/0123456789abcdef",
        ),
        ("https://almhult.se/vapen.png", None),
        ("https://elak.se/v/123_456_789_n.jpg", None),
        ("https://fbcdn.net.elak.se/v/123_456_789_n.jpg", None),
        ("https://gravatar.com/avatar/abc?s=96", None),
        ("http://[fel", None),
        ("", None),
    ],
)
def test_a_key_is_the_part_that_names_the_upload(url, key):
    assert key_of(url) == key


@pytest.mark.parametrize("oh", ["00_AfA", "00_ZZZ"])
def test_signatures_that_churn_are_no_part_of_a_key(oh):
    url = f"{META}/123_456_789_n.jpg?oh={oh}&oe=1"
    assert key_of(url) == "123_456_789_n"


@pytest.mark.parametrize(
    ("url", "is_none"),
    [
        ("", True),
        ("https://social.se/avatars/original/missing.png", True),
        ("https://social.se/headers/original/missing.png", True),
        ("https://social.se/assets/default_header.webp", True),
        ("https://social.se/accounts/missing.png", False),
    ],
)
def test_a_picture_that_nobody_chose_is_none(url, is_none):
    assert is_of_none(url) is is_none
