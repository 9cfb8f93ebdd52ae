# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checklist of a closure as people read it: what is done, what is next, why not.

Holds, open orders and changes that wait are said too: they do not stop the closing, but
whoever closes should know.
"""

from pipeline.close.situation import situation_of
from pipeline.context import Archive
from rules.closure import Situation, hindrance, next_step
from schemas.account import Account
from schemas.closure import Closure, ClosureEntry, ClosureState, ClosureStep
from schemas.gallring import HoldLevel
from schemas.profile import ChangeState
from schemas.record import Labelled, Record


class CheckState(Labelled):
    """Where one step of the checklist stands."""

    DONE = "done", "Klart"
    NEXT = "next", "Kan göras nu"
    BLOCKED = "blocked", "Väntar"


class CheckLine(Record):
    """A step of the checklist: what it waits for, or how it was taken."""

    step: ClosureStep
    state: CheckState
    why: str = ""
    entry: ClosureEntry | None = None


class Checklist(Record):
    """A closure with its steps, and what else whoever closes should know."""

    closure: Closure
    account: Account
    lines: tuple[CheckLine, ...]
    remarks: tuple[str, ...] = ()

    @property
    def next_step(self) -> ClosureStep | None:
        """The step whose turn it is, whether or not it can be taken now."""
        waiting = (line for line in self.lines if line.state is not CheckState.DONE)
        first = next(waiting, None)
        return None if first is None else first.step


def checklist(archive: Archive, closure_id: str) -> Checklist:
    """Give the checklist of a closure.

    Raises:
        UnknownName: there is no such closure.
    """
    closure = archive.database.closures.get(closure_id)
    now = situation_of(archive, closure)
    return Checklist(
        closure=closure,
        account=archive.database.accounts.get(closure.account_id),
        lines=tuple(_line(step, now) for step in ClosureStep),
        remarks=_remarks(archive, now) if closure.state is ClosureState.OPEN else (),
    )


def _line(step: ClosureStep, now: Situation) -> CheckLine:
    entry = now.closure.done(step)
    if entry is not None:
        return CheckLine(step=step, state=CheckState.DONE, entry=entry)
    why = hindrance(step, now)
    return CheckLine(
        step=step, state=CheckState.BLOCKED if why else CheckState.NEXT, why=why
    )


def _remarks(archive: Archive, now: Situation) -> tuple[str, ...]:
    """Say what else is open for the account, and what is still to be seen of it."""
    database, account_id = archive.database, now.closure.account_id
    remarks = [
        f"Gallringsstopp gäller ({hold.hold_id}, {hold.reason.label}). Kontot kan "
        "stängas; handlingarna i arkivet ligger kvar."
        for hold in database.holds.active(account_id=account_id)
        if hold.level is not HoldLevel.CASE
    ]
    order = database.orders.open_for(account_id)
    if order is not None:
        remarks.append(
            f"Beställningen {order.order_id} ({order.reason.label}) är inte klar: "
            f"{order.state.label.lower()}. Stäng inte kontot innan den är det."
        )
    change = database.changes.open_for(account_id)
    if change is not None and change.state is ChangeState.TO_JUDGE:
        remarks.append(f"Förändringen {change.change_id} väntar på att någon bedömer.")
    if next_step(now.closure) is ClosureStep.CLOSED and now.gone is None:
        remarks.append("Kontot syns fortfarande på plattformen, så långt Avbild vet.")
    return tuple(remarks)
