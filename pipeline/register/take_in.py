# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take in a list of accounts: what is new is entered, what differs is changed.

All or nothing: with one faulty cell nothing is taken in, and every fault names its row
and column. A dry run does the same work and takes it back.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from archivers import PLATFORMS
from archivers.address import resolve_host
from pipeline.context import Archive
from pipeline.enrol import NewAccount, Resolve, check_reachable, enter
from pipeline.register.change import altered, keep_change
from pipeline.spreadsheet import read_bytes, read_sheets
from rules.platform_names import is_service
from rules.register_fields import FIELD_BY_NAME
from rules.register_rows import RegisterReading, RegisterRow, read_register
from rules.same_address import address_key
from rules.wording import fold
from schemas.account import Account, AccountChange, AccountStatus, Board
from schemas.errors import BadInput, NotAllowed, Refused
from schemas.record import Record

_DRY_RUN = "Provläsning"


class Wishes(Record):
    """How a list is taken in.

    `board_id` is the board of new accounts whose row names none, `reason` says why
    accounts are changed. With `blank_clears` an empty cell empties its field, where
    the field may be empty.
    """

    reason: str = ""
    board_id: str | None = None
    blank_clears: bool = False
    is_dry_run: bool = False


class Intake(Record):
    """What a list gave, or with a dry run would have given."""

    added: tuple[Account, ...]
    changed: tuple[AccountChange, ...]
    unchanged: int
    unused_headings: tuple[str, ...] = ()
    is_dry_run: bool = False


class _TakenBack(Exception):
    """A dry run is done: nothing of it is to be kept."""


def take_in(
    archive: Archive, path: Path, wishes: Wishes, resolve: Resolve = resolve_host
) -> Intake:
    """Take in a CSV or XLSX file; accounts are known by their id, else their address.

    Raises:
        UnknownName: there is no such file.
        BadInput: something cannot be taken in; each row and column is named.
        Refused: accounts would be changed, and no reason is given.
    """
    reading = _read(path)
    rows = _Rows(archive, wishes, reading)
    problems = list(reading.problems) or rows.problems(resolve)
    added, changed = rows.added, rows.changed
    with suppress(_TakenBack), archive.database.transaction():
        for row in [] if problems else reading.rows:
            problems += refusals(row, partial(rows.take, row))
        if problems:
            message = f"Filen {path.name} har fel, så inga konton fördes in."
            raise BadInput(message, tuple(dict.fromkeys(problems)))
        if wishes.is_dry_run:
            raise _TakenBack
    return Intake(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=len(reading.rows) - len(added) - len(changed),
        unused_headings=reading.unused_headings,
        is_dry_run=wishes.is_dry_run,
    )


def refusals(row: RegisterRow, act: Callable[[], None]) -> list[str]:
    """Do something with a row, and tell what it was refused for."""
    try:
        act()
    except BadInput as error:
        return [f"Rad {row.number}: {said}" for said in (str(error), *error.problems)]
    except Refused as error:
        return [f"Rad {row.number}: {error}"]
    return []


