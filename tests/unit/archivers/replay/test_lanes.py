# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Windows of a replay take turns at waiting; what stops one stops all."""

import asyncio
from collections import deque
from pathlib import Path
from types import SimpleNamespace

import pytest
from greenlet import getcurrent, greenlet

from archivers import replay as replaying
from archivers.replay import LANES, Seen, replay
from archivers.replay.lanes import TourInLanes, side_by_side
from schemas.capture import ReplayCheck
from schemas.errors import PlatformDown


class Driver:
    """Runs a loop in a greenlet of its own, as the browser's driver does."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self._fiber = greenlet(self.loop.run_forever)

    def wait_for_timeout(self, milliseconds):
        """Give way to the loop until the time is up."""
        caller, done = getcurrent(), []

        def wake():
            done.append(True)
            caller.switch()

        self.loop.call_later(milliseconds / 1000, wake)
        while not done:
            self._fiber.switch()

    def close(self):
        """End the loop."""
        self.loop.call_soon(self.loop.stop)
        self._fiber.switch()
        self.loop.close()


@pytest.fixture
def driver():
    driver = Driver()
    driver.wait_for_timeout(0)
    yield driver
    driver.close()


def test_while_one_waits_the_others_go_on(driver):
    """All begin before any ends."""
    told = []

    def work(name):
        told.append(f"{name} begins")
        driver.wait_for_timeout(5)
        told.append(f"{name} ends")

    side_by_side(driver, [lambda n=name: work(n) for name in "abc"])
    assert [step[2:] for step in told] == ["begins"] * 3 + ["ends"] * 3


def test_an_error_comes_out_when_all_have_ended(driver):
    """No window is left working in a browser that is about to be closed."""
    told = []

    def fail():
        msg = "Sidan svarar inte."
        raise PlatformDown(msg)

    def work():
        driver.wait_for_timeout(5)
        told.append("ended")

    with pytest.raises(PlatformDown, match="svarar inte"):
        side_by_side(driver, [fail, work])
    assert told == ["ended"]


def test_every_post_is_opened_once():
    """By whichever window is free, with its own number."""
    opened = []
    lane = SimpleNamespace(_open_thread=lambda *given: opened.append(given))
    waiting = deque([(1, "a"), (2, "b")])
    TourInLanes.take_turns(lane, waiting, 2)
    assert opened == [("a", 1, 2), ("b", 2, 2)]
    assert not waiting


def test_what_stops_one_window_leaves_nothing_for_the_others():
    """A wall met once is not met again for every post."""

    def stop(*_):
        msg = "Sidan svarar inte."
        raise PlatformDown(msg)

    waiting = deque([(1, "a"), (2, "b"), (3, "c")])
    with pytest.raises(PlatformDown):
        TourInLanes.take_turns(SimpleNamespace(_open_thread=stop), waiting, 3)
    assert not waiting


def _check(*, passed: bool) -> ReplayCheck:
    return ReplayCheck(
        posts=2,
        comments=3 if passed else 2,
        expected_posts=2,
        expected_comments=3,
        passed=passed,
    )


@pytest.mark.parametrize(
    ("verdicts", "lanes", "passed"),
    [
        pytest.param([True], [LANES], True, id="side by side is enough"),
        pytest.param([False, True], [LANES, 1], True, id="the order mattered"),
        pytest.param([False, False], [LANES, 1], False, id="something is missing"),
    ],
)
def test_only_the_order_of_the_capture_can_fail_a_recording(
    monkeypatch, verdicts, lanes, passed
):
    """A site may answer otherwise when asked in another order."""
    tried, left = [], list(verdicts)

    def replayed(_warc, _seen, _tools, how_many):
        tried.append(how_many)
        return _check(passed=left.pop(0))

    monkeypatch.setattr(replaying, "_replayed", replayed)
    seen = Seen(platform=None, account=None, posts=2, comments=3)
    assert replay(Path("x.warc.gz"), seen, None).passed is passed
    assert tried == lanes
