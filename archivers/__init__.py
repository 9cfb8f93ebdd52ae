# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How: an account becomes a capture. These make captures; they are not the archive."""

from archivers.platform import Platform
from archivers.platforms.webpage import Webpage
from schemas.account import Account
from schemas.errors import UnknownName

PLATFORMS: dict[str, Platform] = {
    "webpage": Webpage(),
}
"""Every platform that an account can be on, by its name in the register."""

__all__ = ["PLATFORMS", "Platform", "for_account"]


def for_account(account: Account) -> Platform:
    """Choose the platform that reads an account's pages.

    Raises:
        UnknownName: the register names a platform that Avbild does not know.
    """
    try:
        return PLATFORMS[account.platform]
    except KeyError:
        known = ", ".join(sorted(PLATFORMS))
        msg = f"Plattformen ”{account.platform}” är okänd. Välj bland: {known}."
        raise UnknownName(msg) from None
