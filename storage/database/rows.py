# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records to table rows and back; field names are column names."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Date, RowMapping, Table, select

from schemas.errors import Damaged
from schemas.record import Record
from storage.database.tables import Moment

AnyRow = Mapping[str, Any] | RowMapping
AnyRecord = TypeVar("AnyRecord", bound=Record)


def to_row(record: Record, table: Table) -> dict[str, Any]:
    """Give a record's fields as the table's columns want them.

    Times and dates go as they are; the rest as JSON has it, so that an enum becomes
    its wire value and a nested record plain data.
    """
    plain, wire = record.model_dump(), record.model_dump(mode="json")
    return {
        name: plain[name] if isinstance(column.type, Moment | Date) else wire[name]
        for name, column in table.c.items()
        if name in wire
    }


def from_row(kind: type[AnyRecord], row: AnyRow) -> AnyRecord:
    """Make the record that a row holds; other columns are left out.

    Raises:
        Damaged: the row does not hold what Avbild would have written.
    """
    found = dict(row)  # a row's own look-up by name is slow
    fields = {name: found[name] for name in kind.model_fields if name in found}
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        # The cause would show the value, which may be what must not be logged.
        where = ", ".join(str(fault["loc"][0]) for fault in error.errors())
    message = f"En rad i databasen går inte att tolka ({kind.__name__}: {where})."
    raise Damaged(message)


def exists(connection: Connection, table: Table, *where: ColumnElement[bool]) -> bool:
    """Whether the table has such a row."""
    found = select(1).select_from(table).where(*where).limit(1)
    return connection.execute(found).first() is not None
