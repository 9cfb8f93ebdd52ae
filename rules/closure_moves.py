# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Avbild does by itself for a closure: order, note, remind, ask; never close."""

from collections.abc import Callable, Mapping

from rules.closure import Situation, next_step, outdated
from rules.orders import is_open
from schemas.closure import ClosureState, ClosureStep
from schemas.record import Labelled


class Move(Labelled):
    """The one thing that is due for a closure now."""

    WAIT = "wait", "Inget att göra nu"
    ASK_ANNOUNCE = "announce", "Följarna ska få veta att kontot stängs"
    ORDER = "order", "Slutlig arkivering beställd"
    TELL_FAILED = "failed", "Den slutliga arkiveringen misslyckades"
    TELL_INCOMPLETE = "incomplete", "Den slutliga arkiveringen är ofullständig"
    TAKE_CAPTURE = "captured", "Den slutliga arkiveringen är fullständig och noterad"
    TELL_OUTDATED = "outdated", "Arkiveringen måste göras om"
    ASK_CONFIRM = "confirm", "Arkiveringen väntar på godkännande"
    REMIND_CLOSE = "close", "Kontot ska stängas på plattformen"
    ASK_CLOSED = "gone", "Kontot syns inte längre; någon ska bekräfta att det är stängt"
    ASK_UNLIST = "unlist", "Kontot ska ur det publika registret"
    TELL = "told", "Kommunikationsavdelningen underrättad"


def next_move(now: Situation) -> Move:
    """Say what is due; the same situation always gives the same answer."""
    if now.closure.state is not ClosureState.OPEN:
        return Move.WAIT
    step = next_step(now.closure)
    return Move.WAIT if step is None else _MOVES.get(step, _wait)(now)


def _wait(_now: Situation) -> Move:
    return Move.WAIT


def _capture(now: Situation) -> Move:
    announced = now.closure.done(ClosureStep.ANNOUNCED)
    if announced is not None and announced.until and now.today < announced.until:
        return Move.WAIT
    capture = now.capture
    if capture is None:
        return Move.ORDER
    if is_open(capture.order):
        return Move.WAIT
    if capture.package_id is None:
        return Move.TELL_FAILED
    if not capture.is_complete:
        return Move.TELL_INCOMPLETE
    return Move.ORDER if outdated(now) else Move.TAKE_CAPTURE


def _confirm(now: Situation) -> Move:
    return Move.TELL_OUTDATED if outdated(now) else Move.ASK_CONFIRM


def _close(now: Situation) -> Move:
    if outdated(now):
        return Move.TELL_OUTDATED
    return Move.REMIND_CLOSE if now.gone is None else Move.ASK_CLOSED


_MOVES: Mapping[ClosureStep, Callable[[Situation], Move]] = {
    ClosureStep.ANNOUNCED: lambda _now: Move.ASK_ANNOUNCE,
    ClosureStep.CAPTURED: _capture,
    ClosureStep.CONFIRMED: _confirm,
    ClosureStep.CLOSED: _close,
    ClosureStep.UNLISTED: lambda _now: Move.ASK_UNLIST,
    ClosureStep.TOLD: lambda _now: Move.TELL,
}
