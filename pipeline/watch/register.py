# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The other accounts on a host: read only when something is wrong on it."""

from collections.abc import Collection
from datetime import datetime

from pipeline.context import Archive
from pipeline.watch.batch import host_at
from schemas.watch import WatchState


def neighbours(
    archive: Archive, hosts: Collection[str], since: datetime
) -> tuple[tuple[str, WatchState], ...]:
    """Give the accounts on some hosts that were looked at since a moment.

    Each is given as the name of its host, and where the watch stands with it.

    Raises:
        StoreDown: the database does not answer.
    """
    there = {
        account_id: host
        for account_id, address in archive.database.accounts.addresses().items()
        if (host := host_at(address)) in hosts
    }
    states = archive.database.watch.states(tuple(there))
    return tuple(
        (there[account_id], state)
        for account_id, state in states.items()
        if state.last_looked_at is not None and state.last_looked_at >= since
    )
