# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stops to disposal (gallringsstopp): placed and released by a person, with a reason.

If somebody has asked for a record it may not be disposed of until that matter is
finally decided. A stop never ends by itself.
"""

from dataclasses import dataclass
from datetime import date

from pipeline.context import Archive
from schemas.errors import BadInput, Refused, UnknownName
from schemas.gallring import Hold, HoldLevel, HoldReason
from schemas.order import EventKind

OF_AN_ACCOUNT = frozenset({HoldLevel.ITEM, HoldLevel.THREAD})


@dataclass(frozen=True)
class HoldRequest:
    """What somebody wants kept for now, and why."""

    level: HoldLevel
    subject: str
    reason: HoldReason
    account_id: str | None = None
    reason_text: str = ""
    until: date | None = None


def place_hold(archive: Archive, request: HoldRequest) -> Hold:
    """Stop disposal of an item, a thread, an account, a case or a board's records.

    Raises:
        UnknownName: what it is to cover is not in the archive.
        BadInput: an item or a thread was named without its account.
    """
    _must_exist(archive, request)
    hold = Hold(
        hold_id=archive.new_id(),
        level=request.level,
        subject=request.subject,
        account_id=request.account_id,
        reason=request.reason,
        reason_text=request.reason_text,
        placed_by=archive.agent,
        placed_at=archive.clock(),
        until=request.until,
    )
    with archive.database.transaction():
        archive.database.holds.add(hold)
        archive.note(EventKind.HOLD_PLACED, _subject(hold), _detail(hold))
    return hold


def release_hold(archive: Archive, hold_id: str, reason: str) -> Hold:
    """Release a stop; whoever releases it answers for the reason.

    Raises:
        UnknownName: there is no such stop.
        BadInput: no reason was given.
        Refused: it is released already.
    """
    if not reason.strip():
        message = "Ange varför gallringsstoppet hävs."
        raise BadInput(message)
    if not archive.database.holds.get(hold_id).is_active:
        message = f"Gallringsstoppet ”{hold_id}” är redan hävt."
        raise Refused(message)
    with archive.database.transaction():
        archive.database.holds.release(
            hold_id, archive.agent, archive.clock(), reason.strip()
        )
        hold = archive.database.holds.get(hold_id)
        archive.note(EventKind.HOLD_RELEASED, _subject(hold), _detail(hold))
    return hold


def _must_exist(archive: Archive, request: HoldRequest) -> None:
    """Refuse a stop on what is not there: it would only seem to protect something.

    A case is known by its diary number alone; the diary is not ours to look into.
    """
    database, account = archive.database, request.account_id
    if request.level is HoldLevel.BOARD:
        database.boards.get(request.subject)
    elif request.level is HoldLevel.ACCOUNT:
        database.accounts.get(request.subject)
    elif request.level in OF_AN_ACCOUNT:
        if account is None:
            message = "Ange också kontot som inlägget eller tråden hör till."
            raise BadInput(message)
        database.accounts.get(account)
        if not database.items.get(account, request.subject):
            message = f"”{request.subject}” finns inte bland kontots handlingar."
            raise UnknownName(message)


def _subject(hold: Hold) -> str:
    return hold.account_id or hold.subject


def _detail(hold: Hold) -> dict[str, str]:
    return {
        "hold": hold.hold_id,
        "level": hold.level.value,
        "subject": hold.subject,
        "reason": hold.reason.value,
    }
