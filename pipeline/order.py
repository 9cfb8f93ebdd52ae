# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Place an order: someone asks that an account be archived, and says why."""

from pipeline.context import Archive
from rules.orders import check_level, check_orderable, check_same_board
from schemas.account import ArchiveLevel
from schemas.order import EventKind, Order, OrderReason
from schemas.record import Record


class Request(Record):
    """What someone asks for; `board_id` refuses an account of another board.

    `keep_incomplete` keeps also a capture that lacks something, as evidence.
    `change_id` is the change of the profile that it is for. `level` says how much is
    taken, and `posts` are the addresses that the level `unique` takes whole.
    `exports` are the files of the owner's export that are to be read with it, and
    `attended_by` is who is at the browser, where a platform's terms ask for that.
    """

    account_id: str
    ordered_by: str
    reason: OrderReason = OrderReason.REQUEST
    reason_text: str = ""
    diary_number: str = ""
    board_id: str | None = None
    keep_incomplete: bool = False
    change_id: str | None = None
    level: ArchiveLevel = ArchiveLevel.FULL
    posts: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    attended_by: str = ""


def place_order(archive: Archive, request: Request) -> Order:
    """Put an order in the queue; an account has at most one open order.

    Raises:
        UnknownName: the account or the board is not in the register.
        NotAllowed: the account is closed or another board's.
        BadInput: the order gives no reason, does not say who orders, or its posts and
            its level go ill together.
        Refused: the account has an open order already; the message names it.
    """
    database = archive.database
    account = database.accounts.get(request.account_id)
    if request.board_id is not None:
        database.boards.get(request.board_id)
    check_same_board(account, request.board_id)
    reason, text = request.reason, request.reason_text
    check_orderable(account, reason, text, request.ordered_by)
    posts = check_level(reason, request.level, request.posts)
    order = Order(
        order_id=archive.new_id(),
        account_id=account.account_id,
        reason=reason,
        reason_text=text.strip(),
        diary_number=request.diary_number.strip(),
        ordered_by=request.ordered_by,
        ordered_at=archive.clock(),
        keep_incomplete=request.keep_incomplete,
        change_id=request.change_id,
        level=request.level,
        posts=posts,
        exports=request.exports,
        attended_by=request.attended_by.strip(),
    )
    with database.transaction():
        database.orders.add(order)
        detail = {"order": order.order_id, "reason": order.reason.value}
        archive.note(EventKind.ORDERED, account.account_id, detail)
    return order
