# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive in a temporary folder, with a board, an account and a plan."""

import shutil
from datetime import date

import pytest

from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.context import Archive
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from schemas.account import Account, Board
from storage import open_database, open_store
from tests.fakes import FakeClock, FakePlatform, ids
from tests.homes import PLAN, empty_home

__all__ = ["empty_home"]


@pytest.fixture
def clock() -> FakeClock:
    """The archive's clock."""
    return FakeClock()


@pytest.fixture
def archive(tmp_path, empty_home, clock):
    """An archive with nothing in it."""
    settings = Settings(home=tmp_path / "hem")
    shutil.copytree(empty_home, settings.home)
    with open_database(settings.database) as database:
        yield Archive(
            settings,
            database,
            open_store(settings.store),
            clock=clock,
            new_id=ids(),
            agent="Ulla",
        )


@pytest.fixture
def board(archive) -> Board:
    """A board in the register."""
    found = Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
    archive.database.boards.add(found)
    return found


@pytest.fixture
def account(archive, board) -> Account:
    """An account in the register, without a plan that governs it."""
    found = Account.model_validate(
        {
            "account_id": "biblioteket",
            "board_id": board.board_id,
            "platform": "webpage",
            "url": "https://torget.example/almhultsbibliotek",
            "name": "Älmhults bibliotek",
        }
    )
    archive.database.accounts.add(found)
    return found


@pytest.fixture
def plan(archive, board):
    """The board's plan, in force."""
    adoption = Adoption(
        board_id=board.board_id,
        title="Informationshanteringsplan för kommunstyrelsen",
        decision="KS 2026-03-10 § 41, dnr KS 2026/118",
        valid_from=date(2026, 4, 1),
        imported_by="Ulla",
    )
    return adopt_plan(archive, read_plan_file(PLAN), adoption)


@pytest.fixture
def platform() -> FakePlatform:
    """The platform that the account is on."""
    return FakePlatform()


@pytest.fixture
def package(archive, account, plan, platform):
    """A package in the archive."""
    assert plan.board_id == account.board_id
    request = Request(
        account_id=account.account_id, ordered_by="Ulla", reason_text="Begärd"
    )
    order = place_order(archive, request)
    return run_order(archive, order.order_id, platform.crafts())
