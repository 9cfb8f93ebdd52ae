# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a host is visited, by the browser and without it."""

import threading
from datetime import UTC, datetime

import httpx
import pytest

from archivers import PLATFORMS
from archivers.address import AddressGuard
from archivers.api.pace import Pace
from archivers.fetch import AGENT, Fetcher
from archivers.limits import Limits
from archivers.tools import CaptureTools

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Time:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self):
        self.now = 100.0
        self.slept = []

    def sleep(self, seconds):
        """Let the time pass, and remember how long it was."""
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pace(time):
    return Pace(2.0, 3, monotonic=lambda: time.now, sleep=time.sleep)


def test_a_burst_is_free_and_then_it_goes_at_the_pace(pace, time):
    """Three at once, then one each half second."""
    for _ in range(6):
        pace.wait_for("torget.se")
    assert time.slept == [0.5, 0.5, 0.5]


def test_each_host_has_its_own_bucket(pace, time):
    for host in ("a.se", "b.se") * 3:
        pace.wait_for(host)
    assert time.slept == []


def test_what_was_not_used_comes_back_but_never_more_than_the_burst(pace, time):
    """After a long rest a burst is three, as before."""
    for _ in range(3):
        pace.wait_for("torget.se")
    time.now += 3600
    assert [pace.take("torget.se") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_whoever_asks_while_others_wait_waits_longer(pace):
    """The turn is taken when it is asked for, so that nobody is let past."""
    waits = [pace.take("torget.se") for _ in range(5)]
    assert waits == [0.0, 0.0, 0.0, 0.5, 1.0]


def test_threads_that_ask_at_once_each_get_a_turn_of_their_own():
    """No turn is given twice, and none is lost: one thread at a time takes one."""
    inside, most, waits = [], [0], []

    def monotonic():
        inside.append(1)
        most[0] = max(most[0], len(inside))
        threading.Event().wait(0.001)
        inside.pop()
        return 100.0

    pace = Pace(2.0, 3, monotonic=monotonic)
    start = threading.Barrier(4)

    def ask():
        start.wait()
        waits.extend(pace.take("torget.se") for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert sorted(waits) == [max(0.0, (n - 2) / 2.0) for n in range(40)]


def test_whoever_waits_does_not_hold_up_another_host():
    """The turn is taken under a lock, and waited for without it."""
    let_go, asleep = threading.Event(), threading.Event()

    def sleep(_seconds):
        asleep.set()
        assert let_go.wait(20)

    pace = Pace(2.0, 1, monotonic=lambda: 100.0, sleep=sleep)
    pace.wait_for("torget.se")
    waiting = threading.Thread(target=pace.wait_for, args=("torget.se",))
    waiting.start()
    assert asleep.wait(20)
    pace.wait_for("almhult.se")
    assert waiting.is_alive()
    let_go.set()
    waiting.join()


def test_fetches_keep_the_pace_at_every_hop_and_say_who_asks(pace, time):
    """A redirect is a visit too."""
    agents = []

    def answer(request):
        agents.append(request.headers["user-agent"])
        number = int(request.url.params.get("n", 0))
        to = {"location": f"/?n={number + 1}"}
        return httpx.Response(302, headers=to) if number < 4 else httpx.Response(200)

    guard = AddressGuard(resolve=lambda _host, _port: ["93.184.215.14"])
    transport = httpx.MockTransport(answer)
    with Fetcher(guard, 5, lambda: NOW, transport, pace=pace) as fetcher:
        fetcher.get("https://torget.se/")
    assert time.slept == [0.5, 0.5]
    assert set(agents) == {AGENT}
    assert "Avbild/" in AGENT


def test_all_captures_of_a_process_share_a_pace(tmp_path):
    """So that accounts on one host are not asked for as if they were alone."""

    def tools(**limits):
        return CaptureTools(
            clock=lambda: NOW,
            new_id=lambda: "id",
            chromium=None,
            workspace=tmp_path,
            limits=Limits(**limits),
        )

    assert tools().pace is tools(pages=7).pace
    assert tools().pace is not tools(visits_per_second=9.0).pace


@pytest.mark.parametrize("name", ["bluesky", "mastodon"])
def test_all_questions_to_a_platform_share_a_pace(name):
    assert PLATFORMS[name].pace() is PLATFORMS[name].pace()
