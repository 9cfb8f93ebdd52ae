# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole capture of Torget through warcprox, scored by the site's own record."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from archivers.decoding import dechunk
from archivers.recorders import Tried
from archivers.secrets import find_secrets
from archivers.snapshot import capture_account
from archivers.warc import WarcRecord, check_warc, read_records
from schemas.capture import FileRole
from tests.contract.recorders import need_warcprox
from tests.e2e.runs import ORDER, account_at, assert_nothing_left, tools_in
from tests.e2e.sites import run_torget

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_capture_through_warcprox_is_complete_and_says_what_it_lacks(tmp_path):
    """When a Chromium fails the trial of its network log, warcprox takes over."""
    need_warcprox()
    memory = tmp_path / "recorder.json"
    maker = Tried(memory, stands=lambda *_: False)
    with run_torget(tmp_path / "state", "--posts", "8") as torget:
        tools = tools_in(tmp_path, torget.hosts, recorder=maker)
        folder = tmp_path / "capture"
        capture = capture_account(account_at(torget.url), ORDER, folder, tools)
        sent, content = torget.log(), torget.content()
    assert_nothing_left(tmp_path / "workspace")
    assert capture.health.missing == ()
    report = capture.health.recorder
    assert report.recorder == "warcprox"
    assert "klarade inte provet" in report.notes[0]
    assert set(report.notes) <= set(capture.health.notes)
    assert "warcprox" in {program.name for program in capture.software}
    assert capture.health.posts.found == len(content)
    (file,) = (f for f in capture.files if f.role is FileRole.WARC)
    assert kept(folder / file.path) >= finished(sent)
    assert find_secrets(folder / file.path, []) == []
    with (folder / file.path).open("rb") as stream:
        assert check_warc(stream, file.path)[1] == []


def finished(sent: list[dict]) -> Counter:
    return Counter(
        (entry["url"], entry["status"], entry["wire_sha256"])
        for entry in sent
        if entry["kind"] == "response" and entry["outcome"] == "finished"
    )


def kept(warc: Path) -> Counter:
    return Counter(
        (record.target_uri, record.status, digest(record))
        for record in read_records(warc)
        if record.type == "response"
    )


def digest(record: WarcRecord) -> str:
    body = record.raw()
    if record.head.is_chunked:
        body = b"".join(dechunk([body]))
    return hashlib.sha256(body).hexdigest()
