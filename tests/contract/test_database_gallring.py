# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal in the database: decided once, by another, on what was frozen; kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from schemas.errors import (
    DigestMismatch,
    NotAllowed,
    Refused,
    Unavailable,
    UnknownName,
)
from schemas.gallring import (
    ExecutionState,
    GallringScope,
    HoldLevel,
    KeptIn,
    ListEntry,
    Purge,
)
from storage import open_database
from tests.contract.database_records import (
    ACCOUNT,
    BOARD,
    MINUTE,
    NOW,
    fill,
    order,
    package,
)
from tests.contract.judged_records import (
    PRESERVED,
    REFUSED,
    certificate,
    decision,
    execution,
    gallring_list,
    hold,
    proven,
    registration,
    verdict,
)

LEASE = 300


@pytest.fixture
def filled(database):
    """A database with a board, its plan, an account and two packages."""
    fill(database)
    database.orders.add(order(1))
    for number in (1, 2):
        database.packages.add(package(number))
    return database


@pytest.fixture
def decided(filled):
    """A list that takes something from two packages, and the decision on it."""
    filled.gallring.add_list(gallring_list(1, 1, 2))
    filled.gallring.add_decision(decision(1))
    return filled


@pytest.fixture
def sql(database_url):
    """Go around Avbild, as someone with access to the database can."""
    if database_url.startswith("postgresql:"):
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(database_url)

    def run(statement):
        with engine.begin() as connection:
            return connection.execute(text(statement)).rowcount

    yield run
    engine.dispose()


def test_lists_come_back_as_they_were_frozen(filled):
    """Newest first, a board's or all; what was excluded is counted by gate."""
    whole = gallring_list(
        2,
        scope=GallringScope.PACKAGE,
        entries=(),
        whole_packages=(KeptIn(package_id="paket-1", version=1),),
    )
    for frozen in (gallring_list(1, 1, 2), whole):
        filled.gallring.add_list(frozen)
    assert filled.gallring.get_list("lista-1") == gallring_list(1, 1, 2)
    assert filled.gallring.lists() == (whole, gallring_list(1, 1, 2))
    assert filled.gallring.lists(BOARD.board_id) == filled.gallring.lists()
    assert filled.gallring.lists("okand") == ()
    with pytest.raises(UnknownName, match="”lista-3” finns inte"):
        filled.gallring.get_list("lista-3")
    with pytest.raises(Refused, match="finns redan"):
        filled.gallring.add_list(whole)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (REFUSED, "ett hinder"),
        (verdict(plan=PRESERVED), "ska inte gallras"),
        (verdict(plan=None), "ska inte gallras"),
        (verdict(account_id="annat"), "annat konto"),
    ],
)
def test_a_list_with_what_may_not_be_disposed_of_is_never_written(filled, bad, message):
    """One item is enough: refused by a gate, to be preserved, in no plan, another's."""
    kept = (KeptIn(package_id="paket-1", version=1),)
    entries = tuple(ListEntry(verdict=one, kept_in=kept) for one in (verdict(), bad))
    with pytest.raises(Refused, match=message):
        filled.gallring.add_list(gallring_list(1, entries=entries))
    assert filled.gallring.lists() == ()


@pytest.mark.parametrize("field", ["board_id", "account_id"])
def test_a_list_needs_its_account_and_board(filled, field):
    """An account that is another board's is not there for this one."""
    with pytest.raises(UnknownName, match="”okand”"):
        filled.gallring.add_list(gallring_list(1, entries=(), **{field: "okand"}))


def test_a_list_is_decided_on_once(decided):
    """A second decision is refused, whatever its id; so is a second use of an id."""
    assert decided.gallring.get_decision("beslut-1") == decision(1)
    with pytest.raises(Refused, match="redan beslutad"):
        decided.gallring.add_decision(decision(1, decision_id="beslut-9"))
    decided.gallring.add_list(gallring_list(2, 1))
    with pytest.raises(Refused, match="upptaget"):
        decided.gallring.add_decision(decision(2, decision_id="beslut-1"))
    decided.gallring.add_decision(decision(2))
    assert decided.gallring.decisions() == (decision(2), decision(1))
    with pytest.raises(UnknownName, match="”beslut-9” finns inte"):
        decided.gallring.get_decision("beslut-9")


def test_a_decision_is_on_the_list_as_it_was_frozen(filled):
    """Another digest is another list, and an unknown list is none."""
    filled.gallring.add_list(gallring_list(1, 1))
    with pytest.raises(DigestMismatch, match="som den frystes"):
        filled.gallring.add_decision(decision(1, list_digest="e" * 64))
    with pytest.raises(UnknownName, match="”lista-9”"):
        filled.gallring.add_decision(decision(1, list_id="lista-9"))
    assert filled.gallring.decisions() == ()


@pytest.mark.parametrize("name", ["Ulla Nämndsekreterare", "ULLA  nämndsekreterare "])
def test_nobody_approves_what_they_proposed(filled, name):
    """However the name is spelt."""
    filled.gallring.add_list(gallring_list(1, 1))
    with pytest.raises(NotAllowed, match="inte själv"):
        filled.gallring.add_decision(decision(1, approved_by=name))
    assert filled.gallring.decisions() == ()


