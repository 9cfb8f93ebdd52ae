# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The closing of accounts, step by step; entries are only ever added.

The database refuses to change or remove them, and to open what is ended (migration
0005).
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from schemas.closure import Closure, ClosureEntry, ClosureState
from schemas.errors import Refused, UnknownName
from storage.database.batches import chunks
from storage.database.connections import Connections
from storage.database.rows import AnyRow, exists, from_row, to_row
from storage.database.tables import accounts
from storage.database.watch_tables import closure_entries, closures

_TABLE = closures.c
_IS_OPEN = _TABLE.state == ClosureState.OPEN.value


class Closures:
    """Who is closing what, and how far it has come."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, closure: Closure) -> None:
        """Open the closing of an account.

        Raises:
            Refused: the account is being closed already, or the id is taken.
            UnknownName: the account is not there.
        """
        with self._connections.write() as connection:
            _must_be_placeable(connection, closure)
            row = to_row(closure, closures)
            try:
                connection.execute(insert(closures).values(row))
            except IntegrityError as error:
                raise Refused(_open_already(closure)) from error
            for entry in closure.entries:
                _append(connection, closure.closure_id, entry)

    def get(self, closure_id: str) -> Closure:
        """Give a closure with its entries, in the order that they were made.

        Raises:
            UnknownName: there is no such closure.
        """
        with self._connections.read() as connection:
            return _closure(connection, closure_id)

    def open_for(self, account_id: str) -> Closure | None:
        """Give the account's open closure, if it is being closed."""
        with self._connections.read() as connection:
            found = _closures(connection, _TABLE.account_id == account_id, _IS_OPEN)
            return found[0] if found else None

    def list(self, state: ClosureState | None = None) -> tuple[Closure, ...]:
        """Give closures, newest first."""
        where = () if state is None else (_TABLE.state == state.value,)
        with self._connections.read() as connection:
            return _closures(connection, *where)

    def append(self, closure_id: str, entry: ClosureEntry) -> Closure:
        """Add a step that was taken, or taken back.

        Raises:
            Refused: the closure is ended.
            UnknownName: there is no such closure.
        """
        with self._connections.write() as connection:
            _must_be_open(_closure(connection, closure_id, lock=True))
            _append(connection, closure_id, entry)
            return _closure(connection, closure_id)

    def end(self, closure_id: str, state: ClosureState) -> Closure:
        """End a closure, as done or withdrawn, once and for good.

        Raises:
            Refused: it is ended already, or the state is no end.
            UnknownName: there is no such closure.
        """
        if state is ClosureState.OPEN:
            message = "Ett avslut kan bara slutföras eller återtas."
            raise Refused(message)
        mine = (_TABLE.closure_id == closure_id, _IS_OPEN)
        ended = update(closures).where(*mine).values(state=state.value)
        with self._connections.write() as connection:
            _must_be_open(_closure(connection, closure_id, lock=True))
            connection.execute(ended)
            return _closure(connection, closure_id)


def _closure(connection: Connection, closure_id: str, *, lock: bool = False) -> Closure:
    """Give a closure; with `lock`, nobody else may add to it until we commit."""
    mine = _TABLE.closure_id == closure_id
    if lock:
        connection.execute(select(_TABLE.closure_id).where(mine).with_for_update())
    for closure in _closures(connection, mine):
        return closure
    message = f"Avslutet ”{closure_id}” finns inte."
    raise UnknownName(message)


def _closures(
    connection: Connection, *where: ColumnElement[bool]
) -> tuple[Closure, ...]:
    found = select(closures).where(*where)
    found = found.order_by(_TABLE.opened_at.desc(), _TABLE.closure_id)
    rows = connection.execute(found).mappings().all()
    entries = _entries(connection, [row["closure_id"] for row in rows])
    return tuple(_with_entries(row, entries) for row in rows)


def _entries(
    connection: Connection, closure_ids: Iterable[str]
) -> dict[str, list[ClosureEntry]]:
    """Give the entries of closures in the order that they were made."""
    found: dict[str, list[ClosureEntry]] = {}
    table = closure_entries.c
    for some in chunks(closure_ids):
        rows = select(closure_entries).where(table.closure_id.in_(some))
        for row in connection.execute(rows.order_by(table.number)).mappings():
            entry = from_row(ClosureEntry, row)
            found.setdefault(row["closure_id"], []).append(entry)
    return found


def _with_entries(row: AnyRow, entries: dict[str, list[ClosureEntry]]) -> Closure:
    mine = tuple(entries.get(row["closure_id"], ()))
    return from_row(Closure, row).model_copy(update={"entries": mine})


def _append(connection: Connection, closure_id: str, entry: ClosureEntry) -> None:
    row = {**to_row(entry, closure_entries), "closure_id": closure_id}
    connection.execute(insert(closure_entries).values(row))


def _must_be_open(closure: Closure) -> None:
    if closure.state is not ClosureState.OPEN:
        message = (
            f"Avslutet ”{closure.closure_id}” pågår inte: "
            f"{closure.state.label.lower()}."
        )
        raise Refused(message)


def _must_be_placeable(connection: Connection, closure: Closure) -> None:
    if not exists(connection, accounts, accounts.c.account_id == closure.account_id):
        message = f"Kontot ”{closure.account_id}” finns inte i registret."
        raise UnknownName(message)
    if exists(connection, closures, _TABLE.closure_id == closure.closure_id):
        message = f"Avslutet ”{closure.closure_id}” finns redan."
        raise Refused(message)
    mine = _TABLE.account_id == closure.account_id
    is_open = closure.state is ClosureState.OPEN
    if is_open and exists(connection, closures, mine, _IS_OPEN):
        raise Refused(_open_already(closure))


def _open_already(closure: Closure) -> str:
    return f"Kontot ”{closure.account_id}” håller redan på att avslutas."
