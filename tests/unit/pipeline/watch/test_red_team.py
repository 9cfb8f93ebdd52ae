# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The watch under what goes wrong around it: clocks, locks, crashes, empty pages."""

from datetime import timedelta

import pytest

from schemas.errors import StoreDown
from schemas.profile import PageState, Profile

NAME = "ett"


def test_a_clock_that_is_put_back_gives_no_false_alarm_and_stops_nothing(world):
    world.account(NAME)
    world.pass_hours(5)
    world.clock.now -= timedelta(hours=3)
    for _ in range(3):
        world.clock.pass_time(minutes=30)
        world.look(NAME)
    assert (world.orders(), world.notices()) == ([], [])
    for one in world.archive.database.observations.list(NAME):
        assert one.until >= one.seen_at
    world.shows(NAME, about="Vi har flyttat.")
    world.pass_hours(6)
    assert len(world.orders()) == 1


def test_a_crash_before_the_order_leaves_the_change_to_be_found_again(
    world, monkeypatch
):
    world.account(NAME)
    world.pass_hours(2)
    world.shows(NAME, about="Vi har flyttat.")
    world.look(NAME)
    world.clock.pass_time(minutes=60)

    def die(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.watch.settle.place_order", die)
        with pytest.raises(KeyboardInterrupt):
            world.look(NAME)
    assert world.orders() == []
    world.pass_hours(2)
    assert len(world.orders()) == 1
    assert world.notices() == ["change_confirmed"]


def test_a_database_that_is_locked_loses_no_change(world, monkeypatch):
    world.account(NAME)
    world.pass_hours(2)
    world.shows(NAME, about="Vi har flyttat.")

    def locked(*_args, **_named):
        message = "Databasen svarar inte."
        raise StoreDown(message)

    with monkeypatch.context() as patch:
        patch.setattr(world.archive.database.observations, "add_all", locked)
        with pytest.raises(StoreDown):
            world.look(NAME)
    world.pass_hours(3)
    assert len(world.orders()) == 1


def test_two_workers_at_once_order_once(world):
    world.account(NAME)
    world.pass_hours(2)
    world.shows(NAME, about="Vi har flyttat.")
    world.pass_hours(1)
    again = [True]

    def another() -> None:
        if again:
            again.pop()
            world.look(NAME)

    world.during = another
    world.clock.pass_time(minutes=60)
    world.look(NAME)
    world.pass_hours(2)
    assert len(world.orders()) == 1
    assert world.notices() == ["change_confirmed"]


def test_a_page_that_shows_nothing_is_not_a_change(world):
    world.account(NAME)
    world.pass_hours(2)
    world.profiles[NAME] = Profile()
    world.states[NAME] = PageState.NOT_UNDERSTOOD
    world.pass_hours(30)
    assert world.orders() == []
    assert world.notices() == ["outage"]
