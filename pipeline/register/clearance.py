# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The owner's decision that a browser may visit an account with nobody present.

Where a platform's terms forbid automated collection the cautious default is that a
person attends. To let the browser run by itself is for whoever owns the account to
decide, with the terms at hand; who did, when and under what reference is kept with the
account and in its history.
"""

from datetime import date

from archivers import PLATFORMS, for_account
from archivers.attended import terms_of
from pipeline.context import Archive
from pipeline.enrol import account_of
from pipeline.register.change import NOT_CLEARED, keep_change
from schemas.account import Account, AccountChange
from schemas.errors import BadInput, NotAllowed
from schemas.record import Record

LONGEST = 500


class Clearance(Record):
    """A decision: its reference, who took it, and on what day."""

    decision: str
    decided_by: str
    decided_on: date


def clear_browser(
    archive: Archive, account_id: str, clearance: Clearance
) -> AccountChange | None:
    """Record the decision that the browser may run unattended for an account.

    None when this very decision is recorded already.

    Raises:
        UnknownName: the account is not in the register.
        NotAllowed: the platform's terms ask for no person, so nothing is decided.
        BadInput: the decision lacks something, or is of a day to come.
    """
    _check(archive, clearance)
    fields = {
        "browser_clearance": clearance.decision.strip(),
        "browser_cleared_by": clearance.decided_by.strip(),
        "browser_cleared_on": clearance.decided_on,
    }
    reason = f"Beslut att webbläsaren får användas utan person: {clearance.decision}"
    with archive.database.transaction():
        account = archive.database.accounts.get(account_id)
        _check_attended(account)
        return keep_change(archive, account_of(account.model_dump() | fields), reason)


def withdraw_clearance(
    archive: Archive, account_id: str, reason: str
) -> AccountChange | None:
    """Let a person be asked for again; None when no decision stands.

    Raises:
        UnknownName: the account is not in the register.
        Refused: no reason is given.
    """
    with archive.database.transaction():
        account = archive.database.accounts.get(account_id)
        after = account_of({**account.model_dump(), **NOT_CLEARED})
        return keep_change(archive, after, reason)


def is_attended(account: Account) -> bool:
    """Whether the terms of an account's platform ask for a person at the browser."""
    return account.platform in PLATFORMS and bool(terms_of(for_account(account)))


def _check(archive: Archive, clearance: Clearance) -> None:
    problems = [
        f"{what} saknas."
        for what, said in (
            ("Beslutets nummer eller hänvisning", clearance.decision),
            ("Vem som har beslutat", clearance.decided_by),
        )
        if not said.strip()
    ]
    if clearance.decided_on > archive.today():
        problems.append("Beslutets dag ligger i framtiden.")
    if len(clearance.decision) > LONGEST:
        problems.append(f"Hänvisningen till beslutet är längre än {LONGEST} tecken.")
    if problems:
        message = "Beslutet går inte att införa."
        raise BadInput(message, problems)


def _check_attended(account: Account) -> None:
    if not is_attended(account):
        message = (
            f"Kontot {account.account_id} behöver inget beslut: plattformens villkor "
            "hindrar inte att webbläsaren används."
        )
        raise NotAllowed(message)
