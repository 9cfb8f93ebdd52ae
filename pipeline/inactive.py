# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Propose to close accounts that have been silent for long; a person decides.

The guideline, "Avsluta ett konto": an account that has been inactive for more than half
a year is usually better closed. What is not known is never proposed.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pipeline.context import Archive
from pipeline.notices import Message, tell
from pipeline.policies import change_policy
from rules.dates import swedish_day
from schemas.account import Account, AccountStatus
from schemas.profile import Observation
from schemas.record import Identifier, Instant, Record
from schemas.watch import Notice, NoticeFor, NoticeKind

STALE = timedelta(days=31)
"""Older knowledge than this is told with its day: the account may have woken since."""

_HALF = 6
"""Months; an account is proposed once in each half of a year."""


class Inactive(Record):
    """An account that may be closed: when it last published, and as of when we know."""

    account_id: Identifier
    board_id: Identifier
    name: str
    last_active_at: Instant
    known_at: Instant
    is_stale: bool


def find_inactive(
    archive: Archive, board_id: str | None = None
) -> tuple[Inactive, ...]:
    """Find the accounts in use that have published nothing for as long as is decided.

    Raises:
        UnknownName: there is no such board.
        Damaged: a board's policy cannot be read.
    """
    register = archive.database.accounts.list(board_id)
    accounts = [a for a in register if a.status is AccountStatus.ACTIVE]
    heads = archive.database.observations.heads([a.account_id for a in accounts])
    now = archive.clock()
    awake = {
        board: now - timedelta(days=change_policy(archive, board).inactive_days)
        for board in {account.board_id for account in accounts}
    }
    judged = (
        _judged(archive, each, heads.get(each.account_id, ()), awake[each.board_id])
        for each in accounts
    )
    return tuple(found for found in judged if found is not None)


def propose_inactive(archive: Archive) -> tuple[Notice, ...]:
    """Propose to the secretaries what may be closed, once in each half of a year.

    Raises:
        Damaged: a board's policy cannot be read.
    """
    today = archive.today()
    told = (tell(archive, _proposal(each, today)) for each in find_inactive(archive))
    return tuple(notice for notice in told if notice is not None)


def _judged(
    archive: Archive, account: Account, heads: Sequence[Observation], awake: datetime
) -> Inactive | None:
    """Judge an account: None when it has published since `awake`, or if nobody knows.

    The archive is read only when the watch has seen nothing newer: most accounts are
    awake, and there may be many.
    """
    known = [
        (head.last_active_at, head.until)
        for head in heads
        if head.last_active_at is not None
    ]
    if not any(active >= awake for active, _ in known):
        known += _archived(archive, account)
    if not known or any(active >= awake for active, _ in known):
        return None
    known_at = max(moment for _, moment in known)
    return Inactive(
        account_id=account.account_id,
        board_id=account.board_id,
        name=account.name,
        last_active_at=max(active for active, _ in known),
        known_at=known_at,
        is_stale=archive.clock() - known_at > STALE,
    )


def _archived(archive: Archive, account: Account) -> list[tuple[datetime, datetime]]:
    """Give when the account itself published what is in its latest package."""
    package = archive.database.packages.latest_for(account.account_id)
    if package is None:
        return []
    entries = archive.database.items.of_package(package.package_id, package.version)
    return [
        (entry.published, entry.captured_at)
        for entry in entries
        if entry.is_by_account and entry.published is not None
    ]


def _proposal(found: Inactive, today: date) -> Message:
    half = 1 if today.month <= _HALF else 2
    text = (
        f"Kontot {found.name} ({found.account_id}) publicerade senast något "
        f"{swedish_day(found.last_active_at)}. Ett konto som inte är aktivt bör "
        "avslutas, så att ingen söker kontakt där i onödan."
    )
    if found.is_stale:
        text += (
            f" Uppgiften är från {swedish_day(found.known_at)}. Det kan ha publicerats "
            "något senare, så titta på kontot först."
        )
    return Message(
        key=f"inactive:{found.account_id}:{today.year}-{half}",
        kind=NoticeKind.INACTIVE,
        recipient=NoticeFor.SECRETARY,
        title=f"Förslag att avsluta kontot {found.name}",
        text=text,
        action=(
            "Fråga verksamhetens chef om kontot behövs. Om inte, påbörja avslutet med "
            f"avbild close open {found.account_id} --reason SKÄL --decision BESLUT. "
            "Om kontot ska vara kvar, markera meddelandet som klart."
        ),
        account_id=found.account_id,
    )
