# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saved logins: made by a person, kept encrypted, one file to an account.

The key lies in a file that only its owner may read, so that a copy of the logins alone,
as in a backup, lets nobody in. No password is kept. A login is used for captures and
observations of its own account and nothing else.
"""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from archivers.login import LoginWindow, log_in
from archivers.saved_login import Login
from archivers.scratch import scratch_folder
from archivers.tools import CaptureTools
from pipeline.context import Archive
from pipeline.disk import translated
from pipeline.keys import OTHERS
from schemas.account import Account
from schemas.errors import BadInput, Damaged, UnknownName
from schemas.order import EventKind
from schemas.record import Instant, Record

FOLDER = "logins"
OWNER_ONLY = 0o600
PRIVATE_FOLDER = 0o700

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
    box = _box(archive, is_new=True)
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
    with translated("mappen för inloggningar"):
        _write(_file(archive, account_id), box.encrypt(json.dumps(kept).encode()))
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
    kept = _read(archive, account_id)
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
    with translated("mappen för inloggningar"):
        try:
            _file(archive, account_id).unlink()
        except FileNotFoundError:
            raise UnknownName(_none_for(account_id)) from None
    archive.note(EventKind.LOGIN_FORGOTTEN, account_id)


def login_for(archive: Archive, account_id: str) -> Login | None:
    """Give an account's login, if it has one, to capture or observe it with.

    Raises:
        BadInput: the key cannot be used.
        Damaged: the key does not fit, or the file is not what was written.
    """
    kept = _read(archive, account_id)
    return Login(kept["state"]) if kept else None


def _none_for(account_id: str) -> str:
    return f"Kontot {account_id} har ingen sparad inloggning."


def _file(archive: Archive, account_id: str) -> Path:
    return archive.settings.home_folder / FOLDER / account_id


def _read(archive: Archive, account_id: str) -> Mapping[str, Any] | None:
    try:
        token = _file(archive, account_id).read_bytes()
    except FileNotFoundError:
        return None
    try:
        kept: dict[str, Any] = json.loads(_box(archive).decrypt(token))
    except InvalidToken as error:
        message = (
            f"Den sparade inloggningen för {account_id} går inte att öppna med nyckeln "
            "som finns. Logga in på nytt med avbild login."
        )
        raise Damaged(message) from error
    return kept


def _box(archive: Archive, *, is_new: bool = False) -> Fernet:
    """Give what opens and closes logins; the first login of all makes the key.

    Raises:
        BadInput: the key's file is missing, open to others, or holds no key.
    """
    path = archive.settings.login_key
    if is_new and not path.exists() and archive.settings.login_key_file is None:
        with translated("datamappen"):
            _write(path, Fernet.generate_key())
    try:
        if path.stat().st_mode & OTHERS:
            message = f"Filen {path} får bara kunna läsas av sin ägare (chmod 600)."
            raise BadInput(message)
        return Fernet(path.read_bytes().strip())
    except OSError as error:
        message = f"Nyckeln till sparade inloggningar, {path}, går inte att läsa."
        raise BadInput(message) from error
    except ValueError:
        # The cause would show what is in the file.
        message = f"Filen {path} innehåller ingen nyckel till sparade inloggningar."
    raise BadInput(message)


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in one stroke."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
