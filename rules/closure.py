# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which step of a closure may be taken now, and why not: one sentence for each no.

The guideline, "Avsluta ett konto": tell the followers beforehand, archive before
closing, ask the board secretary, tell the communications department. The steps are
taken in that order, and each may be taken back until the account is closed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from rules.dates import swedish_day
from rules.orders import is_open
from schemas.closure import Closure, ClosureEntry, ClosureState, ClosureStep
from schemas.errors import BadInput, Refused
from schemas.order import Order, OrderReason
from schemas.profile import Observation

STEPS = tuple(ClosureStep)

LONGEST = 5000
"""Characters of what a person writes about a step."""

LONGEST_DECISION = 200
"""Characters of a decision's number, which is printed on the last archiving."""


@dataclass(frozen=True)
class FinalCapture:
    """The archiving that stands for the closure's last one, as far as it has come.

    `captured_at` is when the capture began: what happened later is not in it.
    """

    order: Order
    package_id: str | None = None
    is_complete: bool = False
    captured_at: datetime | None = None


@dataclass(frozen=True)
class Situation:
    """What is known of a closure and its account today.

    `latest_change` is when the newest profile change that stands was found,
    `latest_post` when the account itself last published, and `gone` a sight, after
    the secretary's approval, of an account that is no longer there.
    """

    closure: Closure
    today: date
    announce_days: int
    capture: FinalCapture | None = None
    latest_change: datetime | None = None
    latest_post: datetime | None = None
    gone: Observation | None = None


def next_step(closure: Closure) -> ClosureStep | None:
    """Give the first step that is not taken; None when all are."""
    return next((step for step in STEPS if closure.done(step) is None), None)


def hindrance(step: ClosureStep, now: Situation) -> str:
    """Say why a step cannot be taken now; nothing when it can."""
    return _out_of_order(step, now.closure) or _OWN.get(step, _nothing)(now)


def acceptance_hindrance(now: Situation) -> str:
    """Say why a person cannot accept an archiving as it is; nothing when they can."""
    early = _out_of_order(ClosureStep.CAPTURED, now.closure) or _announced_until(now)
    return early or _unfinished(now.capture)


def check_entry(entry: ClosureEntry, now: Situation) -> None:
    """Refuse a step that cannot be taken now, or does not say what it must.

    Raises:
        Refused: the step is out of order, or something hinders it.
        BadInput: what the step must say is missing.
    """
    accepts = entry.step is ClosureStep.CAPTURED and entry.accepted_incomplete
    why_not = acceptance_hindrance(now) if accepts else hindrance(entry.step, now)
    if why_not:
        raise Refused(why_not)
    if fault := _too_long(entry) or _FAULTS.get(entry.step, _no_fault)(entry, now):
        raise BadInput(fault)


def counts_as_final(order: Order, closure: Closure) -> bool:
    """Tell whether an order is for the closure's last archiving.

    It was placed after the announcement was noted, on its last day or later, and after
    the step was last taken back: what a person refused does not come again by itself.
    """
    announced = closure.done(ClosureStep.ANNOUNCED)
    if order.reason is not OrderReason.CLOSURE or announced is None:
        return False
    is_late_enough = (
        announced.until is None or swedish_day(order.ordered_at) >= announced.until
    )
    refused = [e.at for e in closure.entries if _is_capture_undone(e)]
    return is_late_enough and order.ordered_at > max((announced.at, *refused))


def outdated(now: Situation) -> str:
    """Say what has happened since the last archiving; nothing when it shows all.

    A person who accepts an archiving accepts what was known by then.
    """
    since = _shown_until(now)
    if since is None:
        return ""
    if now.latest_change is not None and now.latest_change > since:
        return _OUTDATED.format("Profilen har ändrats", swedish_day(now.latest_change))
    if now.latest_post is not None and now.latest_post > since:
        return _OUTDATED.format("Kontot har publicerat", swedish_day(now.latest_post))
    return ""


def undo_hindrance(step: ClosureStep, closure: Closure) -> str:
    """Say why a step cannot be taken back; nothing when it can."""
    if closure.done(step) is None:
        return f"Steget ”{step.label}” är inte taget."
    return withdraw_hindrance(closure)


def withdraw_hindrance(closure: Closure) -> str:
    """Say why a closure cannot be given up; nothing when it can."""
    if closure.state is not ClosureState.OPEN:
        return _ended(closure)
    if closure.done(ClosureStep.CLOSED) is not None:
        return "Kontot är stängt på plattformen. Avslutet går inte längre att ångra."
    return ""


def undone(
    step: ClosureStep, closure: Closure, at: datetime, by: str, reason: str
) -> tuple[ClosureEntry, ...]:
    """Give the entries that take back a step and all that were taken on it, last first.

    Raises:
        Refused: the step is not taken, or the account is closed.
        BadInput: no reason is given, or nobody answers for it.
    """
    if why_not := undo_hindrance(step, closure):
        raise Refused(why_not)
    if not reason.strip() or not by.strip():
        message = "Ange varför steget tas tillbaka, och vem som gör det."
        raise BadInput(message)
    affected = [each for each in STEPS[STEPS.index(step) :] if closure.done(each)]
    return tuple(
        ClosureEntry(step=each, at=at, by=by, is_undone=True, reason=reason.strip())
        for each in reversed(affected)
    )


