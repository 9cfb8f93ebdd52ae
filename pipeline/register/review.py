# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the register lacks, and everything that was changed in it."""

from collections.abc import Mapping
from operator import attrgetter

from pydantic import Field

from pipeline.context import Archive
from rules.accounts import lacking
from schemas.account import Account, AccountStatus
from schemas.order import EventKind
from schemas.record import Instant, Record

ENTERED = "Infört i registret"


class Lack(Record):
    """An account, and what the guideline wants in the register that it does not say."""

    account: Account
    lacks: tuple[str, ...]


class RegisterEntry(Record):
    """One act in the register: an account was entered, or fields of it changed."""

    account_id: str
    at: Instant
    who: str
    why: str
    before: Mapping[str, str | None] = Field(default_factory=dict)
    after: Mapping[str, str | None] = Field(default_factory=dict)


def review(archive: Archive, board_id: str | None = None) -> tuple[Lack, ...]:
    """Give the accounts in use that lack something, by id.

    Raises:
        UnknownName: there is no such board.
    """
    accounts = archive.database.accounts.list(board_id)
    in_use = (one for one in accounts if one.status is not AccountStatus.CLOSED)
    found = (Lack(account=account, lacks=lacking(account)) for account in in_use)
    return tuple(lack for lack in found if lack.lacks)


def history(
    archive: Archive, account_id: str | None = None
) -> tuple[RegisterEntry, ...]:
    """Give every act in the register, or on one account, in the order they came.

    Raises:
        UnknownName: there is no such account.
    """
    database = archive.database
    accounts = (
        [database.accounts.get(account_id)] if account_id else database.accounts.list()
    )
    entered = database.events.list(account_id, EventKind.ACCOUNT_ADDED)
    entries = [
        RegisterEntry(
            account_id=event.subject, at=event.happened_at, who=event.agent, why=ENTERED
        )
        for event in entered
    ]
    entries += [
        RegisterEntry(
            account_id=change.account_id,
            at=change.changed_at,
            who=change.changed_by,
            why=change.reason,
            before=change.before,
            after=change.after,
        )
        for account in accounts
        for change in database.accounts.history(account.account_id)
    ]
    return tuple(sorted(entries, key=attrgetter("at")))
