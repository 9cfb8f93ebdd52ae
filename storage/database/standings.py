# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the archive holds about a batch of accounts, in as many questions as for one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
)

from schemas.account import Account, ArchiveLevel
from schemas.order import Order
from schemas.policy import Policy, PolicyKind
from schemas.profile import ProfileChange
from schemas.watch import Standing
from storage.database.connections import Connections
from storage.database.orders import OPEN
from storage.database.rows import AnyRecord, from_row
from storage.database.tables import accounts, observations, orders, packages
from storage.database.watch_tables import CHANGE_OPEN, policies, profile_changes

_FIRST = 1
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_FULL = ArchiveLevel.FULL.value


class Standings:
    """Where accounts stand, for the watch, which looks at tens of thousands an hour."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def of(self, account_ids: Sequence[str]) -> dict[str, Standing]:
        """Give where each account stands; one that is not in the register is left out.

        As many questions whatever the number of accounts, so a caller gives a batch.
        """
        with self._connections.read() as connection:
            found = _accounts(connection, account_ids)
            newest = _by_account(connection, _NEWEST_ORDERS, account_ids)
            archived = _by_account(connection, _ARCHIVED, account_ids)
            changes = _by_account(connection, _OPEN_CHANGES, account_ids)
            boards = {account.board_id for account in found}
            applying = _policies(connection, boards)
        return {
            account.account_id: Standing(
                account=account,
                order=_read(Order, newest.get(account.account_id)),
                change=_read(ProfileChange, changes.get(account.account_id)),
                policy=applying.get(account.board_id, applying.get(None)),
                **_when(archived.get(account.account_id)),
            )
            for account in found
        }


def _accounts(connection: Connection, ids: Sequence[str]) -> list[Account]:
    found = select(accounts).where(accounts.c.account_id.in_(ids))
    return [from_row(Account, row) for row in connection.execute(found).mappings()]


def _orders() -> Select[Any]:
    """The open order of each account, or else its newest of everything."""
    is_open = orders.c.state.in_(OPEN)
    is_closed = case((is_open, 0), else_=1)
    newest = (is_closed, orders.c.ordered_at.desc(), orders.c.order_id.desc())
    place = func.row_number().over(partition_by=orders.c.account_id, order_by=newest)
    ranked = (
        select(orders.c.order_id, place.label("place"))
        .where(orders.c.account_id.in_(_IDS), or_(is_open, orders.c.level == _FULL))
        .subquery()
    )
    return (
        select(orders)
        .join(ranked, ranked.c.order_id == orders.c.order_id)
        .where(ranked.c.place == _FIRST)
    )


def _archived() -> Select[Any]:
    """When the newest complete capture that is kept saw the profile, for which order.

    What a periodic archiving takes as an overview is no archive of the account. A
    capture's own observation bears the capture's id.
    """
    newest = (
        packages.c.created_at.desc(),
        packages.c.package_id.desc(),
        packages.c.version.desc(),
    )
    place = func.row_number().over(partition_by=packages.c.account_id, order_by=newest)
    kept = (
        packages.c.account_id.in_(_IDS),
        packages.c.is_complete,
        packages.c.level == _FULL,
        packages.c.purged_by.is_(None),
    )
    ranked = select(packages, place.label("place")).where(*kept).subquery()
    sight = observations.c.observation_id == ranked.c.capture_id
    seen_at = func.coalesce(observations.c.seen_at, ranked.c.created_at)
    return (
        select(
            ranked.c.account_id,
            ranked.c.order_id.label("archived_by"),
            seen_at.label("archived_at"),
        )
        .outerjoin_from(ranked, observations, sight)
        .where(ranked.c.place == _FIRST)
    )


_NEWEST_ORDERS = _orders()
_ARCHIVED = _archived()
_OPEN_CHANGES = select(profile_changes).where(
    profile_changes.c.account_id.in_(_IDS), CHANGE_OPEN
)
"""Made once: to make them takes longer than to ask them."""


def _policies(connection: Connection, board_ids: set[str]) -> dict[str | None, Policy]:
    """The newest policy of change of each board, and under None the municipality's."""
    mine = or_(policies.c.board_id.in_(board_ids), policies.c.board_id.is_(None))
    found = (
        select(policies)
        .where(policies.c.kind == PolicyKind.CHANGE.value, mine)
        .order_by(policies.c.version)
    )
    rows = connection.execute(found).mappings()
    return {row["board_id"]: from_row(Policy, row) for row in rows}


def _by_account(
    connection: Connection, found: Select[Any], ids: Sequence[str]
) -> dict[str, RowMapping]:
    rows = connection.execute(found, {_IDS.key: list(ids)}).mappings()
    return {row["account_id"]: row for row in rows}


def _when(row: RowMapping | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: row[name] for name in ("archived_at", "archived_by")}


def _read(kind: type[AnyRecord], row: RowMapping | None) -> AnyRecord | None:
    return None if row is None else from_row(kind, row)
