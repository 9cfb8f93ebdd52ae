# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole capture of Torget, scored against the site's own record."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archivers.decoding import dechunk
from archivers.secrets import find_secrets
from archivers.snapshot import capture_account
from archivers.warc import WarcRecord, check_warc, read_records
from schemas.capture import Capture, FileRole
from schemas.item import Item, ItemKind
from schemas.order import Progress
from schemas.package import Severity
from tests.e2e.runs import ORDER, account_at, assert_nothing_left, tools_in
from tests.e2e.sites import Torget, run_torget

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


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
            "Spelar upp fångsten utan nät: öppnar kontots sida",
            "Spelar upp fångsten utan nät: rullar flödet",
            "Spelar upp fångsten utan nät: öppnar inlägg",
            "Spelar upp fångsten utan nät: kontrollerar att sidan fortfarande visas",
            "Söker upp inläggen i inspelningen",
        ]
        assert captured.steps[-1].total is None
        assert any(s.done == s.total == len(captured.content) for s in captured.steps)
