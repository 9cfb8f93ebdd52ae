# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture is replayed with the network cut; what was taken out of it is missed."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from archivers import for_account
from archivers.replay import Seen, replay
from archivers.snapshot import capture_account
from archivers.warc import WarcRecord, read_records
from schemas.capture import Capture, FileRole, ReplayCheck
from tests.e2e.runs import ORDER, account_at, assert_nothing_left, tools_in
from tests.e2e.sites import run_torget

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@dataclass(frozen=True)
class Finished:
    """A capture of a Torget that is no longer there."""

    capture: Capture
    warc: Path
    url: str
    asked_after: int


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    base = tmp_path_factory.mktemp("capture")
    counts = []
    with run_torget(tmp_path_factory.mktemp("torget"), "--posts", "4") as site:

        def note(progress):
            if "utan nät" in progress.step and not counts:
                counts.append(len(site.log()))

        tools = tools_in(base, site.hosts, progress=note)
        folder = base / "capture"
        capture = capture_account(account_at(site.url), ORDER, folder, tools)
        asked_after = len(site.log()) - counts[0]
    (file,) = (f for f in capture.files if f.role is FileRole.WARC)
    return Finished(capture, folder / file.path, site.url, asked_after)


def replayed(finished: Finished, warc: Path, folder: Path) -> ReplayCheck:
    """Replay a recording, with nothing left on the network to fall back on."""
    check = finished.capture.health.replay
    account = account_at(finished.url)
    seen = Seen(
        platform=for_account(account),
        account=account,
        posts=check.expected_posts,
        comments=check.expected_comments,
        unanswered={f"{finished.url.rpartition('/')[0]}/api/installerad"},
    )
    try:
        return replay(warc, seen, tools_in(folder, frozenset()))
    finally:
        assert_nothing_left(folder / "workspace")


def without(warc: Path, target: Path, is_out: Callable[[WarcRecord], bool]) -> int:
    """Write a recording without some of its records; gives how many are left out."""
    members, data = [], warc.read_bytes()
    while data:
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        member.decompress(data)
        members.append(data[: len(data) - len(member.unused_data)])
        data = member.unused_data
    out = [is_out(record) for record in read_records(warc)]
    target.write_bytes(
        b"".join(m for m, gone in zip(members, out, strict=True) if not gone)
    )
    return sum(out)


def test_a_whole_capture_passes_without_the_network(finished):
    """As many posts and comments as were found, nothing missing, nobody asked."""
    health = finished.capture.health
    assert health.is_complete
    assert health.replay.passed
    assert health.replay.missing == ()
    assert health.replay.posts == health.posts.found == 4
    assert health.replay.comments == health.comments.found > 0
    # At the capture's own end a window may still be closing; nothing new is opened.
    assert finished.asked_after <= 1


def test_a_picture_taken_out_is_missed(finished, tmp_path):
    """It is named, however it was signed; posts and comments are all there."""
    pictures = [
        record.target_uri
        for record in read_records(finished.warc)
        if record.type == "response"
        and record.status == 200
        and record.mime_type.startswith("image/")
        and "/bild/" in record.target_uri
    ]
    warc, path = tmp_path / "less.warc.gz", pictures[0].partition("?")[0]
    assert without(finished.warc, warc, lambda r: r.target_uri.startswith(path)) > 1
    check = replayed(finished, warc, tmp_path)
    assert {url.partition("?")[0] for url in check.missing} == {path}
    assert not check.passed
    assert check.posts == check.expected_posts


def test_a_page_of_comments_taken_out_is_missed(finished, tmp_path):
    """The count of comments falls short, although the address has other answers."""

    def is_comments(record: WarcRecord) -> bool:
        body = record.decoded() if record.type == "response" else b""
        return body.startswith(b'{"data": {"Comments"')

    warc = tmp_path / "less.warc.gz"
    assert without(finished.warc, warc, is_comments) > 0
    check = replayed(finished, warc, tmp_path)
    assert not check.passed
    assert check.comments < check.expected_comments
    assert [url.rpartition("/")[2] for url in check.missing] == ["graphql"]


def test_a_recording_without_the_account_stops_the_replay(finished, tmp_path):
    """The page itself is not there: said in a sentence, not as a count alone."""

    def is_page(record: WarcRecord) -> bool:
        return record.target_uri.endswith("/konto/almhult")

    warc = tmp_path / "less.warc.gz"
    assert without(finished.warc, warc, is_page) > 0
    check = replayed(finished, warc, tmp_path)
    assert not check.passed
    assert check.stopped_by.endswith(".")
    assert gzip.decompress(warc.read_bytes())
