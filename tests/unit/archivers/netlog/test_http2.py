# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""HTTP/2 is put together from its frames (RFC 9113)."""

import hpack
import pytest

from archivers.netlog.exchange import BROWSER_BROKE, CONNECTION_CLOSED, SERVER_BROKE
from archivers.netlog.http2 import MOST_CANCELLED, PREFACE
from tests.unit.archivers.netlog.made_log import (
    Followed,
    MadeLog,
    fields,
    follow,
    frame,
)

DATA, HEADERS, RESET, SETTINGS, PUSH, GOAWAY, CONTINUATION = 0, 1, 3, 4, 5, 7, 9
END_STREAM, END_HEADERS, PADDED, PRIORITY = 1, 4, 8, 32
URL = "https://torget.example/a"


class Talk:
    """A connection over which both sides speak."""

    def __init__(self) -> None:
        self.log = MadeLog()
        self.out, self.back = hpack.Encoder(), hpack.Encoder()
        self.log.connect(5, "h2")
        self.log.event(
            "HTTP2_SESSION_INITIALIZED", 50, source_dependency={"id": 5, "type": 10}
        )
        self.log.sent(5, PREFACE + frame(SETTINGS, 0))

    def ask(self, stream: int, body: bytes = b"", path: str = "/a") -> None:
        """Send a request."""
        method = "POST" if body else "GET"
        self.log.ask(stream, f"https://torget.example{path}", method)
        block = fields(
            self.out,
            _method=method,
            _authority="torget.example",
            _scheme="https",
            _path=path,
            cookie="a=b",
            user_agent="Prov",
        )
        flags = END_HEADERS | (0 if body else END_STREAM)
        sent = frame(HEADERS, stream, block, flags)
        if body:
            sent += frame(DATA, stream, body, END_STREAM)
        self.log.sent(5, sent)

    def head(self, stream: int, flags: int = END_HEADERS, **named: str) -> bytes:
        """Give a response's head."""
        return frame(HEADERS, stream, fields(self.back, **named), flags)

    def say(self, *frames: bytes) -> None:
        """Let the server send frames, and the browser count their content."""
        self.log.received(5, b"".join(frames))

    def count(self, stream: int, size: int) -> None:
        """Let the browser say how much content it got."""
        self.log.event("HTTP2_SESSION_RECV_DATA", 50, size=size, stream_id=stream)

    def end(self, tmp_path) -> Followed:
        """Close the connection and follow the log."""
        self.log.close(5)
        return follow(tmp_path, self.log.data())


@pytest.fixture
def talk() -> Talk:
    """A connection that has just been opened."""
    return Talk()


def test_an_exchange_becomes_request_line_and_status_line(talk, tmp_path):
    talk.ask(1, b"fraga")
    talk.say(talk.head(1, _status="404", content_type="text/plain"))
    talk.say(frame(DATA, 1, b"sva"), frame(DATA, 1, b"r", END_STREAM))
    talk.count(1, 4)
    followed = talk.end(tmp_path)
    (request,), (response,) = followed.records("request"), followed.records("response")
    assert request.head.raw == (
        b"POST /a HTTP/1.1\r\nHost: torget.example\r\n"
        b"cookie: a=avbild-scrubbed\r\nuser-agent: Prov\r\n\r\n"
    )
    assert request.raw() == b"fraga"
    assert response.head.start_line == "HTTP/1.1 404 Not Found"
    assert response.raw() == b"svar"
    assert response.fields["WARC-IP-Address"] == "2001:db8::1"
    assert not followed.writer.partial
    assert not followed.recording.books.broken
    assert not followed.recording.books.disagreements


def test_provenance_is_in_the_fields(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, END_HEADERS | END_STREAM, _status="204"))
    followed = talk.end(tmp_path)
    raw = followed.warc.read_bytes()
    (response,) = followed.records("response")
    assert response.fields["WARC-Protocol"] == "tls/1.3"
    assert response.fields["WARC-Cipher-Suite"] == "0x1301"
    metadata = {r.record_id: r for r in followed.records("metadata")}
    connection = metadata[response.fields["WARC-Concurrent-To"]].raw()
    assert b"protocol: h2\r\ntls-version: TLS 1.3" in connection
    chains = [r for r in metadata.values() if "pem" in r.fields["Content-Type"]]
    assert [r.raw()[:27] for r in chains] == [b"-----BEGIN CERTIFICATE-----"]
    assert raw


