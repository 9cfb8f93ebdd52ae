# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole captures and observations of Torget, scored against the site's own record."""

import hashlib
import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archivers.decoding import dechunk
from archivers.limits import Limits
from archivers.observe import observe_account
from archivers.secrets import find_secrets
from archivers.snapshot import capture_account
from archivers.tools import CaptureTools
from archivers.warc import WarcRecord, check_warc, read_records
from schemas.account import Account
from schemas.capture import Capture, FileRole
from schemas.errors import (
    AccountGone,
    CaptureIncomplete,
    ConsentWall,
    LoginWall,
    NotAllowed,
    PlatformDown,
    RateLimited,
    RecordingLost,
    ToolMissing,
)
from schemas.item import Item, ItemKind
from schemas.order import Order, OrderReason, Progress
from schemas.package import Severity
from schemas.profile import Observation, PageState
from tests.e2e.sites import Torget, run_torget, serve_pages

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

NUMBERS = count(1)
OTHER_WALLS = [
    ("login-wall", LoginWall, PageState.LOGIN_WALL),
    ("cookie-wall", ConsentWall, PageState.CONSENT_WALL),
    ("rate-limit", RateLimited, PageState.RATE_LIMITED),
    ("deactivate", AccountGone, PageState.GONE),
]


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 -- the clock of a real run


def account_at(url: str) -> Account:
    return Account(
        account_id="almhult-torget",
        board_id="ks",
        platform="webpage",
        url=url,
        name="Älmhults kommun på Torget",
    )


ORDER = Order(
    order_id="order-1",
    account_id="almhult-torget",
    reason=OrderReason.BASELINE,
    ordered_by="prov",
    ordered_at=datetime(2026, 11, 2, tzinfo=UTC),
)


def tools_in(folder: Path, hosts: frozenset[str], **more: Any) -> CaptureTools:
    workspace = folder / "workspace"
    workspace.mkdir(exist_ok=True)
    return CaptureTools(
        clock=now,
        new_id=lambda: f"id-{next(NUMBERS)}",
        chromium=more.pop("chromium", None),
        workspace=workspace,
        allowed_private_hosts=hosts,
        **more,
    )


def assert_nothing_left(folder: Path) -> None:
    left = [path for path in folder.rglob("*") if path.is_file()]
    assert left == []


@pytest.fixture(scope="module")
def torget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torget]:
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "8") as site:
        yield site


@dataclass(frozen=True)
class Captured:
    """A capture of Torget, and what the site says that it sent."""

    capture: Capture
    folder: Path
    sent: list[dict[str, Any]]
    content: list[dict[str, Any]]
    steps: list[Progress]

    @property
    def warc(self) -> Path:
        """The recording."""
        (file,) = (f for f in self.capture.files if f.role is FileRole.WARC)
        return self.folder / file.path

    def of(self, *kinds: ItemKind) -> list[Item]:
        """Give the items of some kinds, in reading order."""
        return [item for item in self.capture.items if item.kind in kinds]


@pytest.fixture(scope="module")
def captured(torget: Torget, tmp_path_factory: pytest.TempPathFactory) -> Captured:
    base = tmp_path_factory.mktemp("capture")
    folder, steps = base / "capture", []
    torget.change("normal")
    torget.reset()
    tools = tools_in(base, torget.hosts, progress=steps.append)
    capture = capture_account(account_at(torget.url), ORDER, folder, tools)
    assert_nothing_left(base / "workspace")
    return Captured(capture, folder, torget.log(), torget.content(), steps)


