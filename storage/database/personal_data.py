# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people have decided on places that may hold personal data.

A decision points by position; neither the text nor what was found is repeated here.
"""

from sqlalchemy import insert, select

from schemas.errors import UnknownName
from schemas.personal_data import PersonalDataDecision
from storage.database.connections import Connections
from storage.database.judged_tables import personal_data_decisions
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import accounts


class PersonalData:
    """Decisions on findings; of one place, the last decision wins."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, decision: PersonalDataDecision) -> None:
        """Keep a decision after those before it.

        Raises:
            UnknownName: the account is not there.
        """
        row = to_row(decision, personal_data_decisions)
        with self._connections.write() as connection:
            mine = accounts.c.account_id == decision.account_id
            if not exists(connection, accounts, mine):
                message = f"Kontot ”{decision.account_id}” finns inte."
                raise UnknownName(message)
            connection.execute(insert(personal_data_decisions).values(row))

    def of(self, account_id: str, item_id: str) -> tuple[PersonalDataDecision, ...]:
        """Give every decision on an item, in the order they were made."""
        table = personal_data_decisions.c
        found = (
            select(personal_data_decisions)
            .where(table.account_id == account_id, table.item_id == item_id)
            .order_by(table.number)
        )
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(PersonalDataDecision, row) for row in rows)
