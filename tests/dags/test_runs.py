# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The DAGs run: what a run is started with, what it places, and when it tries again.

Database and store are real; the three use cases that need a browser or a package are
played by fakes, since tests/e2e runs them for real.
"""

import traceback
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from airflow.sdk import RetryAction
from airflow.sdk.exceptions import AirflowSkipException

from dags import steps
from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from pipeline.watch.outcome import WatchOutcome
from schemas.account import Account, AccountStatus, Board
from schemas.errors import (
    BadInput,
    CaptureIncomplete,
    DigestMismatch,
    InvalidPackage,
    NotAllowed,
    PlatformDown,
    RateLimited,
    UnknownName,
)
from schemas.order import Order, OrderReason, OrderState
from schemas.profile import PageState
from schemas.watch import WatchState

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive with a board and two accounts, one of them closed."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    set_up(read_settings())
    with open_archive(read_settings()) as opened:
        opened.database.boards.add(
            Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhults kommun")
        )
        opened.database.accounts.add(account("almhult"))
        opened.database.accounts.add(account("gammal", AccountStatus.CLOSED))
        yield opened


def account(name: str, status: AccountStatus = AccountStatus.ACTIVE) -> Account:
    """An account in the register."""
    return Account(
        account_id=name,
        board_id="ks",
        platform="webpage",
        url=f"https://torget.example/{name}",
        name=name.title(),
        status=status,
    )


def order(name: str, **fields: object) -> Order:
    """An order in the queue."""
    known = {
        "order_id": name,
        "account_id": "almhult",
        "reason": OrderReason.PROFILE_CHANGE,
        "ordered_by": "Avbild",
        "ordered_at": NOW,
    }
    return Order(**(known | fields))


@pytest.fixture
def carried_out(monkeypatch):
    """The orders that were carried out."""
    done: list[str] = []

    def run_order(_archive, order_id):
        done.append(order_id)
        return SimpleNamespace(package_id=f"package-of-{order_id}")

    monkeypatch.setattr("pipeline.snapshot.run_order", run_order)
    return done


def states(run) -> dict[str, set[str]]:
    """The states of a run's tasks."""
    found: dict[str, set[str]] = {}
    for instance in run.get_task_instances():
        found.setdefault(instance.task_id, set()).add(str(instance.state))
    return found


def test_a_form_becomes_an_order_that_is_carried_out(bag, archive, carried_out):
    """The board quotedary's form: account, reason, diary number."""
    form = {"konto": "almhult", "anledning": "Ny profil", "diarienummer": "KS 2026/1"}
    run = bag.dags["snapshot_account"].test(run_conf=form)
    assert run.state == "success"
    [placed] = archive.database.orders.list()
    assert placed.reason is OrderReason.REQUEST
    assert (placed.reason_text, placed.diary_number) == ("Ny profil", "KS 2026/1")
    assert placed.ordered_by == "dag_test"
    assert carried_out == [placed.order_id]


def test_a_run_carries_out_the_order_that_it_is_given(bag, archive, carried_out):
    """The portal places the order and gives its id."""
    archive.database.orders.add(order("o-1"))
    run = bag.dags["snapshot_account"].test(run_conf={"order_id": "o-1"})
    assert run.state == "success"
    assert carried_out == ["o-1"]


def test_a_woken_run_takes_every_waiting_order(bag, archive, carried_out):
    """One event may stand for several orders; the order table is the queue."""
    archive.database.accounts.add(account("skolan"))
    archive.database.orders.add(order("o-2", ordered_at=NOW + timedelta(minutes=1)))
    archive.database.orders.add(order("o-1", account_id="skolan"))
    run = bag.dags["snapshot_account"].test()
    assert run.state == "success"
    assert sorted(carried_out) == ["o-1", "o-2"]
    assert states(run)["archive_account"] == {"success"}
    shown = {found.rendered_map_index for found in run.get_task_instances()}
    assert {"o-1", "o-2"} <= shown


def test_an_order_that_a_person_attends_is_left_to_that_person(archive):
    """Also when it was interrupted: nobody sits at a worker's browser."""
    archive.database.orders.add(order("o-1", attended_by="Ulla"))
    assert steps.orders_of_run(archive, {}, "Airflow") == []
    archive.database.orders.claim("o-1", "w", NOW, 60)
    assert steps.orders_of_run(archive, {}, "Airflow") == []


def test_a_woken_run_with_nothing_to_do_is_no_failure(bag, archive, carried_out):
    """Another run was quicker."""
    assert archive.database.orders.list() == ()
    assert bag.dags["snapshot_account"].test().state == "success"
    assert carried_out == []


