# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The queue of orders: one open order to an account, one worker to an order."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import Refused, Unavailable, UnknownName
from schemas.order import OrderState, Progress
from tests.contract.database_records import ACCOUNT, MINUTE, NOW, fill, order

ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(database):
    """A database with a board, its plan and its account."""
    fill(database)
    return database


@pytest.fixture
def orders(filled):
    """The orders, one of them queued."""
    filled.orders.add(order(1))
    return filled.orders


def add_accounts(database, count):
    """Enter that many accounts, and give their ids."""
    names = [f"konto-{number:02}" for number in range(count)]
    for name in names:
        values = {"account_id": name, "url": f"https://torget.example/{name}"}
        database.accounts.add(ACCOUNT.model_validate(ACCOUNT.model_dump() | values))
    return names


def test_an_order_comes_back_as_it_was_placed(orders):
    """With its reason, its diary number and its moment."""
    assert orders.get("order-1") == order(1)
    assert orders.open_for(ACCOUNT.account_id) == order(1)
    with pytest.raises(UnknownName, match="”order-9” finns inte"):
        orders.get("order-9")


def test_an_account_has_one_open_order_and_it_is_named(orders):
    """Queued or running; once it is closed another may be placed."""
    with pytest.raises(Refused, match=re.escape("”order-1” (väntar)")):
        orders.add(order(2))
    orders.claim("order-1", "w", NOW, 60)
    with pytest.raises(Refused, match=re.escape("”order-1” (pågår)")):
        orders.add(order(2))
    orders.fail("order-1", "w", "Sidan svarar inte.", NOW)
    assert orders.open_for(ACCOUNT.account_id) is None
    orders.add(order(2))
    assert [o.order_id for o in orders.list()] == ["order-2", "order-1"]


def test_an_order_needs_its_account_and_its_own_id(orders, filled):
    """What is refused is not kept."""
    with pytest.raises(UnknownName, match="”okant” finns inte i registret"):
        orders.add(order(2, "okant"))
    (other,) = add_accounts(filled, 1)
    with pytest.raises(Refused, match="”order-1” finns redan"):
        orders.add(order(1, other))
    assert orders.list() == (order(1),)


def test_orders_are_listed_by_state_and_account(orders, filled):
    """Newest first."""
    (other,) = add_accounts(filled, 1)
    orders.add(order(2, other))
    running = orders.claim("order-2", "w", NOW, 60)
    assert orders.list() == (running, order(1))
    assert orders.list(state=OrderState.RUNNING) == (running,)
    assert orders.list(account=ACCOUNT.account_id) == (order(1),)
    assert orders.list(OrderState.RUNNING, ACCOUNT.account_id) == ()


def test_a_claimed_order_belongs_to_its_worker(orders):
    """It says since when and how long; nobody else may touch it meanwhile."""
    claimed = orders.claim("order-1", "one", NOW, 90)
    assert claimed.state is OrderState.RUNNING
    assert (claimed.started_at, claimed.lease_until) == (NOW, NOW + 1.5 * MINUTE)
    with pytest.raises(Unavailable, match="utförs redan"):
        orders.claim("order-1", "two", NOW + MINUTE, 60)
    for use in (
        lambda: orders.renew("order-1", "two", NOW, 60),
        lambda: orders.progress("order-1", "two", Progress(step="capture")),
        lambda: orders.finish("order-1", "two", "paket-1", NOW),
        lambda: orders.fail("order-1", "two", "Fel.", NOW),
    ):
        with pytest.raises(Refused, match="hålls inte längre"):
            use()
    assert orders.get("order-1") == claimed


def test_a_worker_renews_tells_and_finishes(orders):
    """The lease moves, progress shows, and the package is named at the end."""
    orders.claim("order-1", "w", NOW, 60)
    renewed = orders.renew("order-1", "w", NOW + MINUTE, 60)
    assert renewed.lease_until == NOW + 2 * MINUTE
    orders.progress("order-1", "w", Progress(step="capture", done=3, total=9))
    assert orders.get("order-1").progress == Progress(step="capture", done=3, total=9)
    done = orders.finish("order-1", "w", "paket-1", NOW + 2 * MINUTE)
    assert done == orders.get("order-1")
    assert (done.state, done.package_id) == (OrderState.DONE, "paket-1")
    assert (done.ended_at, done.lease_until) == (NOW + 2 * MINUTE, None)


