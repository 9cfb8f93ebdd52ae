# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public list holds the public fields of the listed accounts, and nothing else."""

from datetime import UTC, date, datetime

import pytest

from rules.public_list import public_lines, public_register
from rules.register_fields import REGISTER_FIELDS
from schemas.account import Account, AccountStatus, Board
from schemas.policy import PublicationRules

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
BOARDS = [
    Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhult"),
    Board(board_id="bun", name="Utbildningsnämnden", municipality="Älmhult"),
]


def account(account_id, **fields):
    given = {
        "account_id": account_id,
        "board_id": "ks",
        "platform": "webpage",
        "url": f"https://facebook.com/{account_id}",
        "name": account_id,
    }
    return Account.model_validate(given | fields)


def made(*accounts, **rules):
    return public_register(accounts, BOARDS, PublicationRules(**rules), NOW)


def test_only_listed_accounts_in_use_stand_there_in_swedish_order():
    register = made(
        account("z"),
        account("o", name="Överby"),
        account("a", name="Ånge"),
        account("hemlig", is_listed=False),
        account("slut", status=AccountStatus.CLOSED),
        account("snart", status=AccountStatus.CLOSING),
    )
    names = [found["name"] for found in register.accounts]
    assert names == ["snart", "z", "Ånge", "Överby"]


def test_boards_and_services_stand_by_the_names_that_people_know():
    fields = ("name", "board_id", "platform")
    (found,) = made(account("a", board_id="bun"), fields=fields).accounts
    assert found == {"name": "a", "board": "Utbildningsnämnden", "platform": "Facebook"}


@pytest.mark.parametrize("field", REGISTER_FIELDS, ids=lambda field: field.name)
def test_each_field_can_be_public_and_stands_under_its_heading(field):
    full = account("a", opened_on=date(2021, 6, 1))
    fields = tuple(dict.fromkeys(("name", field.name)))
    register = made(full, fields=fields)
    assert [column.heading for column in register.columns][-1] == field.heading
    assert list(register.accounts[0]) == [column.name for column in register.columns]


def test_values_are_typed_for_programs_and_words_for_people():
    fields = ("name", "is_listed", "snapshots_per_year", "opened_on", "closed_on")
    register = made(account("a", opened_on=date(2021, 6, 1)), fields=fields)
    assert list(register.accounts[0].values()) == ["a", True, 0, "2021-06-01", None]
    assert public_lines(register)[1] == ["a", "ja", "0", "2021-06-01", ""]


def test_no_spreadsheet_takes_a_name_for_a_formula():
    assert public_lines(made(account("a", name="=1"), fields=("name",)))[1] == ["'=1"]
