# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every line of the log is told for what it is, and none passes unnoticed."""

import pytest

from archivers.netlog.log import NetLog
from tests.unit.archivers.netlog.made_log import FIRST, IDS, MadeLog

WANTED = ("REQUEST_ALIVE", "SOCKET_ALIVE")


def made() -> bytes:
    log = MadeLog()
    log.event("REQUEST_ALIVE", 1, 1, url='https://x/?"type":9},')
    log.event("TCP_CONNECT", 2, 2)
    log.event("SOCKET_ALIVE", 3, 2)
    return log.data()


def read(data: bytes, size: int = 10**6) -> tuple[NetLog, list[str]]:
    log = NetLog(WANTED)
    names = []
    for start in range(0, len(data), size):
        names += [name for name, _ in log.feed(data[start : start + size])]
    return log, names


@pytest.mark.parametrize("size", [1, 7, 100, 10**6])
def test_wanted_events_are_given_whatever_pieces_they_come_in(size):
    log, names = read(made(), size)
    assert names == list(WANTED)
    assert log.is_finished
    assert log.odd_lines == 0


def test_the_last_event_may_be_ended_on_a_line_of_its_own():
    """So it is when it had been flushed before the log was stopped."""
    log, names = read(made().replace(b'}],\n"polled', b'},\n],\n"polled'))
    assert names == list(WANTED)
    assert log.is_finished
    assert log.odd_lines == 0


@pytest.mark.parametrize("lost", [1, 2, 5, 40, 150])
def test_a_log_that_is_cut_is_not_finished(lost):
    assert not read(made()[:-lost])[0].is_finished


@pytest.mark.parametrize("cut", [14, 60, 200])
def test_a_restart_is_counted_even_in_the_middle_of_a_line(cut):
    """A network service that comes back begins anew; the end is well-formed."""
    whole = made()
    log, _ = read(whole[: whole.index(b'"events"') + cut] + whole)
    assert log.is_finished
    assert log.restarts == 1


@pytest.mark.parametrize(
    "odd", [b"garbage\n", b'{"phase":1,"type":x},\n', b'{"phase":1,"cut\n', b"\n"]
)
def test_an_odd_line_is_counted(odd):
    whole = made().replace(b'"events": [\n', b'"events": [\n' + odd)
    log, names = read(whole)
    assert log.odd_lines == 1
    assert names == list(WANTED)


def test_something_after_the_end_is_counted():
    assert read(made() + b"more\n")[0].odd_lines == 1


def test_a_first_line_of_another_form_is_counted():
    assert read(b'{"constants":{"logEventTypes":[]},\n')[0].odd_lines == 1


def test_events_that_this_browser_does_not_know_are_named():
    data = made().replace(b'"SOCKET_ALIVE": %d, ' % IDS["SOCKET_ALIVE"], b"")
    assert read(data)[0].missing == ("SOCKET_ALIVE",)


def test_constants_say_who_writes():
    log, _ = read(FIRST + b"\n")
    assert log.constants is not None
    assert log.constants.client_info.version == "156.0.8078.79"
    assert log.constants.time_tick_offset == 1_700_000_000_000
