# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The country that the watch is measured on takes its time, and fails as platforms do.

What the day demands of the watch can fail.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from types import SimpleNamespace

import pytest

from archivers.watch import LookErrand
from schemas.profile import PageState
from tests.fakes import ids
from tools import bench_national
from tools.bench_country import (
    DOWN,
    FLAP,
    MIXTURE,
    PATIENCE,
    START,
    Clock,
    Country,
    Task,
)

SEVEN = START + timedelta(hours=7)

AWAKE = SimpleNamespace(resting={})
"""No host is left in peace."""


@pytest.fixture(scope="module")
def country():
    return Country(100)


@pytest.fixture
def task(country):
    archive = SimpleNamespace(new_id=ids())
    return Task(archive, country, Clock(START), defaultdict(list))


def errands(country, platform, number):
    there = [one for one in country.accounts if one.platform == platform]
    host = there[0].url.host
    return [LookErrand(one) for one in there if one.url.host == host][:number]


def seconds(task, chosen):
    """Say how long a task's looks take; all of them are made."""
    began = task.clock.now
    assert len(list(task.look(chosen, AWAKE))) == len(chosen)
    return (task.clock.now - began).total_seconds()


def test_the_country_is_of_29_000_accounts_on_every_kind_of_host(country):
    assert len(country.accounts) == 29_000
    assert Counter(one.platform for one in country.accounts) == {
        name: 1450 * MIXTURE.count(name) for name in set(MIXTURE)
    }
    hosts = {one.url.host for one in country.accounts if one.platform == "webpage"}
    assert len(hosts) == 290


def test_every_platform_has_accounts_that_change_and_some_that_are_walled(country):
    names = {one.account_id: one.platform for one in country.accounts}
    assert {names[name] for name in country.changed} == set(MIXTURE)
    walled = Counter(country.accounts[n].platform for n in country.walled)
    assert set(walled) == set(MIXTURE) - {DOWN}


def test_a_name_that_comes_back_is_another_for_half_an_hour(country):
    [number, at], *_ = country.flaps.items()
    account = country.accounts[number]
    moments = (at - FLAP / 2, at, at + FLAP / 2, at + FLAP)
    names = [country.profile(account, moment).name for moment in moments]
    assert names == [account.name, "Nytt namn", "Nytt namn", account.name]


def test_a_bucket_of_tokens_holds_up_a_host(task, country):
    """Sixty questions, of which twenty-five at once and then nine in ten seconds."""
    assert seconds(task, errands(country, "mastodon", 60)) >= 35 / 0.9
    [moments] = task.asked.values()
    assert len(moments) == 60


def test_one_question_is_about_many_on_bluesky(task, country):
    assert seconds(task, errands(country, "bluesky", 60)) < 1
    assert sum(map(len, task.asked.values())) == 3


def test_a_host_that_does_not_answer_costs_patience_but_once(task, country):
    task.clock.now = SEVEN
    assert seconds(task, errands(country, DOWN, 50)) == pytest.approx(PATIENCE, abs=1)
    looks = list(task.look(errands(country, DOWN, 50), AWAKE))
    assert {one.observation.page_state for one in looks} == {PageState.UNAVAILABLE}
    assert sum(map(len, task.asked.values())) == 8


def test_the_most_questions_in_five_minutes_are_found():
    assert bench_national.most_within([0, 100, 299, 300, 301, 700]) == 4
    assert bench_national.most_within([]) == 0


def test_what_is_not_so_is_no_measurement():
    bench_national.demand_same("notices", {"a": 1}, {"a": 1})
    with pytest.raises(RuntimeError, match="notices"):
        bench_national.demand_same("notices", {"a": 2}, {"a": 1})
