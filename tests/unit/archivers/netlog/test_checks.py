# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each check passes on a whole recording, and fails when its own thing is broken."""

import base64
import re
from collections.abc import Callable

import pytest

from archivers.netlog import checks
from archivers.netlog.pipe import Backlog
from schemas.capture import LossCheck
from tests.unit.archivers.netlog.made_log import FIRST, MadeLog, exchange_over, follow

URL = "https://torget.example/a"
GET = b"GET /a HTTP/1.1\r\nHost: torget.example\r\n\r\n"
COUNTED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhejsa"

NONSENSE = COUNTED.replace(b"HTTP/1.1 200", b"HTTX/1.1 200")


def made() -> bytes:
    log = MadeLog()
    exchange_over(log, GET, COUNTED, URL)
    return log.data()


def run(tmp_path, data: bytes, urls: tuple[str, ...] = (URL,)) -> dict[str, LossCheck]:
    followed = follow(tmp_path, data)
    recording, writer = followed.recording, followed.writer
    found = (
        checks.log_is_whole(followed.log),
        checks.requests_agree(recording, writer),
        checks.bytes_agree(recording),
        checks.requests_ended(recording),
        checks.driver_agrees(writer, urls),
        checks.reader_kept_up(Backlog("/nowhere")),
    )
    return {check.name: check for check in found}


def without(name_part: bytes) -> Callable[[bytes], bytes]:
    def cut(data: bytes) -> bytes:
        lines = data.split(b"\n")
        (number,) = [n for n, line in enumerate(lines) if name_part in line]
        return b"\n".join(lines[:number] + lines[number + 1 :])

    return cut


def with_event(name: str, **params: object) -> Callable[[bytes], bytes]:
    """Add an event of something whose beginning was lost."""
    log = MadeLog()
    log.event(name, 99, **params)
    heading = b'"events": [\n'
    return lambda data: data.replace(heading, heading + log.lines[0] + b",\n")


def test_everything_passes_on_a_whole_log(tmp_path):
    assert all(check.passed for check in run(tmp_path, made()).values())


BREAKS = {
    "the end": (lambda d: d[:-3], {"log_is_whole": "slutet saknas"}),
    "a restart": (
        lambda d: d.replace(
            b'"events": [\n', b'"events": [\n' + FIRST + b'\n"events": [\n'
        ),
        {"log_is_whole": "startade om 1 gånger"},
    ),
    "an odd line": (
        lambda d: d.replace(b"],\n", b"],\nodd\n"),
        {"log_is_whole": "1 rader är trasiga"},
    ),
    "an event that is no longer known": (
        lambda d: d.replace(b'"SSL_CONNECT"', b'"SSL_RENAMED"'),
        {"log_is_whole": "saknar händelserna SSL_CONNECT"},
    ),
    "the request's bytes": (
        without(b'"byte_count":%d,' % len(GET)),
        {"requests_agree": "1 frågor syntes aldrig"},
    ),
    "the announcement": (
        without(b'"headers":["x"]'),
        {"requests_agree": "1 frågor var okända"},
    ),
    "what began a request": (
        with_event("HTTP_TRANSACTION_SEND_REQUEST_HEADERS", headers=["x"]),
        {"requests_agree": "2 frågor aviserades men 1 redovisas"},
    ),
    "the sense of the bytes": (
        lambda d: d.replace(base64.b64encode(COUNTED), base64.b64encode(NONSENSE)),
        {"bytes_agree": "1 förbindelser går inte att tyda"},
    ),
    "content that the browser counted": (
        with_event("HTTP2_SESSION_RECV_DATA", size=4, stream_id=1),
        {"bytes_agree": "1 strömmar har fel storlek"},
    ),
    "HTTP/3": (
        lambda d: d.replace(
            b'"HTTP_TRANSACTION_QUIC', b'"HTTP_TRANSACTION_QUAC'
        ).replace(
            b'"HTTP_TRANSACTION_SEND_REQUEST_HEADERS"',
            b'"HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS"',
        ),
        {"requests_agree": "gick över HTTP/3"},
    ),
    "a byte": (
        lambda d: d.replace(b'"byte_count":%d,' % len(COUNTED), b'"byte_count":999,'),
        {"bytes_agree": "1 överföringar är avkortade"},
    ),
    "an event's JSON": (
        lambda d: re.sub(
            rb'"byte_count":(\d+),"bytes":"', rb'"byte_count":\1,"bytes":', d, count=1
        ),
        {"bytes_agree": "1 händelser går inte att läsa"},
    ),
    "the connection's end": (
        lambda d: d.replace(
            b',\n{"phase":2,"source":{"id":5,', b',\n{"phase":3,"source":{"id":5,'
        ),
        {"bytes_agree": "1 förbindelser stängdes aldrig"},
    ),
    "the request's end": (
        lambda d: d.replace(
            b',\n{"phase":2,"source":{"id":1,', b',\n{"phase":3,"source":{"id":1,'
        ),
        {"requests_ended": "1 frågor slutade aldrig"},
    ),
    "the request's beginning": (
        without(b'"traffic_annotation"'),
        {"requests_ended": "fler frågor slutade än började"},
    ),
}


@pytest.mark.parametrize("what", BREAKS)
def test_each_loss_is_noticed(tmp_path, what):
    change, expected = BREAKS[what]
    whole = made()
    changed = change(whole)
    assert changed != whole
    found = run(tmp_path, changed)
    for name, detail in expected.items():
        assert not found[name].passed
        assert detail in found[name].detail


def test_an_address_that_only_the_driver_saw_is_noticed(tmp_path):
    urls = (f"{URL}#top", f"{URL}/2", "data:text/plain,x", "blob:https://x/y")
    check = run(tmp_path, made(), urls)["driver_agrees"]
    assert check.detail == "Fel: 1 adresser saknas i inspelningen."


def test_a_websocket_counts_as_its_handshake(tmp_path):
    assert run(tmp_path, made(), ("wss://torget.example/a",))["driver_agrees"].passed


def test_a_browser_that_fills_the_memory_is_noticed():
    backlog = Backlog("/nowhere")
    backlog.peak_mb = 3000
    assert not checks.reader_kept_up(backlog).passed


def test_no_detail_names_an_address(tmp_path):
    """The text goes into an error message, which may hold nothing of the capture."""
    found = run(tmp_path, made(), (f"{URL}/hemlig",))
    assert not any("torget" in check.detail for check in found.values())
