# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture by an API that is interrupted goes on where it was, on every platform."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from archivers import PLATFORMS
from archivers.api.platform import ApiPlatform
from archivers.secrets import find_secrets
from archivers.snapshot import capture_account
from archivers.warc import check_warc, read_records
from graph.api import GraphApi, Reply
from graph.tokens import IG_TOKEN
from schemas.errors import DiskFull, PermissionMissing, RateLimited
from schemas.item import Media
from tests.contract.captured_alone import ORDER, leave_errand
from tests.contract.fake_meta import FakeMeta
from tests.contract.platform_cases import CASES, hurried

HOLDER = """
import fcntl, sys
stream = open(sys.argv[1], "r+")
fcntl.flock(stream, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
OTHERS_KEY = "IGAANagonAnnansNyckelForProv0077ZDZD"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
WITH_API = sorted(n for n, p in PLATFORMS.items() if isinstance(p, ApiPlatform))


@pytest.fixture(params=WITH_API)
def case(request, tmp_path):
    with hurried(), CASES[request.param](tmp_path) as made:
        yield made


@dataclass
class Watched:
    """Notes what a fake platform answers, and does something before one question.

    `do` says whether nobody is left to get the answer.
    """

    fake: object
    at: int = 0
    do: object = None
    answered: Counter = field(default_factory=Counter)
    questions: int = 0

    def __enter__(self):
        self._patch = pytest.MonkeyPatch()
        for place, name_of in _doors(self.fake):
            watched = self._over(place.answer, name_of)
            self._patch.setattr(place, "answer", watched)
        return self

    def __exit__(self, *_):
        self._patch.undo()

    def _over(self, answer, name_of):
        def instead(*asked):
            self.questions += 1
            is_lost = self.questions == self.at and self.do()
            given = answer(*asked)
            status = given.status if isinstance(given, Reply) else given[0]
            if status == 200 and not is_lost:
                self.answered[name_of(*asked)] += 1
            return given

        return instead


def _doors(fake):
    """Give what answers for a platform, and how its questions are named.

    Meta signs the address of a picture anew each time.
    """
    if isinstance(fake, FakeMeta):
        return [
            (GraphApi, lambda _, target, __: target),
            (fake.world.media, lambda path, _: path),
        ]
    return [(fake, lambda path, asked: (path, *sorted(asked.items())))]


class Places:
    """The folders of a capture and of its later tries."""

    def __init__(self, case, root):
        self.case, self.root = case, root
        self.resume = root / "resume" / "o1"

    def watched(self, at=0, do=None):
        """Watch the platform, and do something before a question."""
        return Watched(self.case.fake, at, do)

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
        with self.watched() as seen:
            found = told(*self.capture())
        shutil.rmtree(self.resume)
        return found, seen.answered, seen.questions

    def capture_alone(self, at=0, largest=0):
        """Capture in a process that is killed at a question; give its exit code."""
        leave_errand(self.case, self.root, largest)
        command = [sys.executable, "-m", "tests.contract.captured_alone", self.root]
        children = []

        def kill():
            children[0].kill()
            return True

        with self.watched(at, kill) as seen:
            children.append(subprocess.Popen(command, env=ENVIRONMENT))
            code = children[0].wait(60)
        return code, seen.answered

    def capture_limited(self, at):
        """Capture until the platform asks for more patience than there is."""
        with (
            self.watched(at, lambda: self.state("limited")) as seen,
            pytest.raises(RateLimited),
        ):
            self.capture()
        self.state("ok")
        return seen.answered

    def state(self, state):
        """Bring the platform into a state."""
        self.case.fake.state = state


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
    asked = Counter(_bare(r.target_uri) for r in records if r.type == "request")
    profile = capture.profile
    pictures = {
        name: picture and picture.model_copy(update={"url": _bare(picture.url)})
        for name, picture in (("avatar", profile.avatar), ("cover", profile.cover))
    }
    return items, profile.model_copy(update=pictures), asked


def _named(one, names):
    """Name the record by what was asked, and a picture by its path."""
    found = _bare(names.get(one.warc_record, ""))
    update = {"url": _bare(one.url)} if isinstance(one, Media) else {}
    return one.model_copy(update={"warc_record": found, **update})


def _bare(url):
    """Take away what Meta makes anew each time that it gives a picture's address."""
    return url.partition("?")[0] if "_nc_" in url else url


@pytest.fixture
def places(case, tmp_path):
    return Places(case, tmp_path)


