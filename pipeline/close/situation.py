# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gather what is known of a closure and its account, for the rules to judge."""

from collections.abc import Callable
from datetime import datetime

from pipeline.context import Archive
from pipeline.policies import change_policy
from rules.closure import FinalCapture, Situation, check_entry, counts_as_final
from schemas.closure import Closure, ClosureEntry, ClosureStep
from schemas.errors import Refused, UnknownName
from schemas.order import EventKind, Order
from schemas.package import PackageVersion
from schemas.profile import ChangeState, Observation, PageState

STANDING = (ChangeState.WAITING, ChangeState.TO_JUDGE, ChangeState.CONFIRMED)
"""Changes that the account may be showing now."""

NOT_THERE = (PageState.GONE, PageState.DEACTIVATED)


def current(archive: Archive, account_id: str) -> Closure:
    """Give the closure that is going on for an account.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed.
    """
    account = archive.database.accounts.get(account_id)
    closure = archive.database.closures.open_for(account_id)
    if closure is None:
        message = f"Kontot {account_id} är inte under avslut: {account.status.label}."
        raise Refused(message)
    return closure


def latest(archive: Archive, account_id: str) -> Closure:
    """Give the newest closure of an account, going on or ended.

    Raises:
        UnknownName: there is no such account.
        Refused: it has never been closed.
    """
    archive.database.accounts.get(account_id)
    for closure in archive.database.closures.list():
        if closure.account_id == account_id:
            return closure
    message = f"Kontot {account_id} har aldrig varit under avslut."
    raise Refused(message)


def situation_of(archive: Archive, closure: Closure) -> Situation:
    """Say how a closure stands today.

    Raises:
        UnknownName: the account is not in the register.
    """
    database, account_id = archive.database, closure.account_id
    account = database.accounts.get(account_id)
    changes = database.changes.list(account=account_id)
    heads = database.observations.heads([account_id]).get(account_id, ())
    active = [seen.last_active_at for seen in heads if seen.last_active_at is not None]
    return Situation(
        closure=closure,
        today=archive.today(),
        announce_days=change_policy(archive, account.board_id).announce_days,
        capture=_capture(archive, closure),
        latest_change=max(
            (each.found_at for each in changes if each.state in STANDING), default=None
        ),
        latest_post=max(active, default=None),
        gone=_gone(archive, closure),
    )


def take(
    archive: Archive, account_id: str, make: Callable[[Situation], ClosureEntry]
) -> Closure:
    """Take a step of the closure that is going on, and note it; all or nothing.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or the step cannot be taken now.
        BadInput: what the step must say is missing.
    """
    with archive.database.transaction():
        closure = current(archive, account_id)
        now = situation_of(archive, closure)
        entry = make(now)
        check_entry(entry, now)
        return note_entry(archive, closure, entry, EventKind.CLOSURE_STEP)


def note_entry(
    archive: Archive, closure: Closure, entry: ClosureEntry, kind: EventKind
) -> Closure:
    """Add a step to a closure, and say so in the event log."""
    archive.database.closures.append(closure.closure_id, entry)
    detail = {"closure": closure.closure_id, "step": entry.step.value}
    archive.note(kind, closure.account_id, detail)
    return archive.database.closures.get(closure.closure_id)


def captured_at(archive: Archive, package: PackageVersion, order: Order) -> datetime:
    """Give the moment from which on a package may lack what happened.

    The capture's own sight of the profile bears the capture's id; where the watch keeps
    no such sight, the order says when the work began.
    """
    try:
        return archive.database.observations.get(package.capture_id).seen_at
    except UnknownName:
        return order.started_at or package.created_at


def _capture(archive: Archive, closure: Closure) -> FinalCapture | None:
    """Give the archiving that was taken as the last, or the one that may become it."""
    taken = closure.done(ClosureStep.CAPTURED)
    if taken is not None and taken.order_id is not None:
        return _as_capture(archive, archive.database.orders.get(taken.order_id))
    orders = archive.database.orders.list(account=closure.account_id)
    found = (each for each in orders if counts_as_final(each, closure))
    order = next(found, None)
    return None if order is None else _as_capture(archive, order)


def _as_capture(archive: Archive, order: Order) -> FinalCapture:
    if order.package_id is None:
        return FinalCapture(order)
    try:
        package = archive.database.packages.get(order.package_id)
    except UnknownName:
        return FinalCapture(order)
    return FinalCapture(
        order,
        package.package_id,
        is_complete=package.is_complete,
        captured_at=captured_at(archive, package, order),
    )


def _gone(archive: Archive, closure: Closure) -> Observation | None:
    """Give the newest sight of an account that was gone after it was to be closed."""
    confirmed = closure.done(ClosureStep.CONFIRMED)
    if confirmed is None:
        return None
    sights = archive.database.observations.gone_since_good(closure.account_id)
    gone = [
        seen
        for seen in sights
        if seen.page_state in NOT_THERE and seen.until > confirmed.at
    ]
    return max(gone, key=lambda seen: seen.until, default=None)
