# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How: an account becomes a capture. These make captures; they are not the archive."""

from archivers.api.platform import ApiPlatform
from archivers.platform import Platform
from archivers.platforms.bluesky import Bluesky
from archivers.platforms.facebook import Facebook
from archivers.platforms.instagram import Instagram
from archivers.platforms.mastodon import Mastodon
from archivers.platforms.webpage import Webpage
from schemas.account import Account
from schemas.errors import UnknownName
from schemas.profile import ObservedAs

PLATFORMS: dict[str, Platform | ApiPlatform] = {
    "bluesky": Bluesky(),
    "facebook": Facebook(),
    "instagram": Instagram(),
    "mastodon": Mastodon(),
    "webpage": Webpage(),
}
"""Every platform that an account can be on, by its name in the register."""

__all__ = ["PLATFORMS", "ApiPlatform", "Platform", "eyes_on", "for_account"]


def for_account(account: Account) -> Platform | ApiPlatform:
    """Choose the platform that reads an account: its pages, or its API and its pages.

    Raises:
        UnknownName: the register names a platform that Avbild does not know.
    """
    try:
        return PLATFORMS[account.platform]
    except KeyError:
        known = ", ".join(sorted(PLATFORMS))
        msg = f"Plattformen ”{account.platform}” är okänd. Välj bland: {known}."
        raise UnknownName(msg) from None


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
