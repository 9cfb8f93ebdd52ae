# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done for each board every working day: hand over, and remind of what is late.

It is done only for boards that have said, in their own file, where they want it.
"""

from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts
from pipeline.diary.board_file import MAIL, desks_for, wishes_of
from pipeline.diary.hand_over import hand_over_all, to_hand_over
from pipeline.diary.mail import Send, reminder
from pipeline.diary.worklist import Work, WorkState, worklist


def boards_to_serve(archive: Archive) -> tuple[str, ...]:
    """Give the boards that have said where they want what is to be registered.

    Raises:
        BadInput: a board's file cannot be understood.
    """
    boards = (board.board_id for board in archive.database.boards.list())
    return tuple(each for each in boards if wishes_of(archive.settings, each))


def serve_board(
    archive: Archive,
    board_id: str,
    sender: str,
    send: Send | None,
    crafts: Crafts = REAL,
) -> int:
    """Hand over what waits at a board; give how many were taken.

    Raises:
        UnknownName: there is no such board.
        BadInput: its file cannot be understood, or letters cannot be sent.
        ArchiveError: it could not be handed over.
    """
    waiting = to_hand_over(archive, board_id=board_id)
    desks = desks_for(wishes_of(archive.settings, board_id), sender, send)
    return len(hand_over_all(archive, waiting, {board_id: desks}, crafts))


def remind_board(
    archive: Archive, board_id: str, sender: str, send: Send | None
) -> int:
    """Write to a board's registrar on what is late; give how many things are.

    Nothing is written when nothing is late, or when the board wants no letters.

    Raises:
        UnknownName: there is no such board.
        BadInput: the board's file or an address cannot be used.
        ArchiveError: the letter could not be sent.
    """
    board = archive.database.boards.get(board_id)
    late = [work for work in worklist(archive, board_id=board_id) if work.is_overdue]
    recipient = wishes_of(archive.settings, board_id).get(MAIL)
    if late and recipient and sender and send is not None:
        lines = _lines(late)
        send(reminder(lines, board.name, len(late), (sender, recipient)))
    return len(late)


_MOST = 200
"""Lines of a letter; who has more than that to do sees the rest in the list."""


def _lines(late: list[Work]) -> list[str]:
    """Name what is late by account, id and day: a letter is no place for words."""
    said = [
        f"{each.due} {each.account_id} {each.item_id}: {_todo(each)}" for each in late
    ]
    rest = len(said) - _MOST
    return [*said[:_MOST], *([f"… och {rest} till."] if rest > 0 else [])]


def _todo(work: Work) -> str:
    is_judged = work.state is not WorkState.NOT_JUDGED
    return "ska diarieföras" if is_judged else "ska bedömas"
