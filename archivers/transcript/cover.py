# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the cover sheet is made from."""

from schemas.account import Account, Board
from schemas.order import Order
from schemas.plan import PlanReference, PlanVersion
from schemas.record import Record


class TranscriptCover(Record):
    """What the cover sheet says beyond the capture itself.

    `package_id` is empty for as long as the package has no id.
    """

    account: Account
    board: Board
    order: Order
    plan: PlanVersion
    plan_row: PlanReference
    package_id: str = ""
