# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Policies, the watch's queue and outages, and notices."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event

from schemas.account import AccountStatus
from schemas.errors import Refused, UnknownName
from schemas.policy import PolicyKind
from schemas.profile import PageState
from schemas.watch import NoticeFor
from storage import open_database
from tests.contract.database_records import BOARD, MINUTE, NOW, fill, observation
from tests.contract.judged_homes import MINE, OTHER
from tests.contract.watch_records import (
    change,
    closure,
    notice,
    outage,
    policy,
    watch_state,
)

CHANGE = PolicyKind.CHANGE
WORKERS = 4


@pytest.fixture
def filled(database):
    """A database with two accounts of a board."""
    fill(database)
    database.accounts.add(OTHER)
    return database


def race(url, act):
    """Let several workers, each with a database of its own, do the same at once."""
    start = Barrier(WORKERS)

    def work(number):
        with open_database(url) as database:
            start.wait()
            try:
                return act(database, number)
            except Refused:
                return False

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, range(WORKERS)))


def test_a_boards_own_policy_goes_before_the_municipalitys(filled):
    """The newest of each; the other kinds have their own."""
    current = filled.policies.current
    assert current(CHANGE, BOARD.board_id) is None
    for version in (1, 2):
        filled.policies.add(policy(version))
    assert current(CHANGE) == current(CHANGE, BOARD.board_id) == policy(2)
    filled.policies.add(policy(1, BOARD.board_id))
    assert current(CHANGE, BOARD.board_id) == policy(1, BOARD.board_id)
    assert current(CHANGE) == policy(2)
    assert current(PolicyKind.CONFORMITY) is None
    assert filled.policies.history(CHANGE) == (policy(1), policy(2))
    assert filled.policies.history(CHANGE, BOARD.board_id) == (
        policy(1, BOARD.board_id),
    )


def test_a_version_is_the_next_or_refused(filled):
    """Whoever wrote it had not seen what another set."""
    for version in (0, 2):
        with pytest.raises(Refused, match="ändrats av någon annan"):
            filled.policies.add(policy(1).model_copy(update={"version": version}))
    filled.policies.add(policy(1))
    for version in (1, 3):
        with pytest.raises(Refused, match="ändrats av någon annan"):
            filled.policies.add(policy(version))
    with pytest.raises(UnknownName, match="Nämnden ”okand”"):
        filled.policies.add(policy(1, "okand"))
    assert filled.policies.history(CHANGE) == (policy(1),)


def test_accounts_never_looked_at_are_due_first_then_the_latest(filled):
    """Now counts; what is closed is not watched."""
    due = filled.watch.due
    assert due(NOW) == ("annat", MINE)
    assert due(NOW, limit=1) == ("annat",)
    filled.watch.put([watch_state(MINE, 0)])
    assert due(NOW) == ("annat", MINE)
    assert due(NOW - MINUTE) == ("annat",)
    assert due(NOW, limit=1) == ("annat",)
    filled.watch.put([watch_state("annat", 5), watch_state(MINE, 9)])
    assert due(NOW + 9 * MINUTE) == ("annat", MINE)
    assert due(NOW + 9 * MINUTE, limit=1) == ("annat",)
    assert due(NOW + 8 * MINUTE) == ("annat",)
    assert due(NOW) == ()
    closed = OTHER.model_copy(update={"status": AccountStatus.CLOSED})
    filled.accounts.change(closed, "Ulla", "Läggs ned", NOW)
    assert due(NOW + 9 * MINUTE) == (MINE,)
    filled.watch.purge("annat")
    assert due(NOW + 9 * MINUTE) == (MINE,)


def test_an_account_being_closed_is_still_watched(filled):
    """It must be seen that it goes."""
    closing = OTHER.model_copy(update={"status": AccountStatus.CLOSING})
    filled.accounts.change(closing, "Ulla", "Ska avslutas", NOW)
    assert filled.watch.due(NOW) == ("annat", MINE)


def test_the_watchs_state_takes_the_place_of_the_last(filled):
    """All of a batch, the new and the old, or none."""
    first, other = watch_state(MINE), watch_state("annat")
    filled.watch.put([first])
    later = watch_state(MINE, 60).model_copy(
        update={"last_state": None, "validators": {}, "failures": 0}
    )
    filled.watch.put([later, other])
    filled.watch.put([])
    both = [MINE, "annat", "okant"]
    assert filled.watch.states(both) == {MINE: later, "annat": other}
    with pytest.raises(Refused):
        filled.watch.put([first, watch_state("okant")])
    assert filled.watch.states([MINE]) == {MINE: later}
    filled.watch.purge(MINE)
    assert filled.watch.states([MINE]) == {}


def test_more_accounts_than_a_statement_takes_are_read_all_the_same(filled):
    """The caller need not know the database's limits."""
    filled.watch.put([watch_state(MINE), watch_state("annat")])
    many = [f"konto-{number}" for number in range(1200)]
    assert set(filled.watch.states([MINE, *many, "annat"])) == {MINE, "annat"}
    filled.observations.add(observation(1))
    assert set(filled.observations.heads([*many, MINE])) == {MINE}


@pytest.mark.parametrize("name", ["due", "heads", "states", "open_outage", "unsent"])
def test_what_is_asked_every_minute_is_answered_by_an_index(filled, database_url, name):
    """No table is read from end to end, however many years of sights it holds."""
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL weighs the size of the tables")
    asked = {
        "due": lambda: filled.watch.due(NOW, 50),
        "heads": lambda: filled.observations.heads([MINE]),
        "states": lambda: filled.watch.states([MINE]),
        "open_outage": lambda: filled.watch.open_outage(MINE),
        "unsent": filled.notices.unsent,
    }
    steps = plans_of(filled, asked[name])
    tables = ("accounts", "observations", "watch_states", "outages", "notices")
    assert steps
    assert not [s for s in steps if s.startswith(tuple(f"SCAN {t}" for t in tables))]


