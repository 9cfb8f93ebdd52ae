# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How: an account becomes a capture. These make captures; they are not the archive."""

from typing import cast

from archivers.api.platform import ApiPlatform
from archivers.owner_export import ExportPlatform
from archivers.platform import Attended, Platform
from archivers.platforms.bluesky import Bluesky
from archivers.platforms.facebook import Facebook
from archivers.platforms.instagram import Instagram
from archivers.platforms.mastodon import Mastodon
from archivers.platforms.webpage import Webpage
from archivers.platforms.x import X
from schemas.account import Account
from schemas.errors import UnknownName
from schemas.profile import ObservedAs

PLATFORMS: dict[str, Platform | ApiPlatform | ExportPlatform] = {
    "bluesky": Bluesky(),
    "facebook": Facebook(),
    "instagram": Instagram(),
    "mastodon": Mastodon(),
    "webpage": Webpage(),
    "x": X(),
}
"""Every platform that an account can be on, by its name in the register."""

__all__ = [
    "PLATFORMS",
    "ApiPlatform",
    "ExportPlatform",
    "Platform",
    "eyes_on",
    "for_account",
    "reader_for",
]


def for_account(account: Account) -> Platform | ApiPlatform | ExportPlatform:
    """Choose the platform that reads an account: its pages, its API or its export.

    Raises:
        UnknownName: the register names a platform that Avbild does not know.
    """
    try:
        return PLATFORMS[account.platform]
    except KeyError:
        known = ", ".join(sorted(PLATFORMS))
        msg = f"Plattformen ”{account.platform}” är okänd. Välj bland: {known}."
        raise UnknownName(msg) from None


def reader_for(account: Account) -> Platform | ApiPlatform:
    """Choose who looks at an account that is there now: its platform's API or pages.

    An export tells only of the day when it was made, so where a platform has nothing
    else its pages are looked at.

    Raises:
        UnknownName: the register names a platform that Avbild does not know.
        BadInput: the address names no account on the platform.
    """
    platform = for_account(account)
    if isinstance(platform, ApiPlatform):
        return platform
    if isinstance(platform, ExportPlatform) and isinstance(platform, Attended):
        return platform.pages_of(account)
    return cast("Platform", platform)


def eyes_on(account: Account, *, is_logged_in: bool = False) -> tuple[ObservedAs, str]:
    """Say as whom a capture sees an account's profile, and by which extractor.

    Raises:
        UnknownName: the register names a platform that Avbild does not know.
    """
    platform = for_account(account)
    if isinstance(platform, ApiPlatform):
        return ObservedAs.API, f"{platform.name}-api/{platform.version}"
    seen_as = ObservedAs.LOGGED_IN if is_logged_in else ObservedAs.GUEST
    return seen_as, f"{platform.name}-browser/{platform.version}"
