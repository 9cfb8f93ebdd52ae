# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person's answer to whether a profile has changed.

Between what a machine calls the same and what it calls different there are pictures
that somebody has to look at; who did, and why, stands with the change.
"""

from pipeline.context import Archive
from pipeline.watch.settle import answered, detail_of, order_for
from rules.orders import is_open
from schemas.errors import BadInput, Refused
from schemas.order import EventKind, Order, OrderState
from schemas.profile import ChangeState, ProfileChange


def answer_change(
    archive: Archive, change_id: str, reason: str, *, is_changed: bool
) -> tuple[ProfileChange, Order | None]:
    """Settle an open change as a person judges it; a larger one is archived.

    Raises:
        UnknownName: there is no such change.
        BadInput: no reason is given.
        Refused: it is settled already, or an archiving is running that may have passed
            the profile.
    """
    if not reason.strip():
        message = "Ange varför förändringen bedöms så."
        raise BadInput(message)
    with archive.database.transaction():
        change = archive.database.changes.get(change_id)
        order = _order_if_changed(archive, change, is_changed=is_changed)
        state = ChangeState.CONFIRMED if is_changed else ChangeState.DISMISSED
        judged = change.model_copy(
            update={
                "state": state,
                "settled_at": archive.clock(),
                "settled_by": archive.agent,
                "reason": reason.strip(),
                "order_id": order.order_id if order else None,
            }
        )
        archive.database.changes.settle(judged)
        detail = {**detail_of(judged), "state": state.value}
        archive.note(EventKind.CHANGE_JUDGED, change.account_id, detail)
        account = archive.database.accounts.get(change.account_id)
        answered(archive, account, change_id)
    return judged, order


def _order_if_changed(
    archive: Archive, change: ProfileChange, *, is_changed: bool
) -> Order | None:
    """Order the archiving; one that waits is enough, and has not begun."""
    if not is_changed or change.settled_at is not None:
        return None
    account = archive.database.accounts.get(change.account_id)
    waiting = archive.database.orders.open_for(account.account_id)
    if waiting is None:
        return order_for(archive, account, change)
    if is_open(waiting) and waiting.state is OrderState.RUNNING:
        message = (
            f"Kontot {account.account_id} arkiveras just nu. Svara igen när det är "
            "klart."
        )
        raise Refused(message)
    return waiting
