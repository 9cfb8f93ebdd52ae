# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps of a closure that people take: decide, announce, approve, close, unlist."""

import hashlib
from dataclasses import dataclass
from datetime import date

from pipeline.close.situation import note_entry, situation_of, take
from pipeline.close.words import told
from pipeline.context import Archive
from pipeline.notices import tell
from pipeline.register.change import keep_change
from rules.closure import Situation, check_entry, hindrance
from rules.dates import swedish_day
from schemas.account import Account, AccountStatus
from schemas.closure import Closure, ClosureEntry, ClosureState, ClosureStep
from schemas.errors import BadInput, NotAllowed, Refused
from schemas.order import EventKind
from schemas.profile import Evidence

MOST_BYTES = 20_000_000
"""Of a screenshot; a picture of one page is never so large."""

_FORMATS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"%PDF-": "application/pdf",
}


@dataclass(frozen=True)
class Announcement:
    """What was told to the followers: the text, where, where to turn, until which day.

    `reason` says why the time is shorter than the board has decided.
    """

    text: str
    link: str
    turn_to: str
    until: date
    reason: str = ""


def open_closure(
    archive: Archive, account_id: str, reason: str, decision: str
) -> Closure:
    """Begin to close an account, or decide anew where the decision was taken back.

    Raises:
        UnknownName: there is no such account.
        NotAllowed: it is closed already.
        Refused: it is being closed already.
        BadInput: the decision says no reason or no number.
    """
    entry = ClosureEntry(
        step=ClosureStep.DECIDED,
        at=archive.clock(),
        by=archive.agent,
        reason=reason.strip(),
        decision=decision.strip(),
    )
    with archive.database.transaction():
        account = archive.database.accounts.get(account_id)
        if account.status is AccountStatus.CLOSED:
            message = f"Kontot {account_id} är redan avslutat."
            raise NotAllowed(message)
        closure = archive.database.closures.open_for(account_id)
        closure = closure or _new(archive, account, entry)
        check_entry(entry, situation_of(archive, closure))
        return note_entry(archive, closure, entry, EventKind.CLOSURE_STEP)


def announce(archive: Archive, account_id: str, given: Announcement) -> Closure:
    """Note that the followers have been told.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or the followers were told already.
        BadInput: something is missing, or the time is too short without a reason.
    """

    def entry(_now: Situation) -> ClosureEntry:
        return ClosureEntry(
            step=ClosureStep.ANNOUNCED,
            at=archive.clock(),
            by=archive.agent,
            announcement=given.text.strip(),
            link=given.link.strip(),
            turn_to=given.turn_to.strip(),
            until=given.until,
            reason=given.reason.strip(),
        )

    return take(archive, account_id, entry)


def confirm(archive: Archive, account_id: str) -> Closure:
    """Note that the board secretary (nämndsekreterare) approves the last archiving.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, there is no last archiving, or something has
            happened since.
    """

    def entry(_now: Situation) -> ClosureEntry:
        step = ClosureStep.CONFIRMED
        return ClosureEntry(step=step, at=archive.clock(), by=archive.agent)

    return take(archive, account_id, entry)


def mark_closed(
    archive: Archive, account_id: str, screenshot: bytes | None = None
) -> Closure:
    """Note that the account is closed on its platform, and keep what shows it.

    Without a screenshot the watch's own sight shows it. From here nothing is undone.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or the secretary has not approved.
        BadInput: nothing shows that it is closed, or the file is no picture or PDF.
    """

    def entry(now: Situation) -> ClosureEntry:
        if why_not := hindrance(ClosureStep.CLOSED, now):
            raise Refused(why_not)
        shown = (
            _keep(archive, now.closure, screenshot) if screenshot is not None else ()
        )
        seen = now.gone.observation_id if now.gone else None
        return ClosureEntry(
            step=ClosureStep.CLOSED,
            at=archive.clock(),
            by=archive.agent,
            evidence=shown or (now.gone.evidence if now.gone else ()),
            observation_id=seen,
        )

    return take(archive, account_id, entry)


def unlist(archive: Archive, account_id: str) -> Closure:
    """Take the account out of the public register; its history stays.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or not closed on its platform.
    """

    def entry(_now: Situation) -> ClosureEntry:
        step = ClosureStep.UNLISTED
        return ClosureEntry(step=step, at=archive.clock(), by=archive.agent)

    with archive.database.transaction():
        closure = take(archive, account_id, entry)
        decided = closure.done(ClosureStep.DECIDED)
        closed = closure.done(ClosureStep.CLOSED)
        values = {
            "status": AccountStatus.CLOSED,
            "is_listed": False,
            "closed_on": swedish_day(closed.at) if closed else archive.today(),
        }
        why = f"Kontot är avslutat. Beslut: {decided.decision if decided else ''}"
        change_account(archive, account_id, values, why)
        return closure


def tell_communications(archive: Archive, account_id: str) -> Closure:
    """Tell the communications department, which ends the closure.

    Raises:
        UnknownName: there is no such account.
        Refused: it is not being closed, or still in the public register.
    """

    def entry(_now: Situation) -> ClosureEntry:
        step = ClosureStep.TOLD
        return ClosureEntry(step=step, at=archive.clock(), by=archive.agent)

    with archive.database.transaction():
        closure = take(archive, account_id, entry)
        account = archive.database.accounts.get(account_id)
        tell(archive, told(closure, account))
        archive.database.closures.end(closure.closure_id, ClosureState.DONE)
        detail = {"closure": closure.closure_id}
        archive.note(EventKind.CLOSURE_DONE, account_id, detail)
        return archive.database.closures.get(closure.closure_id)


def change_account(
    archive: Archive, account_id: str, values: dict[str, object], why: str
) -> None:
    """Change an account in the register because of its closure, with its history."""
    before = archive.database.accounts.get(account_id)
    keep_change(archive, before.model_copy(update=values), why)


def _new(archive: Archive, account: Account, entry: ClosureEntry) -> Closure:
    """Enter a closure without steps, and mark the account as being closed."""
    closure = Closure(
        closure_id=archive.new_id(),
        account_id=account.account_id,
        opened_at=entry.at,
        opened_by=entry.by,
    )
    archive.database.closures.add(closure)
    why = f"Kontot ska avslutas. Beslut: {entry.decision}"
    status = {"status": AccountStatus.CLOSING}
    change_account(archive, account.account_id, dict(status), why)
    detail = {"closure": closure.closure_id}
    archive.note(EventKind.CLOSURE_OPENED, account.account_id, detail)
    return closure


def _keep(archive: Archive, closure: Closure, content: bytes) -> tuple[str, ...]:
    """Keep a picture that a person gives; its first bytes say what it is."""
    kind = next((f for mark, f in _FORMATS.items() if content.startswith(mark)), None)
    if kind is None or len(content) > MOST_BYTES:
        message = "Skärmbilden ska vara en PNG-, JPEG- eller PDF-fil på högst 20 MB."
        raise BadInput(message)
    evidence = Evidence(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=kind,
        taken_at=archive.clock(),
        source=f"closure:{closure.closure_id}",
        content=content,
    )
    archive.database.evidence.put([evidence])
    return (evidence.sha256,)
