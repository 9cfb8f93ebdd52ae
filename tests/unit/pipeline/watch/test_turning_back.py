# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Profiles that change and turn back: noted, and archived no more than once."""

import pytest

from schemas.order import OrderReason
from schemas.profile import ChangeState, PageState
from tests.unit.pipeline.watch.world import picture

NAME = "biblioteket"
CHANGED = (NAME, OrderReason.PROFILE_CHANGE)


@pytest.fixture
def archived(world):
    """An account with pictures, archived, and seen by the watch."""
    world.new_account(NAME)
    world.shows(NAME, avatar=picture("gammal"), cover=picture("vy"))
    world.archived(NAME)
    hour(world)
    return NAME


def hour(world):
    """Let an hour pass, and look."""
    world.clock.pass_time(hours=1)
    return world.look(NAME)


def hours(world, number):
    return [hour(world) for _ in range(number)]


def changes(world):
    return [change.state for change in reversed(world.archive.database.changes.list())]


@pytest.mark.usefixtures("archived")
def test_flapping_is_only_noted(world):
    """A, B, A, B by the hour: two layouts that a platform shows by turns."""
    other = world.profiles[NAME].model_copy(update={"about": "Vi har flyttat."})
    usual = world.profiles[NAME]
    for _ in range(6):
        for shown in (other, usual):
            world.profiles[NAME] = shown
            hour(world)
    assert (world.orders(), world.notices()) == ([], [])
    assert set(changes(world)) == {ChangeState.REVERTED}
    assert world.events()["change_reverted"] == 6


@pytest.mark.usefixtures("archived")
def test_a_confirmed_change_that_goes_back_is_noted_and_archived_no_more(world):
    usual = world.profiles[NAME]
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 2)
    world.carry_out()
    world.profiles[NAME] = usual
    hours(world, 3)
    world.states[NAME] = PageState.UNAVAILABLE
    hour(world)
    del world.states[NAME]
    world.clock.pass_time(hours=40)
    hours(world, 3)
    assert world.orders() == [CHANGED]
    assert world.events()["change_reverted"] == 1


@pytest.mark.usefixtures("archived")
def test_a_change_that_goes_back_and_forth_is_archived_once(world):
    """Both looks are archived; each turn within the window is only noted."""
    usual = world.profiles[NAME]
    world.shows(NAME, about="Vi har flyttat.")
    other = world.profiles[NAME]
    hours(world, 2)
    world.carry_out()
    for shown in (usual, other, usual, other):
        world.profiles[NAME] = shown
        hours(world, 2)
    assert world.orders() == [CHANGED]
    assert world.events()["change_reverted"] == 4


@pytest.mark.usefixtures("archived")
def test_a_change_that_waits_is_looked_at_with_care(world):
    """A glance may show an old copy, and would confirm what was taken back."""
    hour(world)
    assert world.asked_with[NAME].validators == {"etag": "1"}
    world.shows(NAME, about="Vi har flyttat.")
    hours(world, 2)
    assert world.asked_with[NAME].validators == {}
