# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Boards and the account register, with what was changed in it, when and by whom."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from schemas.account import Account, AccountChange, AccountStatus, Board
from schemas.errors import Refused, UnknownName
from storage.database.batches import chunks
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import account_history, accounts, boards


class Boards:
    """The boards that own accounts and plans."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, board: Board) -> None:
        """Enter a board.

        Raises:
            Refused: a board with that id is already there.
        """
        with self._connections.write() as connection:
            if exists(connection, boards, boards.c.board_id == board.board_id):
                message = f"Nämnden ”{board.board_id}” finns redan."
                raise Refused(message)
            connection.execute(insert(boards).values(to_row(board, boards)))

    def change(self, board: Board) -> None:
        """Change a board to what the record says.

        Raises:
            UnknownName: there is no such board.
        """
        mine = boards.c.board_id == board.board_id
        with self._connections.write() as connection:
            _board(connection, board.board_id)
            row = to_row(board, boards)
            connection.execute(update(boards).where(mine).values(row))

    def get(self, board_id: str) -> Board:
        """Give a board.

        Raises:
            UnknownName: there is no such board.
        """
        with self._connections.read() as connection:
            return _board(connection, board_id)

    def list(self) -> tuple[Board, ...]:
        """Give every board, by id."""
        with self._connections.read() as connection:
            rows = connection.execute(select(boards).order_by(boards.c.board_id))
            return tuple(from_row(Board, row) for row in rows.mappings())


class Accounts:
    """The account register (kontoregister).

    The guideline, "Uppstart av nytt konto", asks for every account to be in a register;
    a change keeps who made it, when and why, and what stood there before.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, account: Account) -> None:
        """Enter an account.

        Raises:
            Refused: the id, or the address of an account still in use, is there.
            UnknownName: the board is not there.
        """
        with self._connections.write() as connection:
            _board(connection, account.board_id)
            if exists(
                connection, accounts, accounts.c.account_id == account.account_id
            ):
                message = f"Kontot ”{account.account_id}” finns redan i registret."
                raise Refused(message)
            _refuse_same_address(connection, account)
            connection.execute(insert(accounts).values(to_row(account, accounts)))

    def get(self, account_id: str) -> Account:
        """Give an account.

        Raises:
            UnknownName: there is no such account.
        """
        with self._connections.read() as connection:
            return _account(connection, account_id)

    def list(self, board: str | None = None) -> tuple[Account, ...]:
        """Give the accounts of a board, or all of them, by id.

        Raises:
            UnknownName: there is no such board.
        """
        found = select(accounts).order_by(accounts.c.account_id)
        with self._connections.read() as connection:
            if board is not None:
                found = found.where(
                    accounts.c.board_id == _board(connection, board).board_id
                )
            rows = connection.execute(found).mappings()
            return tuple(from_row(Account, row) for row in rows)

    def addresses(self) -> dict[str, str]:
        """Give the address of every account that is not closed, by account.

        The watch divides the whole register by host each quarter of an hour, and wants
        nothing else of it.
        """
        is_in_use = accounts.c.status != AccountStatus.CLOSED.value
        found = select(accounts.c.account_id, accounts.c.url).where(is_in_use)
        with self._connections.read() as connection:
            return {row.account_id: row.url for row in connection.execute(found)}

    def change(
        self, account: Account, who: str, why: str, at: datetime
    ) -> AccountChange | None:
        """Change an account to what the record says, and keep what it said before.

        Gives None, and keeps nothing, when nothing differs.

        Raises:
            Refused: no reason is given, or the address is another account's.
            UnknownName: the account or its board is not there.
        """
        if not who.strip() or not why.strip():
            message = "En ändring i registret ska ange vem som gör den och varför."
            raise Refused(message)
        with self._connections.write() as connection:
            before = _account(connection, account.account_id)
            if before == account:
                return None
            _board(connection, account.board_id)
            _refuse_same_address(connection, account)
            mine = accounts.c.account_id == account.account_id
            row = to_row(account, accounts)
            connection.execute(update(accounts).where(mine).values(row))
            change = _difference(before, account, who, why, at)
            row = to_row(change, account_history)
            connection.execute(insert(account_history).values(row))
            return change

    def moves(self, account_ids: Sequence[str]) -> dict[str, tuple[AccountChange, ...]]:
        """Give the changes of address of some accounts, oldest first, for the watch."""
        table = account_history.c
        found: dict[str, tuple[AccountChange, ...]] = {}
        with self._connections.read() as connection:
            for some in chunks(account_ids):
                changes = select(account_history).where(table.account_id.in_(some))
                rows = connection.execute(changes.order_by(table.change_id)).mappings()
                for row in rows:
                    if "url" in row["after"]:
                        name = row["account_id"]
                        change = from_row(AccountChange, row)
                        found[name] = (*found.get(name, ()), change)
        return found

    def history(self, account_id: str) -> tuple[AccountChange, ...]:
        """Give every change of an account, oldest first.

        Raises:
            UnknownName: there is no such account.
        """
        changes = (
            select(account_history)
            .where(account_history.c.account_id == account_id)
            .order_by(account_history.c.change_id)
        )
        with self._connections.read() as connection:
            _account(connection, account_id)
            rows = connection.execute(changes).mappings()
            return tuple(from_row(AccountChange, row) for row in rows)


def _board(connection: Connection, board_id: str) -> Board:
    found = select(boards).where(boards.c.board_id == board_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Nämnden ”{board_id}” finns inte i registret."
        raise UnknownName(message)
    return from_row(Board, row)


def _account(connection: Connection, account_id: str) -> Account:
    found = select(accounts).where(accounts.c.account_id == account_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Kontot ”{account_id}” finns inte i registret."
        raise UnknownName(message)
    return from_row(Account, row)


def _refuse_same_address(connection: Connection, account: Account) -> None:
    """One page is one account as long as it is in use, so that it has one history."""
    if account.status is AccountStatus.CLOSED:
        return
    other = select(accounts.c.account_id).where(
        accounts.c.url == str(account.url),
        accounts.c.account_id != account.account_id,
        accounts.c.status != AccountStatus.CLOSED.value,
    )
    if (taken := connection.execute(other).scalar()) is not None:
        message = f"Adressen finns redan i registret, som kontot ”{taken}”."
        raise Refused(message)


def _difference(
    before: Account, after: Account, who: str, why: str, at: datetime
) -> AccountChange:
    """Note the fields that differ, as text, whatever the register looks like later."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    changed = [name for name in new if old[name] != new[name]]
    return AccountChange(
        account_id=after.account_id,
        changed_at=at,
        changed_by=who,
        reason=why,
        before={name: _as_text(old[name]) for name in changed},
        after={name: _as_text(new[name]) for name in changed},
    )


def _as_text(value: object) -> str | None:
    """Write a field's value as text: what is no text as JSON has it, such as "true"."""
    return value if value is None or isinstance(value, str) else json.dumps(value)
