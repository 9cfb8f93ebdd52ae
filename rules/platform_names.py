# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people call the service that an account is on."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from rules.wording import fold

WEB_PAGE = "Webbplats"

_BY_PLATFORM: Mapping[str, str] = MappingProxyType(
    {"bluesky": "Bluesky", "mastodon": "Mastodon"}
)
_BY_HOST: Mapping[str, str] = MappingProxyType(
    {
        "facebook.com": "Facebook",
        "fb.com": "Facebook",
        "instagram.com": "Instagram",
        "threads.net": "Threads",
        "threads.com": "Threads",
        "linkedin.com": "LinkedIn",
        "youtube.com": "YouTube",
        "youtu.be": "YouTube",
        "x.com": "X",
        "twitter.com": "X",
        "tiktok.com": "TikTok",
        "snapchat.com": "Snapchat",
        "pinterest.com": "Pinterest",
        "flickr.com": "Flickr",
        "vimeo.com": "Vimeo",
        "issuu.com": "Issuu",
        "spotify.com": "Spotify",
        "soundcloud.com": "SoundCloud",
        "bsky.app": "Bluesky",
    }
)
_OTHERS = ("twitter", "webb", "webbplats", "webbsida", "blogg", "podd", "poddradio")
_SERVICES = frozenset(map(fold, (*_BY_HOST.values(), *_BY_PLATFORM.values(), *_OTHERS)))


def service_name(platform: str, address: str) -> str:
    """Name the service of an account, as people do: "Facebook"."""
    if platform in _BY_PLATFORM:
        return _BY_PLATFORM[platform]
    host = (urlsplit(address).hostname or "").lower()
    named = (
        name
        for ending, name in _BY_HOST.items()
        if host == ending or host.endswith(f".{ending}")
    )
    return next(named, WEB_PAGE)


def is_service(word: str) -> bool:
    """Tell whether a word names a service, one that Avbild knows by itself or not."""
    return fold(word) in _SERVICES
