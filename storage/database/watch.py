# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the watch stands with each account, and when it could not watch."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, select, update

from schemas.account import AccountStatus
from schemas.errors import UnknownName
from schemas.watch import Outage, WatchState
from storage.database.batches import add_unless_there, chunks, put_all
from storage.database.connections import Connections
from storage.database.rows import from_row, to_row
from storage.database.tables import accounts
from storage.database.watch_tables import OUTAGE_OPEN, outages, watch_states

_IS_OPEN = outages.c.ended_at.is_(None)
_IN_USE = accounts.c.status.in_(
    [status.value for status in AccountStatus if status is not AccountStatus.CLOSED]
)


class Watch:
    """When accounts are looked at, and the outages of accounts and hosts."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def states(self, account_ids: Iterable[str]) -> Mapping[str, WatchState]:
        """Give where the watch stands with a batch of accounts, by account.

        An account that was never looked at is not there.
        """
        found: dict[str, WatchState] = {}
        mine = watch_states.c.account_id
        with self._connections.read() as connection:
            for some in chunks(account_ids):
                rows = connection.execute(select(watch_states).where(mine.in_(some)))
                for row in rows.mappings():
                    found[row["account_id"]] = from_row(WatchState, row)
        return found

    def put(self, states: Sequence[WatchState]) -> None:
        """Note where the watch stands, in place of what was noted.

        Raises:
            Refused: an account is not in the register.
        """
        ordered = sorted(states, key=lambda state: state.account_id)
        rows = [to_row(state, watch_states) for state in ordered]
        with self._connections.write() as connection:
            put_all(connection, watch_states, rows)

    def due(self, now: datetime, limit: int | None = None) -> tuple[str, ...]:
        """Give the accounts to look at: never looked at first, then the latest first.

        An account that is closed is not watched.
        """
        with self._connections.read() as connection:
            new = _names(connection, _never_looked_at().limit(limit))
            left = None if limit is None else limit - len(new)
            return (*new, *_names(connection, _due(now).limit(left)))

    def purge(self, account_id: str) -> None:
        """Forget where the watch stands with an account.

        Only gallring does this, and only when a decision on the account's whole content
        stands behind it.
        """
        mine = watch_states.c.account_id == account_id
        with self._connections.write() as connection:
            connection.execute(delete(watch_states).where(mine))

    def open_outages(self) -> tuple[Outage, ...]:
        """Give the outages that are not over, oldest first."""
        return self._outages(_found(_IS_OPEN).order_by(*_OLDEST_FIRST))

    def open_outage(self, subject: str) -> Outage | None:
        """Give the open outage of an account or a host, if there is one."""
        found = self._outages(_found(_IS_OPEN, outages.c.subject == subject))
        return found[0] if found else None

    def begin(self, outage: Outage) -> bool:
        """Note that an outage has begun; False when its subject has one already.

        Of two workers that find it at once, one is told True.

        Raises:
            Refused: the outage's id is taken.
        """
        row = to_row(outage, outages)
        with self._connections.write() as connection:
            return add_unless_there(connection, row, outages.c.subject, OUTAGE_OPEN)

    def widen(self, outage: Outage) -> None:
        """Note that an open outage goes on: of more accounts, or of another state.

        Raises:
            UnknownName: there is no such open outage.
        """
        mine = (outages.c.outage_id == outage.outage_id, _IS_OPEN)
        values = {
            "state": outage.state.value,
            "accounts": outage.accounts,
            "checked_at": outage.checked_at,
        }
        with self._connections.write() as connection:
            changed = connection.execute(update(outages).where(*mine).values(values))
        if not changed.rowcount:
            message = f"Det finns inget pågående avbrott ”{outage.outage_id}”."
            raise UnknownName(message)

    def end(self, subject: str, at: datetime) -> Outage | None:
        """End the open outage of an account or a host.

        Gives it as it ended; None if there was none, or if another worker ended it.
        """
        with self._connections.write() as connection:
            found = self.open_outage(subject)
            if found is None:
                return None
            mine = (outages.c.outage_id == found.outage_id, _IS_OPEN)
            ended = update(outages).where(*mine).values(ended_at=at)
            if not connection.execute(ended).rowcount:
                return None
        return found.model_copy(update={"ended_at": at})

    def outages(self, limit: int | None = None) -> tuple[Outage, ...]:
        """Give the outages, newest first."""
        newest_first = (outages.c.began_at.desc(), outages.c.outage_id)
        return self._outages(_found().order_by(*newest_first).limit(limit))

    def _outages(self, found: Select[tuple[object, ...]]) -> tuple[Outage, ...]:
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Outage, row) for row in rows)


_OLDEST_FIRST = (outages.c.began_at, outages.c.outage_id)


def _found(*where: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return select(outages).where(*where)


def _names(connection: Connection, found: Select[str]) -> tuple[str, ...]:
    return tuple(connection.execute(found).scalars())


def _never_looked_at() -> Select[str]:
    state = select(watch_states.c.account_id).where(
        watch_states.c.account_id == accounts.c.account_id
    )
    found = select(accounts.c.account_id).where(_IN_USE, ~state.exists())
    return found.order_by(accounts.c.account_id)


def _due(now: datetime) -> Select[str]:
    same = watch_states.c.account_id == accounts.c.account_id
    return (
        select(watch_states.c.account_id)
        .join(accounts, same)
        .where(watch_states.c.due_at <= now, _IN_USE)
        .order_by(watch_states.c.due_at, watch_states.c.account_id)
    )
