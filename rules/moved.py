# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether an address that was changed in the register leads to another account.

What was seen at the old address says nothing of an account at a new one, and a platform
that knows accounts by a name within would go on showing the old one. An account that
has only got another name on its platform is the same.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote, urlsplit

from rules.same_address import address_key
from schemas.account import AccountChange
from schemas.profile import Observation, Profile

_URL = "url"


def moved_at(
    changes: Iterable[AccountChange], seen: Iterable[Observation]
) -> datetime | None:
    """Say when an account's address was last changed to another account's.

    Args:
        changes: What was changed in the register of the account, in any order.
        seen: Sights of the account; a name that one of them shows is its own.
    """
    known = [(one.seen_at, one.profile) for one in seen]
    moves = [
        change.changed_at
        for change in changes
        if _is_other(change)
        and not any(
            _is_named(change, profile)
            for at, profile in known
            if at <= change.changed_at
        )
    ]
    return max(moves, default=None)


def _is_other(change: AccountChange) -> bool:
    before, after = change.before.get(_URL), change.after.get(_URL)
    return bool(before and after) and address_key(before or "") != address_key(
        after or ""
    )


def _is_named(change: AccountChange, profile: Profile) -> bool:
    """Tell whether the new address bears the account's name, on the same platform."""
    before, after = (urlsplit(x.get(_URL) or "") for x in (change.before, change.after))
    names = {
        name.casefold().removeprefix("@").partition("@")[0]
        for name in (profile.handle, profile.platform_id)
        if name
    }
    parts = unquote(after.path).casefold().split("/")
    return before.hostname == after.hostname and any(
        part.removeprefix("@") in names for part in parts
    )
