# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facebook pages: read by the Graph API with the key of the page's owner.

Meta's terms forbid automated collection from the web pages, also of one's own page; so
the content comes through the API and the owner's export, and the browser shows the look
while a person attends it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from archivers.api.client import RecordedClient
from archivers.api.graph import Graph, GraphSpec, graph_of, read_spec
from archivers.api.pace import Pace, shared_pace
from archivers.api.platform import ApiReading, Errand, ProfileSight
from archivers.linked_pages import LinkedPages, PageLink, shown_at_first
from archivers.owner_export import ExportReading, OwnerExport
from archivers.platform import Platform
from archivers.platforms.facebook.addresses import forms
from archivers.platforms.facebook.export import read_export
from archivers.platforms.facebook.pages import pages_of
from archivers.platforms.facebook.profile import see
from archivers.platforms.facebook.reading import Reading
from schemas.account import Account

PER_SECOND = 10.0
BURST = 50
TERMS = (
    "Metas villkor förbjuder automatisk insamling från Facebook, även från den egna "
    "sidan. Någon måste därför sitta med när webbläsaren öppnar sidan, om inte "
    "kontoägaren har beslutat något annat."
)


class Facebook:
    """Pages on Facebook; groups and personal profiles have no API."""

    name = "facebook"
    version = 1
    hosts: tuple[str, ...] = ("facebook.com", "www.facebook.com", "m.facebook.com")
    terms = TERMS
    private: Mapping[str, str] = MappingProxyType(
        {
            "home-feed": r"facebook\.com/(?:home\.php|\?sk=|\?ref=|$)",
            "messages": r"facebook\.com/(?:messages|messenger_media|latest/inbox)\b"
            r"|\bedge-chat\.",
            "notifications": r"facebook\.com/notifications\b",
            "viewer": r"facebook\.com/(?:me|settings|friends|bookmarks|saved|memories"
            r"|your_information|accountquality)\b",
        }
    )

    @property
    def spec(self) -> GraphSpec:
        """What is asked of the Graph API, and which permissions that takes."""
        return read_spec(__name__, "facebook.toml")

    def pace(self) -> Pace:
        """Ask in no haste; Meta's own measure of haste stands in its answers."""
        return shared_pace(PER_SECOND, BURST)

    def see_profile(self, client: RecordedClient, errand: Errand) -> ProfileSight:
        """Read the profile: one question."""
        return see(self._graph(client, errand), errand)

    def read_account(self, client: RecordedClient, errand: Errand) -> ApiReading:
        """Read the profile, every post, every thread and every original."""
        return Reading(self._graph(client, errand), errand).read()

    def read_export(self, export: OwnerExport, account: Account) -> ExportReading:
        """Read the profile, every post and every own comment that the export holds."""
        return read_export(export, account)

    def pages_of(self, account: Account) -> Platform:
        """Read the web pages when no API has told what they hold."""
        return pages_of(account)

    def pages(self, reading: ApiReading) -> Platform:
        """Read the web pages by the addresses of posts in them."""
        profile = reading.profile.profile
        names = tuple(n for n in (profile.handle, profile.platform_id) if n)
        links = tuple(
            PageLink(item, tuple(forms(item, names)))
            for item in shown_at_first(reading.sheets)
        )
        return LinkedPages(self.name, self.version, reading.profile, links)

    def _graph(self, client: RecordedClient, errand: Errand) -> Graph:
        return graph_of(client, errand, errand.access.facebook_graph, self.spec)
