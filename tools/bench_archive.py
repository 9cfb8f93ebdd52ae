# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive to measure in: a real database, set up as a municipality's is.

Its accounts are archived, without the work of a capture: the rows are those that a
capture leaves behind.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.context import Archive, open_archive, set_up
from pipeline.settings import Settings
from schemas.account import Account, Board
from schemas.order import Order, OrderReason
from schemas.package import PackageVersion
from schemas.plan import PlanVersion
from schemas.profile import Observation

PLAN = Path(__file__).resolve().parents[1] / "demo" / "plan" / "kommunstyrelsen.csv"
BOARD = "kommunstyrelsen"
TOGETHER = 500
"""Accounts that are put in the archive in one transaction."""

_LEASE = 60.0
T = TypeVar("T")


@contextmanager
def new_archive(
    folder: Path, clock: Callable[[], datetime], **settings: str
) -> Iterator[Archive]:
    """Set up an archive in a folder, with a board and its plan."""
    chosen = Settings.model_validate({"home": folder, **settings})
    set_up(chosen)
    with open_archive(chosen, agent="bench") as opened:
        archive = Archive(
            chosen, opened.database, opened.store, clock=clock, agent="bench"
        )
        board = Board(board_id=BOARD, name="Styrelsen", municipality="Kommunen")
        archive.database.boards.add(board)
        yield archive


def adopted_plan(archive: Archive) -> PlanVersion:
    """Adopt the plan of the demonstration."""
    adoption = Adoption(
        board_id=BOARD,
        title="Informationshanteringsplan",
        decision="KS 2026-03-10 § 41",
        valid_from=date(2026, 1, 1),
        imported_by="bench",
    )
    return adopt_plan(archive, read_plan_file(PLAN), adoption)


def add_accounts(archive: Archive, accounts: Sequence[Account]) -> None:
    """Put accounts in the register."""
    for some in _parts(accounts):
        with archive.database.transaction():
            for account in some:
                archive.database.accounts.add(account)


def archive_as_seen(
    archive: Archive, plan: PlanVersion, sights: Mapping[str, Observation]
) -> None:
    """Let accounts be archived as they were seen, by the order that waits or a new one.

    `sights` are by account; what lies behind each package is not there.
    """
    for some in _parts(list(sights.values())):
        with archive.database.transaction():
            for sight in some:
                _archive(archive, plan, sight)


def _archive(archive: Archive, plan: PlanVersion, sight: Observation) -> None:
    database, now = archive.database, archive.clock()
    order = database.orders.open_for(sight.account_id)
    if order is None:
        order = _order(archive, sight.account_id, now)
        database.orders.add(order)
    capture_id = f"capture-{order.order_id}"
    own = {"observation_id": capture_id, "seen_at": now, "last_seen_at": None}
    database.orders.claim(order.order_id, "bench", now, _LEASE)
    database.observations.add(sight.model_copy(update={**own, "sights": 1}))
    board_id = database.accounts.get(sight.account_id).board_id
    package = _package(order, capture_id, plan, now, board_id)
    database.packages.add(package)
    database.orders.finish(order.order_id, "bench", package.package_id, now)


def _order(archive: Archive, account_id: str, now: datetime) -> Order:
    return Order(
        order_id=archive.new_id(),
        account_id=account_id,
        reason=OrderReason.BASELINE,
        ordered_by="bench",
        ordered_at=now,
    )


def _package(
    order: Order, capture_id: str, plan: PlanVersion, now: datetime, board_id: str
) -> PackageVersion:
    return PackageVersion(
        package_id=f"p-{order.order_id}",
        version=1,
        account_id=order.account_id,
        board_id=board_id,
        order_id=order.order_id,
        capture_id=capture_id,
        created_at=now,
        files=1,
        size=1,
        mets_sha256="0" * 64,
        posts=0,
        comments=0,
        plan_id=plan.plan_id,
        plan_version=plan.version,
        row_id=plan.rows[0].row_id,
    )


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), TOGETHER):
        yield values[start : start + TOGETHER]
