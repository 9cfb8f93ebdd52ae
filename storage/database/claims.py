# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One worker to a decision: held by a lease, as orders are.

When a worker dies the lease runs out and another may take the decision. Workers are
told apart by name, so a name belongs to one attempt and is never used again.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from schemas.errors import Unavailable, UnknownName
from storage.database.connections import Connections
from storage.database.judged_tables import gallring_claims, gallring_decisions
from storage.database.rows import exists


class Claims:
    """Who is carrying out which decision."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def take(
        self, decision_id: str, worker: str, now: datetime, lease_seconds: float
    ) -> None:
        """Take a decision, or hold it for longer.

        Raises:
            Unavailable: another worker holds the decision.
            UnknownName: there is no such decision.
        """
        table = gallring_claims
        values = {
            "worker": worker,
            "lease_until": now + timedelta(seconds=lease_seconds),
        }
        mine = table.c.decision_id == decision_id
        free = or_(table.c.worker == worker, table.c.lease_until <= now)
        with self._connections.write() as connection:
            _lock(connection, decision_id)
            if not exists(connection, table, mine):
                taken = insert(table).values(decision_id=decision_id, **values)
                connection.execute(taken)
                return
            renewed = update(table).where(mine, free).values(values)
            if connection.execute(renewed).rowcount:
                return
        message = f"Gallringsbeslutet ”{decision_id}” verkställs redan."
        raise Unavailable(message)

    def release(self, decision_id: str, worker: str) -> None:
        """Let others take the decision, if the worker holds it."""
        table = gallring_claims
        mine = (table.c.decision_id == decision_id, table.c.worker == worker)
        with self._connections.write() as connection:
            connection.execute(delete(table).where(*mine))


def _lock(connection: Connection, decision_id: str) -> None:
    """Let nobody else claim the decision until we commit; SQLite has one writer."""
    table = gallring_decisions.c
    found = select(table.decision_id).where(table.decision_id == decision_id)
    if connection.execute(found.with_for_update()).first() is None:
        message = f"Gallringsbeslutet ”{decision_id}” finns inte."
        raise UnknownName(message)
