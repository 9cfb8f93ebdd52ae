# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every recorder catches every exchange bit for bit, or says that it did not."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archivers.decoding import dechunk
from archivers.secrets import find_secrets
from archivers.warc import WarcHeader, WarcRecord, check_warc, read_records
from schemas.capture import RecorderReport
from tests.contract.golden_site import GoldenSite, Served, Transport
from tests.contract.recorders import RECORDERS, Make, browser_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

HEADER = WarcHeader(
    software="Avbild 0.1.0",
    capture_id="prov",
    account_id="konto",
    order_id="order",
    url="https://127.0.0.1/start",
    started_at=datetime(2026, 11, 22, tzinfo=UTC),
)
WAIT_MS = 30_000


@dataclass
class Recorded:
    """A recording of the golden page, beside the server's own score."""

    site: GoldenSite
    warc: Path
    report: RecorderReport

    def records(self, kind: str) -> list[WarcRecord]:
        """Give the records of a type."""
        return [record for record in read_records(self.warc) if record.type == kind]


def record(make: Make, site: GoldenSite, folder: Path) -> Recorded:
    warc = folder / "prov.warc.gz"
    recorder = make(warc, HEADER, folder / "work")
    answered: set[str] = set()
    try:
        with (
            pytest.MonkeyPatch.context() as patch,
            browser_of(recorder, folder, patch) as browser,
        ):
            context = browser.new_context()
            context.on(
                "response",
                lambda r: r.from_service_worker or answered.add(r.url),
            )
            page = context.new_page()
            page.goto(f"{site.origin}/start")
            page.wait_for_function("document.title.match(/klart|fel/)", timeout=WAIT_MS)
            assert page.title() == "klart"
            page.wait_for_timeout(100)
        report = recorder.finish(answered)
    finally:
        recorder.abort()
    return Recorded(site, warc, report)


@pytest.fixture(scope="module", params=sorted(RECORDERS))
def make(request) -> Make:
    return RECORDERS[request.param]


@pytest.fixture(scope="module", params=Transport, ids=lambda t: t.value)
def recorded(request, make, tmp_path_factory) -> Iterator[Recorded]:
    folder = tmp_path_factory.mktemp("golden")
    with GoldenSite(request.param, folder) as site:
        yield record(make, site, folder)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def content(record: WarcRecord) -> bytes:
    """Give the body as the server's program wrote it: without chunk lines."""
    chunks = record.body.chunks()
    is_chunked = record.head is not None and record.head.is_chunked
    return b"".join(dechunk(chunks) if is_chunked else chunks)


def is_no_websocket(request: WarcRecord) -> bool:
    return request.head.method != "CONNECT"


def written(recorded: Recorded) -> Counter[Served]:
    requests = {
        record.fields["WARC-Concurrent-To"]: record
        for record in recorded.records("request")
    }
    return Counter(
        Served(
            method=requests[response.record_id].head.method,
            target="/" + response.target_uri.split("/", 3)[3],
            status=response.status,
            request_sha256=sha256(content(requests[response.record_id])),
            body_sha256=sha256(content(response)),
        )
        for response in recorded.records("response")
        if response.status != 101 and is_no_websocket(requests[response.record_id])
    )


def test_every_exchange_is_there_and_exact(recorded):
    """What the server sent and got is in the WARC, byte for byte, and nothing else."""
    sent = Counter(recorded.site.served)
    found = written(recorded)
    assert sent - found == Counter()
    assert found - sent == Counter()
    assert sent.total() >= 44


def test_every_check_passes_on_an_undisturbed_run(recorded):
    assert all(check.passed for check in recorded.report.checks)
    assert recorded.report.partial == ()
    assert recorded.report.undecodable == ()


def test_warc_is_sound(recorded):
    with recorded.warc.open("rb") as stream:
        records, findings = check_warc(stream, "prov.warc.gz")
    assert findings == []
    assert records > 90


def test_no_cookie_is_left(recorded):
    """The session cookie of the redirect went out with each request, and is gone."""
    assert find_secrets(recorded.warc, ["hemligt-kakvarde-1"]) == []
    assert recorded.report.scrubbed["set-cookie"] == 1
    assert recorded.report.scrubbed["cookie"] > 30


def test_websocket_messages_are_kept_both_ways_or_said_to_be_missing(recorded):
    if recorded.report.recorder == "warcprox":
        assert recorded.site.said == []
        assert any("WebSocket" in note for note in recorded.report.notes)
        return
    (record,) = [r for r in recorded.records("metadata") if r.target_uri[:2] == "ws"]
    lines = [json.loads(line) for line in record.raw().splitlines()]
    found = [
        (line["direction"], line.get("text") or base64.b64decode(line["base64"]))
        for line in lines
        if line["kind"] in ("text", "binary")
    ]
    assert Counter(found) == Counter(recorded.site.said)
    assert len(found) == 6
    (handshake,) = [
        r
        for r in recorded.records("response")
        if r.record_id == record.fields["WARC-Refers-To"]
    ]
    assert "permessage-deflate" in handshake.head.value("sec-websocket-extensions")


def test_only_plain_codings_are_offered(recorded):
    """A body coded with a dictionary could not be opened by itself."""
    offered = {r.head.value("accept-encoding") for r in recorded.records("request")}
    assert not any("dc" in value for value in offered)


def test_provenance_names_certificate_address_and_protocol(recorded):
    response = recorded.records("response")[-1]
    assert response.fields["WARC-IP-Address"] == "127.0.0.1"
    if recorded.site.origin.startswith("https"):
        kinds = [r.fields["Content-Type"] for r in recorded.records("metadata")]
        assert kinds.count("application/pem-certificate-chain") == 1
        assert "WARC-Cipher-Suite" in response.fields
