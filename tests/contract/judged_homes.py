# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Databases with something to judge: packages, and two boards with an account each."""

import pytest
from pydantic import HttpUrl

from tests.contract.database_records import ACCOUNT, BOARD, fill, order, package

MINE = ACCOUNT.account_id
OTHER = ACCOUNT.model_copy(
    update={"account_id": "annat", "url": HttpUrl("https://torget.example/annat")}
)


@pytest.fixture
def filled(database):
    """A database with a board, its plan, an account and two packages."""
    fill(database)
    database.orders.add(order(1))
    database.packages.add(package(1))
    database.packages.add(package(2))
    return database


@pytest.fixture
def two_boards(filled):
    """Another board with an account of its own."""
    board = BOARD.model_copy(update={"board_id": "bygg"})
    filled.boards.add(board)
    filled.accounts.add(OTHER.model_copy(update={"board_id": "bygg"}))
    return filled
