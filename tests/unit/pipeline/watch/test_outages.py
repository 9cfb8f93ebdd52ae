# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An outage is told once, its end once, and it never looks like a change."""

import pytest

from pipeline.watch.look import watch
from schemas.errors import LoginExpired, NotAllowed, PlatformDown
from schemas.profile import PageState
from schemas.watch import NoticeFor, OutageScope

HOST = "torget.example"
QUARTER, MINUTES = 15, 5
TROUBLE = [
    PageState.LOGIN_WALL,
    PageState.RATE_LIMITED,
    PageState.CONSENT_WALL,
    PageState.UNAVAILABLE,
    PageState.CHALLENGED,
    PageState.NOT_UNDERSTOOD,
]


def told(world, *kinds):
    return [kind for kind in world.notices() if kind in kinds]


def many(world, number):
    return [world.account(f"konto-{n:02}") for n in range(number)]


def test_a_platform_that_is_down_for_three_hours_is_one_alarm_and_one_recovery(world):
    """Sixty accounts on one host, in more than one batch, due at different minutes."""
    many(world, 60)
    world.pass_hours(2, QUARTER)
    world.down[HOST] = PageState.UNAVAILABLE
    world.pass_hours(3, QUARTER)
    [outage] = world.archive.database.watch.open_outages()
    assert (outage.scope, outage.subject) == (OutageScope.HOST, HOST)
    assert outage.accounts == 60
    assert told(world, "outage", "recovered") == ["outage"]
    del world.down[HOST]
    world.pass_hours(8)
    assert world.archive.database.watch.open_outages() == ()
    assert world.notices() == ["outage", "recovered"]
    assert world.orders() == []
    assert world.archive.database.changes.list() == ()
    events = world.events()
    assert (events["outage_began"], events["outage_ended"]) == (1, 1)


def test_a_platform_with_few_accounts_in_each_batch_is_one_outage_too(world):
    """Due one by one over the hour: what the batch lacks, the register knows."""
    many(world, 6)
    world.pass_hours(2, MINUTES)
    world.down[HOST] = PageState.UNAVAILABLE
    world.pass_hours(5, MINUTES)
    [outage] = world.archive.database.watch.open_outages()
    assert outage.scope is OutageScope.HOST
    del world.down[HOST]
    world.pass_hours(8, MINUTES)
    assert world.notices() == ["outage", "recovered"]


@pytest.mark.parametrize("state", [PageState.LOGIN_WALL, PageState.UNAVAILABLE])
def test_one_account_s_wall_is_told_once_and_its_end_once(world, state):
    """The others on the host show as they should; nothing is taken for a change."""
    first, *_ = many(world, 5)
    world.pass_hours(2)
    world.states[first] = state
    world.pass_hours(12)
    assert told(world, "outage") == ["outage"]
    [notice] = world.archive.database.notices.list()
    assert (notice.recipient, notice.account_id) == (NoticeFor.OPERATIONS, first)
    del world.states[first]
    world.pass_hours(12)
    assert world.notices() == ["outage", "recovered"]
    assert (world.orders(), world.archive.database.changes.list()) == ([], ())


def test_one_failed_look_is_no_outage(world):
    first, *_ = many(world, 5)
    world.pass_hours(2)
    world.states[first] = PageState.UNAVAILABLE
    world.look(first)
    del world.states[first]
    world.pass_hours(3)
    assert world.notices() == []