REFUSED = {
    "a path": {"konto": "../../etc/passwd"},
    "an unknown field": {"konto": "almhult", "skal": "x"},
    "too long a text": {"konto": "almhult", "anledning": "x" * 501},
    "no text": {"order_id": {"$ne": None}},
    "no reason": {"konto": "almhult"},
    "an unknown account": {"konto": "finns-inte", "anledning": "x"},
    "a closed account": {"konto": "gammal", "anledning": "x"},
    "an unknown order": {"order_id": "finns-inte"},
}


@pytest.mark.parametrize("conf", REFUSED.values(), ids=REFUSED)
def test_a_run_refuses_what_no_form_can_hold(bag, archive, carried_out, conf):
    """Anyone who may start a run may type any conf: the first task checks it."""
    try:
        run = bag.dags["snapshot_account"].test(run_conf=conf)
    except ValueError:  # Airflow's own check of the form was quicker
        run = None
    assert run is None or run.state == "failed"
    assert archive.database.orders.list() == ()
    assert carried_out == []


def test_a_look_that_finds_a_change_wakes_the_archiving(bag, archive, monkeypatch):
    """Only accounts in use are looked at, and the event carries order ids alone."""
    seen = []

    def watch(_archive, ids):
        seen.extend(ids)
        return tuple(
            WatchOutcome(account_id=name, state=PageState.OK, order_id="o-1")
            for name in ids
        )

    monkeypatch.setattr("pipeline.watch.look.watch", watch)
    told = []
    monkeypatch.setattr(steps, "tell", lambda _events, ids: told.append(ids))
    assert archive is not None
    assert bag.dags["watch_accounts"].test().state == "success"
    assert seen == ["almhult"]
    assert told == [["o-1"]]


def test_only_those_that_are_due_are_looked_at(bag, archive, monkeypatch):
    """Looked at a while ago is not due; a run with nobody due is no failure."""
    batches = []

    def watch(_archive, ids):
        batches.append(list(ids))
        return tuple(WatchOutcome(account_id=name, state=PageState.OK) for name in ids)

    monkeypatch.setattr("pipeline.watch.look.watch", watch)
    now = archive.clock()
    waits = WatchState(account_id="almhult", due_at=now + timedelta(minutes=30))
    archive.database.watch.put([waits])
    assert bag.dags["watch_accounts"].test().state == "success"
    assert batches == []
    archive.database.watch.put([waits.model_copy(update={"due_at": now})])
    archive.database.accounts.add(account("skolan"))
    assert bag.dags["watch_accounts"].test().state == "success"
    assert sorted(batches[0]) == ["almhult", "skolan"]


def test_a_person_may_have_one_account_looked_at_at_once(archive):
    """Due or not; a name that nobody knows is refused."""
    now = archive.clock()
    waits = WatchState(account_id="almhult", due_at=now + timedelta(minutes=30))
    archive.database.watch.put([waits])
    assert steps.accounts_to_watch(archive) == []
    assert steps.accounts_to_watch(archive, "almhult") == [["almhult"]]
    with pytest.raises(UnknownName):
        steps.accounts_to_watch(archive, "ingen")


def test_a_batch_of_the_watch_is_of_one_host_where_it_can_be_filled(archive):
    """Its accounts share a pace, and tell together whether the host is out."""
    for n in range(120):
        host = "a.example" if n < 60 else f"h{n}.example"
        found = account(f"konto-{n}").model_dump()
        found["url"] = f"https://{host}/{n}"
        archive.database.accounts.add(Account(**found))
    batches = steps.accounts_to_watch(archive)
    assert sorted(len(batch) for batch in batches) == [21, 50, 50]
    of_one = {f"konto-{n}" for n in range(60)}
    assert max(len(of_one & set(batch)) for batch in batches) == 50


