# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instagram: professional accounts, read by the API with the key of their owner.

Meta's terms forbid automated collection from the web pages, also of one's own account;
so the content comes through the API and the owner's export, and the browser shows the
look while a person attends it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from archivers.api.client import RecordedClient
from archivers.api.graph import GraphSpec
from archivers.api.pace import Pace, shared_pace
from archivers.api.platform import ApiReading, Errand, ProfileSight
from archivers.linked_pages import LinkedPages, PageLink, shown_at_first
from archivers.owner_export import ExportReading, OwnerExport
from archivers.platform import Platform
from archivers.platforms.instagram.addresses import forms
from archivers.platforms.instagram.doors import by_instagram, open_door, spec_for
from archivers.platforms.instagram.export import read_export
from archivers.platforms.instagram.pages import pages_of
from archivers.platforms.instagram.profile import look_up
from archivers.platforms.instagram.reading import Reading
from schemas.account import Account

PER_SECOND = 10.0
BURST = 50
TERMS = (
    "Metas villkor förbjuder automatisk insamling från Instagram, även från det egna "
    "kontot. Någon måste därför sitta med när webbläsaren öppnar sidan, om inte "
    "kontoägaren har beslutat något annat."
)


class Instagram:
    """Professional accounts on Instagram; private accounts have no API."""

    name = "instagram"
    version = 1
    hosts: tuple[str, ...] = ("instagram.com", "www.instagram.com")
    terms = TERMS
    private: Mapping[str, str] = MappingProxyType(
        {
            "credentials": r"instagram\.com/.*\bget_encrypted_credentials\b",
            "home-feed": r"instagram\.com/(?:$|\?)"
            r"|/api/v1/feed/(?:timeline|reels_tray)\b",
            "messages": r"/api/v1/direct_v2/|instagram\.com/direct\b|\bedge-chat\.",
            "notifications": r"/api/v1/news/|instagram\.com/notifications\b",
            "viewer": r"/api/v1/accounts/|instagram\.com/accounts/(?!login)"
            r"|/api/v1/friendships/pending\b|/api/v1/discover/",
        }
    )

    @property
    def spec(self) -> GraphSpec:
        """What is asked of the API with Instagram Login, and with which permissions."""
        return by_instagram()

    def spec_for(self, token: str) -> GraphSpec:
        """Give what is asked of the API at the door that a key opens."""
        return spec_for(token)

    def pace(self) -> Pace:
        """Ask in no haste; Meta's own measure of haste stands in its answers."""
        return shared_pace(PER_SECOND, BURST)

    def see_profile(self, client: RecordedClient, errand: Errand) -> ProfileSight:
        """Read the profile: one question, or two before the account's id is known."""
        return look_up(open_door(client, errand), errand)[1]

    def read_account(self, client: RecordedClient, errand: Errand) -> ApiReading:
        """Read the profile, every post, every thread and every original."""
        return Reading(open_door(client, errand), errand).read()

    def read_export(self, export: OwnerExport, account: Account) -> ExportReading:
        """Read the profile, every post and every own comment that the export holds."""
        return read_export(export, account)

    def pages_of(self, account: Account) -> Platform:
        """Read the web pages when no API has told what they hold."""
        return pages_of(account)

    def pages(self, reading: ApiReading) -> Platform:
        """Read the web pages by the addresses of posts in them."""
        handle = reading.profile.profile.handle or ""
        links = tuple(
            PageLink(item, tuple(forms(item, handle)))
            for item in shown_at_first(reading.sheets)
        )
        return LinkedPages(self.name, self.version, reading.profile, links)
