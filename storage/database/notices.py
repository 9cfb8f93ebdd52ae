# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people are told, once for each event, and whether they have taken care of it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from schemas.errors import Refused, UnknownName
from schemas.watch import Notice, NoticeFor
from storage.database.batches import add_unless_there
from storage.database.connections import Connections
from storage.database.rows import from_row, to_row
from storage.database.watch_tables import notices

_TABLE = notices.c
_NEWEST_FIRST = (_TABLE.created_at.desc(), _TABLE.notice_id)
_OLDEST_FIRST = (_TABLE.created_at, _TABLE.notice_id)


class Notices:
    """The inbox of the portal, and what is to be sent by e-mail."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, notice: Notice) -> bool:
        """Tell people something; False when they are told already, by the same key.

        Of two workers that tell it at once, one is told True.

        Raises:
            Refused: the id is taken, or the account or the board is not there.
        """
        row = to_row(notice, notices)
        with self._connections.write() as connection:
            return add_unless_there(connection, row, _TABLE.key)

    def get(self, notice_id: str) -> Notice:
        """Give a notice.

        Raises:
            UnknownName: there is no such notice.
        """
        with self._connections.read() as connection:
            return _notice(connection, notice_id)

    def list(
        self,
        recipient: NoticeFor | None = None,
        board_id: str | None = None,
        is_done: bool | None = None,  # noqa: FBT001 - reads as a question
    ) -> tuple[Notice, ...]:
        """Give notices, newest first."""
        where: tuple[ColumnElement[bool], ...] = ()
        if recipient is not None:
            where += (_TABLE.recipient == recipient.value,)
        if board_id is not None:
            where += (_TABLE.board_id == board_id,)
        if is_done is not None:
            is_settled = _TABLE.done_at.is_not(None)
            where += (is_settled if is_done else ~is_settled,)
        return self._list(where, _NEWEST_FIRST)

    def unsent(self) -> tuple[Notice, ...]:
        """Give the notices that have not left by e-mail, oldest first."""
        return self._list((_TABLE.sent_at.is_(None),), _OLDEST_FIRST)

    def sent(self, notice_id: str, at: datetime) -> Notice:
        """Note that a notice has left by e-mail; the first time stands.

        Raises:
            UnknownName: there is no such notice.
        """
        mine = (_TABLE.notice_id == notice_id, _TABLE.sent_at.is_(None))
        with self._connections.write() as connection:
            connection.execute(update(notices).where(*mine).values(sent_at=at))
            return _notice(connection, notice_id)

    def done(self, notice_id: str, who: str, at: datetime) -> Notice:
        """Note that someone has taken care of a notice.

        Raises:
            Refused: it is taken care of already, or nobody is named.
            UnknownName: there is no such notice.
        """
        if not who.strip():
            message = "Ange vem som har tagit hand om meddelandet."
            raise Refused(message)
        mine = (_TABLE.notice_id == notice_id, _TABLE.done_at.is_(None))
        values = {"done_at": at, "done_by": who}
        with self._connections.write() as connection:
            changed = connection.execute(update(notices).where(*mine).values(values))
            notice = _notice(connection, notice_id)
            if changed.rowcount:
                return notice
        message = f"Meddelandet ”{notice_id}” är redan avklarat."
        raise Refused(message)

    def _list(
        self,
        where: tuple[ColumnElement[bool], ...],
        order: tuple[ColumnElement[object], ...],
    ) -> tuple[Notice, ...]:
        found = select(notices).where(*where).order_by(*order)
        with self._connections.read() as connection:
            rows = connection.execute(found).mappings()
            return tuple(from_row(Notice, row) for row in rows)


def _notice(connection: Connection, notice_id: str) -> Notice:
    found = select(notices).where(_TABLE.notice_id == notice_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        message = f"Meddelandet ”{notice_id}” finns inte."
        raise UnknownName(message)
    return from_row(Notice, row)
