# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Orders: the queue that workers take from, one worker to an order.

A worker holds an order by a lease. When the worker dies, the lease runs out and
another may take the order; the first can then no longer finish it. Workers are told
apart by name, so a name belongs to one attempt and is never used again.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from schemas.errors import Refused, Unavailable, UnknownName
from schemas.order import Order, OrderState, Progress
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts, orders

OPEN = (OrderState.QUEUED.value, OrderState.RUNNING.value)


class Orders:
    """Who asked for what, why, and how far it has come."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, order: Order) -> None:
        """Place an order; an account has at most one open order at a time.

        Raises:
            Refused: the account has an open order, which is named, or the id is taken.
            UnknownName: the account is not there.
        """
        with self._connections.write() as connection:
            _must_be_placeable(connection, order)
            try:
                connection.execute(insert(orders).values(to_row(order, orders)))
            except IntegrityError as error:
                message = f"Kontot ”{order.account_id}” har redan en öppen beställning."
                raise Refused(message) from error

    def get(self, order_id: str) -> Order:
        """Give an order.

        Raises:
            UnknownName: there is no such order.
        """
        with self._connections.read() as connection:
            return _order(connection, order_id)

    def open_for(self, account_id: str) -> Order | None:
        """Give the account's open order, queued or running, if it has one."""
        with self._connections.read() as connection:
            return _open_order(connection, account_id)

    def list(
        self, state: OrderState | None = None, account: str | None = None
    ) -> tuple[Order, ...]:
        """Give orders, newest first."""
        found = select(orders).order_by(orders.c.ordered_at.desc(), orders.c.order_id)
        if state is not None:
            found = found.where(orders.c.state == state.value)
        if account is not None:
            found = found.where(orders.c.account_id == account)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Order, row) for row in rows)

    def next_queued(self, now: datetime) -> Order | None:
        """Give the oldest order that may be claimed: queued, or left by a dead worker.

        Another may claim it first; `claim` decides.
        """
        found = (
            select(orders)
            .where(_is_claimable(now))
            .order_by(orders.c.ordered_at, orders.c.order_id)
            .limit(1)
        )
        with self._connections.read() as connection:
            row = connection.execute(found).mappings().first()
            return None if row is None else from_row(Order, row)

    def claim(
        self, order_id: str, worker: str, now: datetime, lease_seconds: float
    ) -> Order:
        """Take an order for a worker until the lease runs out.

        Raises:
            Unavailable: another worker holds the order.
            Refused: the order is already done or failed.
            UnknownName: there is no such order.
        """
        values = {
            "state": OrderState.RUNNING.value,
            "worker": worker,
            "started_at": now,
            "lease_until": now + timedelta(seconds=lease_seconds),
            "progress": None,
        }
        mine = and_(orders.c.order_id == order_id, _is_claimable(now))
        with self._connections.write() as connection:
            taken = connection.execute(update(orders).where(mine).values(values))
            order = _order(connection, order_id)
            if taken.rowcount:
                return order
        if order.state is OrderState.RUNNING:
            message = f"Beställningen ”{order_id}” utförs redan."
            raise Unavailable(message)
        message = f"Beställningen ”{order_id}” är redan avslutad: {order.state.label}."
        raise Refused(message)

    def requeue(self, order_id: str) -> Order:
        """Put a failed order back in the queue, to be tried again.

        What it failed with stands in the event log.

        Raises:
            Refused: it has not failed, or the account has another open order.
            UnknownName: there is no such order.
        """
        waiting = {"state": OrderState.QUEUED.value, "failure": "", "ended_at": None}
        failed = and_(
            orders.c.order_id == order_id, orders.c.state == OrderState.FAILED.value
        )
        with self._connections.write() as connection:
            _must_be_only_open(connection, _order(connection, order_id))
            changed = connection.execute(update(orders).where(failed).values(waiting))
            order = _order(connection, order_id)
            if changed.rowcount:
                return order
        message = f"Beställningen ”{order_id}” har inte misslyckats."
        raise Refused(message)

    def renew(
        self, order_id: str, worker: str, now: datetime, lease_seconds: float
    ) -> Order:
        """Hold the order for longer.

        Raises:
            Refused: the worker no longer holds the order.
            UnknownName: there is no such order.
        """
        until = now + timedelta(seconds=lease_seconds)
        return self._hold(order_id, worker, {"lease_until": until})

    def progress(self, order_id: str, worker: str, progress: Progress) -> None:
        """Note how far the worker has come.

        Raises:
            Refused: the worker no longer holds the order.
            UnknownName: there is no such order.
        """
        values = {"progress": progress.model_dump(mode="json")}
        self._hold(order_id, worker, values)

    def finish(
        self, order_id: str, worker: str, package_id: str, now: datetime
    ) -> Order:
        """Close the order with the package that came of it.

        Raises:
            Refused: the worker no longer holds the order.
            UnknownName: there is no such order.
        """
        done = {"state": OrderState.DONE.value, "package_id": package_id}
        return self._hold(order_id, worker, {**done, **_ended(now)})

    def fail(self, order_id: str, worker: str, message: str, now: datetime) -> Order:
        """Close the order with the Swedish sentence that it failed with.

        Raises:
            Refused: the worker no longer holds the order.
            UnknownName: there is no such order.
        """
        failed = {"state": OrderState.FAILED.value, "failure": message}
        return self._hold(order_id, worker, {**failed, **_ended(now)})

    def _hold(self, order_id: str, worker: str, values: dict[str, Any]) -> Order:
        """Change an order that this worker, and nobody else, is running."""
        mine = and_(
            orders.c.order_id == order_id,
            orders.c.worker == worker,
            orders.c.state == OrderState.RUNNING.value,
        )
        with self._connections.write() as connection:
            changed = connection.execute(update(orders).where(mine).values(values))
            order = _order(connection, order_id)
            if changed.rowcount:
                return order
        message = (
            f"Beställningen ”{order_id}” hålls inte längre av den här körningen; "
            "en annan har tagit över eller avslutat den."
        )
        raise Refused(message)


def _ended(now: datetime) -> dict[str, Any]:
    return {"ended_at": now, "lease_until": None}


def _is_claimable(now: datetime) -> ColumnElement[bool]:
    left = and_(orders.c.state == OrderState.RUNNING.value, orders.c.lease_until <= now)
    return or_(orders.c.state == OrderState.QUEUED.value, left)


def _order(connection: Connection, order_id: str) -> Order:
    found = select(orders).where(orders.c.order_id == order_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Beställningen ”{order_id}” finns inte."
        raise UnknownName(message)
    return from_row(Order, row)


def _open_order(connection: Connection, account_id: str) -> Order | None:
    found = select(orders).where(
        orders.c.account_id == account_id, orders.c.state.in_(OPEN)
    )
    row = connection.execute(found).mappings().first()
    return None if row is None else from_row(Order, row)


def _must_be_placeable(connection: Connection, order: Order) -> None:
    if not exists(connection, accounts, accounts.c.account_id == order.account_id):
        message = f"Kontot ”{order.account_id}” finns inte i registret."
        raise UnknownName(message)
    if exists(connection, orders, orders.c.order_id == order.order_id):
        message = f"Beställningen ”{order.order_id}” finns redan."
        raise Refused(message)
    _must_be_only_open(connection, order)


def _must_be_only_open(connection: Connection, order: Order) -> None:
    other = _open_order(connection, order.account_id)
    if other is not None and other.order_id != order.order_id:
        message = (
            f"Kontot ”{order.account_id}” har redan en öppen beställning: "
            f"”{other.order_id}” ({other.state.label.lower()})."
        )
        raise Refused(message)
