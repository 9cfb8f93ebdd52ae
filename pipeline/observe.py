# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Watch accounts: see whether a profile changed, and order an archiving if it did.

A profile is compared with how it looked when it was last archived, and with the last
good sight. So a change is found again, until it is archived, even if the order that it
gave failed; and an error page is never compared with anything and never stands in for
what was seen before.
"""

from collections.abc import Sequence
from datetime import datetime

from archivers.scratch import scratch_folder
from pipeline.context import Archive
from pipeline.crafts import REAL, Crafts, tools_for
from pipeline.order import Request, place_order
from rules.changes import find_change, reason_text
from rules.orders import is_resting
from schemas.account import Account, AccountStatus
from schemas.errors import ArchiveError, NotAllowed, UnknownName
from schemas.order import EventKind, Order, OrderReason, Progress
from schemas.profile import Observation, PageState, ProfileChange, ProfileField
from schemas.record import Record

STEP = "Avläser konton"


class WatchOutcome(Record):
    """What a look at one account gave.

    `order_id` is the order that is open for the account afterwards, whether it was
    placed now (`is_new_order`) or waited already. `failure` is the Swedish sentence of
    an error and `exit_code` its family's; then nothing was seen and `state` is None.
    """

    account_id: str
    state: PageState | None = None
    fields: tuple[ProfileField, ...] = ()
    order_id: str | None = None
    is_new_order: bool = False
    failure: str = ""
    exit_code: int = 0


def watch(
    archive: Archive, account_ids: Sequence[str], crafts: Crafts = REAL
) -> tuple[WatchOutcome, ...]:
    """Look at each account once; one bad account never fails its batch.

    Raises:
        StoreDown: the database does not answer.
    """
    outcomes = []
    for number, account_id in enumerate(account_ids):
        archive.progress(Progress(step=STEP, done=number, total=len(account_ids)))
        outcomes.append(_look(archive, account_id, crafts))
    archive.progress(Progress(step=STEP, done=len(outcomes), total=len(outcomes)))
    return tuple(outcomes)


def _look(archive: Archive, account_id: str, crafts: Crafts) -> WatchOutcome:
    try:
        account = archive.database.accounts.get(account_id)
        _check_watchable(account)
        seen = _see(archive, account, crafts)
    except ArchiveError as error:
        return WatchOutcome(
            account_id=account_id, failure=str(error), exit_code=error.exit_code
        )
    return _judge(archive, account, seen)


def _check_watchable(account: Account) -> None:
    if account.status is AccountStatus.CLOSED:
        message = f"Kontot {account.account_id} är avslutat och bevakas inte."
        raise NotAllowed(message)


def _see(archive: Archive, account: Account, crafts: Crafts) -> Observation:
    with scratch_folder(archive.settings.work_folder) as workspace:
        tools = tools_for(archive, account.account_id, workspace)
        return crafts.observe(account, tools)


def _judge(archive: Archive, account: Account, seen: Observation) -> WatchOutcome:
    """Note a sight, and order an archiving if it shows a larger change."""
    observations = archive.database.observations
    with archive.database.transaction():
        change = _find_change(archive, seen)
        _note_sight(archive, observations.last_seen(account.account_id), seen)
        observations.add(seen)
        waiting = archive.database.orders.open_for(account.account_id)
        order = waiting or _order_if_due(archive, account, seen, change)
    return WatchOutcome(
        account_id=account.account_id,
        state=seen.page_state,
        fields=change.fields if change else (),
        order_id=order.order_id if order else None,
        is_new_order=order is not None and waiting is None,
    )


def _find_change(archive: Archive, seen: Observation) -> ProfileChange | None:
    """Compare a sight with what is archived, and with the last good sight."""
    sights = archive.database.observations
    archived_at = _archived_at(archive, seen.account_id)
    befores = (
        sights.nearest(seen, archived_at) if archived_at else None,
        sights.last_good(seen.account_id, seen.observed_as),
    )
    changes = (find_change(before, seen) for before in befores if before)
    return next((change for change in changes if change), None)


def _archived_at(archive: Archive, account_id: str) -> datetime | None:
    """Give the moment at which the account's last capture saw its profile.

    A capture's own observation bears the capture's id.
    """
    package = archive.database.packages.latest_for(account_id)
    if package is None:
        return None
    try:
        return archive.database.observations.get(package.capture_id).seen_at
    except UnknownName:
        return package.created_at


def _note_sight(
    archive: Archive, before: Observation | None, seen: Observation
) -> None:
    """Note in the event log when a page's state is new: once, not every hour."""
    if before is None or before.page_state is not seen.page_state:
        detail = {"state": seen.page_state.value, "observation": seen.observation_id}
        archive.note(EventKind.OBSERVED, seen.account_id, detail)


def _order_if_due(
    archive: Archive,
    account: Account,
    seen: Observation,
    change: ProfileChange | None,
) -> Order | None:
    """Order the first archiving of an account, or one for a change that was found."""
    if seen.page_state is not PageState.OK:
        return None
    is_archived = archive.database.packages.latest_for(account.account_id) is not None
    if is_archived and change is None:
        return None
    orders = archive.database.orders.list(account=account.account_id)
    if is_resting(next(iter(orders), None), archive.clock()):
        return None
    if change is None or not is_archived:
        return _place(archive, account, OrderReason.BASELINE, "")
    detail = {
        "fields": ",".join(field.value for field in change.fields),
        "before": change.before_id,
        "after": change.after_id,
    }
    archive.note(EventKind.CHANGE_FOUND, account.account_id, detail)
    return _place(archive, account, OrderReason.PROFILE_CHANGE, reason_text(change))


def _place(archive: Archive, account: Account, reason: OrderReason, text: str) -> Order:
    request = Request(
        account_id=account.account_id,
        ordered_by=archive.agent,
        reason=reason,
        reason_text=text,
    )
    return place_order(archive, request)