def test_an_execution_is_noted_as_it_proceeds(decided):
    """The last note of each package counts; each comes back whole."""
    started = execution(1, 1)
    decided.gallring.put_execution(execution(1, 2))
    decided.gallring.put_execution(started)
    assert decided.gallring.executions("beslut-1") == (started, execution(1, 2))
    decided.gallring.put_execution(proven(1, 1))
    assert decided.gallring.executions("beslut-1") == (proven(1, 1), execution(1, 2))
    assert decided.gallring.executions("beslut-9") == ()
    with pytest.raises(UnknownName, match="”beslut-9”"):
        decided.gallring.put_execution(execution(9, 1))


def test_a_decision_is_unfinished_until_every_package_is_done(decided):
    """Never begun, stored, purged and incomplete are all not done."""
    unfinished = decided.gallring.unfinished
    assert unfinished() == (decision(1),)
    decided.gallring.put_execution(proven(1, 1))
    for state in ExecutionState:
        late = execution(1, 2, state=state)
        decided.gallring.put_execution(late)
        expected = () if state is ExecutionState.DONE else (decision(1),)
        assert unfinished() == expected, state


def test_whole_packages_are_to_be_reached_too(filled):
    """They stand in no entry."""
    whole = (KeptIn(package_id="paket-1", version=1),)
    filled.gallring.add_list(gallring_list(1, entries=(), whole_packages=whole))
    filled.gallring.add_decision(decision(1))
    assert filled.gallring.unfinished() == (decision(1),)
    filled.gallring.put_execution(proven(1, 1))
    assert filled.gallring.unfinished() == ()


def test_the_replay_list_is_every_destruction_oldest_first(decided):
    """What a restored backup would bring back; also when the proof then failed."""
    decided.gallring.add_list(gallring_list(2, 1))
    decided.gallring.add_decision(decision(2))
    gone = Purge(package_id="paket-2", version=1, files=3, size=9, remaining=0)
    failed = execution(1, 2, state=ExecutionState.INCOMPLETE, purge=gone)
    purged = execution(2, 1, state=ExecutionState.PURGED)
    for one in (purged, failed, proven(1, 1)):
        decided.gallring.put_execution(one)
    assert decided.gallring.executed() == (proven(1, 1), failed, purged)
    untouched = execution(1, 2, state=ExecutionState.INCOMPLETE)
    for one in (untouched, execution(2, 1, state=ExecutionState.STORED)):
        decided.gallring.put_execution(one)
    assert decided.gallring.executed() == (proven(1, 1),)


def test_what_is_begun_again_after_a_restore_stays_on_the_replay_list(decided):
    """A crash in the middle of it must not let what came back be forgotten."""
    decided.gallring.put_execution(proven(1, 1))
    decided.packages.mark_purged("paket-1", 1, "beslut-1", NOW)
    decided.gallring.put_execution(execution(1, 1))
    decided.gallring.put_execution(execution(1, 2))
    assert decided.gallring.executed() == (execution(1, 1),)


def test_certificates_come_back_as_they_were_issued(decided):
    """Newest first; each with its proofs, purges and counts."""
    decided.gallring.add_list(gallring_list(2, 1))
    decided.gallring.add_decision(decision(2))
    for number in (1, 2):
        decided.gallring.add_certificate(certificate(number))
    assert decided.gallring.get_certificate("protokoll-1") == certificate(1)
    assert decided.gallring.certificates() == (certificate(2), certificate(1))
    with pytest.raises(Refused, match="finns redan"):
        decided.gallring.add_certificate(certificate(1))
    with pytest.raises(UnknownName, match="”beslut-9”"):
        decided.gallring.add_certificate(certificate(9))
    with pytest.raises(UnknownName, match="”protokoll-9” finns inte"):
        decided.gallring.get_certificate("protokoll-9")


def test_one_worker_at_a_time_carries_out_a_decision(decided):
    """Until the lease runs out or is given up; whoever holds it may hold on."""
    claim = decided.gallring.claim
    claim("beslut-1", "a", NOW, LEASE)
    with pytest.raises(Unavailable, match="verkställs redan"):
        claim("beslut-1", "b", NOW + 4 * MINUTE, LEASE)
    claim("beslut-1", "a", NOW + 4 * MINUTE, LEASE)
    with pytest.raises(Unavailable):
        claim("beslut-1", "b", NOW + 8 * MINUTE, LEASE)
    claim("beslut-1", "b", NOW + 9 * MINUTE, LEASE)
    decided.gallring.release_claim("beslut-1", "a")
    with pytest.raises(Unavailable):
        claim("beslut-1", "a", NOW + 9 * MINUTE, LEASE)
    decided.gallring.release_claim("beslut-1", "b")
    claim("beslut-1", "a", NOW + 9 * MINUTE, LEASE)
    with pytest.raises(UnknownName, match="”beslut-9” finns inte"):
        claim("beslut-9", "a", NOW, LEASE)


