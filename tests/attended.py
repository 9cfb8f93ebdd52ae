# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A platform whose terms ask for a person at the browser, for tests of what follows."""

from archivers.platforms.webpage import Webpage
from schemas.account import Account


class AttendedWebpage(Webpage):
    """Web pages whose owner forbids automated collection."""

    terms = "Villkoren tillåter ingen automatisk insamling."

    def pages_of(self, account: Account) -> Webpage:
        """Read any page of it."""
        del account
        return Webpage()
