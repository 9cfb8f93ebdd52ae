# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The names of the AT Protocol: accounts, records and contents.

An account is a DID, a record an at-uri, a content a CID; handles may change and are
never used to tell two accounts apart. https://atproto.com/specs/at-uri-scheme
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import libipld

from schemas.errors import BadInput

POSTS = "app.bsky.feed.post"
REPOSTS = "app.bsky.feed.repost"
POST_PATH = re.compile(r"^/profile/[^/]+/post/([A-Za-z0-9._~:-]+)/?$")
PROFILE_PATH = re.compile(r"^/profile/([^/]+)")
SHA256 = 0x12
TID = re.compile(r"[2-7a-j][2-7a-z]{12}")
TID_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
CLOCK_BITS = 10


def actor_of(url: str) -> str:
    """Give the handle or DID that the address of a profile names.

    Raises:
        BadInput: it is not the address of a profile.
    """
    found = PROFILE_PATH.match(urlsplit(url).path)
    if found is None:
        msg = (
            "Adressen är inte ett konto på Bluesky. "
            "Den ska se ut som https://bsky.app/profile/namn.se."
        )
        raise BadInput(msg)
    return found.group(1).removeprefix("@")


def origin_of(url: str) -> str:
    """Give the scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def parts_of(uri: str) -> tuple[str, str, str]:
    """Take an at-uri apart: account, collection, key."""
    account, _, rest = uri.removeprefix("at://").partition("/")
    collection, _, key = rest.partition("/")
    return account, collection, key


def profile_address(origin: str, actor: str) -> str:
    """Give the address of an account's page."""
    return f"{origin}/profile/{actor}"


def post_address(origin: str, uri: str, actor: str = "") -> str:
    """Give the address of a post's page, by DID unless an actor is given."""
    account, _, key = parts_of(uri)
    return f"{profile_address(origin, actor or account)}/post/{key}"


def post_uri(url: str, did: str) -> str:
    """Give the at-uri of an account's post from the address of the post's page.

    Raises:
        BadInput: it is not the address of a post.
    """
    found = POST_PATH.match(urlsplit(url).path)
    if found is None:
        msg = (
            "Adressen är inte ett inlägg på Bluesky. "
            "Den ska se ut som https://bsky.app/profile/namn.se/post/…."
        )
        raise BadInput(msg)
    return f"at://{did}/{POSTS}/{found.group(1)}"


def moment_of(revision: str) -> datetime | None:
    """Give the time of a repository's revision, which is a TID; None if it is none.

    Its upper 53 bits are microseconds. https://atproto.com/specs/tid
    """
    if not TID.fullmatch(revision):
        return None
    number = 0
    for sign in revision:
        number = number << 5 | TID_SIGNS.index(sign)
    return datetime.fromtimestamp((number >> CLOCK_BITS) / 1_000_000, UTC)


def digest_of(cid: str) -> str | None:
    """Give the SHA-256 that a CID holds of its content, if that is its kind.

    A picture's name is its checksum: whether a profile picture changed is known
    without fetching it, and whether an original is the original when it is fetched.
    """
    try:
        parsed = libipld.decode_cid(cid)
    except ValueError:
        return None
    hashed = parsed["hash"]
    return hashed["digest"].hex() if hashed["code"] == SHA256 else None
