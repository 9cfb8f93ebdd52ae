# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records for the database's tests: a board with a plan, an account and an order."""

from datetime import UTC, datetime, timedelta

from schemas.order import EventKind, Order, OrderReason
from schemas.package import PackageVersion
from schemas.profile import Observation, PageState, Picture, Profile
from storage import Database
from tests.samples import sample_account, sample_board, sample_plan

SOURCE = b"plan-2026"
NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

BOARD = sample_board()
ACCOUNT = sample_account()
PLAN = sample_plan()


def fill(database: Database) -> None:
    """Enter the board, its plan and its account."""
    database.boards.add(BOARD)
    database.accounts.add(ACCOUNT)
    database.plans.add(PLAN, SOURCE)


def order(number: int, account_id: str = ACCOUNT.account_id) -> Order:
    """A queued order; a higher number was placed later."""
    return Order(
        order_id=f"order-{number}",
        account_id=account_id,
        reason=OrderReason.REQUEST,
        reason_text="Länsstyrelsen frågar",
        diary_number="KFN 2026/31",
        ordered_by="Ulla Nämndsekreterare",
        ordered_at=NOW + number * MINUTE,
    )


def package(number: int, version: int = 1, order_id: str = "order-1") -> PackageVersion:
    """A package version larger than 32 bits can count; a higher number is newer."""
    return PackageVersion(
        package_id=f"paket-{number}",
        version=version,
        account_id=ACCOUNT.account_id,
        board_id=BOARD.board_id,
        order_id=order_id,
        capture_id=f"fangst-{number}",
        created_at=NOW + (number + 10 * version) * MINUTE,
        files=12,
        size=5_000_000_000,
        mets_sha256=f"{number:064x}",
        posts=3,
        comments=7,
        plan_id=PLAN.plan_id,
        plan_version=PLAN.version,
        row_id=PLAN.rows[0].row_id,
    )


def observation(number: int, state: PageState = PageState.OK) -> Observation:
    """A sight of the profile; a higher number is later."""
    return Observation(
        observation_id=f"avlasning-{number}",
        account_id=ACCOUNT.account_id,
        seen_at=NOW + number * MINUTE,
        page_state=state,
        extractor="torget/1",
        profile=Profile(
            name="Älmhults bibliotek",
            about=None,
            avatar=Picture(url="https://cdn.example/a.png", sha256="a" * 64),
            links=("https://almhult.example",),
        ),
    )


def log(database: Database, count: int, agent: str = "Avbild") -> None:
    """Append that many events."""
    for number in range(count):
        database.events.append(
            EventKind.OBSERVED, agent, f"konto-{number}", {"nr": str(number)}, NOW
        )
