# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server of a replay: every host, in clear and under TLS, from the recording."""

import socket
import ssl
from datetime import UTC, datetime

import pytest

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.replay.recorded import Recorded
from archivers.replay.server import serving
from archivers.warc import NewRecord, WarcFile, record_ids

WHEN = datetime(2026, 11, 2, tzinfo=UTC)


def exchange(warc, url, answer, body, method="GET"):
    """Write an exchange into a recording."""
    first = warc.write(
        NewRecord("response", WHEN, "application/http", Body.of([body]), answer, url)
    )
    request = HttpHead.build(f"{method} / HTTP/1.1", [])
    partner = [("WARC-Concurrent-To", f"<{first}>")]
    warc.write(
        NewRecord(
            "request", WHEN, "application/http", Body(), request, url, fields=partner
        )
    )


@pytest.fixture
def server(tmp_path):
    """Serve a recording of two hosts, one of them over TLS."""
    path = tmp_path / "prov.warc.gz"
    plain = HttpHead.build("HTTP/1.1 200 OK", [("Content-Length", "999")])
    moved = HttpHead.build("HTTP/1.1 302 Found", [("Location", "/dit")])
    with WarcFile(path, record_ids("prov", "prov")) as warc:
        exchange(warc, "http://a.test/", plain, b"hej")
        exchange(warc, "https://b.test/", plain, b"lugn")
        exchange(warc, "https://b.test/", plain, b"", method="HEAD")
        exchange(warc, "https://b.test/hit", moved, b"")
    recorded = Recorded(path, tmp_path)
    with serving(recorded, tmp_path) as running:
        yield running
    recorded.close()


def ask(server, host, head, *, secure=False):
    """Send a request and give all that comes back."""
    lines = f"{head}\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.server_port), 5) as plain:
        connection = plain
        if secure:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            connection = context.wrap_socket(plain, server_hostname=host)
        with connection:
            connection.sendall(lines.encode())
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


def test_each_host_and_scheme_has_its_own_answer(server):
    """The host is that of the request, not of the connection."""
    assert ask(server, "a.test", "GET / HTTP/1.1").endswith("\r\n\r\nhej")
    secure = ask(server, "b.test", "GET / HTTP/1.1", secure=True)
    assert secure.endswith("Content-Length: 4\r\n\r\nlugn")
    assert server.missed == set()


def test_what_is_not_recorded_is_missed(server):
    """The same host over another scheme is another address."""
    assert ask(server, "b.test", "GET / HTTP/1.1").startswith("HTTP/1.1 404")
    assert server.missed == {"http://b.test/"}


def test_redirects_are_the_browsers_to_follow(server):
    """They are given as they came."""
    answer = ask(server, "b.test", "GET /hit HTTP/1.1", secure=True)
    assert answer.startswith("HTTP/1.1 302 Found\r\nLocation: /dit")


def test_the_answer_to_a_head_has_no_body(server):
    """It states the length that the body would have."""
    answer = ask(server, "b.test", "HEAD / HTTP/1.1", secure=True)
    assert answer.endswith("Content-Length: 999\r\n\r\n")


def test_a_websocket_is_refused_and_not_missed(server):
    """What came over it cannot be played; the page goes on without."""
    answer = ask(server, "a.test", "GET /ws HTTP/1.1\r\nUpgrade: websocket")
    assert answer.startswith("HTTP/1.1 503")
    assert server.missed == set()


def test_every_host_lies_here(server):
    """A browser with these arguments has no other network."""
    mapped, *_ = server.browser_arguments()
    assert mapped == f"--host-resolver-rules=MAP * 127.0.0.1:{server.server_port}"
