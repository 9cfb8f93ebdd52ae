# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions on registration in the diary, each following on the one before.

The database refuses to change or remove them (migration 0004).
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, insert, or_, select

from schemas.diary import Registration, RegistrationState
from schemas.errors import Refused, UnknownName
from storage.database.connections import Connections
from storage.database.judged_tables import registrations
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts


class Registrations:
    """What was judged, handed over and registered, item by item or by thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, registration: Registration) -> None:
        """Keep a decision as the newest of its item.

        Raises:
            Refused: the id is taken.
            UnknownName: the account is not there.
        """
        table = registrations.c
        row = to_row(registration, registrations)
        with self._connections.write() as connection:
            same = table.registration_id == registration.registration_id
            if exists(connection, registrations, same):
                message = (
                    f"Diarieföringen ”{registration.registration_id}” finns redan."
                )
                raise Refused(message)
            mine = accounts.c.account_id == registration.account_id
            if not exists(connection, accounts, mine):
                message = f"Kontot ”{registration.account_id}” finns inte."
                raise UnknownName(message)
            connection.execute(insert(registrations).values(row))

    def get(self, registration_id: str) -> Registration:
        """Give a decision by its id.

        Raises:
            UnknownName: there is no such decision.
        """
        same = registrations.c.registration_id == registration_id
        for found in self._list(same):
            return found
        message = f"Diarieföringen ”{registration_id}” finns inte."
        raise UnknownName(message)

    def of(self, account_id: str, item_id: str, thread_id: str) -> Registration | None:
        """Give the decision that counts for an item: its own newest, else its thread's.

        None means that nobody has judged it, never that it need not be registered.
        """
        table = registrations.c
        own = table.item_id == item_id
        threads = and_(table.item_id == thread_id, table.covers_thread)
        found = self._list(and_(table.account_id == account_id, or_(own, threads)))
        return next(
            (newest for newest in reversed(found) if newest.item_id == item_id),
            found[-1] if found else None,
        )

    def of_account(self, account_id: str) -> tuple[Registration, ...]:
        """Give every decision on an account's items, in the order they were made."""
        return self._list(registrations.c.account_id == account_id)

    def waiting(self, board_id: str | None = None) -> tuple[Registration, ...]:
        """Give what is to be registered and is not yet, for a board or for all.

        A thread waits until a newer decision covers the thread, whatever was decided
        on its post alone since.
        """
        where = and_(
            registrations.c.state == RegistrationState.TO_REGISTER.value, _counts()
        )
        if board_id is not None:
            theirs = select(accounts.c.account_id).where(
                accounts.c.board_id == board_id
            )
            where &= registrations.c.account_id.in_(theirs)
        return self._list(where)

    def overdue(self, today: date) -> tuple[Registration, ...]:
        """Give what should have been registered before today, and is not yet."""
        return tuple(
            found
            for found in self.waiting()
            if found.due is not None and found.due < today
        )

    def _list(self, where: ColumnElement[bool]) -> tuple[Registration, ...]:
        found = select(registrations).where(where).order_by(registrations.c.number)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Registration, row) for row in rows)


def _counts() -> ColumnElement[bool]:
    """Whether a decision is the newest on its item, or on its whole thread."""
    other, mine = registrations.alias("other"), registrations.c
    newest = select(func.max(other.c.number)).where(
        other.c.account_id == mine.account_id, other.c.item_id == mine.item_id
    )
    covering = newest.where(other.c.covers_thread)
    return or_(
        mine.number == newest.scalar_subquery(),
        and_(mine.covers_thread, mine.number == covering.scalar_subquery()),
    )