def test_padding_and_priority_are_taken_away(talk, tmp_path):
    talk.ask(1)
    block = fields(talk.back, _status="200")
    padded = bytes([3]) + b"\0\0\0\0\7" + block + b"\0\0\0"
    talk.say(frame(HEADERS, 1, padded, END_HEADERS | PADDED | PRIORITY))
    talk.say(frame(DATA, 1, b"\x02hej\0\0", PADDED | END_STREAM))
    talk.count(1, 3)
    followed = talk.end(tmp_path)
    (response,) = followed.records("response")
    assert response.raw() == b"hej"
    assert not followed.recording.books.disagreements


@pytest.mark.parametrize("size", [1, 5, 16, 10**6])
def test_frames_come_in_any_pieces(talk, tmp_path, size):
    talk.ask(1)
    block = fields(talk.back, _status="200", x="y" * 40)
    said = (
        frame(SETTINGS, 0, b"\0" * 6)
        + frame(HEADERS, 1, block[:3])
        + frame(CONTINUATION, 1, block[3:9])
        + frame(CONTINUATION, 1, block[9:], END_HEADERS)
        + frame(DATA, 1, b"hej", END_STREAM)
    )
    for start in range(0, len(said), size):
        talk.say(said[start : start + size])
    talk.count(1, 3)
    followed = talk.end(tmp_path)
    (response,) = followed.records("response")
    assert response.head.value("x") == "y" * 40
    assert response.raw() == b"hej"
    assert not followed.recording.books.broken


def test_streams_are_interleaved_and_share_the_header_table(talk, tmp_path):
    for stream in (1, 3):
        talk.ask(stream, path=f"/{stream}")
    talk.say(talk.head(3, _status="200", x_long="samma varde"))
    talk.say(talk.head(1, _status="200", x_long="samma varde"))
    talk.say(frame(DATA, 1, b"ett", END_STREAM), frame(DATA, 3, b"tre", END_STREAM))
    talk.count(1, 3)
    talk.count(3, 3)
    found = {r.target_uri[-2:]: r for r in talk.end(tmp_path).records("response")}
    assert {path: r.raw() for path, r in found.items()} == {"/1": b"ett", "/3": b"tre"}
    assert found["/1"].head.value("x-long") == "samma varde"


def test_interim_responses_and_trailers_are_kept_beside(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, _status="103", link="</a>"), talk.head(1, _status="200"))
    talk.say(frame(DATA, 1, b"hej"))
    talk.say(talk.head(1, END_HEADERS | END_STREAM, x_sum="42"))
    talk.count(1, 3)
    followed = talk.end(tmp_path)
    kept = {
        record.fields["Content-Type"]: record.raw()
        for record in followed.records("metadata")
        if "msgtype" in record.fields["Content-Type"]
    }
    hints = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"
    assert kept == {
        "text/plain; msgtype=interim": hints,
        "text/plain; msgtype=trailers": b"x-sum: 42\r\n",
    }


def test_a_cancelled_redirect_that_came_whole_is_whole(talk, tmp_path):
    """Chromium cancels redirects while their last frames are under way."""
    talk.ask(1)
    talk.say(talk.head(1, _status="302", location="/b", content_length="3"))
    talk.log.sent(5, frame(RESET, 1, b"\0\0\0\x08"))
    talk.say(frame(DATA, 1, b"hej"))
    talk.count(1, 3)
    followed = talk.end(tmp_path)
    (response,) = followed.records("response")
    assert response.raw() == b"hej"
    assert not followed.writer.partial


def test_a_cancelled_stream_that_did_not_come_whole_is_partial(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, _status="200", content_length="9"), frame(DATA, 1, b"hej"))
    talk.log.sent(5, frame(RESET, 1, b"\0\0\0\x08"))
    talk.count(1, 3)
    followed = talk.end(tmp_path)
    (fault,) = followed.writer.partial
    assert fault.reason == BROWSER_BROKE
    assert followed.records("response")[0].raw() == b"hej"


