# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tell people what has happened and what they can do: once for each event."""

from pipeline.context import Archive
from schemas.record import Record
from schemas.watch import Notice, NoticeFor, NoticeKind


class Message(Record):
    """What is to be told; the same `key` is never told twice.

    A key names the event, such as "change:ID" or "outage:HOST:2026-11-23T07:00Z".
    """

    key: str
    kind: NoticeKind
    recipient: NoticeFor
    title: str
    text: str
    action: str
    account_id: str | None = None
    board_id: str | None = None


def tell(archive: Archive, message: Message) -> Notice | None:
    """Put a notice in the inbox, from where it is also sent by e-mail.

    Returns:
        None when this event was told already.

    Raises:
        UnknownName: the account is not in the register.
    """
    board_id = message.board_id
    if board_id is None and message.account_id is not None:
        board_id = archive.database.accounts.get(message.account_id).board_id
    given = message.model_dump() | {"board_id": board_id}
    notice = Notice(notice_id=archive.new_id(), created_at=archive.clock(), **given)
    return notice if archive.database.notices.add(notice) else None