def _out_of_order(step: ClosureStep, closure: Closure) -> str:
    if closure.state is not ClosureState.OPEN:
        return _ended(closure)
    if (entry := closure.done(step)) is not None:
        return f"Steget ”{step.label}” är redan taget, {swedish_day(entry.at)}."
    earlier = next_step(closure)
    if earlier is not None and earlier is not step:
        return f"Steget ”{earlier.label}” måste tas före ”{step.label}”."
    return ""


def _ended(closure: Closure) -> str:
    return f"Avslutet av kontot pågår inte: {closure.state.label.lower()}."


def _nothing(_now: Situation) -> str:
    return ""


def _no_fault(_entry: ClosureEntry, _now: Situation) -> str:
    return ""


def _announced_until(now: Situation) -> str:
    announced = now.closure.done(ClosureStep.ANNOUNCED)
    if announced is None or announced.until is None or now.today >= announced.until:
        return ""
    return (
        f"Meddelandet till följarna ska ligga uppe till och med {announced.until}. "
        "Den slutliga arkiveringen görs tidigast den dagen, så att den visar allt."
    )


def _unfinished(capture: FinalCapture | None) -> str:
    if capture is None or not is_open(capture.order):
        return ""
    order = capture.order
    return (
        f"Den slutliga arkiveringen (beställning {order.order_id}) är inte klar: "
        f"{order.state.label.lower()}."
    )


def _not_captured(now: Situation) -> str:
    early = _announced_until(now) or _unfinished(now.capture)
    if early:
        return early
    if now.capture is None:
        return "Den slutliga arkiveringen är inte beställd."
    if now.capture.package_id is None:
        return (
            f"Den slutliga arkiveringen misslyckades. {now.capture.order.failure} "
            "Beställ den på nytt, eller godta en tidigare arkivering med ett skäl."
        )
    if not now.capture.is_complete:
        return (
            "Den slutliga arkiveringen är ofullständig. Beställ den på nytt, eller "
            "godta det som saknas med ett skäl."
        )
    return outdated(now)


def _shown_until(now: Situation) -> datetime | None:
    """Give the moment up to which an archiving shows the account, or was accepted."""
    taken = now.closure.done(ClosureStep.CAPTURED)
    if taken is not None and taken.accepted_incomplete:
        return taken.at
    return None if now.capture is None else now.capture.captured_at


def _is_capture_undone(entry: ClosureEntry) -> bool:
    return entry.step is ClosureStep.CAPTURED and entry.is_undone


def _too_long(entry: ClosureEntry) -> str:
    if len(entry.decision) > LONGEST_DECISION:
        return f"Beslutets nummer är längre än {LONGEST_DECISION} tecken."
    texts = (entry.reason, entry.announcement, entry.link, entry.turn_to)
    is_long = any(len(text) > LONGEST for text in texts)
    return f"En text är längre än {LONGEST} tecken." if is_long else ""


def _faulty_decision(entry: ClosureEntry, _now: Situation) -> str:
    if not entry.reason.strip():
        return "Ange varför kontot ska avslutas."
    if not entry.decision.strip():
        return "Ange beslutets nummer eller beteckning."
    return ""


def _faulty_announcement(entry: ClosureEntry, now: Situation) -> str:
    if not entry.announcement.strip():
        return "Ange texten som har publicerats för följarna."
    if not _is_web_address(entry.link):
        return "Ange webbadressen där meddelandet till följarna finns."
    if not entry.turn_to.strip():
        return "Ange vart följarna kan vända sig när kontot är stängt."
    if entry.until is None:
        return "Ange den sista dagen som meddelandet ligger uppe."
    earliest = now.today + timedelta(days=now.announce_days)
    if entry.until < earliest and not entry.reason.strip():
        return (
            f"Meddelandet ska ligga uppe i minst {now.announce_days} dagar, till och "
            f"med {earliest}. Ange skäl om tiden ska vara kortare."
        )
    return ""


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _faulty_acceptance(entry: ClosureEntry, _now: Situation) -> str:
    if entry.package_id is None:
        return "Det finns inget arkivpaket att godta."
    if entry.accepted_incomplete and not entry.reason.strip():
        return "Ange varför arkiveringen godtas som den är."
    return ""


def _faulty_closing(entry: ClosureEntry, _now: Situation) -> str:
    if entry.evidence or entry.observation_id is not None:
        return ""
    return (
        "Ingen avläsning efter nämndsekreterarens godkännande visar att kontot är "
        "stängt. Vänta på nästa avläsning, eller lämna en skärmbild som visar det."
    )


_OUTDATED = (
    "{} efter den slutliga arkiveringen ({}), så den måste göras om. Ta tillbaka "
    "steget och beställ en ny, eller godta arkiveringen med ett skäl."
)

_OWN: Mapping[ClosureStep, Callable[[Situation], str]] = {
    ClosureStep.CAPTURED: _not_captured,
    ClosureStep.CONFIRMED: outdated,
    ClosureStep.CLOSED: outdated,
}

_FAULTS: Mapping[ClosureStep, Callable[[ClosureEntry, Situation], str]] = {
    ClosureStep.DECIDED: _faulty_decision,
    ClosureStep.ANNOUNCED: _faulty_announcement,
    ClosureStep.CAPTURED: _faulty_acceptance,
    ClosureStep.CLOSED: _faulty_closing,
}
