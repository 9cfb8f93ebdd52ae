# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mastodon, and servers that speak as it does: read by their open interface."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from archivers.api.client import RecordedClient
from archivers.api.pace import Pace, shared_pace
from archivers.api.platform import ApiReading, Errand, ProfileSight
from archivers.linked_pages import LinkedPages, PageLink
from archivers.platform import FoundItem, Platform
from archivers.platforms.mastodon.reading import Reading
from archivers.platforms.mastodon.server import Server
from archivers.platforms.mastodon.sight import see

PER_SECOND = 0.9
BURST = 25
HANDLE = re.compile(r"(@[^\s()]+)\)?$")
"""How a signature ends, as `signature` writes it."""


class Mastodon:
    """Accounts on Mastodon servers.

    Any host may be one, so that the register must say it; those named here are known.
    """

    name = "mastodon"
    version = 1
    hosts: tuple[str, ...] = ("mastodon.social", "mastodon.nu", "mastodonsweden.se")
    private: Mapping[str, str] = MappingProxyType(
        {
            "home-feed": r"/api/v1/timelines/home\b",
            "messages": r"/api/v1/conversations\b",
            "notifications": r"/api/v\d/notifications\b",
            "viewer": r"/api/v\d/(accounts/verify_credentials|preferences|markers"
            r"|lists|follow_requests|bookmarks|favourites|mutes|blocks|filters)\b",
        }
    )

    def pace(self) -> Pace:
        """Stay below the 300 questions in five minutes that a server allows."""
        return shared_pace(PER_SECOND, BURST)

    def see_profile(self, client: RecordedClient, errand: Errand) -> ProfileSight:
        """Read the profile: one question, to which the answer may be: as before."""
        return see(_server(client, errand), errand)

    def read_account(self, client: RecordedClient, errand: Errand) -> ApiReading:
        """Read the profile, every post, every thread and every original."""
        return Reading(_server(client, errand), errand).read()

    def pages(self, reading: ApiReading) -> Platform:
        """Read the server's pages by the addresses of posts in them."""
        origin = _origin(reading.addresses[0])
        links = [
            PageLink(item, _forms(item, origin))
            for sheet in reading.sheets
            for item in sheet.items
        ]
        return LinkedPages(self.name, self.version, reading.profile, tuple(links))


def _server(client: RecordedClient, errand: Errand) -> Server:
    url = str(errand.account.url)
    host = urlsplit(url).netloc
    return Server(client, _origin(url), errand.access.token_for(host))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _forms(item: FoundItem, origin: str) -> tuple[str, ...]:
    """Give the addresses that a page may have for a post: its own, and the server's."""
    signed = HANDLE.search(item.author)
    own = (item.permalink,) if item.permalink else ()
    there = (f"{origin}/{signed.group(1)}/{item.key}",) if signed else ()
    return (*own, *there)
