# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A view of the database: all that is read in it is of one moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from schemas.account import AccountStatus
from schemas.errors import UnknownName
from tests.contract.database_records import ACCOUNT, BOARD, fill

LATER = BOARD.model_copy(update={"board_id": "bygg"})


@pytest.fixture
def filled(database):
    """A database with a board, its plan and its account."""
    fill(database)
    return database


def elsewhere(work, *arguments):
    """Do something in a thread of its own, which no view of ours reaches."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(work, *arguments).result(20)


def test_what_others_write_is_not_seen_until_the_view_is_over(filled):
    with filled.view():
        assert filled.boards.list() == (BOARD,)
        elsewhere(filled.boards.add, LATER)
        assert elsewhere(filled.boards.list) == (LATER, BOARD)
        assert filled.boards.list() == (BOARD,)
    assert filled.boards.list() == (LATER, BOARD)


def test_what_is_written_inside_is_kept_and_seen_after(filled):
    with filled.view():
        assert filled.boards.list() == (BOARD,)
        with filled.transaction():
            filled.boards.add(LATER)
            assert filled.boards.list() == (LATER, BOARD)
        assert filled.boards.list() == (BOARD,)
    assert filled.boards.list() == (LATER, BOARD)


def test_a_view_in_a_transaction_sees_what_it_has_written(filled):
    with filled.transaction():
        filled.boards.add(LATER)
        with filled.view():
            assert filled.boards.list() == (LATER, BOARD)


def test_a_view_that_fails_leaves_nothing_behind(filled):
    with pytest.raises(UnknownName), filled.view(), filled.view():
        filled.boards.get("okand")
    elsewhere(filled.boards.add, LATER)
    assert filled.boards.list() == (LATER, BOARD)


def test_a_view_is_one_transaction(filled):
    begun = []
    event.listen(filled._engine, "begin", begun.append)  # noqa: SLF001
    with filled.view():
        filled.boards.list()
        filled.accounts.list()
    assert len(begun) == 1


def test_addresses_are_those_of_accounts_in_use(filled):
    """As the register has them; a closed account is nobody's neighbour."""
    closed = ACCOUNT.model_copy(
        update={"account_id": "gammalt", "status": AccountStatus.CLOSED}
    )
    filled.accounts.add(closed)
    expected = {ACCOUNT.account_id: str(ACCOUNT.url)}
    assert filled.accounts.addresses() == expected
