# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captures that go wrong: the error says what, and nothing is left behind."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archivers.limits import Limits
from archivers.snapshot import capture_account
from schemas.errors import (
    CaptureIncomplete,
    NotAllowed,
    PlatformDown,
    RecordingLost,
    ToolMissing,
)
from schemas.order import Progress
from tests.e2e.runs import (
    ORDER,
    WALLS,
    account_at,
    assert_nothing_left,
    browser_of_this_process,
    tools_in,
)
from tests.e2e.sites import Torget, run_torget, serve_pages

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def torget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "3") as site:
        yield site


@pytest.fixture
def walled(torget: Torget, request: pytest.FixtureRequest) -> Iterator[Torget]:
    torget.change(request.param)
    yield torget
    torget.change("activate")
    torget.change("normal")


@pytest.mark.parametrize(
    ("walled", "error"),
    [(wall, error) for wall, error, _ in WALLS],
    indirect=["walled"],
)
def test_a_wall_is_never_an_archive(walled, error, tmp_path):
    """Each wall is its own error, and nothing is left of the capture."""
    folder = tmp_path / "capture"
    tools = tools_in(tmp_path, walled.hosts)
    with pytest.raises(error) as caught:
        capture_account(account_at(walled.url), ORDER, folder, tools)
    assert str(caught.value).endswith(".")
    assert_nothing_left(tmp_path)


def test_a_browser_that_dies_is_noticed(torget, tmp_path):
    """A crash in the middle is a lost recording, with nothing left."""

    def kill(progress: Progress) -> None:
        if progress.step == "Öppnar inlägg" and progress.done == 2:
            os.kill(browser_of_this_process(), signal.SIGKILL)

    tools = tools_in(tmp_path, torget.hosts, progress=kill)
    with pytest.raises(RecordingLost):
        capture_account(account_at(torget.url), ORDER, tmp_path / "c", tools)
    assert_nothing_left(tmp_path)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"chromium": Path("/finns/inte/chromium")}, ToolMissing),
        ({"hosts": frozenset()}, NotAllowed),
    ],
)
def test_what_is_missing_or_forbidden_is_said_at_once(torget, tmp_path, change, error):
    """No browser, or a private address: refused before anything is fetched."""
    torget.reset()
    hosts = change.pop("hosts", torget.hosts)
    tools = tools_in(tmp_path, hosts, **change)
    with pytest.raises(error):
        capture_account(account_at(torget.url), ORDER, tmp_path / "c", tools)
    assert_nothing_left(tmp_path)
    assert torget.log() == []


def test_a_page_that_never_answers_ends_in_time(tmp_path):
    """The platform is down, says the error, and nothing is left."""
    with serve_pages() as origin:
        hosts = frozenset({origin.removeprefix("http://")})
        limits = replace(Limits(), navigation_seconds=1.0)
        tools = tools_in(tmp_path, hosts, limits=limits)
        account = account_at(f"{origin}/silent")
        with pytest.raises(PlatformDown):
            capture_account(account, ORDER, tmp_path / "c", tools)
    assert_nothing_left(tmp_path)


def test_less_than_stated_is_not_an_archive(tmp_path):
    """A feed that claims more posts than it shows makes the capture incomplete."""
    with serve_pages() as origin:
        hosts = frozenset({origin.removeprefix("http://")})
        tools = tools_in(tmp_path, hosts, limits=replace(Limits(), doubtful_checks=5))
        account = account_at(f"{origin}/feed/?posts=2&stated=40&delay=0")
        with pytest.raises(CaptureIncomplete, match="2 av 40 inlägg"):
            capture_account(account, ORDER, tmp_path / "c", tools)
    assert_nothing_left(tmp_path)


def test_less_than_stated_is_kept_when_the_order_asks_for_it(tmp_path):
    """Everything that there was is in the folder, and the report says what is not."""
    with serve_pages() as origin:
        hosts = frozenset({origin.removeprefix("http://")})
        tools = tools_in(tmp_path, hosts, limits=replace(Limits(), doubtful_checks=5))
        account = account_at(f"{origin}/feed/?posts=2&stated=40&delay=0")
        order = ORDER.model_copy(update={"keep_incomplete": True})
        capture = capture_account(account, order, tmp_path / "c", tools)
    assert not capture.health.is_complete
    assert capture.health.missing[0].startswith("2 av 40 inlägg hittades")
    assert capture.health.replay.passed
    assert all((tmp_path / "c" / file.path).exists() for file in capture.files)


def test_the_threshold_decides_what_is_enough(tmp_path):
    """With half asked for, 2 of 4 posts are enough, and the numbers stay told."""
    with serve_pages() as origin:
        hosts = frozenset({origin.removeprefix("http://")})
        limits = replace(Limits(), doubtful_checks=5)
        tools = tools_in(tmp_path, hosts, limits=limits, threshold=0.5)
        account = account_at(f"{origin}/feed/?posts=2&stated=4&delay=0")
        capture = capture_account(account, ORDER, tmp_path / "c", tools)
    assert capture.health.is_complete
    assert (capture.health.posts.found, capture.health.posts.expected) == (2, 4)
