# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people are told about a closure: what has happened, and what they can do.

Each is told once: a message's key names the closure and the event. They leave by
e-mail, so they name the account and nobody.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.notices import Message
from rules.closure import Situation, outdated
from rules.closure_moves import Move
from schemas.account import Account
from schemas.closure import Closure, ClosureStep
from schemas.watch import NoticeFor, NoticeKind


class _Words(NamedTuple):
    """A title, a text, and what to do."""

    title: str
    text: str
    action: str


def message_for(move: Move, now: Situation, account: Account) -> Message | None:
    """Write what is to be told when a move is due; None when nothing is."""
    if move not in _WORDS:
        return None
    words = _WORDS[move](now, account)
    is_theirs = move is Move.REMIND_CLOSE
    return Message(
        key=f"closure:{now.closure.closure_id}:{move}:{_event(move, now)}",
        kind=NoticeKind.CLOSURE,
        recipient=NoticeFor.COMMUNICATIONS if is_theirs else NoticeFor.SECRETARY,
        title=words.title,
        text=words.text,
        action=words.action,
        account_id=account.account_id,
    )


def told(closure: Closure, account: Account) -> Message:
    """Write to the communications department that an account is no longer there."""
    decided = closure.done(ClosureStep.DECIDED)
    return Message(
        key=f"closure:{closure.closure_id}:{Move.TELL}",
        kind=NoticeKind.CLOSURE,
        recipient=NoticeFor.COMMUNICATIONS,
        title=f"Kontot är avslutat: {account.name}",
        text=(
            f"{_named(account)} är arkiverat och stängt, och står inte längre i det "
            f"publika registret. Beslut: {decided.decision if decided else ''}."
        ),
        action=(
            "Ta bort kontot från webbplatsens lista över konton i sociala medier och "
            "från länkar på andra sidor. Vart följarna är hänvisade ser du med avbild "
            f"close show {account.account_id}."
        ),
        account_id=account.account_id,
    )


def _event(move: Move, now: Situation) -> str:
    """Name the event that a move follows on; the same event is told once."""
    if move in (Move.ORDER, Move.TELL_FAILED, Move.TELL_INCOMPLETE):
        return now.capture.order.order_id if now.capture else ""
    step = _AFTER[move]
    entry = now.closure.done(step)
    return f"{entry.at:%Y%m%dT%H%M%S.%fZ}" if entry else ""


def _named(account: Account) -> str:
    return f"Kontot {account.name} ({account.account_id}, {account.url})"


def _announce(_now: Situation, account: Account) -> _Words:
    return _Words(
        f"Meddela följarna att kontot ska stängas: {account.name}",
        f"{_named(account)} ska avslutas enligt beslut. Följarna ska i god tid få veta "
        "att kontot stängs, varför, och vart de kan vända sig med frågor.",
        "Publicera ett meddelande på kontot. Skriv sedan in det med avbild close "
        f"announce {account.account_id}.",
    )


def _ordered(now: Situation, account: Account) -> _Words:
    order_id = now.capture.order.order_id if now.capture else ""
    return _Words(
        f"Slutlig arkivering beställd: {account.name}",
        f"Tiden för meddelandet till följarna är ute. Den slutliga arkiveringen av "
        f"{account.account_id} är beställd ({order_id}).",
        "Du behöver inte göra något nu. Stäng inte kontot: du får besked när "
        "arkiveringen är klar att godkänna.",
    )


def _failed(now: Situation, account: Account) -> _Words:
    failure = now.capture.order.failure if now.capture else ""
    return _Words(
        f"Den slutliga arkiveringen misslyckades: {account.name}",
        f"{_named(account)} är inte arkiverat och får inte stängas. {failure}".strip(),
        "Rätta felet och beställ på nytt med avbild close capture "
        f"{account.account_id}. Går kontot inte längre att arkivera kan en tidigare "
        f"arkivering godtas med avbild close accept {account.account_id} --package "
        "PAKET --reason SKÄL.",
    )


def _incomplete(now: Situation, account: Account) -> _Words:
    package = now.capture.package_id if now.capture else ""
    return _Words(
        f"Den slutliga arkiveringen är ofullständig: {account.name}",
        f"Arkivpaketet {package} saknar något som borde finnas. Fångstrapporten i "
        "paketet säger vad. Kontot får inte stängas än.",
        f"Beställ på nytt med avbild close capture {account.account_id}, eller godta "
        f"det som saknas med avbild close accept {account.account_id} --reason SKÄL.",
    )


def _outdated(now: Situation, account: Account) -> _Words:
    return _Words(
        f"Arkivera kontot på nytt innan det stängs: {account.name}",
        outdated(now),
        f"Kör avbild close undo {account.account_id} captured --reason SKÄL. Då "
        "beställs en ny slutlig arkivering.",
    )


def _confirm(now: Situation, account: Account) -> _Words:
    taken = now.closure.done(ClosureStep.CAPTURED)
    package = taken.package_id if taken else ""
    is_accepted = taken is not None and taken.accepted_incomplete
    whole = "Det som saknas är godtaget." if is_accepted else "Ingenting saknas."
    return _Words(
        f"Godkänn den slutliga arkiveringen: {account.name}",
        f"{_named(account)} är arkiverat i paketet {package}. {whole}",
        f"Granska paketet och godkänn med avbild close confirm {account.account_id} "
        "--by NAMN. Kontot får stängas först därefter.",
    )


def _close(_now: Situation, account: Account) -> _Words:
    return _Words(
        f"Stäng kontot på plattformen: {account.name}",
        f"{_named(account)} är arkiverat, och nämndsekreteraren har godkänt det.",
        "Be den som ansvarar för kontot att stänga det på plattformen. Ta en "
        "skärmbild som visar att det är stängt och lämna den till nämndsekreteraren.",
    )


def _closed(_now: Situation, account: Account) -> _Words:
    return _Words(
        f"Är kontot stängt? {account.name}",
        f"{_named(account)} syns inte längre på plattformen.",
        "Kontrollera att det är ni som har stängt det. Bekräfta med avbild close "
        f"closed {account.account_id}. Därefter går avslutet inte att ångra.",
    )


def _unlist(_now: Situation, account: Account) -> _Words:
    return _Words(
        f"Ta bort kontot ur det publika registret: {account.name}",
        f"{_named(account)} är stängt på plattformen.",
        f"Kör avbild close unlist {account.account_id}. Historiken finns kvar, och "
        "kommunikationsavdelningen får besked.",
    )


_WORDS: Mapping[Move, Callable[[Situation, Account], _Words]] = {
    Move.ASK_ANNOUNCE: _announce,
    Move.ORDER: _ordered,
    Move.TELL_FAILED: _failed,
    Move.TELL_INCOMPLETE: _incomplete,
    Move.TELL_OUTDATED: _outdated,
    Move.ASK_CONFIRM: _confirm,
    Move.REMIND_CLOSE: _close,
    Move.ASK_CLOSED: _closed,
    Move.ASK_UNLIST: _unlist,
}

_AFTER: Mapping[Move, ClosureStep] = {
    Move.ASK_ANNOUNCE: ClosureStep.DECIDED,
    Move.TELL_OUTDATED: ClosureStep.CAPTURED,
    Move.ASK_CONFIRM: ClosureStep.CAPTURED,
    Move.REMIND_CLOSE: ClosureStep.CONFIRMED,
    Move.ASK_CLOSED: ClosureStep.CONFIRMED,
    Move.ASK_UNLIST: ClosureStep.CLOSED,
}
