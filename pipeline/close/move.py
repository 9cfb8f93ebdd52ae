# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Move closures on: order, note, remind and ask what is due; run twice, nothing twice.

The last archiving is ordered when the announcement is over and noted when it is whole.
That the account is closed is only ever asked: a person answers for it.
"""

from collections.abc import Callable, Mapping

from pipeline.close.capture import order_final_capture, take_capture
from pipeline.close.situation import current, situation_of
from pipeline.close.steps import tell_communications
from pipeline.close.words import message_for
from pipeline.context import Archive
from pipeline.notices import tell
from rules.closure import Situation
from rules.closure_moves import Move, next_move
from schemas.closure import Closure, ClosureState
from schemas.errors import ArchiveError, Unavailable
from schemas.record import Record


class Moved(Record):
    """What was done for one closure; nothing, when nothing was due.

    `order_id` is the last archiving if it was ordered now, `is_told` whether somebody
    was told something new, and `failure` the sentence of an error.
    """

    closure_id: str
    account_id: str
    move: Move = Move.WAIT
    order_id: str | None = None
    is_told: bool = False
    failure: str = ""


def move_on(archive: Archive, account_id: str | None = None) -> tuple[Moved, ...]:
    """Do what is due for every closure that goes on, or for one account's.

    One that cannot be moved on stops no other.

    Raises:
        UnknownName: there is no such account.
        Refused: the account that was named is not being closed.
        StoreDown: the database does not answer.
    """
    if account_id is not None:
        return (_moved(archive, current(archive, account_id)),)
    closures = archive.database.closures.list(state=ClosureState.OPEN)
    return tuple(_moved(archive, closure) for closure in closures)


def _moved(archive: Archive, closure: Closure) -> Moved:
    try:
        with archive.database.transaction():
            return _move(archive, closure)
    except Unavailable:
        raise
    except ArchiveError as error:
        return Moved(
            closure_id=closure.closure_id,
            account_id=closure.account_id,
            failure=str(error),
        )


def _move(archive: Archive, closure: Closure) -> Moved:
    """Do one thing, and what follows from it at once."""
    now = situation_of(archive, closure)
    move = next_move(now)
    done = Moved(
        closure_id=closure.closure_id, account_id=closure.account_id, move=move
    )
    if move is Move.ORDER and archive.database.orders.open_for(closure.account_id):
        return done.model_copy(update={"move": Move.WAIT})
    if step := _STEPS.get(move):
        step(archive, closure.account_id)
        now = situation_of(archive, archive.database.closures.get(closure.closure_id))
    is_told = _tell(archive, move, now)
    ordered = now.capture.order.order_id if now.capture else None
    order_id = ordered if move is Move.ORDER else None
    return done.model_copy(update={"order_id": order_id, "is_told": is_told})


def _tell(archive: Archive, move: Move, now: Situation) -> bool:
    """Tell what a move says, or what is due after a step that was taken now."""
    account = archive.database.accounts.get(now.closure.account_id)
    due = next_move(now) if move is Move.TAKE_CAPTURE else move
    message = message_for(due, now, account)
    return message is not None and tell(archive, message) is not None


_STEPS: Mapping[Move, Callable[[Archive, str], object]] = {
    Move.ORDER: order_final_capture,
    Move.TAKE_CAPTURE: take_capture,
    Move.TELL: tell_communications,
}