def test_of_many_workers_at_once_exactly_one_gets_the_decision(decided, database_url):
    """And of many approvals at once exactly one is kept."""
    decided.gallring.add_list(gallring_list(2, 1))

    def attempt(number):
        with open_database(database_url) as mine:
            outcome = []
            for act in (
                lambda: mine.gallring.claim("beslut-1", f"w{number}", NOW, LEASE),
                lambda: mine.gallring.add_decision(
                    decision(2, decision_id=f"samtidigt-{number}")
                ),
            ):
                try:
                    act()
                except (Unavailable, Refused) as error:
                    outcome.append(type(error))
                else:
                    outcome.append("mine")
            return outcome

    with ThreadPoolExecutor() as pool:
        claims, decisions = zip(*pool.map(attempt, range(6)), strict=True)
    assert (claims.count("mine"), claims.count(Unavailable)) == (1, 5)
    assert (decisions.count("mine"), decisions.count(Refused)) == (1, 5)


def test_a_destroyed_version_is_marked_and_left_out(decided):
    """It can be named and listed on demand; the newest is one that is kept."""
    packages = decided.packages
    packages.add(package(1, version=2))
    purged = packages.mark_purged("paket-1", 1, "beslut-1", NOW)
    assert (purged.purged_by, purged.purged_at) == ("beslut-1", NOW)
    assert packages.get("paket-1", 1) == purged
    assert packages.get("paket-1") == package(1, version=2)
    assert packages.list() == (package(1, version=2), package(2))
    assert packages.list(with_purged=True)[-1] == purged
    packages.mark_purged("paket-1", 2, "beslut-1", NOW)
    with pytest.raises(UnknownName, match=r"är gallrat \(beslut ”beslut-1”\)"):
        packages.get("paket-1")
    assert packages.latest_for(ACCOUNT.account_id) == package(2)


def test_a_version_is_destroyed_under_one_decision(decided):
    """Marked again it keeps the first time; under another decision it is refused."""
    decided.gallring.add_list(gallring_list(2, 1))
    decided.gallring.add_decision(decision(2))
    first = decided.packages.mark_purged("paket-1", 1, "beslut-1", NOW)
    mark = decided.packages.mark_purged
    assert mark("paket-1", 1, "beslut-1", NOW + MINUTE) == first
    with pytest.raises(Refused, match="annat beslut"):
        mark("paket-1", 1, "beslut-2", NOW)
    with pytest.raises(UnknownName, match="”beslut-9”"):
        mark("paket-2", 1, "beslut-9", NOW)
    with pytest.raises(UnknownName, match="version 9"):
        mark("paket-2", 9, "beslut-1", NOW)
    assert decided.packages.get("paket-2").purged_by is None


GUARDED = (
    "UPDATE registrations SET state = 'not_to_be_registered'",
    "DELETE FROM registrations",
    "UPDATE gallring_lists SET digest = 'x'",
    "DELETE FROM gallring_lists WHERE list_id = 'lista-2'",
    "UPDATE gallring_decisions SET approved_by = 'annan'",
    "DELETE FROM gallring_decisions",
    "UPDATE gallring_certificates SET issued_at = NULL",
    "DELETE FROM gallring_certificates",
    "DELETE FROM gallring_executions",
    "UPDATE gallring_executions SET package_id = 'paket-9'",
    "DELETE FROM holds",
    "UPDATE holds SET released_at = NULL",
)


@pytest.fixture
def judged(decided):
    """Something in every table that is guarded; the hold is released."""
    decided.gallring.add_list(gallring_list(2, 1))
    decided.registrations.add(registration(1))
    decided.gallring.put_execution(proven(1, 1))
    decided.gallring.add_certificate(certificate(1))
    decided.holds.add(hold(1, HoldLevel.ACCOUNT, ACCOUNT.account_id))
    decided.holds.release("stopp-1", "Ulla", NOW, "Klart")
    return decided


@pytest.mark.parametrize("statement", GUARDED)
def test_the_database_itself_refuses_to_change_what_was_decided(judged, sql, statement):
    """Whoever asks, and whatever program they ask with."""
    del judged
    with pytest.raises(DatabaseError, match="append-only"):
        sql(statement)


@pytest.mark.parametrize(
    "table",
    [
        "registrations",
        "gallring_lists",
        "gallring_decisions",
        "gallring_certificates",
        "gallring_executions",
        "holds",
    ],
)
def test_nothing_decided_is_replaced_or_emptied_in_one_go(
    judged, sql, database_url, table
):
    """INSERT OR REPLACE and TRUNCATE fire no delete trigger, and are refused."""
    del judged
    whole = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 - of the names above
    if database_url.startswith("postgresql"):
        whole = f"TRUNCATE {table} CASCADE"
    with pytest.raises(DatabaseError, match="append-only"):
        sql(whole)


def test_a_hold_that_is_active_may_be_released_but_not_removed(decided, sql):
    """The guard lets the one change through that there is."""
    decided.holds.add(hold(1, HoldLevel.ACCOUNT, ACCOUNT.account_id))
    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM holds")
    assert decided.holds.release("stopp-1", "Ulla", NOW, "Klart").released_at == NOW
