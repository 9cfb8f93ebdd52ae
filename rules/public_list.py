# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of the register is public: the listed accounts in use, and their public fields.

A field that the rules do not name is never read here, so it cannot leave.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from rules.platform_names import service_name
from rules.register_cells import NO, YES, guarded, write_cell
from rules.register_fields import FIELD_BY_NAME
from rules.swedish_order import swedish_key
from schemas.account import Account, AccountStatus, Board
from schemas.policy import PublicationRules
from schemas.register import PublicColumn, PublicRegister, PublicValue

BOARD = "board"
_PUBLISHED_AS = {"board_id": BOARD}


def public_register(
    accounts: Iterable[Account],
    boards: Iterable[Board],
    rules: PublicationRules,
    made_at: datetime,
) -> PublicRegister:
    """Make the public list, in the order of the Swedish alphabet.

    A closed account is taken out of the register; it stays in the history.
    """
    names = {board.board_id: board.name for board in boards}
    columns = [
        PublicColumn(
            name=_PUBLISHED_AS.get(name, name), heading=FIELD_BY_NAME[name].heading
        )
        for name in rules.fields
    ]
    return PublicRegister(
        title=rules.title,
        made_at=made_at,
        columns=tuple(columns),
        accounts=tuple(
            {
                column.name: _value(account, name, names)
                for name, column in zip(rules.fields, columns, strict=True)
            }
            for account in sorted(filter(is_public, accounts), key=_order)
        ),
    )


def is_public(account: Account) -> bool:
    """Tell whether an account stands on the public list."""
    return account.is_listed and account.status is not AccountStatus.CLOSED


def public_lines(register: PublicRegister) -> list[list[str]]:
    """Give the list as headings and lines, safe for a spreadsheet."""
    headings = [column.heading for column in register.columns]
    lines = (
        [guarded(text) for text in public_cells(register, account)]
        for account in register.accounts
    )
    return [headings, *lines]


def public_cells(
    register: PublicRegister, account: Mapping[str, PublicValue]
) -> Sequence[str]:
    """Give an account's public fields as people read them."""
    return [_words(account[column.name]) for column in register.columns]


def _order(account: Account) -> tuple[str, str, str]:
    service = service_name(account.platform, str(account.url))
    return swedish_key(account.name), swedish_key(service), account.account_id


def _value(account: Account, name: str, boards: Mapping[str, str]) -> PublicValue:
    """Give a public field's value as JSON has it."""
    value = getattr(account, name)
    if name == "board_id":
        return boards.get(account.board_id, "")
    if name == "platform":
        return service_name(account.platform, str(account.url))
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    return write_cell(account, FIELD_BY_NAME[name])


def _words(value: PublicValue) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)
