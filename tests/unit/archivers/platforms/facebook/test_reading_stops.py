# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A key that is dead or narrow, a limit, and a page that is gone stop a reading."""

import pytest

from graph import ids
from graph.tokens import PAGE_TOKEN
from schemas.errors import (
    AccountGone,
    LoginExpired,
    PermissionMissing,
    RateLimited,
)


def test_a_dead_key_stops_the_reading(played):
    played.world.expire(PAGE_TOKEN)
    with pytest.raises(LoginExpired, match="tid har gått ut"):
        played.read()


def test_a_key_that_dies_on_the_way_stops_the_reading(played):
    played.world.fail(times=1, path=f"{ids.post_id(6)}/comments", code=190, subcode=460)
    with pytest.raises(LoginExpired, match="bytt lösenord"):
        played.read()


@pytest.mark.parametrize("name", ["pages_read_engagement", "pages_read_user_content"])
def test_a_key_that_is_too_narrow_names_what_it_lacks(played, name):
    played.world.narrow(PAGE_TOKEN, name)
    with pytest.raises(PermissionMissing, match=name):
        played.read()


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001])
def test_a_limit_stops_the_reading_for_now(played, code):
    played.world.throttle = code
    with pytest.raises(RateLimited) as caught:
        played.read()
    assert caught.value.retry_after == 15 * 60


def test_a_limit_that_is_near_stops_it_too(played):
    played.world.used = 96
    with pytest.raises(RateLimited):
        played.read()
    assert len(played.world.asked) == 1


def test_questions_slow_down_before_the_limit(played):
    played.world.used = 80
    played.read()
    assert set(played.waits) == {2.5}


def test_a_page_that_is_gone_is_gone(played):
    played.world.page.is_gone = True
    with pytest.raises(AccountGone):
        played.read()
