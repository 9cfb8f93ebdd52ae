# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where an order keeps what it was given: held, used while fresh, removed."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from archivers.api import ApiRecording
from archivers.resume import (
    SOFTWARE,
    begun,
    forget,
    forget_old,
    hand_over,
    kept_at,
    kept_for,
    may_go_on,
)
from archivers.tools import CaptureTools
from archivers.warc import WarcHeader
from schemas.account import Account
from schemas.errors import (
    AccountGone,
    BadInput,
    CaptureIncomplete,
    DiskFull,
    LoginExpired,
    PlatformDown,
    RateLimited,
    RecordingLost,
)
from schemas.order import Order, OrderReason

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
URL = "https://mastodon.nu/@kommun"
ACCOUNT = Account(
    account_id="konto",
    board_id="ks",
    platform="mastodon",
    url=URL,
    name="Kommunen",
)
ORDER = Order(
    order_id="o1",
    account_id="konto",
    reason=OrderReason.BASELINE,
    ordered_by="prov",
    ordered_at=NOW,
)


class Clock:
    """A clock set by hand."""

    now = NOW

    def __call__(self):
        """Give the time."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tools(tmp_path, clock):
    numbers = count(1)
    return CaptureTools(
        clock=clock,
        new_id=lambda: f"c{next(numbers)}",
        chromium=None,
        workspace=tmp_path,
        resume=kept_for(tmp_path, "o1"),
    )


def record(one, software=SOFTWARE, url=URL):
    """Leave a recording as an interrupted try does."""
    header = WarcHeader(
        software=software,
        capture_id=one.capture_id,
        account_id="konto",
        order_id="o1",
        url=url,
        started_at=one.started_at,
    )
    path = one.tools.resume / f"{one.capture_id}-api.warc.gz"
    ApiRecording(path, header, (), one.tools.workspace).close()
    return path


def test_the_next_try_is_the_same_capture(tools, clock):
    with begun(ACCOUNT, ORDER, tools) as one:
        path = record(one)
    assert path.parent.stat().st_mode & 0o077 == 0
    clock.now += timedelta(hours=23)
    with begun(ACCOUNT, ORDER, tools) as again:
        assert (again.capture_id, again.started_at) == ("c1", NOW)
        assert kept_at(path, ()) is not None


def test_a_try_in_time_keeps_it_for_another_day_but_not_for_ever(tools, clock):
    with begun(ACCOUNT, ORDER, tools) as one:
        record(one)
    for _ in range(3):
        clock.now += timedelta(hours=24)
        with begun(ACCOUNT, ORDER, tools) as again:
            assert again.capture_id == "c1"
    clock.now += timedelta(hours=1)
    with begun(ACCOUNT, ORDER, tools) as again:
        assert again.capture_id == "c2"


def test_what_has_rested_for_a_day_is_thrown_away(tools, clock):
    with begun(ACCOUNT, ORDER, tools) as one:
        path = record(one)
    clock.now += timedelta(hours=24, seconds=1)
    with begun(ACCOUNT, ORDER, tools) as again:
        assert (again.capture_id, again.started_at) == ("c2", clock.now)
        assert not path.exists()


@pytest.mark.parametrize(
    "other", [{"software": "Avbild 0.0.1"}, {"url": "https://mastodon.nu/@annan"}]
)
def test_what_another_avbild_or_another_address_gave_is_thrown_away(tools, other):
    with begun(ACCOUNT, ORDER, tools) as one:
        record(one, **other)
    with begun(ACCOUNT, ORDER, tools) as again:
        assert again.capture_id == "c2"
        assert list(again.tools.resume.glob("*.gz")) == []


def test_a_recording_that_was_torn_at_once_is_thrown_away(tools):
    with begun(ACCOUNT, ORDER, tools) as one:
        path = record(one)
    path.write_bytes(path.read_bytes()[:40])
    with begun(ACCOUNT, ORDER, tools) as again:
        assert again.capture_id == "c2"
        assert not path.exists()


def test_a_folder_in_which_nothing_was_recorded_is_not_left(tools):
    with begun(ACCOUNT, ORDER, tools):
        pass
    assert not tools.resume.exists()
    assert not tools.resume.parent.exists()


def test_without_a_folder_nothing_is_kept(tools):
    with begun(ACCOUNT, ORDER, replace(tools, resume=None)) as one:
        assert (one.tools.resume, one.capture_id) == (None, "c1")


def test_the_folder_is_held_by_one(tools, tmp_path, clock):
    with begun(ACCOUNT, ORDER, tools) as one:
        path = record(one)
        with begun(ACCOUNT, ORDER, tools) as other:
            assert other.tools.resume is None
            assert other.capture_id == "c2"
        forget(tools.resume)
        clock.now += timedelta(days=9)
        forget_old(tmp_path, clock())
        assert path.exists()


def test_an_order_that_is_over_leaves_nothing(tools, tmp_path):
    with begun(ACCOUNT, ORDER, tools) as one:
        record(one)
    forget(tools.resume)
    forget(tools.resume)
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_goes_on_with_is_removed(tools, tmp_path, clock):
    with begun(ACCOUNT, ORDER, tools) as one:
        record(one)
    clock.now += timedelta(hours=24)
    forget_old(tmp_path, clock())
    assert tools.resume.exists()
    clock.now += timedelta(seconds=1)
    forget_old(tmp_path, clock())
    assert list(tmp_path.iterdir()) == []


def test_a_try_that_was_stopped_at_once_is_removed(tools, tmp_path):
    tools.resume.mkdir(parents=True)
    (tools.resume / "held").touch()
    forget_old(tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_capture_has_its_own_bytes_when_the_kept_ones_grow(tools, tmp_path):
    with begun(ACCOUNT, ORDER, tools) as one:
        path = record(one)
    target = tmp_path / "capture.warc.gz"
    hand_over(path, target)
    before = target.read_bytes()
    kept = kept_at(path, ())
    with path.open("ab") as stream:
        stream.write(b"mer")
    assert target.read_bytes() == before
    assert kept.end == len(before)


def test_another_disk_gets_a_copy(tmp_path, monkeypatch):
    def no_link(*_):
        raise OSError(18, "another disk")

    monkeypatch.setattr(os, "link", no_link)
    path = tmp_path / "one"
    path.write_bytes(b"bytes")
    hand_over(path, tmp_path / "other")
    assert (tmp_path / "other").read_bytes() == b"bytes"


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (RateLimited("x"), True),
        (PlatformDown("x"), True),
        (DiskFull("x"), True),
        (LoginExpired("x"), True),
        (KeyboardInterrupt(), True),
        (RuntimeError("x"), True),
        (CaptureIncomplete("x"), False),
        (AccountGone("x"), False),
        (RecordingLost("x"), False),
        (BadInput("x"), False),
    ],
)
def test_what_may_pass_is_gone_on_with(error, goes_on):
    assert may_go_on(error) is goes_on
