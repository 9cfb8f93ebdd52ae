# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day of hourly looks in 290 municipalities: nobody late, nothing told twice.

The whole country, 29 000 accounts, is played by `make bench`; here each municipality
has three. `measured` itself demands that a platform which is down for three hours is
one alarm and one recovery, and a walled account too; that every change is ordered once
and nothing else is.
"""

import pytest

from storage.database import engine
from tools import bench_country, bench_national

EACH = 3


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """A day is played in seconds, in a database that no power cut can reach."""
    connected = engine._sqlite_connected  # noqa: SLF001 - days in seconds

    def quickly(connection, record):
        connected(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(engine, "_sqlite_connected", quickly)


def test_nobody_is_late_and_nothing_is_told_twice(tmp_path):
    day = bench_national.measured(tmp_path, EACH)
    assert day.accounts == 870
    assert day.looks > 23 * 870
    assert (day.late, day.orders) == (0, 9)
    assert day.notices == 9 + 2 * (1 + 2)
    assert day.worst_gap <= 75
    assert day.worst_wait < 30
    assert day.peaks["bluesky"] < 3000
    assert day.peaks["mastodon"] < 300


def test_an_alarm_that_is_not_sounded_is_found(tmp_path, monkeypatch):
    """The demand can fail: here the watch forgets its outages."""
    monkeypatch.setattr("pipeline.watch.look.note_outages", lambda *_: None)
    monkeypatch.setattr(bench_country, "MUNICIPALITIES", 20)
    with pytest.raises(RuntimeError, match="outages of hosts"):
        bench_national.measured(tmp_path, EACH)