def test_cancelled_streams_do_not_pile_up(talk, tmp_path):
    for stream in range(1, 2 * MOST_CANCELLED + 20, 2):
        talk.ask(stream, path=f"/{stream}")
        talk.say(talk.head(stream, _status="200", content_length="9"))
        talk.log.sent(5, frame(RESET, stream, b"\0\0\0\x08"))
    marked = len(talk.log.lines)
    followed = talk.end(tmp_path)
    assert marked
    assert len(followed.writer.partial) == MOST_CANCELLED + 10


def test_a_stream_that_the_server_resets_is_partial(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, _status="200"), frame(DATA, 1, b"hej"))
    talk.say(frame(RESET, 1, b"\0\0\0\x02"))
    talk.count(1, 3)
    (fault,) = talk.end(tmp_path).writer.partial
    assert fault.reason == SERVER_BROKE


def test_a_stream_left_open_is_partial(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, _status="200"), frame(DATA, 1, b"hej"), b"\0\0")
    talk.count(1, 3)
    followed = talk.end(tmp_path)
    (fault,) = followed.writer.partial
    assert fault.reason == CONNECTION_CLOSED
    assert not followed.recording.books.broken


def test_a_push_is_decoded_for_the_tables_sake_only(talk, tmp_path):
    talk.ask(1)
    promise = (2).to_bytes(4) + fields(talk.back, _path="/pushed", x_new="i tabellen")
    talk.say(frame(PUSH, 1, promise, END_HEADERS))
    talk.say(talk.head(1, END_HEADERS | END_STREAM, _status="200", x_new="i tabellen"))
    (response,) = talk.end(tmp_path).records("response")
    assert response.head.value("x-new") == "i tabellen"


@pytest.mark.parametrize(
    "said",
    [
        frame(HEADERS, 9, b"\x88", END_HEADERS),
        frame(DATA, 9, b"x"),
        frame(CONTINUATION, 1, b"\x88", END_HEADERS),
        frame(HEADERS, 1, b"\xff\xff\xff\xff", END_HEADERS),
        frame(DATA, 1, b"\x09x", PADDED),
        frame(HEADERS, 1, b"", END_HEADERS),
    ],
)
def test_frames_that_make_no_sense_are_noticed(talk, tmp_path, said):
    """That is how lost bytes show."""
    talk.ask(1)
    talk.say(said)
    assert talk.end(tmp_path).recording.books.broken == 1


def test_a_part_of_a_frame_left_over_is_noticed(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, END_HEADERS | END_STREAM, _status="200"), b"\0\0\4")
    assert talk.end(tmp_path).recording.books.broken == 1


def test_content_that_the_browser_counts_otherwise_is_noticed(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, _status="200"), frame(DATA, 1, b"hej", END_STREAM))
    talk.count(1, 4)
    assert talk.end(tmp_path).recording.books.disagreements == 1


def test_content_of_an_unknown_session_is_noticed(talk, tmp_path):
    talk.ask(1)
    talk.say(talk.head(1, END_HEADERS | END_STREAM, _status="200"))
    talk.log.event("HTTP2_SESSION_RECV_DATA", 99, size=4, stream_id=1)
    assert talk.end(tmp_path).recording.books.disagreements == 1


def test_a_websocket_within_a_stream(talk, tmp_path):
    """RFC 8441: the handshake is a CONNECT, the frames are content."""
    talk.log.ask(1, "wss://torget.example/ws")
    block = fields(
        talk.out,
        _method="CONNECT",
        _protocol="websocket",
        _authority="torget.example",
        _scheme="https",
        _path="/ws",
    )
    talk.log.sent(5, frame(HEADERS, 1, block, END_HEADERS))
    talk.say(talk.head(1, _status="200"))
    talk.say(frame(DATA, 1, b"\x81\x03hej"))
    talk.log.sent(5, frame(DATA, 1, b"\x81\x83\1\2\3\4" + b"ihi"))
    talk.count(1, 5)
    followed = talk.end(tmp_path)
    (messages,) = [r for r in followed.records("metadata") if r.target_uri]
    assert messages.target_uri == "wss://torget.example/ws"
    assert messages.raw().count(b'"text":"hej"') == 1
    assert messages.raw().count(b'"text":"hjj"') == 1
    assert followed.recording.ledger.unannounced == 0
