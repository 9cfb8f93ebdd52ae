# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saved logins: made by a person, kept encrypted, one file to an account.

No password is kept. A login is used for captures and observations of its own account
and nothing else.
"""

from collections.abc import Callable

from archivers.login import LoginWindow, log_in
from archivers.saved_login import Login
from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools
from pipeline.context import Archive
from pipeline.sealed import SealedFolder
from schemas.account import Account
from schemas.errors import UnknownName
from schemas.order import EventKind
from schemas.record import Instant, Record

LOGINS = SealedFolder(
    "logins",
    "mappen för inloggningar",
    "Den sparade inloggningen för {account_id} går inte att öppna med nyckeln som "
    "finns. Logga in på nytt med avbild login.",
)

LogIn = Callable[[Account, CaptureTools, Callable[[LoginWindow], None]], Login]


class SavedCookie(Record):
    """A cookie of a login, without what it holds."""

    name: str
    domain: str
    expires_at: Instant | None


class SavedLogin(Record):
    """What may be told of a saved login.

    `expires_at` is when the last of its secret cookies ends, None if none of them says:
    platforms end logins earlier when they please.
    """

    account_id: str
    saved_at: Instant
    saved_by: str
    expires_at: Instant | None
    cookies: tuple[SavedCookie, ...]


def save_login(
    archive: Archive,
    account_id: str,
    attend: Callable[[LoginWindow], None],
    make: LogIn = log_in,
) -> SavedLogin:
    """Let a person log in, and keep the login for the account.

    Raises:
        UnknownName: the account is not in the register.
        NeedsPerson: there is no display, or the login was not made.
        BadInput: the key cannot be used.
    """
    account = archive.database.accounts.get(account_id)
    LOGINS.make_ready(archive)
    with scratch_folder(archive.settings.work_folder) as workspace:
        tools = CaptureTools(
            clock=archive.clock,
            new_id=archive.new_id,
            chromium=archive.settings.chromium,
            workspace=workspace,
            allowed_private_hosts=archive.settings.private_hosts,
        )
        login = make(account, tools, attend)
    kept = {
        "saved_at": archive.clock().isoformat(),
        "saved_by": archive.agent,
        "state": login.state,
    }
    LOGINS.put(archive, account_id, kept)
    archive.note(EventKind.LOGIN_SAVED, account_id)
    return show_login(archive, account_id)


def show_login(archive: Archive, account_id: str) -> SavedLogin:
    """Tell of an account's login, with nothing that could let anyone in.

    Raises:
        UnknownName: the account is not in the register, or has no saved login.
        BadInput: the key cannot be used.
        Damaged: the key does not fit, or the file is not what was written.
    """
    archive.database.accounts.get(account_id)
    kept = LOGINS.get(archive, account_id)
    if kept is None:
        raise UnknownName(_none_for(account_id))
    login = Login(kept["state"])
    return SavedLogin(
        account_id=account_id,
        saved_at=kept["saved_at"],
        saved_by=kept["saved_by"],
        expires_at=login.expires_at(),
        cookies=tuple(
            SavedCookie(name=one.name, domain=one.domain, expires_at=one.expires_at)
            for one in login.crumbs()
        ),
    )


def forget_login(archive: Archive, account_id: str) -> None:
    """Remove an account's login.

    Raises:
        UnknownName: the account is not in the register, or has no saved login.
    """
    archive.database.accounts.get(account_id)
    if not LOGINS.remove(archive, account_id):
        raise UnknownName(_none_for(account_id))
    archive.note(EventKind.LOGIN_FORGOTTEN, account_id)


def login_for(archive: Archive, account_id: str) -> Login | None:
    """Give an account's login, if it has one, to capture or observe it with.

    Raises:
        BadInput: the key cannot be used.
        Damaged: the key does not fit, or the file is not what was written.
    """
    kept = LOGINS.get(archive, account_id)
    return Login(kept["state"]) if kept else None


def _none_for(account_id: str) -> str:
    return f"Kontot {account_id} har ingen sparad inloggning."
