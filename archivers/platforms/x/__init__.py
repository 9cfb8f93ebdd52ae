# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts on X: read from the archive that X gives their owner.

X's API costs by the post and its terms forbid automated collection, so the content
comes from the archive alone. The browser shows the look while a person attends it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from archivers.owner_export import ExportReading, OwnerExport
from archivers.platform import Platform
from archivers.platforms.x.export import read_export
from archivers.platforms.x.pages import pages_of
from schemas.account import Account

TERMS = (
    "X:s villkor förbjuder automatisk insamling, även från det egna kontot. Någon "
    "måste därför sitta med när webbläsaren öppnar sidan, om inte kontoägaren har "
    "beslutat något annat."
)


class X:
    """Accounts on X."""

    name = "x"
    version = 1
    hosts: tuple[str, ...] = tuple(
        f"{place}{host}"
        for host in ("x.com", "twitter.com")
        for place in ("", "www.", "mobile.")
    )
    terms = TERMS
    private: Mapping[str, str] = MappingProxyType(
        {
            "home-feed": r"(?:x|twitter)\.com/(?:home\b|i/api/graphql/[^/]+/Home)",
            "messages": r"(?:x|twitter)\.com/(?:messages\b|i/chat\b|i/api/1\.1/dm/"
            r"|i/api/graphql/[^/]+/Dm)",
            "notifications": r"(?:x|twitter)\.com/(?:notifications\b"
            r"|i/api/2/(?:notifications|badge_count)\b)",
            "viewer": r"(?:x|twitter)\.com/(?:settings\b|i/bookmarks\b"
            r"|i/api/1\.1/account/|i/api/graphql/[^/]+/(?:Viewer|Bookmarks))",
        }
    )

    def read_export(self, export: OwnerExport, account: Account) -> ExportReading:
        """Read the profile and every post and answer that the archive holds."""
        return read_export(export, account)

    def pages_of(self, account: Account) -> Platform:
        """Give the reader of the account's pages, keyed by the account itself."""
        return pages_of(account)
