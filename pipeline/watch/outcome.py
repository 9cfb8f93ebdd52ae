# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a look at one account gave."""

from schemas.errors import ArchiveError
from schemas.order import Order
from schemas.profile import ChangeState, PageState, ProfileChange, ProfileField
from schemas.record import Record


class WatchOutcome(Record):
    """What a look at one account gave.

    `fields` are those of the change that is open, or that this look has settled, and
    `change` is how far it has come. `order_id` is the order that is open for the
    account afterwards, whether it was placed now (`is_new_order`) or waited already.
    `failure` is the Swedish sentence of an error and `exit_code` its family's; then
    nothing was seen.
    """

    account_id: str
    state: PageState | None = None
    fields: tuple[ProfileField, ...] = ()
    change_id: str | None = None
    change: ChangeState | None = None
    order_id: str | None = None
    is_new_order: bool = False
    failure: str = ""
    exit_code: int = 0

    def having(
        self, change: ProfileChange | None, order: Order | None, *, is_new: bool
    ) -> "WatchOutcome":
        """Give the same outcome with a change and an order."""
        return self.model_copy(
            update={
                "fields": change.fields if change else (),
                "change_id": change.change_id if change else None,
                "change": change.state if change else None,
                "order_id": order.order_id if order else None,
                "is_new_order": is_new,
            }
        )


def failed(account_id: str, error: ArchiveError) -> WatchOutcome:
    """Give the outcome of an account that could not be looked at."""
    return WatchOutcome(
        account_id=account_id, failure=str(error), exit_code=error.exit_code
    )
