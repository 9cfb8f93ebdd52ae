# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Observe an account's profile: page state first, difference second."""

from archivers.tools import CaptureTools
from schemas.account import Account
from schemas.profile import Observation


def observe_account(account: Account, tools: CaptureTools) -> Observation:
    """See the profile of an account as it is now.

    Walls, gone accounts and platforms that do not answer are states, never errors.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
    """
    raise NotImplementedError
