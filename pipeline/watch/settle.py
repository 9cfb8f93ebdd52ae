# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write how far a change has come: with its event, its order, and what people are told.

All in the caller's transaction: a confirmed change without its order, or an order
without its change, is never seen by anyone.
"""

from pipeline.context import Archive
from pipeline.notices import tell
from pipeline.order import Request, place_order
from pipeline.watch import messages
from rules.changes import are_comparable, is_someone_else, reason_text
from schemas.account import Account
from schemas.order import EventKind, Order, OrderReason
from schemas.profile import (
    ChangeState,
    FieldVerdict,
    Observation,
    ProfileChange,
    ProfileField,
)
from schemas.watch import NoticeFor

_EVENTS = {
    ChangeState.REVERTED: EventKind.CHANGE_REVERTED,
    ChangeState.MINOR: EventKind.CHANGE_MINOR,
}


def write_change(
    archive: Archive, account: Account, change: ProfileChange, *, is_new: bool
) -> None:
    """Write a change as it now is, and tell whom it concerns.

    Raises:
        Refused: another has settled it meanwhile.
    """
    changes = archive.database.changes
    if change.state in _EVENTS:
        archive.note(_event(change), account.account_id, detail_of(change))
        answered(archive, account, change.change_id)
    (changes.add if is_new else changes.settle)(change)
    if change.state is ChangeState.TO_JUDGE:
        after = archive.database.observations.get(change.after_id)
        is_other = is_other_account(archive, after)
        ask = messages.whose_account if is_other else messages.change_to_judge
        tell(archive, ask(account, change))


def is_other_account(archive: Archive, seen: Observation) -> bool:
    """Tell whether a sight is of another account than the one that is archived.

    It is held against the newest sight by the same eyes from when the account was last
    archived that says whose account it is; a capture's own sight may not say so.

    Raises:
        StoreDown: the database does not answer.
    """
    database, account_id = archive.database, seen.account_id
    standing = database.standings.of([account_id]).get(account_id)
    archived_at = standing.archived_at if standing else None
    until = archived_at or seen.seen_at
    earlier = (
        one
        for one in database.observations.list(account_id)
        if one.observation_id != seen.observation_id
        and one.seen_at <= until
        and one.profile.platform_id
        and are_comparable(one, seen)
    )
    before = next(earlier, None)
    return before is not None and is_someone_else(before, seen)


def confirm_change(
    archive: Archive,
    account: Account,
    change: ProfileChange,
    waiting: Order | None,
    *,
    is_new: bool,
) -> Order:
    """Confirm a larger change and order its archiving; an order that waits is enough.

    Raises:
        Refused: another has settled it, or ordered an archiving, meanwhile.
        NotAllowed: the account is closed.
    """
    archive.note(EventKind.CHANGE_FOUND, account.account_id, detail_of(change))
    order = waiting or order_for(archive, account, change)
    confirmed = change.model_copy(update={"order_id": order.order_id})
    changes = archive.database.changes
    (changes.add if is_new else changes.settle)(confirmed)
    answered(archive, account, change.change_id)
    tell_confirmed(archive, account, confirmed)
    return order


def settle_archived(archive: Archive, account: Account, change: ProfileChange) -> None:
    """Settle a change that an archiving has taken before it was confirmed.

    Raises:
        Refused: another has settled it meanwhile.
    """
    archive.note(EventKind.CHANGE_FOUND, account.account_id, detail_of(change))
    archive.database.changes.settle(change)
    answered(archive, account, change.change_id)


def note_turned_back(archive: Archive, change: ProfileChange) -> None:
    """Note that a confirmed change has gone back; nobody needs to do anything.

    Raises:
        StoreDown: the database does not answer.
    """
    archive.database.changes.add(change)
    archive.note(EventKind.CHANGE_REVERTED, change.account_id, detail_of(change))


def tell_confirmed(archive: Archive, account: Account, change: ProfileChange) -> None:
    """Tell of a larger change, and of an address in the register that is out of date.

    Raises:
        StoreDown: the database does not answer.
    """
    tell(archive, messages.change_confirmed(account, change))
    if ProfileField.HANDLE in change.fields:
        tell(archive, messages.handle_changed(account, change))


def order_for(archive: Archive, account: Account, change: ProfileChange) -> Order:
    """Order the archiving of a larger change.

    Raises:
        Refused: the account has an open order already.
        NotAllowed: the account is closed.
    """
    request = Request(
        account_id=account.account_id,
        ordered_by=archive.agent,
        reason=OrderReason.PROFILE_CHANGE,
        reason_text=reason_text(change),
        change_id=change.change_id,
    )
    return place_order(archive, request)


def answered(archive: Archive, account: Account, change_id: str) -> None:
    """Mark the question whether two pictures differ as answered, if it was asked.

    Raises:
        StoreDown: the database does not answer.
    """
    notices = archive.database.notices
    waiting = notices.list(NoticeFor.SECRETARY, account.board_id, is_done=False)
    for notice in waiting:
        if notice.key == messages.judge_key(change_id):
            notices.done(notice.notice_id, archive.agent, archive.clock())


def detail_of(change: ProfileChange) -> dict[str, str]:
    """Say of a change in the event log what tells it from others; never its content."""
    noted = [
        each.field.value
        for each in change.comparisons
        if each.verdict not in (FieldVerdict.SAME, FieldVerdict.UNKNOWN)
    ]
    return {
        "change": change.change_id,
        "fields": ",".join(noted),
        "before": change.before_id,
        "after": change.after_id,
    }


def _event(change: ProfileChange) -> EventKind:
    """A picture that was put in anew and looks the same has an event of its own."""
    verdicts = {each.verdict for each in change.comparisons}
    is_replaced = FieldVerdict.REPLACED in verdicts
    is_other = verdicts & {FieldVerdict.CHANGED, FieldVerdict.UNSURE}
    if change.state is ChangeState.MINOR and is_replaced and not is_other:
        return EventKind.PICTURE_REPLACED
    return _EVENTS[change.state]
