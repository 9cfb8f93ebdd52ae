# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts that only a key or a person can read: one notice each, and peace after."""

import pytest

from pipeline.crafts import REAL
from schemas.account import Account
from schemas.errors import LoginExpired
from schemas.profile import PageState
from schemas.watch import NoticeFor, OutageScope

HOSTS = {"facebook": "www.facebook.com", "x": "x.com"}


@pytest.fixture
def without_keys(world, monkeypatch):
    """Four pages and four accounts on X without keys, looked at as in earnest."""
    for platform, host in HOSTS.items():
        for number in range(4):
            made = {
                "account_id": f"{platform}-{number}",
                "board_id": world.plan.board_id,
                "platform": platform,
                "url": f"https://{host}/almhult{number}",
                "name": f"{platform.title()} {number}",
            }
            world.archive.database.accounts.add(Account.model_validate(made))
    monkeypatch.setattr(world, "crafts", lambda: REAL)
    return world


def test_each_is_one_notice_that_says_what_to_do(without_keys):
    """For a day and a night; and no host is said to be out."""
    without_keys.pass_hours(24)
    outages = without_keys.archive.database.watch.open_outages()
    assert {one.scope for one in outages} == {OutageScope.ACCOUNT}
    assert len(outages) == 8
    told = without_keys.archive.database.notices.list(NoticeFor.OPERATIONS)
    assert sorted(one.account_id for one in told) == sorted(
        f"{platform}-{number}" for platform in HOSTS for number in range(4)
    )
    for notice in told:
        assert notice.title.endswith("kan inte bevakas automatiskt")
        own = "account token" if "facebook" in notice.account_id else "--attended"
        assert own in notice.action
    assert without_keys.orders() == []


def test_it_is_not_tried_each_quarter_for_ever(without_keys):
    """The account's own looks grow rarer, as after any failure."""
    without_keys.pass_hours(24)
    state = without_keys.archive.database.watch.states(["x-0"])["x-0"]
    assert state.last_state is PageState.ACCESS_REFUSED
    assert state.failures < 24


def test_a_key_that_has_ended_is_one_alarm_for_its_account(world, monkeypatch):
    """Told once, and told over when a new key works."""
    monkeypatch.setattr("pipeline.tokens.KEYED", frozenset({"webpage"}))
    for number in range(4):
        world.account(f"konto-{number}")
    world.pass_hours(2)
    for number in range(3):
        world.faults[f"konto-{number}"] = LoginExpired("Nyckeln gäller inte längre.")
    world.pass_hours(24)
    assert world.notices() == ["access"] * 3
    scopes = {one.scope for one in world.archive.database.watch.open_outages()}
    assert scopes == {OutageScope.ACCOUNT}
    world.faults.clear()
    world.pass_hours(24)
    assert sorted(world.notices()) == ["access"] * 3 + ["recovered"] * 3