def plans_of(database, act):
    """Give the steps by which SQLite answers what an act asks."""
    engine, steps = database._engine, []  # noqa: SLF001 - looks inside

    def explain(connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            driver = connection.connection.driver_connection
            plan = driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(step[3] for step in plan)

    event.listen(engine, "before_cursor_execute", explain)
    act()
    event.remove(engine, "before_cursor_execute", explain)
    return steps


def test_an_outage_begins_widens_and_ends_once(filled):
    """At most one is open of a subject; the next is another outage."""
    watch, first = filled.watch, outage(1)
    assert watch.open_outage(first.subject) is None
    assert watch.begin(first)
    assert not watch.begin(outage(2))
    assert watch.begin(outage(3, MINE))
    wider = first.model_copy(
        update={"accounts": 40, "state": PageState.RATE_LIMITED, "began_at": NOW}
    )
    watch.widen(wider)
    wider = wider.model_copy(update={"began_at": first.began_at})
    assert watch.open_outages() == (wider, outage(3, MINE))
    assert watch.open_outage(first.subject) == wider
    ended = wider.model_copy(update={"ended_at": NOW + 60 * MINUTE})
    assert watch.end(first.subject, NOW + 60 * MINUTE) == ended
    assert watch.end(first.subject, NOW + 90 * MINUTE) is None
    assert watch.begin(outage(4))
    assert watch.outages() == (outage(4), outage(3, MINE), ended)
    assert watch.outages(limit=1) == (outage(4),)


def test_only_an_open_outage_is_widened(filled):
    """An ended one stands as it was."""
    filled.watch.begin(outage(1))
    filled.watch.end(outage(1).subject, NOW)
    for number in (1, 2):
        with pytest.raises(UnknownName, match=f"avbrott ”avbrott-{number}”"):
            filled.watch.widen(outage(number))
    with pytest.raises(Refused):
        filled.watch.begin(outage(1, "annat"))


def test_people_are_told_once_for_each_event(filled):
    """By the key, whatever else the notice says."""
    assert filled.notices.add(notice(1))
    assert not filled.notices.add(notice(2, key=notice(1).key))
    assert filled.notices.add(notice(2))
    assert filled.notices.get("meddelande-1") == notice(1)
    assert filled.notices.list() == (notice(2), notice(1))
    for wrong in ({"notice_id": "meddelande-1"}, {"account_id": "okant"}):
        with pytest.raises(Refused):
            filled.notices.add(notice(3, **wrong))
    with pytest.raises(UnknownName, match="”okant” finns inte"):
        filled.notices.get("okant")


def test_notices_are_found_by_recipient_board_and_whether_they_are_done(filled):
    """What operations gets belongs to no board."""
    alarm = notice(2, recipient=NoticeFor.OPERATIONS, board_id=None, account_id=None)
    filled.notices.add(notice(1))
    filled.notices.add(alarm)
    done = filled.notices.done("meddelande-1", "Ulla", NOW)
    assert done == notice(1, done_at=NOW, done_by="Ulla")
    found = filled.notices.list
    assert found(recipient=NoticeFor.OPERATIONS) == found(is_done=False) == (alarm,)
    assert found(board_id=BOARD.board_id) == found(is_done=True) == (done,)
    assert found(recipient=NoticeFor.OPERATIONS, is_done=True) == ()


def test_a_notice_is_done_once_by_somebody(filled):
    """Two people may open the inbox at once."""
    filled.notices.add(notice(1))
    with pytest.raises(Refused, match="Ange vem"):
        filled.notices.done("meddelande-1", " ", NOW)
    filled.notices.done("meddelande-1", "Ulla", NOW)
    with pytest.raises(Refused, match="redan avklarat"):
        filled.notices.done("meddelande-1", "Maj", NOW)
    assert filled.notices.get("meddelande-1").done_by == "Ulla"
    with pytest.raises(UnknownName):
        filled.notices.done("okant", "Ulla", NOW)


def test_what_has_not_left_by_email_waits_oldest_first(filled):
    """The first time that it left stands."""
    for number in (2, 1):
        filled.notices.add(notice(number))
    assert filled.notices.unsent() == (notice(1), notice(2))
    sent = filled.notices.sent("meddelande-1", NOW)
    assert sent == notice(1, sent_at=NOW)
    assert filled.notices.sent("meddelande-1", NOW + MINUTE) == sent
    assert filled.notices.unsent() == (notice(2),)
    with pytest.raises(UnknownName):
        filled.notices.sent("okant", NOW)


RACES = {
    "begin": lambda database, number: database.watch.begin(outage(number)),
    "tell": lambda database, number: database.notices.add(
        notice(number, key="outage:torget.example")
    ),
    "set a policy": lambda database, _: database.policies.add(policy(1)) is None,
    "find a change": lambda database, number: (
        database.changes.add(change(number)) is None
    ),
    "close": lambda database, number: database.closures.add(closure(number)) is None,
}


@pytest.mark.parametrize("name", RACES)
def test_of_workers_that_do_the_same_at_once_one_succeeds(filled, database_url, name):
    """The others are told so, and nothing is there twice."""
    filled.observations.add_all([observation(1), observation(2)])
    assert sorted(race(database_url, RACES[name])) == [False] * (WORKERS - 1) + [True]


def test_of_workers_that_end_an_outage_one_is_given_it(filled, database_url):
    """So recovery is told once."""
    filled.watch.begin(outage(1))
    ended = race(
        database_url,
        lambda database, _: database.watch.end(outage(1).subject, NOW) is not None,
    )
    assert sum(ended) == 1
