# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Enrol boards and accounts in the register (kontoregister).

The guideline, "Uppstart av nytt konto": every account is entered in the register. The
address is what the browser will be sent to, so an address that leads into the
municipality's own network is refused already here, and again at every capture.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import urlsplit

from pydantic import ValidationError

from archivers import PLATFORMS, for_account
from archivers.address import AddressGuard, resolve_host
from pipeline.context import Archive
from rules.accounts import check_account, check_address, new_id
from rules.register_fields import heading_of
from rules.same_address import address_key
from schemas.account import Account, AccountStatus, ArchiveLevel, Board
from schemas.errors import BadInput, PlatformDown, Refused
from schemas.order import EventKind
from schemas.record import Record

Resolve = Callable[[str, int], Sequence[str]]

_ID_FORM = "små bokstäver a–z, siffror, punkt och bindestreck, högst 80"


class NewAccount(Record):
    """What someone enters in the register; id and platform are found when left out."""

    name: str
    url: str
    board_id: str
    account_id: str = ""
    platform: str = ""
    activity: str = ""
    responsible_manager: str = ""
    account_owner: str = ""
    stand_in: str = ""
    purpose: str = ""
    target_group: str = ""
    goals: str = ""
    goals_follow_up: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    approval: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    status: AccountStatus = AccountStatus.ACTIVE
    is_listed: bool = True
    snapshots_per_year: int = 0
    level: ArchiveLevel = ArchiveLevel.FULL


def add_board(archive: Archive, board: Board) -> Board:
    """Enter a board.

    Raises:
        Refused: there is a board with that id.
    """
    with archive.database.transaction():
        archive.database.boards.add(board)
        archive.note(EventKind.BOARD_ADDED, board.board_id)
    return board


def add_account(
    archive: Archive, wanted: NewAccount, resolve: Resolve = resolve_host
) -> Account:
    """Enter an account.

    Raises:
        BadInput: the address is no web address, or an id has a form it cannot have.
        NotAllowed: the address is private and not allowed by the settings.
        UnknownName: the board or the platform is not known.
        Refused: the account or its address is in the register already.
    """
    check_reachable(archive, wanted.url, resolve)
    with archive.database.transaction():
        return enter(archive, wanted)


def check_reachable(
    archive: Archive, address: str, resolve: Resolve = resolve_host
) -> None:
    """Refuse an address that is no web page's, or that is private.

    A name that cannot be looked up just now is let through: every capture checks the
    address again, and a register must not depend on the name service.

    Raises:
        BadInput: no web address.
        NotAllowed: the address is private and not allowed by the settings.
    """
    guard = AddressGuard(archive.settings.private_hosts, resolve)
    with suppress(PlatformDown):
        guard.check(check_address(address))


def platform_of(address: str) -> str:
    """Find the platform that serves an address; any other page is a web page."""
    host = (urlsplit(address).hostname or "").lower()
    served = (
        platform.name
        for platform in PLATFORMS.values()
        if any(host == name or host.endswith(f".{name}") for name in platform.hosts)
    )
    anywhere = (platform.name for platform in PLATFORMS.values() if not platform.hosts)
    return next(served, None) or next(anywhere)


def enter(archive: Archive, wanted: NewAccount) -> Account:
    """Enter an account, whose address was found reachable, in an open transaction.

    Raises:
        BadInput: the address is no web address, or a value has a form it cannot have.
        UnknownName: the board or the platform is not known.
        Refused: the account or its address is in the register already.
    """
    register = archive.database.accounts
    known = register.list()
    account = _account(wanted, {each.account_id for each in known})
    check_free(account, known)
    register.add(account)
    detail = {"board": account.board_id, "platform": account.platform}
    archive.note(EventKind.ACCOUNT_ADDED, account.account_id, detail)
    return account


def check_free(account: Account, register: Iterable[Account]) -> None:
    """Refuse an address that another account in use has, however it is written.

    Raises:
        Refused: the address is in the register already; it says as which account.
    """
    key = address_key(str(account.url))
    for other in register:
        is_in_use = AccountStatus.CLOSED not in (other.status, account.status)
        is_other = is_in_use and other.account_id != account.account_id
        if is_other and address_key(str(other.url)) == key:
            taken = other.account_id
            message = f"Adressen finns redan i registret, som kontot ”{taken}”."
            raise Refused(message)


def account_of(given: Mapping[str, object]) -> Account:
    """Make the register's record of its fields.

    Raises:
        BadInput: a value has a form it cannot have, or goes ill with another.
        UnknownName: the platform is not known.
    """
    try:
        account = Account.model_validate(given)
    except ValidationError as error:
        names = {str(fault["loc"][0]) for fault in error.errors()}
        labels = [_label(name) for name in Account.model_fields if name in names]
        message = "Kontot kan inte sparas: en uppgift har fel form."
        raise BadInput(message, labels) from error
    for_account(account)
    check_account(account)
    return account


def _account(wanted: NewAccount, taken: Collection[str]) -> Account:
    texts = {
        name: value.strip() if type(value) is str else value
        for name, value in wanted.model_dump().items()
    }
    given = {
        **texts,
        "url": check_address(wanted.url),
        "account_id": texts["account_id"] or new_id(wanted.name, taken),
        "platform": texts["platform"] or platform_of(wanted.url),
    }
    return account_of(given)


def _label(name: str) -> str:
    """Name a field, and for an id the form that it must have."""
    heading = heading_of(name)
    is_id = name in {"account_id", "board_id", "platform"}
    return f"{heading}: {_ID_FORM}" if is_id else heading
