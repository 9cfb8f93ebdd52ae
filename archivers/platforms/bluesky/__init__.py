# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bluesky: read by the AT Protocol, without a login.

An account is addressed by its DID: a handle may change and another may take it over.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from archivers.api.access import ApiAccess
from archivers.api.client import RecordedClient
from archivers.api.pace import Pace, shared_pace
from archivers.api.platform import ApiReading, Errand, Glance, ProfileSight
from archivers.linked_pages import LinkedPages, PageLink
from archivers.platform import Platform
from archivers.platforms.bluesky.names import actor_of, origin_of, post_address
from archivers.platforms.bluesky.network import Network
from archivers.platforms.bluesky.reading import Reading
from archivers.platforms.bluesky.sight import MOST_ACTORS, glance, see

PER_SECOND = 8.0
BURST = 40


class Bluesky:
    """Accounts on Bluesky and on networks of the same kind."""

    name = "bluesky"
    version = 1
    batch_size = MOST_ACTORS
    hosts: tuple[str, ...] = ("bsky.app",)
    private: Mapping[str, str] = MappingProxyType(
        {
            "credentials": r"/xrpc/com\.atproto\.server\.(?!describeServer)",
            "home-feed": r"/xrpc/app\.bsky\.feed\.getTimeline\b",
            "messages": r"/xrpc/chat\.bsky\.",
            "notifications": r"/xrpc/app\.bsky\.notification\.",
            "viewer": r"/xrpc/app\.bsky\.(actor\.getPreferences"
            r"|graph\.get(List)?(Mutes|Blocks))\b",
        }
    )

    def pace(self) -> Pace:
        """Stay below the 3 000 questions in five minutes that the network allows."""
        return shared_pace(PER_SECOND, BURST)

    def see_profile(self, client: RecordedClient, errand: Errand) -> ProfileSight:
        """Read the profile; when the revision has not moved, it is as it was."""
        network = _network(client, errand.access)
        return see(network, _actor(errand), errand.known)

    def glance(
        self, client: RecordedClient, errands: Sequence[Errand]
    ) -> Mapping[str, Glance]:
        """Ask one question about accounts whose DID is known."""
        return glance(_network(client, errands[0].access), errands)

    def read_account(self, client: RecordedClient, errand: Errand) -> ApiReading:
        """Read the profile, every post, every thread and every original."""
        network = _network(client, errand.access)
        return Reading(network, errand, network.profile(_actor(errand))).read()

    def pages(self, reading: ApiReading) -> Platform:
        """Read the pages of the web client by the addresses of posts in them."""
        handle = reading.profile.profile.handle or ""
        links = [
            PageLink(item, _forms(item.permalink or "", item.key, handle))
            for sheet in reading.sheets
            for item in sheet.items
        ]
        return LinkedPages(self.name, self.version, reading.profile, tuple(links))


def _network(client: RecordedClient, access: ApiAccess) -> Network:
    views, directory = access.bluesky_appview, access.bluesky_plc
    return Network(client, views.rstrip("/"), directory.rstrip("/"))


def _actor(errand: Errand) -> str:
    """Name the account: by the DID it is known by, else by what its address names."""
    actor = actor_of(str(errand.account.url))
    known = errand.known.platform_id if errand.known else None
    return actor if actor.startswith("did:") else known or actor


def _forms(permalink: str, uri: str, handle: str) -> tuple[str, ...]:
    """Give the addresses that a page may have for a post: by DID and by handle."""
    return (permalink, post_address(origin_of(permalink), uri, handle))
