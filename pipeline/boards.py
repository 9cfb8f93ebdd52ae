# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Change what is known of a board: where its secretary is told what waits."""

from pipeline.context import Archive
from pipeline.diary.mail import mail_address
from schemas.account import Board
from schemas.order import EventKind


def change_secretary(archive: Archive, board_id: str, address: str) -> Board:
    """Set the address that a board secretary's notices go to; empty for no letters.

    The event log says that it was changed and by whom, but not to what: an address
    may be a person's.

    Raises:
        UnknownName: there is no such board.
        BadInput: it is not an e-mail address.
    """
    if address.strip():
        mail_address(address)
    with archive.database.transaction():
        before = archive.database.boards.get(board_id)
        after = before.model_copy(update={"secretary_email": address.strip()})
        if after != before:
            archive.database.boards.change(after)
            detail = {"fields": "secretary_email"}
            archive.note(EventKind.BOARD_CHANGED, board_id, detail)
    return after
