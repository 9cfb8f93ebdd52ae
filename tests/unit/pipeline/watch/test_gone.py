# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account is never closed by what a machine has seen; a person is asked, once."""

import pytest

from schemas.account import AccountStatus
from schemas.closure import Closure, ClosureEntry, ClosureStep
from schemas.policy import Policy, PolicyKind
from schemas.profile import PageState
from schemas.watch import NoticeFor

ADDRESS = "https://torget.example/kontroll"
STEP = 60


@pytest.fixture
def gone(world):
    """An account that goes, on a host where another stays."""
    name = world.account("ett")
    world.account("kvar")
    world.pass_hours(2)
    world.states[name] = PageState.GONE
    return name


def suspected(world):
    return world.events()["gone_suspected"]


def set_policy(world, **content):
    world.archive.database.policies.add(
        Policy(
            kind=PolicyKind.CHANGE,
            version=1,
            content=content,
            set_at=world.clock(),
            set_by="Ulla",
            reason="Prov",
        )
    )


def test_not_found_once_changes_nothing_for_the_account(world, gone):
    assert world.look(gone).state is PageState.GONE
    del world.states[gone]
    world.pass_hours(60, STEP)
    assert (suspected(world), world.notices(), world.orders()) == (0, [], [])


@pytest.mark.parametrize("state", [PageState.GONE, PageState.DEACTIVATED])
def test_three_looks_over_two_days_in_two_ways_ask_a_person_once(world, gone, state):
    world.states[gone] = state
    world.pass_hours(46, STEP)
    assert suspected(world) == 0
    world.pass_hours(60, STEP)
    assert (suspected(world), world.notices()) == (1, ["probably_closed"])
    [notice] = world.archive.database.notices.list()
    assert (notice.recipient, notice.account_id) == (NoticeFor.SECRETARY, gone)
    assert f"avbild close open {gone}" in notice.action
    account = world.archive.database.accounts.get(gone)
    assert account.status is AccountStatus.ACTIVE
    assert world.archive.database.packages.latest_for(gone) is not None
    assert world.orders() == []


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_account_that_is_to_be_closed_is_asked_about_by_its_closure_alone(
    world, gone, is_confirmed
):
    """The closing asks whether it is closed; the watch keeps what it sees."""
    database, now = world.archive.database, world.clock()
    closing = Closure(closure_id="c", account_id=gone, opened_at=now, opened_by="Ulla")
    database.closures.add(closing)
    steps = list(ClosureStep)[: 4 if is_confirmed else 3]
    for step in steps:
        database.closures.append("c", ClosureEntry(step=step, at=now, by="Ulla"))
    world.pass_hours(104, STEP)
    told = [] if is_confirmed else ["probably_closed"]
    assert (world.notices(), suspected(world)) == (told, len(told))
    assert database.observations.gone_since_good(gone)


def test_both_ways_of_looking_must_miss_it(world, gone):
    """The API says gone, the page shows it: the secretary is not asked."""
    world.other[gone] = PageState.OK
    world.pass_hours(96, STEP)
    assert suspected(world) == 0
    assert world.notices() == ["outage"]
    [notice] = world.archive.database.notices.list()
    assert notice.recipient is NoticeFor.OPERATIONS


@pytest.mark.usefixtures("gone")
def test_a_control_that_fails_too_makes_it_a_matter_for_operations(world):
    world.states["kvar"] = PageState.UNAVAILABLE
    world.pass_hours(96, STEP)
    assert suspected(world) == 0
    told = world.archive.database.notices.list()
    assert {notice.recipient for notice in told} == {NoticeFor.OPERATIONS}


def test_without_a_control_nothing_is_said_of_closing(world):
    """Unknown never counts; operations are told how to give a control page."""
    name = world.account("ensam", host="ensam.example")
    world.pass_hours(2)
    world.states[name] = PageState.GONE
    world.pass_hours(96, STEP)
    assert suspected(world) == 0
    [notice] = world.archive.database.notices.list()
    assert notice.recipient is NoticeFor.OPERATIONS
    assert "kontrolladress" in notice.action


@pytest.mark.parametrize(("is_ok", "events"), [(True, 1), (False, 0)])
def test_the_policy_s_control_page_vouches_for_a_lone_account(world, is_ok, events):
    set_policy(world, control_addresses={"webpage": ADDRESS})
    world.controls[ADDRESS] = is_ok
    name = world.account("ensam", host="ensam.example")
    world.pass_hours(2)
    world.states[name] = PageState.GONE
    world.pass_hours(96, STEP)
    assert suspected(world) == events


def test_an_account_that_comes_back_is_told_of_once(world, gone):
    world.pass_hours(80, STEP)
    del world.states[gone]
    world.pass_hours(12, STEP)
    assert world.notices() == ["probably_closed", "recovered"]
    waiting = world.archive.database.notices.list(NoticeFor.SECRETARY, is_done=False)
    assert [notice.kind.value for notice in waiting] == ["recovered"]
    assert (world.orders(), world.archive.database.changes.list()) == ([], ())


def test_one_that_goes_again_is_asked_about_again(world, gone):
    world.pass_hours(80, STEP)
    del world.states[gone]
    world.pass_hours(12, STEP)
    world.states[gone] = PageState.GONE
    world.pass_hours(80, STEP)
    assert suspected(world) == 2


def test_walls_between_do_not_shorten_the_time(world, gone):
    """A day of walls and one "not found" is no quorum."""
    world.states[gone] = PageState.LOGIN_WALL
    world.pass_hours(60, STEP)
    world.states[gone] = PageState.GONE
    world.pass_hours(16, STEP)
    assert suspected(world) == 0


def test_a_lasting_absence_is_few_rows(world, gone):
    """The same seen again goes on, also of nothing, by each way of looking."""
    before = len(world.archive.database.observations.list(gone))
    world.pass_hours(60, STEP)
    rows = world.archive.database.observations.list(gone)
    assert len(rows) == before + 2
    assert all(row.control_ok for row in rows[:2])
