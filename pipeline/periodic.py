# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Order periodic archivings: once or twice a year, beside those that changes give.

How often and how much is a setting of each account in the register; when in the year,
see `rules.cadence`.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache

from pipeline.context import TIME_ZONE, Archive
from pipeline.order import Request, place_order
from pipeline.policies import change_policy
from pipeline.watch.settle import is_other_account
from rules.cadence import due_since, most_at_once
from rules.orders import is_open, is_resting
from schemas.account import Account, AccountStatus, ArchiveLevel
from schemas.errors import Refused
from schemas.order import Order, OrderReason
from schemas.profile import ChangeState

ONCE, TWICE = "en gång om året", "två gånger om året"
NO_POSTS = "Inga inlägg är utvalda, så allt innehåll tas med."

_WIDTH = tuple(ArchiveLevel)
"""The levels, the narrowest first: a wider one counts for a narrower."""


def order_periodic(archive: Archive) -> tuple[Order, ...]:
    """Order every account that is due, those that have waited longest first.

    An account with an open order is left: that order may be what it waits for. One
    whose last order failed recently rests, and is tried again another day. When many
    are due at once, as when the setting is new, they are ordered over several days.

    Raises:
        StoreDown: the database does not answer.
        Damaged: a board's policy cannot be read.
    """
    accounts = [one for one in archive.database.accounts.list() if _is_periodic(one)]
    most = most_at_once(one.snapshots_per_year for one in accounts)
    due = sorted(_due(archive, accounts), key=lambda found: found[0])
    orders = (_order(archive, account) for _, account in due[:most])
    return tuple(order for order in orders if order is not None)


def last_archived(archive: Archive, account: Account) -> date | None:
    """Give the day when an account was last archived, as much as its level wants.

    Gallring makes new versions of a package, and may destroy old ones; the account was
    archived when the first version was made.
    """
    packages = archive.database.packages.list(account.account_id, with_purged=True)
    wanted = _WIDTH.index(account.level)
    moments = [
        package.created_at
        for package in packages
        if package.version == 1
        and package.is_complete
        and _WIDTH.index(package.level) >= wanted
    ]
    return max(moments).astimezone(TIME_ZONE).date() if moments else None


def _is_periodic(account: Account) -> bool:
    return account.snapshots_per_year > 0 and account.status is AccountStatus.ACTIVE


def _due(archive: Archive, accounts: list[Account]) -> Iterator[tuple[date, Account]]:
    today = archive.today()

    @cache
    def quiet(board_id: str) -> tuple[str, ...]:
        return change_policy(archive, board_id).quiet

    for account in accounts:
        since = due_since(
            account.account_id,
            account.snapshots_per_year,
            last_archived(archive, account),
            today,
            quiet(account.board_id),
        )
        if since is not None and not _waits(archive, account):
            yield since, account


def _waits(archive: Archive, account: Account) -> bool:
    orders = archive.database.orders.list(account=account.account_id)
    is_under_way = any(map(is_open, orders))
    rests = is_resting(next(iter(orders), None), archive.clock())
    return is_under_way or rests or _is_in_doubt(archive, account)


def _is_in_doubt(archive: Archive, account: Account) -> bool:
    """Tell whether a person is asked whose account it is: it may be a stranger's."""
    change = archive.database.changes.open_for(account.account_id)
    if change is None or change.state is not ChangeState.TO_JUDGE:
        return False
    after = archive.database.observations.get(change.after_id)
    return is_other_account(archive, after)


def _order(archive: Archive, account: Account) -> Order | None:
    """Order an account; None when somebody came before, or just closed it."""
    posts = _chosen_posts(archive, account)
    lacks_posts = account.level is ArchiveLevel.UNIQUE and not posts
    often = ONCE if account.snapshots_per_year == 1 else TWICE
    request = Request(
        account_id=account.account_id,
        ordered_by=archive.agent,
        reason=OrderReason.PERIODIC,
        reason_text=f"Kontot arkiveras {often}. {NO_POSTS if lacks_posts else ''}",
        level=ArchiveLevel.FULL if lacks_posts else account.level,
        posts=posts,
    )
    with suppress(Refused):
        return place_order(archive, request)
    return None


def _chosen_posts(archive: Archive, account: Account) -> tuple[str, ...]:
    """Give the posts that were last chosen to be taken whole, by whoever chose them."""
    if account.level is not ArchiveLevel.UNIQUE:
        return ()
    orders = archive.database.orders.list(account=account.account_id)
    return next((order.posts for order in orders if order.posts), ())
