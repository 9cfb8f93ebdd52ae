# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes of profiles that the watch found, and what became of them."""

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from schemas.errors import Refused, UnknownName
from schemas.profile import ChangeState, ProfileChange
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import observations
from storage.database.watch_tables import profile_changes

OPEN = (ChangeState.WAITING.value, ChangeState.TO_JUDGE.value)

_TABLE = profile_changes.c
_LASTING = ("change_id", "account_id", "found_at")
"""What never changes of a change."""


class Changes:
    """What differs between two sights; an account has one open change at a time."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, change: ProfileChange) -> None:
        """Note a change, open or settled at once.

        Raises:
            Refused: the account has an open change and this is one, or the id is taken.
            UnknownName: one of its sights is not there, or is another account's.
        """
        with self._connections.write() as connection:
            _must_have_sights(connection, change)
            _must_be_new(connection, change)
            row = to_row(change, profile_changes)
            try:
                connection.execute(insert(profile_changes).values(row))
            except IntegrityError as error:
                raise Refused(_open_already(change)) from error

    def get(self, change_id: str) -> ProfileChange:
        """Give a change.

        Raises:
            UnknownName: there is no such change.
        """
        with self._connections.read() as connection:
            return _change(connection, change_id)

    def settle(self, change: ProfileChange) -> None:
        """Note how far an open change has come: seen again, to be judged, or settled.

        Once it is settled nothing more is noted; the database refuses another state.

        Raises:
            Refused: the change is settled already.
            UnknownName: there is no such change, or one of its sights is not there.
        """
        mine = (_TABLE.change_id == change.change_id, _TABLE.state.in_(OPEN))
        values = to_row(change, profile_changes)
        for name in _LASTING:
            del values[name]
        with self._connections.write() as connection:
            _must_have_sights(connection, change)
            kept = update(profile_changes).where(*mine).values(values)
            if connection.execute(kept).rowcount:
                return
            settled = _change(connection, change.change_id)
        message = (
            f"Förändringen ”{change.change_id}” är redan avgjord: "
            f"{settled.state.label.lower()}."
        )
        raise Refused(message)

    def open_for(self, account_id: str) -> ProfileChange | None:
        """Give the account's open change, waiting or to be judged, if it has one."""
        with self._connections.read() as connection:
            return _open_change(connection, account_id)

    def list(
        self,
        account: str | None = None,
        state: ChangeState | None = None,
        limit: int | None = None,
    ) -> tuple[ProfileChange, ...]:
        """Give changes, newest first."""
        newest_first = (_TABLE.found_at.desc(), _TABLE.change_id)
        found = select(profile_changes).order_by(*newest_first).limit(limit)
        if account is not None:
            found = found.where(_TABLE.account_id == account)
        if state is not None:
            found = found.where(_TABLE.state == state.value)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(ProfileChange, row) for row in rows)

    def purge(self, account_id: str) -> None:
        """Remove every change of an account, before its sights.

        Only gallring does this, and only when a decision on the account's whole content
        stands behind it.
        """
        mine = _TABLE.account_id == account_id
        with self._connections.write() as connection:
            connection.execute(delete(profile_changes).where(mine))


def _change(connection: Connection, change_id: str) -> ProfileChange:
    found = select(profile_changes).where(_TABLE.change_id == change_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Förändringen ”{change_id}” finns inte."
        raise UnknownName(message)
    return from_row(ProfileChange, row)


def _open_change(connection: Connection, account_id: str) -> ProfileChange | None:
    found = select(profile_changes).where(
        _TABLE.account_id == account_id, _TABLE.state.in_(OPEN)
    )
    row = connection.execute(found).mappings().first()
    return None if row is None else from_row(ProfileChange, row)


def _must_have_sights(connection: Connection, change: ProfileChange) -> None:
    for sight in (change.before_id, change.after_id):
        its = (
            observations.c.observation_id == sight,
            observations.c.account_id == change.account_id,
        )
        if not exists(connection, observations, *its):
            message = f"Avläsningen ”{sight}” av kontot finns inte."
            raise UnknownName(message)


def _must_be_new(connection: Connection, change: ProfileChange) -> None:
    if exists(connection, profile_changes, _TABLE.change_id == change.change_id):
        message = f"Förändringen ”{change.change_id}” finns redan."
        raise Refused(message)
    is_open = change.state.value in OPEN
    if is_open and _open_change(connection, change.account_id) is not None:
        raise Refused(_open_already(change))


def _open_already(change: ProfileChange) -> str:
    return f"Kontot ”{change.account_id}” har redan en förändring som inte är avgjord."
