# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instagram's web pages as a person at the browser sees them."""

from archivers import embedded_pages
from archivers.embedded_pages import EmbeddedPages
from schemas.account import Account

NAME = "instagram"
PACKAGE = "archivers.platforms.instagram"
VERSION = 1


def pages_of(account: Account) -> EmbeddedPages:
    """Give the reader of an account's pages, keyed by the account itself.

    Raises:
        BadInput: the address names no account on Instagram.
    """
    return embedded_pages.pages_of(NAME, VERSION, PACKAGE, account)
