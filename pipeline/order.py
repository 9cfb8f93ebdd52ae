# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Place an order: someone asks that an account be archived, and says why."""

from pipeline.context import Archive
from schemas.order import Order, OrderReason
from schemas.record import Record


class Request(Record):
    """What someone asks for; `board_id` refuses an account of another board."""

    account_id: str
    ordered_by: str
    reason: OrderReason = OrderReason.REQUEST
    reason_text: str = ""
    diary_number: str = ""
    board_id: str | None = None


def place_order(archive: Archive, request: Request) -> Order:
    """Put an order in the queue; an account has at most one open order.

    Raises:
        UnknownName: the account is not in the register.
        NotAllowed: the account is closed, another board's, or already ordered.
        BadInput: the order gives no reason.
    """
    raise NotImplementedError