def test_a_killed_capture_goes_on_where_it_was(places):
    """Nothing that was answered is asked again, and the result is the same."""
    expected, everything, number = places.whole()
    at = number * 2 // 3
    code, before = places.capture_alone(at)
    assert code == -signal.SIGKILL
    with places.watched() as after:
        capture, warc = places.capture()
    assert told(capture, warc) == expected
    assert before.total() == at - 1
    assert after.answered == everything - before
    (note,) = (n for n in capture.health.notes if "återupptogs" in n)
    assert f" {at - 1} svar är från" in note
    assert "2026-11-02 kl. 13.00" in note
    assert find_secrets(warc, places.case.tools.access.secrets) == []
    assert capture.health.recorder.exchanges == number
    assert all(check.passed for check in capture.health.recorder.checks)


def test_a_capture_that_was_limited_goes_on_as_the_same_capture(places):
    expected, everything, number = places.whole()
    before = places.capture_limited(number // 2)
    (kept,) = places.resume.glob("*.warc.gz")
    with places.watched() as after:
        capture, warc = places.capture()
    assert warc.name == kept.name == f"{capture.capture_id}-api.warc.gz"
    items, profile, asked = told(capture, warc)
    assert (items, profile) == expected[:2]
    assert before + after.answered == everything
    assert len(asked - expected[2]) == 1  # the one that was refused is there too


def test_a_finished_reading_is_not_asked_for_again(places):
    """What comes after it may fail too: the browser, the transcript, the store."""
    first, warc = places.capture()
    size = warc.stat().st_size
    with places.watched() as after:
        again, warc = places.capture()
    assert (again.items, again.capture_id) == (first.items, first.capture_id)
    assert after.questions == 0
    assert warc.stat().st_size == size


def test_a_disk_that_was_full_loses_nothing_that_was_given(places):
    expected, everything, number = places.whole()
    _, warc = places.capture()
    size = warc.stat().st_size
    shutil.rmtree(places.resume)
    code, before = places.capture_alone(largest=size // 2)
    assert code == DiskFull.exit_code
    with places.watched() as after:
        capture, warc = places.capture()
    assert told(capture, warc) == expected
    lost = before + after.answered - everything
    assert lost.total() == 1  # the answer that there was no room for
    assert before.total() < number


def test_another_process_that_holds_the_order_is_left_alone(places):
    """The one that comes later records by itself, in its own capture."""
    expected, everything, _ = places.whole()
    places.capture_limited(5)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, places.resume / "held"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        (kept,) = places.resume.glob("*.warc.gz")
        before = kept.read_bytes()
        with places.watched() as after:
            capture, warc = places.capture()
        assert told(capture, warc)[0] == expected[0]
        assert after.answered == everything
        assert kept.read_bytes() == before
    finally:
        holder.communicate()


@pytest.fixture
def instagram(tmp_path):
    """The one platform with questions about whoever the key is of."""
    with hurried(), CASES["instagram"](tmp_path) as made:
        yield Places(made, tmp_path)


def add_key(world):
    """Let another key work too; whose it is, the test says."""
    world.tokens[OTHERS_KEY] = replace(world.tokens[IG_TOKEN], value=OTHERS_KEY)


def with_key(places, key):
    """Let the account have a key, of itself or of another."""
    tokens = {places.case.account.account_id: key}
    access = replace(places.case.tools.access, account_tokens=tokens)
    return {"access": access}


def test_a_key_to_another_account_leaves_nothing_for_the_right_one(instagram):
    """What it told of itself would else be believed of every key that came after."""
    world = instagram.case.fake.world
    add_key(world)
    own, world.profile.username = world.profile.username, "granne"
    with pytest.raises(PermissionMissing, match="inte det Instagramkonto"):
        instagram.capture(**with_key(instagram, OTHERS_KEY))
    world.profile.username = own
    capture, warc = instagram.capture(**with_key(instagram, IG_TOKEN))
    assert capture.profile.handle == own
    assert find_secrets(warc, (IG_TOKEN, OTHERS_KEY)) == []


def test_a_new_key_to_another_account_adds_nothing_to_this_one(instagram):
    """The first try learnt whose the old key was; that says nothing of the new one."""
    instagram.capture_limited(3)
    world = instagram.case.fake.world
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.profile, "username", "granne")
        add_key(world)
        with pytest.raises(PermissionMissing, match="inte det Instagramkonto"):
            instagram.capture(**with_key(instagram, OTHERS_KEY))


def test_no_key_can_be_read_where_a_capture_goes_on(instagram):
    instagram.capture_limited(5)
    key = instagram.case.fake.key.encode()
    there = [one for one in instagram.resume.iterdir() if one.is_file()]
    assert {one.name for one in there} >= {"held", "keys"}
    assert not any(key in one.read_bytes() for one in there)
    assert (instagram.resume / "keys").stat().st_mode & 0o077 == 0
