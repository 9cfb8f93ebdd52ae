# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stops to disposal (gallringsstopp), until a person releases them."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from schemas.errors import Refused, UnknownName
from schemas.gallring import Hold, HoldLevel
from storage.database.connections import Connections
from storage.database.judged_tables import holds
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, boards


class Holds:
    """Who stopped what, why, and who released it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, hold: Hold) -> None:
        """Place a hold.

        Raises:
            Refused: the id is taken, or an item or a thread is named without account.
            UnknownName: the account or the board is not there. A hold that covers
                nothing would be worse than none.
        """
        with self._connections.write() as connection:
            if exists(connection, holds, holds.c.hold_id == hold.hold_id):
                message = f"Gallringsstoppet ”{hold.hold_id}” finns redan."
                raise Refused(message)
            _must_cover_something(connection, hold)
            connection.execute(insert(holds).values(to_row(hold, holds)))

    def get(self, hold_id: str) -> Hold:
        """Give a hold, released or not.

        Raises:
            UnknownName: there is no such hold.
        """
        with self._connections.read() as connection:
            return _hold(connection, hold_id)

    def release(self, hold_id: str, by: str, at: datetime, reason: str) -> Hold:
        """Release a hold, once and for good.

        Raises:
            Refused: it is released already, or nobody or no reason is named.
            UnknownName: there is no such hold.
        """
        if not by.strip() or not reason.strip():
            message = "Ange vem som häver gallringsstoppet och varför."
            raise Refused(message)
        values = {"released_by": by, "released_at": at, "release_reason": reason}
        mine = and_(holds.c.hold_id == hold_id, holds.c.released_at.is_(None))
        with self._connections.write() as connection:
            changed = connection.execute(update(holds).where(mine).values(values))
            hold = _hold(connection, hold_id)
            if changed.rowcount:
                return hold
        message = f"Gallringsstoppet ”{hold_id}” är redan hävt."
        raise Refused(message)

    def active(
        self, account_id: str | None = None, board_id: str | None = None
    ) -> tuple[Hold, ...]:
        """Give the active holds that may touch an account or a board; else all.

        For an account: those on its items, its threads, itself and its board. Which
        items a case takes only the diary knows, so holds on cases are always there.
        """
        active: ColumnElement[bool] = holds.c.released_at.is_(None)
        touching = []
        if account_id is not None:
            touching += [_on_account(account_id), _on_board_of(account_id)]
        elif board_id is not None:
            touching.append(_on_accounts_of(board_id))
        if board_id is not None:
            touching.append(_on(HoldLevel.BOARD, board_id))
        if touching:
            active &= or_(holds.c.level == HoldLevel.CASE.value, *touching)
        return self._list(active)

    def list(self, active_only: bool = False) -> tuple[Hold, ...]:  # noqa: FBT001, FBT002 - reads as a question
        """Give the holds, oldest first."""
        return self.active() if active_only else self._list(holds.c.hold_id != "")

    def _list(self, where: ColumnElement[bool]) -> tuple[Hold, ...]:
        found = select(holds).where(where).order_by(holds.c.placed_at, holds.c.hold_id)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Hold, row) for row in rows)


def _on(level: HoldLevel, subject: str) -> ColumnElement[bool]:
    return and_(holds.c.level == level.value, holds.c.subject == subject)


def _on_account(account_id: str) -> ColumnElement[bool]:
    return or_(holds.c.account_id == account_id, _on(HoldLevel.ACCOUNT, account_id))


def _on_board_of(account_id: str) -> ColumnElement[bool]:
    board = select(accounts.c.board_id).where(accounts.c.account_id == account_id)
    return and_(holds.c.level == HoldLevel.BOARD.value, holds.c.subject.in_(board))


def _on_accounts_of(board_id: str) -> ColumnElement[bool]:
    theirs = select(accounts.c.account_id).where(accounts.c.board_id == board_id)
    return or_(
        holds.c.account_id.in_(theirs),
        and_(holds.c.level == HoldLevel.ACCOUNT.value, holds.c.subject.in_(theirs)),
    )


def _hold(connection: Connection, hold_id: str) -> Hold:
    found = select(holds).where(holds.c.hold_id == hold_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Gallringsstoppet ”{hold_id}” finns inte."
        raise UnknownName(message)
    return from_row(Hold, row)


def _must_cover_something(connection: Connection, hold: Hold) -> None:
    """Refuse a hold on an item without account, or on what is not in the register."""
    if hold.level in {HoldLevel.ITEM, HoldLevel.THREAD} and hold.account_id is None:
        message = "Ange vilket konto inlägget eller tråden hör till."
        raise Refused(message)
    on_board = boards.c.board_id == hold.subject
    if hold.level is HoldLevel.BOARD and not exists(connection, boards, on_board):
        message = f"Nämnden ”{hold.subject}” finns inte i registret."
        raise UnknownName(message)
    account_id = hold.subject if hold.level is HoldLevel.ACCOUNT else hold.account_id
    if account_id is None:
        return
    if not exists(connection, accounts, accounts.c.account_id == account_id):
        message = f"Kontot ”{account_id}” finns inte."
        raise UnknownName(message)