def test_the_watch_s_batches_are_few_enough_to_be_mapped():
    """A hundred thousand accounts, each on a host of its own or not."""
    assert steps.batch_size(29_000) == 57
    assert -(-3 * 100_000 // (2 * steps.batch_size(100_000))) <= steps.MOST_MAPPED


def test_an_event_carries_order_ids_and_nothing_else():
    """Everyone with a login in Airflow can read an event."""
    added = []
    place = SimpleNamespace(add=lambda asset, extra: added.append((asset, extra)))
    steps.tell({steps.NEW_ORDERS: place}, ["o-1"])
    assert added == [(steps.ORDERS, {"order_ids": ["o-1"]})]


def test_a_batch_fails_only_when_every_account_does(monkeypatch):
    """One page that is down must not stop the look at the others."""
    answers = {
        "up": WatchOutcome(account_id="up", state=PageState.OK),
        "down": WatchOutcome(account_id="down", failure="Sidan svarar inte."),
    }
    monkeypatch.setattr(
        "pipeline.watch.look.watch",
        lambda _archive, ids: tuple(answers[i] for i in ids),
    )
    assert steps.look(None, ["up", "down"]) == []
    with pytest.raises(PlatformDown, match="Sidan svarar inte"):
        steps.look(None, ["down"])


def test_a_damaged_package_turns_the_run_red_and_stops_no_other(
    bag, archive, monkeypatch
):
    """Every package is checked, and the damaged one is named."""
    assert archive is not None
    checked = []

    def verify_package(_archive, package_id, version):
        checked.append((package_id, version))
        return SimpleNamespace(is_valid=package_id != "p-1")

    monkeypatch.setattr("pipeline.verify.verify_package", verify_package)
    monkeypatch.setattr(
        "pipeline.verify.package_versions", lambda _archive: [("p-1", 1), ("p-2", 3)]
    )
    assert bag.dags["verify_packages"].test().state == "failed"
    assert checked == [("p-1", 1), ("p-2", 3)]
    with pytest.raises(InvalidPackage, match="p-1 version 1"):
        steps.verify(archive, [("p-1", 1), ("p-2", 3)])


def test_an_order_that_another_run_holds_is_left_to_it(archive, carried_out):
    """Two runs may be woken for one order; the second is skipped, not failed."""
    now = archive.clock()
    archive.database.orders.add(order("o-1"))
    archive.database.orders.claim("o-1", "someone", now, 600)
    with pytest.raises(AirflowSkipException):
        steps.carry_out(archive, "o-1")
    assert carried_out == []
    assert archive.database.orders.get("o-1").state is OrderState.RUNNING


def test_an_order_left_by_a_dead_worker_is_taken_again(archive, carried_out):
    """When the lease has run out the order waits again, whatever its state says."""
    long_ago = archive.clock() - timedelta(hours=1)
    archive.database.orders.add(order("o-1"))
    archive.database.orders.claim("o-1", "someone", long_ago, 60)
    assert steps.orders_of_run(archive, {}, "Airflow") == ["o-1"]
    assert steps.carry_out(archive, "o-1") == "package-of-o-1"
    assert carried_out == ["o-1"]


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (PlatformDown("nere"), RetryAction.RETRY),
        (NotAllowed("nej"), RetryAction.FAIL),
        (UnknownName("okänd"), RetryAction.FAIL),
        (BadInput("fel"), RetryAction.FAIL),
        (CaptureIncomplete("ofullständig"), RetryAction.FAIL),
        (DigestMismatch("skadad"), RetryAction.FAIL),
        (ZeroDivisionError(), RetryAction.DEFAULT),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_may_pass_is_tried_again(error, action):
    """The error family decides; a fault of our own gets Airflow's ordinary tries."""
    assert steps.ByFamily().evaluate(error, 1, 3).action is action


def test_the_wait_grows_and_a_platform_that_names_a_time_is_obeyed():
    """Five minutes, ten, twenty; an hour when the platform asks for one."""
    policy = steps.ByFamily()
    waits = [policy.evaluate(PlatformDown("x"), n, 3).retry_delay for n in (1, 2, 3)]
    assert waits == [steps.FIRST_WAIT * times for times in (1, 2, 4)]
    assert waits[0] == timedelta(minutes=5)
    asked = policy.evaluate(RateLimited("x", retry_after=3600), 1, 3)
    assert asked.retry_delay == timedelta(hours=1)


def test_a_fault_s_own_text_never_reaches_the_log(archive):
    """It may quote what was captured, and every reader of Airflow sees the log."""
    assert archive is not None
    quoted = "Anna Andersson 19121212-1212"
    with pytest.raises(steps.UnexpectedError) as caught, steps.open_archive():
        raise KeyError(quoted)
    assert "KeyError" in str(caught.value)
    assert quoted not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_what_an_error_arose_from_never_reaches_the_log(archive):
    """A library's error quotes what it stumbled on."""
    assert archive is not None

    def fail():
        try:
            int("Anna Andersson 19121212-1212")
        except ValueError as error:
            message = "Sidan svarar inte."
            raise PlatformDown(message) from error

    with pytest.raises(PlatformDown) as caught, steps.open_archive():
        fail()
    assert "Anna" not in "".join(traceback.format_exception(caught.value))


def test_the_first_wait_is_a_setting(monkeypatch):
    """A demo waits for seconds, production for minutes."""
    monkeypatch.setattr(steps, "FIRST_WAIT", timedelta(seconds=5))
    wait = steps.ByFamily().evaluate(PlatformDown("x"), 2, 3).retry_delay
    assert wait == timedelta(seconds=10)


def test_batches_are_few_enough_to_be_mapped():
    """Fifty to a batch; more when there would be too many batches for Airflow."""
    assert [len(batch) for batch in steps.in_batches(range(120))] == [50, 50, 20]
    assert steps.in_batches([]) == []
    many = steps.in_batches(range(100_000))
    assert len(many) <= steps.MOST_MAPPED
    assert sum(map(len, many)) == 100_000
