# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Enrol boards and accounts in the register (kontoregister).

The guideline, "Uppstart av nytt konto": every account is entered in the register. The
address is what the browser will be sent to, so an address that leads into the
municipality's own network is refused already here, and again at every capture.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from archivers import PLATFORMS, for_account
from archivers.address import AddressGuard, resolve_host
from pipeline.context import Archive
from pipeline.spreadsheet import read_bytes, read_sheets
from rules.accounts import check_address, new_id
from rules.register_rows import RegisterRow, read_register
from schemas.account import Account, Board
from schemas.errors import BadInput, NotAllowed, PlatformDown, Refused
from schemas.order import EventKind
from schemas.record import Record

Resolve = Callable[[str, int], Sequence[str]]

_LABELS = {
    "name": "Namn",
    "url": "Adress",
    "account_id": "Id: små bokstäver a–z, siffror, punkt och bindestreck, högst 80",
    "board_id": "Nämndens id",
    "platform": "Plattform",
}


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
    decision: str = ""
    opened_on: date | None = None


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
        return _enter(archive, wanted)


def import_accounts(
    archive: Archive,
    path: Path,
    board_id: str | None = None,
    resolve: Resolve = resolve_host,
) -> tuple[Account, ...]:
    """Enter every account of a CSV or XLSX file, or none of them.

    `board_id` is the board of the rows that name none.

    Raises:
        UnknownName: there is no such file.
        BadInput: something cannot be entered; each row and column is named.
    """
    sheets = read_sheets(path.name, read_bytes(path))
    filled = (sheet.rows for sheet in sheets if any(map(any, sheet.rows)))
    reading = read_register(next(filled, []))
    problems = list(reading.problems)
    for row in [] if problems else reading.rows:
        problems += _refusals(
            row, partial(check_reachable, archive, row.values["url"], resolve)
        )
    accounts: list[Account] = []
    with archive.database.transaction():
        for row in [] if problems else reading.rows:
            enter = partial(_enter_row, archive, row, board_id, accounts)
            problems += _refusals(row, enter)
        if problems:
            message = f"Filen {path.name} har fel, så inga konton fördes in."
            raise BadInput(message, problems)
    return tuple(accounts)


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


def _enter(archive: Archive, wanted: NewAccount) -> Account:
    """Enter an account in the open transaction."""
    register = archive.database.accounts
    taken = {account.account_id for account in register.list()}
    account = _account(wanted, taken)
    for_account(account)
    register.add(account)
    detail = {"board": account.board_id, "platform": account.platform}
    archive.note(EventKind.ACCOUNT_ADDED, account.account_id, detail)
    return account


def _account(wanted: NewAccount, taken: Collection[str]) -> Account:
    """Make the register's record of what someone entered.

    Raises:
        BadInput: a value has a form it cannot have.
    """
    given = {
        **wanted.model_dump(),
        "url": check_address(wanted.url),
        "account_id": wanted.account_id or new_id(wanted.name, taken),
        "platform": wanted.platform or platform_of(wanted.url),
    }
    try:
        return Account.model_validate(given)
    except ValidationError as error:
        names = {str(fault["loc"][0]) for fault in error.errors()}
        labels = [label for name, label in _LABELS.items() if name in names]
        message = "Kontot kan inte föras in: en uppgift har fel form."
        raise BadInput(message, labels) from error


def _enter_row(
    archive: Archive, row: RegisterRow, board_id: str | None, accounts: list[Account]
) -> None:
    values = {"board_id": board_id or "", **row.values}
    if not values["board_id"]:
        message = "Nämnd saknas. Ange kolumnen Nämnd eller en nämnd för hela filen."
        raise BadInput(message)
    accounts.append(_enter(archive, NewAccount.model_validate(values)))


def _refusals(row: RegisterRow, act: Callable[[], None]) -> list[str]:
    """Do something with a row, and tell what it was refused for."""
    try:
        act()
    except BadInput as error:
        return [f"Rad {row.number}: {said}" for said in (str(error), *error.problems)]
    except NotAllowed as error:
        return [f"{row.where('url')}: {error}"]
    except Refused as error:
        return [f"Rad {row.number}: {error}"]
    return []
