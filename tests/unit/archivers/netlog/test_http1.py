# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""HTTP/1.1 is taken apart without losing how it was framed."""

import gzip

import pytest

from archivers.netlog.exchange import CONNECTION_CLOSED, SERVER_BROKE
from tests.unit.archivers.netlog.made_log import (
    Followed,
    MadeLog,
    exchange_over,
    follow,
)

URL = "https://torget.example/a?b=1"
GET = b"GET /a?b=1 HTTP/1.1\r\nHost: torget.example\r\n\r\n"
POST = b"POST /a?b=1 HTTP/1.1\r\nHost: torget.example\r\nContent-Length: 3\r\n\r\nhej"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;x=y\r\nhej\r\n0\r\nX-Sum: 1\r\n\r\n"
)
COUNTED = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhej"
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def recorded(tmp_path, request: bytes, response: bytes) -> Followed:
    log = MadeLog()
    exchange_over(log, request, response, URL)
    return follow(tmp_path, log.data())


def body_of(followed: Followed, kind: str = "response") -> bytes:
    (record,) = followed.records(kind)
    return record.raw()


def faultless(followed: Followed) -> bool:
    books = followed.recording.books
    return not (books.broken or books.unclosed or followed.writer.partial)


def test_request_and_response_keep_every_byte(tmp_path):
    followed = recorded(tmp_path, POST, COUNTED)
    (request,), (response,) = followed.records("request"), followed.records("response")
    assert request.head.raw + request.raw() == POST
    assert response.head.raw + response.raw() == COUNTED
    assert request.target_uri == response.target_uri == URL
    assert request.fields["WARC-Concurrent-To"] == response.record_id
    assert faultless(followed)


def test_chunk_lines_and_trailers_are_kept(tmp_path):
    followed = recorded(tmp_path, GET, CHUNKED)
    assert body_of(followed) == CHUNKED.partition(b"\r\n\r\n")[2]
    assert faultless(followed)


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (GET.replace(b"GET", b"HEAD"), b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
        (GET, b"HTTP/1.1 204 No Content\r\n\r\n"),
        (GET, b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"),
        (GET, EMPTY),
    ],
)
def test_responses_without_a_body_end_with_their_head(tmp_path, request_, response):
    followed = recorded(tmp_path, request_, response)
    assert body_of(followed) == b""
    assert faultless(followed)


@pytest.mark.parametrize("size", [1, 2, 3, 17, 10**6])
def test_requests_on_one_connection_are_answered_in_order(tmp_path, size):
    """The bytes come in pieces that have nothing to do with messages."""
    log = MadeLog()
    log.connect(5, "http/1.1")
    asked, answered = POST + GET + GET, COUNTED + CHUNKED + EMPTY
    for number, method in enumerate(["POST", "GET", "GET"]):
        log.ask(number, URL, method)
    for start in range(0, len(asked), size):
        log.sent(5, asked[start : start + size])
    for start in range(0, len(answered), size):
        log.received(5, answered[start : start + size])
    log.close(5)
    followed = follow(tmp_path, log.data())
    bodies = [record.raw() for record in followed.records("response")]
    assert bodies == [b"hej", CHUNKED.partition(b"\r\n\r\n")[2], b""]
    assert faultless(followed)


def test_a_body_until_close_is_whole_when_the_server_ended_it(tmp_path):
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, URL)
    log.sent(5, GET)
    log.received(5, b"HTTP/1.1 200 OK\r\n\r\nallt")
    log.received(5, b"")
    log.close(5)
    followed = follow(tmp_path, log.data())
    assert body_of(followed) == b"allt"
    assert faultless(followed)


def test_a_body_until_close_is_partial_when_the_browser_ended_it(tmp_path):
    followed = recorded(tmp_path, GET, b"HTTP/1.1 200 OK\r\n\r\nallt")
    (fault,) = followed.writer.partial
    assert fault.reason == CONNECTION_CLOSED


def test_a_body_that_the_server_cut_is_partial_and_kept(tmp_path):
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, URL)
    log.sent(5, GET)
    log.received(5, COUNTED[:-1])
    log.received(5, b"")
    log.close(5)
    followed = follow(tmp_path, log.data())
    (fault,) = followed.writer.partial
    assert (fault.url, fault.status, fault.reason) == (URL, 200, SERVER_BROKE)
    (record,) = followed.records("response")
    assert record.raw() == b"he"
    assert record.fields["WARC-Truncated"] == "disconnect"


def test_a_request_without_an_answer_is_partial_and_kept(tmp_path):
    followed = recorded(tmp_path, POST, b"")
    (fault,) = followed.writer.partial
    assert fault.status is None
    assert body_of(followed, "request") == b"hej"


def test_a_request_that_was_asked_again_is_not_missed(tmp_path):
    """A browser that finds its connection closed asks again on another."""
    log = MadeLog()
    log.connect(4, "http/1.1")
    log.ask(1, URL)
    log.sent(4, GET)
    log.close(4)
    log.event("HTTP_TRANSACTION_SEND_REQUEST_HEADERS", 1)
    log.connect(5, "http/1.1")
    log.sent(5, GET)
    log.received(5, COUNTED)
    log.close(5)
    followed = follow(tmp_path, log.data())
    assert followed.writer.partial == ()
    assert len(followed.records("request")) == 2


