# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which accounts are due, in batches that each stay on one host where that can be.

Accounts on one host share its pace and tell together whether it is out. A watch that
does not keep up says so: what it missed cannot be seen afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from pipeline.context import Archive
from pipeline.notices import tell
from pipeline.watch import messages
from pipeline.watch.batch import host_at
from pipeline.watch.look import MOST_AT_ONCE

LATE = timedelta(hours=1)
"""How far behind its time an account may be before people are told."""

_COUNTED = 1000
"""How many late accounts are counted; more than that is "at least"."""


def due_accounts(archive: Archive) -> tuple[str, ...]:
    """Give the accounts to look at now, and tell operations if some are late.

    Raises:
        StoreDown: the database does not answer.
    """
    tell_if_late(archive)
    return archive.database.watch.due(archive.clock())


def tell_if_late(archive: Archive) -> int:
    """Tell operations, once a day, if accounts have waited too long; give their number.

    An account that was never looked at is new, not late.

    Raises:
        StoreDown: the database does not answer.
    """
    now, watch = archive.clock(), archive.database.watch
    overdue = watch.due(now - LATE)
    late = len(watch.states(overdue[-_COUNTED:]))
    if late:
        is_more = late == _COUNTED
        tell(archive, messages.running_late(archive.today(), late, is_more=is_more))
    return late


def by_host(archive: Archive, account_ids: Sequence[str], size: int) -> list[list[str]]:
    """Divide accounts into batches: of one host where it fills them, else of several.

    Those of several come first: a large host that halts then holds up no small one.

    A host's last, unfilled part is never split between two batches. A host that is out
    comes last and in as few batches as can be: each batch waits for it anew, and the
    others are not to wait for that.

    Raises:
        StoreDown: the database does not answer.
    """
    out = {one.subject for one in archive.database.watch.open_outages()}
    addresses = archive.database.accounts.addresses()
    groups: dict[str, list[str]] = defaultdict(list)
    for account_id in account_ids:
        groups[host_at(addresses.get(account_id, ""))].append(account_id)
    whole, parts, last = [], [], []
    for host, group in sorted(groups.items()):
        if host in out:
            last += _divided(group, max(size, MOST_AT_ONCE))
            continue
        full = len(group) - len(group) % size
        whole += _divided(group[:full], size)
        parts += [group[full:]] if group[full:] else []
    return [*_together(parts, size), *whole, *last]


def _divided(group: Sequence[str], size: int) -> list[list[str]]:
    return [list(group[at : at + size]) for at in range(0, len(group), size)]


def _together(parts: Iterable[list[str]], size: int) -> list[list[str]]:
    """Put parts together in batches, largest first, each in the first with room."""
    batches: list[list[str]] = []
    with_room: list[list[str]] = []
    for part in sorted(parts, key=len, reverse=True):
        room = (one for one in with_room if len(one) + len(part) <= size)
        batch = next(room, None)
        if batch is None:
            batch = []
            batches.append(batch)
            with_room.append(batch)
        batch.extend(part)
        if len(batch) == size:
            with_room.remove(batch)
    return batches
