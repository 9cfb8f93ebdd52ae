# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many rows in few statements, alike on SQLite and on PostgreSQL.

The watch looks at tens of thousands of accounts an hour: what it reads and writes must
take as many statements for a batch as for one account.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Table, TextClause
from sqlalchemy.dialects import postgresql, sqlite

CHUNK = 500
"""Values in one statement; old builds of SQLite take no more than 999."""


def chunks(values: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
    """Give the values, each once and sorted, in lists that fit a statement.

    Workers that touch the same rows in the same order never wait for each other in a
    ring.
    """
    left = iter(sorted(set(values)))
    while some := list(islice(left, size)):
        yield some


def add_missing(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Add the rows whose keys are not there yet, and leave the others as they are."""
    if not rows:
        return
    statement = _insert(connection, table).on_conflict_do_nothing(
        index_elements=list(table.primary_key.columns)
    )
    connection.execute(statement, list(rows))


def add_unless_there(
    connection: Connection,
    row: Mapping[str, Any],
    unique: Column[Any],
    where: TextClause | None = None,
) -> bool:
    """Add a row, unless one with the same value in a unique column is there.

    `where` is that of the column's index. Of two workers that do this at once, one
    is told True.
    """
    statement = _insert(connection, unique.table).on_conflict_do_nothing(
        index_elements=[unique], index_where=where
    )
    counted = {"preserve_rowcount": True}
    added = connection.execute(statement.values(row), execution_options=counted)
    return added.rowcount == 1


def put_all(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Add the rows, each in place of the one with the same key."""
    if not rows:
        return
    keys = list(table.primary_key.columns)
    statement = _insert(connection, table)
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column not in set(keys)
    }
    statement = statement.on_conflict_do_update(index_elements=keys, set_=values)
    connection.execute(statement, list(rows))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