def test_a_key_that_is_refused_is_told_as_access_to_operations_alone(world):
    """Graph error 190: our trouble, never "closed"."""
    first, *_ = many(world, 4)
    world.pass_hours(2)
    world.states[first] = PageState.ACCESS_REFUSED
    world.pass_hours(72)
    assert world.notices() == ["access"]
    [notice] = world.archive.database.notices.list()
    assert notice.recipient is NoticeFor.OPERATIONS
    assert "gone_suspected" not in world.events()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (PlatformDown("Plattformen svarar inte."), "outage"),
        (NotAllowed("Adressen ligger i ett privat nät."), "outage"),
        (LoginExpired("Inloggningen har gått ut."), "access"),
    ],
)
def test_a_look_that_could_not_be_made_is_told_with_its_reason(world, fault, kind):
    first, *_ = many(world, 4)
    world.pass_hours(2)
    good = world.archive.database.observations.last_good(first)
    world.faults[first] = fault
    world.pass_hours(8)
    assert world.notices() == [kind]
    [notice] = world.archive.database.notices.list()
    assert str(fault) in notice.text
    assert world.archive.database.observations.last_seen(first) == good


def test_recovery_with_the_same_content_is_no_change(world):
    """A wall never overwrites what was good: the same afterwards is the same."""
    name = world.account("ett")
    world.pass_hours(2)
    for state in TROUBLE:
        world.states[name] = state
        world.pass_hours(13)
        del world.states[name]
        world.pass_hours(7)
    assert (world.orders(), world.archive.database.changes.list()) == ([], ())
    assert told(world, "outage") == ["outage"] * len(TROUBLE)
    assert told(world, "recovered") == ["recovered"] * len(TROUBLE)


def test_a_change_behind_an_outage_is_found_when_it_is_over(world):
    name = world.account("ett")
    world.pass_hours(2)
    world.states[name] = PageState.LOGIN_WALL
    world.pass_hours(6)
    world.shows(name, about="Vi har flyttat.")
    del world.states[name]
    world.pass_hours(9)
    assert [account for account, _ in world.orders()] == [name]


def test_an_outage_says_what_to_do_in_words(world):
    first, *_ = many(world, 4)
    world.pass_hours(2)
    world.states[first] = PageState.LOGIN_WALL
    world.pass_hours(4)
    [notice] = world.archive.database.notices.list()
    assert notice.title == "Bevakningen når inte Konto-00"
    assert notice.text.startswith("Sidan kräver inloggning.")
    assert "avbild login" in notice.action


def test_a_host_that_is_out_is_tried_now_and_then_not_by_every_batch(world):
    """Else its accounts hold up every other host's, batch after batch."""
    names = many(world, 12)
    world.pass_hours(2, QUARTER)
    world.down[HOST] = PageState.UNAVAILABLE
    watch(world.archive, names[:4], world.crafts())
    asked = world.looks.copy()
    world.clock.pass_time(minutes=9)
    watch(world.archive, names[4:8], world.crafts())
    assert world.looks == asked
    watch(world.archive, names[4:8], world.crafts(), insists=True)
    assert sum(world.looks.values()) == sum(asked.values()) + 4
    world.clock.pass_time(minutes=11)
    watch(world.archive, names[8:], world.crafts())
    assert sum(world.looks.values()) == sum(asked.values()) + 8
    assert world.notices() == ["outage"]


def test_a_host_that_answers_again_is_asked_by_all(world):
    names = many(world, 8)
    world.pass_hours(2, QUARTER)
    world.down[HOST] = PageState.UNAVAILABLE
    watch(world.archive, names[:4], world.crafts())
    del world.down[HOST]
    world.clock.pass_time(minutes=11)
    watch(world.archive, names[:4], world.crafts())
    asked = world.looks.copy()
    watch(world.archive, names[4:], world.crafts())
    assert sum(world.looks.values()) == sum(asked.values()) + 4
    assert world.notices() == ["outage", "recovered"]


def test_accounts_are_seen_soon_after_their_host_is_back(world):
    """They have not failed, so they are not left alone for longer and longer."""
    names = many(world, 30)
    world.pass_hours(2, QUARTER)
    world.down[HOST] = PageState.UNAVAILABLE
    world.pass_hours(4, QUARTER)
    del world.down[HOST]
    world.looks.clear()
    world.pass_hours(1, QUARTER)
    assert set(world.looks) == set(names)
