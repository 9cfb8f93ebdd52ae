# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platforms' own names of pictures, free of what changes from visit to visit.

A picture's address is signed, expires and names sizes and servers; part of it names the
upload. Where that part is known to stay as long as the picture does, and to be another
for every new upload, it is the picture's key. Elsewhere there is none, and the picture
is told by its bytes.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

ADDRESS_OF_NONE = re.compile(
    r"/(?:avatars|headers)/original/missing\.png$"
    r"|/assets/default_(?:avatars?|header)\b"
)
"""What Mastodon and GoToSocial give as the picture of whoever has chosen none."""


class _Rule(NamedTuple):
    """Addresses on which hosts and paths have a key, and which part of them it is."""

    host: re.Pattern[str]
    path: re.Pattern[str]


def _rule(host: str, path: str) -> _Rule:
    return _Rule(re.compile(host, re.IGNORECASE), re.compile(path))


_ANY = r""
_RULES = (
    # Bluesky: the name of the content is its checksum.
    _rule(_ANY, r"/img/(?:avatar|banner)\w*/plain/did:[^/]+/(baf[a-z2-7]+)(?:@\w+)?$"),
    # Meta: <photo>_<object>_<version>_n; the question part is a signature that ends.
    _rule(r"(^|\.)(fbcdn\.net|cdninstagram\.com)$", r"/(\d+_\d+_\d+_n)\.\w+$"),
    # X: the upload's number and name; the end of the name is a size.
    _rule(
        r"^pbs\.twimg\.com$",
        r"/(profile_images/\d+/[\w-]+?)(?:_(?:normal|bigger|mini|x96|\d+x\d+))?\.\w+$",
    ),
    _rule(r"^pbs\.twimg\.com$", r"/(profile_banners/\d+/\d+)(?:/|$)"),
    # Mastodon: the name that the server gave the upload; "static" is its first frame.
    _rule(
        _ANY,
        r"/(accounts/(?:avatars|headers)(?:/\d{3})+)/(?:original|static)/([0-9a-f]{16})\.",
    ),
    # GoToSocial: the upload's identity, a ULID.
    _rule(
        _ANY,
        r"/fileserver/([0-9A-Z]{26}/(?:avatar|header))/original/([0-9A-Z]{26})\.",
    ),
)


def key_of(url: str) -> str | None:
    """Give the key of the picture at an address, where the platform has one.

    Equal keys are the same picture. None says nothing.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.path.endswith("/com.atproto.sync.getBlob"):
        return next(iter(parse_qs(parts.query).get("cid", [])), None)
    for rule in _RULES:
        found = rule.path.search(parts.path)
        if found and rule.host.search(parts.hostname or ""):
            return "/".join(found.groups())
    return None


def is_of_none(url: str) -> bool:
    """Whether it is what a platform shows when the owner has chosen no picture."""
    return not url or bool(ADDRESS_OF_NONE.search(url))
