# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a key opens what a capture asks for, asked of a Graph API that is played."""

import logging
from datetime import UTC, datetime

import pytest

from archivers.api import ApiAccess
from archivers.limits import Limits
from archivers.source_check import key_ends, try_api
from archivers.tools import CaptureTools
from graph import World, serving
from graph.tokens import IG_TOKEN, PAGE_TOKEN, USER_TOKEN, TokenState
from schemas.account import Account
from schemas.errors import PlatformDown

NOW = 1_795_430_000.0
ADDRESSES = {
    "facebook": "https://www.facebook.com/alvmalakommun",
    "instagram": "https://www.instagram.com/alvmalakommun/",
    "webpage": "https://www.alvmala.example/",
}


@pytest.fixture(scope="module")
def running():
    with serving(World(clock=lambda: NOW)) as found:
        yield found


@pytest.fixture(autouse=True)
def world(running):
    """The world as it is when nothing is wrong; what a test changed is undone."""
    world = running.world
    kept = {name: set(token.permissions) for name, token in world.tokens.items()}
    yield world
    for name, token in world.tokens.items():
        token.permissions = kept[name]
        token.state = TokenState.VALID
        token.expires_at = 0
    world.down, world.page.is_gone = False, False
    world.asked.clear()


@pytest.fixture
def tools(running, tmp_path):
    def make(token):
        hosts = (origin.partition("//")[2] for origin in running.origins.every())
        return CaptureTools(
            clock=lambda: datetime.fromtimestamp(NOW, UTC),
            new_id=lambda: "id",
            chromium=None,
            workspace=tmp_path,
            allowed_private_hosts=frozenset(hosts),
            limits=Limits(retries=0, retry_seconds=0.0),
            access=ApiAccess(
                facebook_graph=running.origins.facebook_graph,
                instagram_graph=running.origins.instagram_graph,
                account_tokens={"kommun": token} if token else {},
            ),
        )

    return make


def account(platform):
    return Account(
        account_id="kommun",
        board_id="ks",
        platform=platform,
        url=ADDRESSES[platform],
        name="Älvmåla kommun",
    )


KEYS = [
    ("facebook", PAGE_TOKEN),
    ("facebook", USER_TOKEN),
    ("instagram", IG_TOKEN),
    ("instagram", PAGE_TOKEN),
]


@pytest.mark.parametrize(("platform", "token"), KEYS)
def test_a_key_that_opens_everything_is_found_to(tools, platform, token):
    report = try_api(account(platform), tools(token))
    assert report.works, report


@pytest.mark.parametrize(
    ("platform", "token", "permission"),
    [
        ("facebook", PAGE_TOKEN, "pages_read_user_content"),
        ("instagram", IG_TOKEN, "instagram_business_manage_comments"),
        ("instagram", PAGE_TOKEN, "instagram_manage_comments"),
    ],
)
def test_the_permission_that_is_missing_is_named(
    tools, world, platform, token, permission
):
    world.narrow(token, permission)
    report = try_api(account(platform), tools(token))
    assert not report.works
    assert report.missing == (permission,)


def test_a_key_says_when_it_ends(tools, world):
    """The earlier of its own end and that of the access to data."""
    never = key_ends(account("facebook"), tools(PAGE_TOKEN))
    world.tokens[PAGE_TOKEN].expires_at = 1_797_000_000
    assert key_ends(account("facebook"), tools(PAGE_TOKEN)) == datetime.fromtimestamp(
        1_797_000_000, UTC
    )
    given = world.tokens[PAGE_TOKEN].issued_at
    assert never == datetime.fromtimestamp(given + 90 * 86_400, UTC)
    assert key_ends(account("instagram"), tools(IG_TOKEN)) is None
    assert key_ends(account("webpage"), tools("")) is None


@pytest.mark.parametrize("state", [s for s in TokenState if s is not TokenState.VALID])
def test_a_key_that_is_no_longer_good_is_told_of(tools, world, state):
    world.expire(PAGE_TOKEN, state)
    report = try_api(account("facebook"), tools(PAGE_TOKEN))
    assert "gäller inte längre" in report.finding
    assert PAGE_TOKEN not in str(report)


def test_without_a_key_nothing_is_asked(tools, world):
    report = try_api(account("facebook"), tools(""))
    assert "ingen åtkomstnyckel" in report.finding
    assert world.asked == []


def test_a_page_that_is_not_there_is_told_of(tools, world):
    world.page.is_gone = True
    assert not try_api(account("facebook"), tools(PAGE_TOKEN)).works


def test_a_platform_that_is_down_says_nothing_of_the_key(tools, world):
    world.down = True
    with pytest.raises(PlatformDown):
        try_api(account("facebook"), tools(PAGE_TOKEN))


def test_a_platform_without_an_api_is_asked_nothing(tools, world):
    assert not try_api(account("webpage"), tools("")).works
    assert world.asked == []


def test_the_key_stands_in_no_log(tools, caplog):
    """Not even the question that it has to stand in the address of."""
    with caplog.at_level(logging.DEBUG):
        try_api(account("facebook"), tools(PAGE_TOKEN))
    assert "alvmalakommun" in caplog.text
    assert PAGE_TOKEN not in caplog.text


def test_each_kind_of_question_is_asked_once_and_for_one(tools, world):
    try_api(account("facebook"), tools(PAGE_TOKEN))
    lists = [one.target for one in world.asked if "limit=" in one.target]
    assert len(lists) == 3
    assert len(world.asked) <= 6
