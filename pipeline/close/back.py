# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take steps of a closure back, or all of it, until the account is closed."""

from pipeline.close.situation import current, note_entry
from pipeline.close.steps import change_account
from pipeline.context import Archive
from rules.closure import next_step, undone, withdraw_hindrance
from schemas.account import AccountStatus
from schemas.closure import Closure, ClosureState, ClosureStep
from schemas.errors import BadInput, Refused
from schemas.order import EventKind


def undo(archive: Archive, account_id: str, step: ClosureStep, reason: str) -> Closure:
    """Take back a step and all that were taken on it; what was done stays to be seen.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, the step is not taken, or it is closed.
        BadInput: no reason is given.
    """
    with archive.database.transaction():
        closure = current(archive, account_id)
        return _undo(archive, closure, step, reason)


def withdraw(archive: Archive, account_id: str, reason: str) -> Closure:
    """Give up a closure: every step is taken back and the account is in use again.

    An archiving that is ordered is made all the same: it does no harm.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or it is closed on its platform.
        BadInput: no reason is given.
    """
    if not reason.strip():
        message = "Ange varför avslutet återtas."
        raise BadInput(message)
    with archive.database.transaction():
        closure = current(archive, account_id)
        if why_not := withdraw_hindrance(closure):
            raise Refused(why_not)
        if next_step(closure) is not ClosureStep.DECIDED:
            _undo(archive, closure, ClosureStep.DECIDED, reason)
        archive.database.closures.end(closure.closure_id, ClosureState.WITHDRAWN)
        why = f"Avslutet är återtaget: {reason.strip()}"
        change_account(archive, account_id, {"status": AccountStatus.ACTIVE}, why)
        detail = {"closure": closure.closure_id}
        archive.note(EventKind.CLOSURE_WITHDRAWN, account_id, detail)
        return archive.database.closures.get(closure.closure_id)


def _undo(
    archive: Archive, closure: Closure, step: ClosureStep, reason: str
) -> Closure:
    entries = undone(step, closure, archive.clock(), archive.agent, reason)
    for entry in entries:
        closure = note_entry(archive, closure, entry, EventKind.CLOSURE_UNDONE)
    return closure
