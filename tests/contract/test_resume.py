# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture by an API that is interrupted goes on where it was, on every platform."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest

from archivers import PLATFORMS
from archivers.api.platform import ApiPlatform
from archivers.secrets import find_secrets
from archivers.snapshot import capture_account
from archivers.warc import check_warc, read_records
from schemas.errors import DiskFull, RateLimited
from tests.contract.captured_alone import ORDER, leave_errand
from tests.contract.platform_cases import CASES, hurried

HOLDER = """
import fcntl, sys
stream = open(sys.argv[1], "r+")
fcntl.flock(stream, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
WITH_API = sorted(n for n, p in PLATFORMS.items() if isinstance(p, ApiPlatform))


@pytest.fixture(params=WITH_API)
def case(request, tmp_path):
    with hurried(), CASES[request.param](tmp_path) as made:
        yield made


@dataclass
class Stopped:
    """Stands before a server: notes what it answered, and stops a question."""

    fake: object
    at: int = 0
    stop: object = None
    answered: Counter = field(default_factory=Counter)
    questions: int = 0

    def __post_init__(self):
        self.answer = self.fake.answer
        self.fake.answer = self._instead

    def _instead(self, path, asked):
        self.questions += 1
        if self.questions == self.at:
            return self.stop()
        given = self.answer(path, asked)
        self.answered[(path, *sorted(asked.items()))] += 1
        return given


class Places:
    """The folders of a capture and of its later tries."""

    def __init__(self, case, root):
        self.case, self.root = case, root
        self.resume = root / "resume" / "o1"

    def capture(self, **more):
        """Capture here and now, without a browser."""
        folder = self.root / "capture"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        tools = replace(
            self.case.tools, chromium=self.root / "none", resume=self.resume, **more
        )
        capture = capture_account(self.case.account, ORDER, folder, tools)
        return capture, folder / capture.files[0].path

    def whole(self):
        """Capture without an interruption, and leave nothing."""
        seen = Stopped(self.case.fake)
        capture, warc = self.capture()
        found = told(capture, warc), seen.answered, seen.questions
        shutil.rmtree(self.resume)
        self.case.fake.answer = seen.answer
        return found

    def capture_alone(self, at, largest=0):
        """Capture in a process that is killed at a question; give its exit code."""
        leave_errand(self.case, self.root, largest)
        command = [sys.executable, "-m", "tests.contract.captured_alone", self.root]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:
            seen = Stopped(self.case.fake, at, lambda: _killed(child.pid))
            code = child.wait(60)
        self.case.fake.answer = seen.answer
        return code, seen.answered


def _killed(number):
    os.kill(number, signal.SIGKILL)
    return 503, {}, b""


def told(capture, warc):
    """Give what a capture tells, with records named by what was asked."""
    records = list(read_records(warc))
    ids = Counter(record.record_id for record in records)
    assert max(ids.values()) == 1
    names = {r.record_id: r.target_uri for r in records if r.type == "response"}
    with warc.open("rb") as stream:
        assert check_warc(stream, warc.name)[1] == []
    items = [
        item.model_copy(
            update={
                "media": tuple(_named(m, names) for m in item.media),
                "places": tuple(_named(p, names) for p in item.places),
            }
        )
        for item in capture.items
    ]
    asked = Counter(r.target_uri for r in records if r.type == "request")
    return items, capture.profile, asked


def _named(one, names):
    found = names.get(one.warc_record)
    return one.model_copy(update={"warc_record": found})


@pytest.fixture
def places(case, tmp_path):
    return Places(case, tmp_path)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_killed_capture_goes_on_where_it_was(places, share):
    """Nothing that was answered is asked again, and the result is the same."""
    expected, everything, number = places.whole()
    code, before = places.capture_alone(at=int(number * share))
    assert code == -signal.SIGKILL
    assert sum(before.values()) == int(number * share) - 1
    after = Stopped(places.case.fake)
    capture, warc = places.capture()
    assert told(capture, warc) == expected
    assert before + after.answered == everything
    (note,) = (n for n in capture.health.notes if "återupptogs" in n)
    assert f" {sum(before.values())} svar är från" in note
    assert "2026-11-02 kl. 13.00" in note
    assert find_secrets(warc, places.case.tools.access.secrets) == []
    assert capture.health.recorder.exchanges == number
    assert all(check.passed for check in capture.health.recorder.checks)


def test_a_capture_that_was_limited_goes_on_as_the_same_capture(places):
    expected, everything, number = places.whole()
    limited = (429, {"Retry-After": "900"}, b"{}")
    seen = Stopped(places.case.fake, number // 2, lambda: limited)
    with pytest.raises(RateLimited):
        places.capture()
    (kept,) = places.resume.glob("*.warc.gz")
    capture, warc = places.capture()
    assert warc.name == kept.name == f"{capture.capture_id}-api.warc.gz"
    items, profile, asked = told(capture, warc)
    assert (items, profile) == expected[:2]
    assert seen.answered == everything
    assert sum(asked.values()) == number + 1  # the one that was refused is there too


def test_a_finished_reading_is_not_asked_for_again(places):
    """What comes after it may fail too: the browser, the transcript, the store."""
    _, everything, _ = places.whole()
    first, warc = places.capture()
    size = warc.stat().st_size
    after = Stopped(places.case.fake)
    again, warc = places.capture()
    assert (again.items, again.capture_id) == (first.items, first.capture_id)
    assert after.answered == Counter()
    assert warc.stat().st_size == size
    assert everything


def test_a_disk_that_was_full_loses_nothing_that_was_given(places):
    expected, everything, number = places.whole()
    _, warc = places.capture()
    size = warc.stat().st_size
    shutil.rmtree(places.resume)
    code, before = places.capture_alone(at=0, largest=size // 2)
    assert code == DiskFull.exit_code
    after = Stopped(places.case.fake)
    capture, warc = places.capture()
    assert told(capture, warc) == expected
    lost = before + after.answered - everything
    assert sum(lost.values()) == 1  # the answer that there was no room for
    assert sum(before.values()) < number


def test_another_process_that_holds_the_order_is_left_alone(places):
    """The one that comes later records by itself, in its own capture."""
    expected, everything, _ = places.whole()
    with suppress(RateLimited):
        Stopped(places.case.fake, 5, lambda: (429, {"Retry-After": "900"}, b"{}"))
        places.capture()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, places.resume / "held"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        (kept,) = places.resume.glob("*.warc.gz")
        before = kept.read_bytes()
        after = Stopped(places.case.fake)
        capture, warc = places.capture()
        assert told(capture, warc)[0] == expected[0]
        assert after.answered == everything
        assert kept.read_bytes() == before
    finally:
        holder.communicate()
