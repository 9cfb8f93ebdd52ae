# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a board or the municipality has decided for the watch, version by version.

The database refuses to change or remove a version (migration 0005).
"""

from sqlalchemy import ColumnElement, Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from schemas.errors import Refused, UnknownName
from schemas.policy import Policy, PolicyKind
from storage.database.connections import Connections
from storage.database.rows import exists, from_row, to_row
from storage.database.tables import boards
from storage.database.watch_tables import policies


class Policies:
    """Every version of every policy; with no board it is the municipality's."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, policy: Policy) -> None:
        """Keep the next version of a policy.

        Raises:
            Refused: the version is not the next: someone else came before.
            UnknownName: the board is not there.
        """
        with self._connections.write() as connection:
            _must_have_board(connection, policy.board_id)
            same = _of(policy.kind, policy.board_id)
            newest = select(func.max(policies.c.version)).where(*same)
            number = connection.execute(newest).scalar_one() or 0
            if policy.version != number + 1:
                raise Refused(_NOT_NEXT)
            try:
                connection.execute(insert(policies).values(to_row(policy, policies)))
            except IntegrityError as error:
                raise Refused(_NOT_NEXT) from error

    def current(self, kind: PolicyKind, board_id: str | None = None) -> Policy | None:
        """Give the board's own newest policy, else the municipality's, if any."""
        newest_first = policies.c.version.desc()
        with self._connections.read() as connection:
            for owner in dict.fromkeys((board_id, None)):
                found = select(policies).where(*_of(kind, owner)).order_by(newest_first)
                row = connection.execute(found.limit(1)).mappings().first()
                if row is not None:
                    return from_row(Policy, row)
        return None

    def history(
        self, kind: PolicyKind, board_id: str | None = None
    ) -> tuple[Policy, ...]:
        """Give every version of a board's own policy, or the municipality's, in order.

        The oldest is first.
        """
        found = select(policies).where(*_of(kind, board_id))
        with self._connections.read() as connection:
            rows = connection.execute(found.order_by(policies.c.version)).mappings()
            return tuple(from_row(Policy, row) for row in rows)


_NOT_NEXT = (
    "Reglerna har ändrats av någon annan. Läs in dem på nytt och gör om ändringen."
)


def _of(
    kind: PolicyKind, board_id: str | None
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Tell the policies of one kind and one owner."""
    return policies.c.kind == kind.value, policies.c.board_id == board_id


def _must_have_board(connection: Connection, board_id: str | None) -> None:
    if board_id is None:
        return
    if not exists(connection, boards, boards.c.board_id == board_id):
        message = f"Nämnden ”{board_id}” finns inte i registret."
        raise UnknownName(message)
