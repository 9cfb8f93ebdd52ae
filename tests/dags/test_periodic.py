# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The periodic DAG orders what is due, once, and gives nothing but ids."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dags import periodic_snapshots, steps
from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from schemas.account import Account, Board
from schemas.order import OrderReason, OrderState


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive with an account that is archived twice a year, on a day in May."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    set_up(read_settings())
    with open_archive(read_settings(), agent="Avbild") as opened:
        opened.database.boards.add(
            Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
        )
        opened.database.accounts.add(
            Account(
                account_id="almhult",
                board_id="ks",
                platform="webpage",
                url="https://torget.example/almhult",
                name="Älmhult",
                snapshots_per_year=2,
            )
        )
        yield replace(opened, clock=lambda: datetime(2026, 5, 4, 9, tzinfo=UTC))


class Outlets:
    """What a task tells Airflow of, by asset alias."""

    def __init__(self):
        self.told = []

    def __getitem__(self, alias):
        assert alias is steps.NEW_ORDERS
        return self

    def add(self, asset, extra):
        """Tell of an event, as Airflow does."""
        assert asset is steps.ORDERS
        self.told.append(extra)


def test_what_is_due_is_ordered_once_and_told_by_its_id(archive):
    outlets = Outlets()
    (order_id,) = periodic_snapshots.place_due(archive, outlets)
    order = archive.database.orders.get(order_id)
    assert (order.reason, order.state) == (OrderReason.PERIODIC, OrderState.QUEUED)
    assert order.ordered_by == "Avbild"
    assert periodic_snapshots.place_due(archive, outlets) == []
    assert outlets.told == [{"order_ids": [order_id]}]


def test_it_runs_daily_and_wakes_the_archiving(bag):
    found = bag.dags["periodic_snapshots"]
    (task,) = found.tasks
    assert [outlet.name for outlet in task.outlets] == ["new_orders"]
    assert found.catchup is False
    assert found.max_active_runs == 1