class _Rows:
    """Takes in the rows of a list, one after the other, in one transaction."""

    def __init__(
        self, archive: Archive, wishes: Wishes, reading: RegisterReading
    ) -> None:
        self._archive = archive
        self._wishes = wishes
        self._reading = reading
        self._known = _Known(archive.database.accounts.list())
        self._boards = _board_ids(archive.database.boards.list())
        self.added: list[Account] = []
        self.changed: list[AccountChange] = []

    def problems(self, resolve: Resolve) -> list[str]:
        """Tell what is wrong before anything is written.

        Two rows of one account, platforms and boards that are not known, and addresses
        that are not allowed.
        """
        found = []
        first: dict[str, int] = {}
        for row in self._reading.rows:
            account = self._known.find(row.values)
            key = account.account_id if account else _key(row.values)
            earlier = first.setdefault(key, row.number)
            if earlier != row.number:
                found.append(f"Rad {row.number}: kontot står redan på rad {earlier}.")
            found += self._unknown_words(row)
            found += self._closed_before(row) if account is None else ()
            if account is None or _moves(account, row.values):
                found += self._unreachable(row, resolve)
        return found

    def take(self, row: RegisterRow) -> None:
        """Enter or change the account of a row.

        Raises:
            Refused: a value cannot be taken in.
        """
        values = self._understood(row.values)
        account = self._known.find(values)
        if account is None:
            self.added.append(enter(self._archive, self._new(values)))
            return
        # As it stands now: another may have changed it since the list was read.
        account = self._archive.database.accounts.get(account.account_id)
        if "account_id" not in values:
            values.pop("url", None)  # known by it, however it is written
        clears = self._clears(row) if self._wishes.blank_clears else ()
        after = altered(account, values, clears)
        if after != account:
            change = keep_change(self._archive, after, self._reason(account))
            self.changed += [] if change is None else [change]

    def _reason(self, account: Account) -> str:
        if self._wishes.reason.strip():
            return self._wishes.reason
        if self._wishes.is_dry_run:
            return _DRY_RUN
        message = f"Kontot {account.account_id} ändras. Ange varför."
        raise BadInput(message)

    def _new(self, values: Mapping[str, str]) -> NewAccount:
        given = {"board_id": self._wishes.board_id or "", **values}
        missing = [name for name in ("name", "url") if not given.get(name)]
        if missing:
            labels = " och ".join(FIELD_BY_NAME[name].heading for name in missing)
            message = f"Kontot finns inte i registret, och {labels} saknas i raden."
            raise BadInput(message)
        if not given["board_id"]:
            message = "Nämnd saknas. Ange kolumnen Nämnd eller en nämnd för hela filen."
            raise BadInput(message)
        return NewAccount.model_validate(given)

    def _understood(self, values: Mapping[str, str]) -> dict[str, str]:
        """Give a row's values with the board's id, and the platform only if we have it.

        A list says "Facebook" whether or not Avbild reads Facebook in a way of its own;
        the address then decides.
        """
        understood = dict(values)
        if "board_id" in values:
            understood["board_id"] = self._boards[fold(values["board_id"])]
        if "platform" in values:
            understood["platform"] = fold(values["platform"])
        if understood.get("platform") not in PLATFORMS:
            understood.pop("platform", None)
        return understood

    def _unknown_words(self, row: RegisterRow) -> Iterable[str]:
        board, platform = row.values.get("board_id"), row.values.get("platform")
        if board is not None and fold(board) not in self._boards:
            yield f"{row.where('board_id')}: Nämnden ”{board}” finns inte i registret."
        if platform and fold(platform) not in PLATFORMS and not is_service(platform):
            known = ", ".join(sorted(PLATFORMS))
            said = f"Plattformen ”{platform}” är okänd. Välj bland: {known}."
            yield f"{row.where('platform')}: {said}"

    def _closed_before(self, row: RegisterRow) -> Iterable[str]:
        """Ask what is meant by a row whose address only closed accounts have had.

        An old list taken in again would else open, and publish, what is closed.
        """
        closed = self._known.closed_at(row.values)
        status = row.values.get("status")
        if not closed or status not in {None, AccountStatus.CLOSED.value}:
            return
        names = ", ".join(account.account_id for account in closed)
        wanted = "Ange Status (aktivt, om adressen används igen)"
        said = f"adressen är ett avslutat kontos ({names}). {wanted} eller kontots Id."
        yield f"{row.where('url')}: {said}"

    def _unreachable(self, row: RegisterRow, resolve: Resolve) -> list[str]:
        try:
            if "url" in row.values:
                check_reachable(self._archive, row.values["url"], resolve)
        except (BadInput, NotAllowed) as error:
            return [f"{row.where('url')}: {error}"]
        return []

    def _clears(self, row: RegisterRow) -> Collection[str]:
        return [name for name in row.blanks if FIELD_BY_NAME[name].may_be_empty]


class _Known:
    """The accounts of the register, found by id or address."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._by_id: dict[str, Account] = {}
        self._by_address: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            self._by_id[account.account_id] = account
            self._by_address[address_key(str(account.url))].append(account)

    def find(self, values: Mapping[str, str]) -> Account | None:
        """Find the account of a row: by its id, else by its address.

        An address in use is one account's. A closed one's may be used again, so a
        closed account is meant only by a row that says that it is closed.
        """
        if "account_id" in values:
            return self._by_id.get(values["account_id"])
        same = self._by_address.get(address_key(values.get("url", "")), [])
        closed = [one for one in same if one.status is AccountStatus.CLOSED]
        if values.get("status") == AccountStatus.CLOSED.value and len(closed) == 1:
            return closed[0]
        return next((one for one in same if one not in closed), None)

    def closed_at(self, values: Mapping[str, str]) -> list[Account]:
        """Give the closed accounts that have had the address of a row without an id."""
        if "account_id" in values:
            return []
        same = self._by_address.get(address_key(values.get("url", "")), [])
        return [one for one in same if one.status is AccountStatus.CLOSED]


def _read(path: Path) -> RegisterReading:
    sheets = read_sheets(path.name, read_bytes(path))
    filled = (sheet.rows for sheet in sheets if any(map(any, sheet.rows)))
    return read_register(next(filled, []))


def _key(values: Mapping[str, str]) -> str:
    """Name the new account of a row, apart from every id."""
    return values.get("account_id") or f" {address_key(values['url'])}"


def _moves(account: Account, values: Mapping[str, str]) -> bool:
    return "url" in values and values["url"] != str(account.url)


def _board_ids(boards: Iterable[Board]) -> dict[str, str]:
    """Give the ids of the boards by what a list may call them; an id goes first."""
    named: dict[str, list[str]] = defaultdict(list)
    ids = []
    for board in boards:
        named[fold(board.name)].append(board.board_id)
        ids.append(board.board_id)
    found = {name: same[0] for name, same in named.items() if len(same) == 1}
    return found | {board_id: board_id for board_id in ids}