def test_interim_responses_are_kept_beside_the_final_one(tmp_path):
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    followed = recorded(tmp_path, GET, hints + COUNTED)
    kept = [
        r for r in followed.records("metadata") if "interim" in r.fields["Content-Type"]
    ]
    assert [record.raw() for record in kept] == [hints]
    assert body_of(followed) == b"hej"


def test_a_farewell_on_an_idle_connection_breaks_nothing(tmp_path):
    """Servers say 408 before they close what was not used for long."""
    followed = recorded(tmp_path, GET, COUNTED + b"HTTP/1.1 408 Timeout\r\n\r\n")
    assert faultless(followed)
    assert len(followed.records("response")) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"x" * 1_100_000,
    ],
)
def test_bytes_that_make_no_sense_are_noticed(tmp_path, answer):
    assert recorded(tmp_path, GET, answer).recording.books.broken == 1


def test_a_connection_that_is_used_after_bytes_nobody_asked_for_is_noticed(tmp_path):
    """A browser never does that, so bytes of something else are lost."""
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, URL)
    log.sent(5, GET)
    log.received(5, COUNTED + b"more than stated")
    log.ask(2, URL)
    log.sent(5, GET)
    log.close(5)
    assert follow(tmp_path, log.data()).recording.books.broken == 1


def test_a_request_cut_in_its_head_is_noticed(tmp_path):
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.sent(5, GET[:-1])
    log.close(5)
    assert follow(tmp_path, log.data()).recording.books.broken == 1


@pytest.mark.parametrize("length", ["x", "-1", "3, 4"])
def test_a_length_that_is_none_means_until_close(tmp_path, length):
    """So browsers take it."""
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, URL)
    log.sent(5, GET)
    log.received(
        5, b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\nallt" % length.encode()
    )
    log.received(5, b"")
    log.close(5)
    followed = follow(tmp_path, log.data())
    assert body_of(followed) == b"allt"
    assert faultless(followed)


def test_a_length_said_twice_is_the_same_length(tmp_path):
    twice = COUNTED.replace(b": 3", b": 3, 3")
    followed = recorded(tmp_path, GET, twice)
    assert body_of(followed) == b"hej"
    assert faultless(followed)


def test_a_head_with_bare_line_feeds_is_ended_as_a_warc_demands(tmp_path):
    followed = recorded(tmp_path, GET, COUNTED.replace(b"\r\n", b"\n"))
    (response,) = followed.records("response")
    assert response.head.raw + response.raw() == COUNTED
    assert faultless(followed)


def test_plain_http_is_read_from_the_socket_itself(tmp_path):
    log = MadeLog()
    log.connect(5)
    log.ask(1, URL.replace("https", "http"))
    log.sent(5, GET, tls=False)
    log.received(5, COUNTED, tls=False)
    log.close(5)
    followed = follow(tmp_path, log.data())
    (response,) = followed.records("response")
    assert response.target_uri == "http://torget.example/a?b=1"
    assert faultless(followed)


def test_ciphertext_under_tls_is_left_alone(tmp_path):
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, URL)
    log.sent(5, b"\x17\x03\x03ciphertext", tls=False)
    log.sent(5, GET)
    log.received(5, b"\x17\x03\x03ciphertext", tls=False)
    log.received(5, COUNTED)
    log.close(5)
    assert faultless(follow(tmp_path, log.data()))


def test_a_proxys_tunnel_is_not_an_exchange(tmp_path):
    log = MadeLog()
    log.connect(5)
    asked = b"CONNECT torget.example:443 HTTP/1.1\r\nHost: torget.example:443\r\n\r\n"
    log.sent(5, asked, tls=False)
    log.received(5, b"HTTP/1.1 200 Connection established\r\n\r\n", tls=False)
    log.received(5, b"", tls=False)
    exchange_over(log, GET, COUNTED, URL)
    followed = follow(tmp_path, log.data())
    (response,) = followed.records("response")
    assert response.target_uri == URL
    assert faultless(followed)


def test_a_proxys_absolute_target_is_the_address(tmp_path):
    log = MadeLog()
    log.connect(5)
    log.ask(1, "http://torget.example/x")
    asked = b"GET http://torget.example/x HTTP/1.1\r\nHost: torget.example\r\n\r\n"
    log.sent(5, asked, tls=False)
    log.received(5, EMPTY, tls=False)
    log.close(5)
    (response,) = follow(tmp_path, log.data()).records("response")
    assert response.target_uri == "http://torget.example/x"


def test_a_coded_body_stays_coded(tmp_path):
    packed = gzip.compress(b"hej " * 100)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    followed = recorded(tmp_path, GET, head % len(packed) + packed)
    assert body_of(followed) == packed