def comments_of(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for comment in content:
        found += [comment, *comments_of(comment["replies"])]
    return found


class TestCompleteness:
    """All that the account has is there."""

    def test_every_post_is_there_in_full(self, captured):
        """All posts, in the feed's order, with their whole text."""
        assert [" ".join(item.body.split()) for item in captured.of(ItemKind.POST)] == [
            " ".join(post["text"].split()) for post in captured.content
        ]

    def test_every_comment_is_there_below_its_post(self, captured):
        """All comments and replies, with their author."""
        ours = captured.capture.profile.name
        wanted = [
            (c["author"] or ours, " ".join(c["text"].split()))
            for post in captured.content
            for c in comments_of(post["comments"])
        ]
        found = captured.of(ItemKind.COMMENT, ItemKind.REPLY)
        assert [(i.author, " ".join(i.body.split())) for i in found] == wanted
        assert captured.of(ItemKind.REPLY)

    def test_the_account_itself_is_told_from_citizens(self, captured):
        """Posts and official answers are the account's, comments are not."""
        assert all(item.is_by_account for item in captured.of(ItemKind.POST))
        by_account = {i.author for i in captured.capture.items if i.is_by_account}
        assert by_account == {captured.capture.profile.name}

    def test_health_is_complete_and_says_what_failed(self, captured):
        """Expected and found agree; what the site itself broke is listed."""
        health = captured.capture.health
        assert health.is_complete
        assert health.posts.expected == health.posts.found == len(captured.content)
        assert health.comments.expected == health.comments.found
        assert health.media.expected == health.media.found > 0
        assert {404, 500} <= {one.status for one in health.failed_resources}
        assert health.pages_visited == len(captured.content) + 1

    def test_pictures_are_kept_in_their_largest_form(self, captured):
        """The original is there, although the page showed a smaller one."""
        urls = [m.url for i in captured.of(ItemKind.POST) for m in i.media]
        assert sum("/original." in url for url in urls) >= sum(
            post["pictures"] for post in captured.content
        )


class TestRecording:
    """What was sent is what is recorded, and each text is found in it."""

    def test_every_response_is_recorded_bit_for_bit(self, captured):
        """The site's own checksums of what it sent are found in the WARC."""
        sent = Counter(
            (entry["url"], entry["status"], entry["wire_sha256"])
            for entry in captured.sent
            if entry["kind"] == "response" and entry["outcome"] == "finished"
        )
        stored = Counter(
            (record.target_uri, record.status, wire_digest(record))
            for record in read_records(captured.warc)
            if is_whole(record)
        )
        assert sent - stored == Counter()
        assert sum(sent.values()) > 100

    def test_the_recording_is_a_sound_warc(self, captured):
        """It passes the project's own check and holds no secret."""
        with captured.warc.open("rb") as stream:
            records, findings = check_warc(stream, captured.warc.name)
        assert records > 200
        assert [f for f in findings if f.severity is Severity.ERROR] == []
        assert find_secrets(captured.warc, ()) == []

    def test_every_text_is_found_again_in_the_recording(self, captured):
        """Each item's pointer leads to its own text in the record that it names."""
        bodies = {
            record.record_id: json.loads(record.decoded())
            for record in read_records(captured.warc)
            if record.type == "response" and "json" in record.mime_type
        }
        for item in captured.capture.items:
            places = [place for place in item.places if place.warc_record]
            assert places
            for place in places:
                text = followed(bodies[place.warc_record], place.pointer)
                assert " ".join(item.body.split()).startswith(
                    " ".join(text.split()).rstrip("…")[:60]
                )

    def test_every_picture_is_found_again_in_the_recording(self, captured):
        """Each item's media names the record whose content has its checksum."""
        contents = {
            record.record_id: hashlib.sha256(record.decoded()).hexdigest()
            for record in read_records(captured.warc)
            if is_whole(record) and record.status == 200
        }
        media = [m for i in captured.capture.items for m in i.media if m.sha256]
        assert media
        for one in media:
            assert contents.get(one.warc_record, one.sha256) == one.sha256

    def test_profile_pictures_have_the_checksums_of_the_site(self, captured):
        """Avatar and cover are those that were sent."""
        sent = {entry["decoded_sha256"] for entry in captured.sent}
        profile = captured.capture.profile
        assert {profile.avatar.sha256, profile.cover.sha256} <= sent


def is_whole(record: WarcRecord) -> bool:
    return record.type == "response" and "WARC-Truncated" not in record.fields


def wire_digest(record: WarcRecord) -> str:
    body = record.raw()
    if record.head is not None and record.head.is_chunked:
        body = b"".join(dechunk([body]))
    return hashlib.sha256(body).hexdigest()


def followed(value: Any, pointer: str) -> str:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return str(value)


class TestLooks:
    """Pictures, files and progress."""

    def test_items_stand_on_pictures_that_exist(self, captured):
        """Each item has a rectangle on a file of the capture."""
        files = {file.path for file in captured.capture.files}
        for item in captured.capture.items:
            boxes = [place.box for place in item.places if place.box]
            assert boxes
            assert {box.file for box in boxes} <= files

    def test_files_are_what_the_capture_says(self, captured):
        """Size and checksum of every file agree, and every part is there."""
        for file in captured.capture.files:
            content = (captured.folder / file.path).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file.sha256
            assert len(content) == file.size > 0
        roles = {file.role for file in captured.capture.files}
        assert roles == {FileRole.WARC, FileRole.PAGE_PDF, FileRole.SCREENSHOT}

    def test_progress_is_told_at_every_step(self, captured):
        """The user sees what goes on, and how far it has come."""
        steps = list(dict.fromkeys(step.step for step in captured.steps))
        assert steps == [
            "Öppnar kontots sida",
            "Rullar flödet",
            "Öppnar inlägg",
            "Kontrollerar att sidan fortfarande visas",
            "Tar skärmbilder",
            "Skriver sidan som PDF",
            "Avslutar inspelningen",
            "Söker upp inläggen i inspelningen",
        ]
        assert captured.steps[-1].total is None
        assert any(s.done == s.total == len(captured.content) for s in captured.steps)


@pytest.fixture
def walled(torget: Torget, request: pytest.FixtureRequest) -> Iterator[Torget]:
    torget.change(request.param)
    yield torget
    torget.change("activate")
    torget.change("normal")


class TestFaults:
    """What goes wrong is an error that says what, and leaves nothing behind."""

    @pytest.mark.parametrize(
        ("walled", "error"),
        [(wall, error) for wall, error, _ in OTHER_WALLS],
        indirect=["walled"],
    )
    def test_a_wall_is_never_an_archive(self, walled, error, tmp_path):
        """Each wall is its own error, and nothing is left of the capture."""
        folder = tmp_path / "capture"
        tools = tools_in(tmp_path, walled.hosts)
        with pytest.raises(error) as caught:
            capture_account(account_at(walled.url), ORDER, folder, tools)
        assert str(caught.value).endswith(".")
        assert_nothing_left(tmp_path)

    def test_a_browser_that_dies_is_noticed(self, torget, tmp_path):
        """A crash in the middle is a lost recording, with nothing left."""

        def kill(progress: Progress) -> None:
            if progress.step == "Öppnar inlägg" and progress.done == 2:
                os.kill(browser_below(os.getpid()), signal.SIGKILL)

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
    def test_what_is_missing_or_forbidden_is_said_at_once(
        self, torget, tmp_path, change, error
    ):
        """No browser, or a private address: refused before anything is fetched."""
        torget.reset()
        hosts = change.pop("hosts", torget.hosts)
        tools = tools_in(tmp_path, hosts, **change)
        with pytest.raises(error):
            capture_account(account_at(torget.url), ORDER, tmp_path / "c", tools)
        assert_nothing_left(tmp_path)
        assert torget.log() == []

    def test_a_page_that_never_answers_ends_in_time(self, tmp_path):
        """The platform is down, says the error, and nothing is left."""
        with serve_pages() as origin:
            hosts = frozenset({origin.removeprefix("http://")})
            limits = replace(Limits(), navigation_seconds=1.0)
            tools = tools_in(tmp_path, hosts, limits=limits)
            account = account_at(f"{origin}/silent")
            with pytest.raises(PlatformDown):
                capture_account(account, ORDER, tmp_path / "c", tools)
        assert_nothing_left(tmp_path)

    def test_less_than_stated_is_not_an_archive(self, tmp_path):
        """A feed that claims more posts than it shows makes the capture incomplete."""
        with serve_pages() as origin:
            hosts = frozenset({origin.removeprefix("http://")})
            tools = tools_in(
                tmp_path, hosts, limits=replace(Limits(), doubtful_checks=5)
            )
            account = account_at(f"{origin}/feed/?posts=2&stated=40&delay=0")
            with pytest.raises(CaptureIncomplete, match="2 av 40 inlägg"):
                capture_account(account, ORDER, tmp_path / "c", tools)
        assert_nothing_left(tmp_path)


def browser_below(pid: int) -> int:
    """Find the browser among the processes that this one has started."""
    for child in children_of(pid):
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"--remote-debugging-pipe" in command and b"--type=" not in command:
            return child
        found = browser_below(child)
        if found:
            return found
    return 0


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


class TestObservation:
    """Profiles are seen as they are, without false alarms."""

    def seen(self, torget: Torget, folder: Path) -> Observation:
        """Observe Torget's account."""
        tools = tools_in(folder, torget.hosts)
        return observe_account(account_at(torget.url), tools)

    def test_only_real_changes_are_seen(self, torget, tmp_path):
        """Addresses that expire change nothing; a new avatar changes one checksum."""
        before, again = self.seen(torget, tmp_path), self.seen(torget, tmp_path)
        assert before.page_state is PageState.OK
        assert digests(before) == digests(again)
        assert before.profile.avatar.url != again.profile.avatar.url
        torget.change("avatar")
        after = self.seen(torget, tmp_path)
        assert digests(after)[0] != digests(before)[0]
        assert digests(after)[1:] == digests(before)[1:]

    @pytest.mark.parametrize(
        ("walled", "state"),
        [(wall, state) for wall, _, state in OTHER_WALLS],
        indirect=["walled"],
    )
    def test_walls_are_states(self, walled, state, tmp_path):
        """An observation of a wall is an observation, without a profile."""
        seen = self.seen(walled, tmp_path)
        assert seen.page_state is state
        assert seen.profile.core_fields() == 0

    def test_a_site_that_is_down_is_a_state(self, tmp_path):
        """Nothing answers at the address."""
        with serve_pages() as origin:
            closed = origin
        tools = tools_in(tmp_path, frozenset({closed.removeprefix("http://")}))
        seen = observe_account(account_at(closed), tools)
        assert seen.page_state is PageState.UNAVAILABLE

    def test_marked_up_pages_need_no_browser(self, tmp_path):
        """A page that sends its markup is read by one request, pictures hashed."""
        with serve_pages() as origin:
            hosts = frozenset({origin.removeprefix("http://")})
            chromium = Path("/finns/inte/chromium")
            tools = tools_in(tmp_path, hosts, chromium=chromium)
            seen = observe_account(account_at(f"{origin}/markup.html"), tools)
        assert seen.extractor == "webpage-http/1"
        assert seen.profile.avatar.sha256
        assert seen.profile.avatar.sha256 != seen.profile.cover.sha256

    def test_a_private_address_is_refused(self, torget, tmp_path):
        """The guard holds for observations and for their redirects."""
        with pytest.raises(NotAllowed):
            observe_account(account_at(torget.url), tools_in(tmp_path, frozenset()))
        with serve_pages() as origin:
            hosts = frozenset({origin.removeprefix("http://")})
            url = f"{origin}/go?to={torget.url}"
            with pytest.raises(NotAllowed):
                observe_account(account_at(url), tools_in(tmp_path, hosts))


def digests(seen: Observation) -> tuple[str | None, ...]:
    profile = seen.profile
    return (
        profile.avatar.sha256 if profile.avatar else None,
        profile.cover.sha256 if profile.cover else None,
        profile.name,
        profile.about,
    )