def test_a_failed_order_keeps_its_sentence(orders):
    """And is over: it can be neither claimed nor finished."""
    orders.claim("order-1", "w", NOW, 60)
    failed = orders.fail("order-1", "w", "Sidan kräver inloggning.", NOW + MINUTE)
    assert failed.state is OrderState.FAILED
    assert failed.failure == "Sidan kräver inloggning."
    with pytest.raises(Refused, match="redan avslutad: Misslyckades"):
        orders.claim("order-1", "w", NOW + MINUTE, 60)
    with pytest.raises(Refused, match="hålls inte längre"):
        orders.finish("order-1", "w", "paket-1", NOW + MINUTE)


def test_a_failed_order_may_be_tried_again(orders):
    """Back in the queue as if it was new, unless another one is open by then."""
    with pytest.raises(Refused, match="har inte misslyckats"):
        orders.requeue("order-1")
    orders.claim("order-1", "w", NOW, 60)
    orders.fail("order-1", "w", "Sidan svarar inte.", NOW)
    again = orders.requeue("order-1")
    assert (again.state, again.failure, again.ended_at) == (OrderState.QUEUED, "", None)
    assert orders.claim("order-1", "next", NOW, 60).state is OrderState.RUNNING
    orders.fail("order-1", "next", "Sidan svarar inte.", NOW)
    orders.add(order(2))
    with pytest.raises(Refused, match=re.escape("”order-2” (väntar)")):
        orders.requeue("order-1")
    with pytest.raises(UnknownName):
        orders.requeue("x")


def test_an_order_left_by_a_dead_worker_goes_to_the_next(orders):
    """When the lease has run out, and not before; the first one is then shut out."""
    orders.claim("order-1", "dead", NOW, 60)
    assert orders.next_queued(NOW + 0.99 * MINUTE) is None
    left = orders.next_queued(NOW + MINUTE)
    assert left is not None
    taken = orders.claim(left.order_id, "next", NOW + MINUTE, 60)
    assert taken.started_at == NOW + MINUTE
    with pytest.raises(Refused, match="en annan har tagit över"):
        orders.finish("order-1", "dead", "paket-1", NOW + MINUTE)
    assert orders.finish("order-1", "next", "paket-1", NOW).state is OrderState.DONE


def test_a_worker_may_finish_late_when_nobody_took_over(orders):
    """The work is done and true, though the lease ran out."""
    orders.claim("order-1", "w", NOW, 60)
    assert orders.finish("order-1", "w", "p", NOW + 5 * MINUTE).package_id == "p"


def test_the_oldest_queued_order_is_next(filled):
    """None when nothing waits."""
    assert filled.orders.next_queued(NOW) is None
    first, second = add_accounts(filled, 2)
    filled.orders.add(order(2, first))
    filled.orders.add(order(1, second))
    assert filled.orders.next_queued(NOW) == order(1, second)


def test_an_unknown_order_is_an_unknown_name_to_every_method(orders):
    """Never silently nothing."""
    for use in (
        lambda: orders.claim("x", "w", NOW, 60),
        lambda: orders.renew("x", "w", NOW, 60),
        lambda: orders.finish("x", "w", "p", NOW),
    ):
        with pytest.raises(UnknownName, match="”x” finns inte"):
            use()


CLAIMER = """
import sys
from datetime import datetime
from schemas.errors import Unavailable
from storage import open_database

url, name, now = sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])
with open_database(url) as database:
    print("ready", flush=True)
    sys.stdin.readline()
    while (order := database.orders.next_queued(now)) is not None:
        try:
            with database.transaction():
                database.orders.claim(order.order_id, name, now, 60)
        except Unavailable:
            continue
        print(order.order_id, flush=True)
"""


def test_two_processes_share_fifty_orders_and_none_is_taken_twice(filled, database_url):
    """Each order goes to exactly one of them."""
    placed = []
    for number, account_id in enumerate(add_accounts(filled, 50)):
        filled.orders.add(order(number, account_id))
        placed.append(f"order-{number}")
    command = [sys.executable, "-c", CLAIMER, database_url]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    workers = [
        subprocess.Popen(
            [*command, name, NOW.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        for name in ("one", "two")
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    taken = [worker.communicate()[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sorted(taken[0] + taken[1]) == sorted(placed)
    assert {o.state for o in filled.orders.list()} == {OrderState.RUNNING}
