# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Exchanges become records: scrubbed where secret, exact where not."""

import gzip
import zlib

import brotlicffi
import pytest
import zstandard

from archivers.netlog.checks import driver_agrees, requests_agree
from archivers.warc import check_warc
from tests.unit.archivers.netlog.made_log import (
    Followed,
    MadeLog,
    exchange_over,
    follow,
)

URL = "https://torget.example/a"
GET = b"GET /a HTTP/1.1\r\nHost: torget.example\r\n\r\n"
SECRET = b'{"user": "Kommunen", "access_token": "abc123def456ghi"}'
CLEAN = b'{"user": "Kommunen", "access_token": "avbild-scrubbed"}'


def answer(body: bytes, *fields: str, status: int = 200) -> bytes:
    lines = [f"HTTP/1.1 {status} OK", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def recorded(
    tmp_path, response: bytes, request: bytes = GET, url: str = URL
) -> Followed:
    log = MadeLog()
    exchange_over(log, request, response, url)
    followed = follow(tmp_path, log.data(), known=["inloggad-kaka-77"])
    assert not followed.recording.books.broken
    return followed


@pytest.mark.parametrize(
    ("coding", "code"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotlicffi.compress),
        ("zstd", zstandard.compress),
    ],
)
def test_a_coded_body_with_a_secret_is_stored_decoded(tmp_path, coding, code):
    packed = code(SECRET)
    fields = (f"Content-Encoding: {coding}", "Content-Type: application/json")
    followed = recorded(tmp_path, answer(packed, *fields))
    (response,) = followed.records("response")
    assert response.raw() == CLEAN
    assert response.head.values("content-encoding") == []
    assert response.head.value("x-archive-orig-content-encoding") == coding
    assert response.head.values("content-length") == [str(len(CLEAN))]
    assert response.fields["WARC-Scrubbed"] == "body-token=1"
    assert followed.writer.scrubbed == {"body-token": 1}


def test_a_coded_body_without_a_secret_keeps_every_byte(tmp_path):
    packed = gzip.compress(b'{"user": "Kommunen"}')
    fields = ("Content-Encoding: gzip", "Content-Type: application/json")
    (response,) = recorded(tmp_path, answer(packed, *fields)).records("response")
    assert response.raw() == packed
    assert "WARC-Scrubbed" not in response.fields


def test_a_chunked_body_with_a_secret_loses_its_framing(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    head += b"Content-Type: application/json\r\n\r\n"
    framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(SECRET), SECRET)
    (response,) = recorded(tmp_path, head + framed).records("response")
    assert response.raw() == CLEAN
    assert not response.head.is_chunked
    assert response.decoded() == CLEAN


def test_media_is_never_searched(tmp_path):
    body = b'\x89PNG "access_token": "abc123def456ghi"'
    response = answer(body, "Content-Type: image/png")
    assert recorded(tmp_path, response).records("response")[0].raw() == body


def test_cookies_and_addresses_are_scrubbed_in_the_heads(tmp_path):
    asked = (
        b"GET /a?token=hemlig&sig=oppen HTTP/1.1\r\nHost: torget.example\r\n"
        b"Cookie: a=1; b=2\r\nX-CSRF-Token: zz\r\nReferer: https://x/?sid=9\r\n\r\n"
    )
    said = answer(b"hej", "Set-Cookie: a=1; Path=/; Secure", "Content-Type: image/png")
    followed = recorded(tmp_path, said, asked, f"{URL}?token=hemlig&sig=oppen")
    (request,), (response,) = followed.records("request"), followed.records("response")
    assert request.target_uri == f"{URL}?token=avbild-scrubbed&sig=oppen"
    assert request.head.raw == (
        b"GET /a?token=avbild-scrubbed&sig=oppen HTTP/1.1\r\nHost: torget.example\r\n"
        b"Cookie: a=avbild-scrubbed; b=avbild-scrubbed\r\n"
        b"X-CSRF-Token: avbild-scrubbed\r\n"
        b"Referer: https://x/?sid=avbild-scrubbed\r\n\r\n"
    )
    assert response.head.value("set-cookie") == "a=avbild-scrubbed; Path=/; Secure"
    assert response.raw() == b"hej"
    assert followed.recording.ledger.unannounced == 0


def test_known_values_go_wherever_they_stand(tmp_path):
    said = answer(
        b"<p>inloggad-kaka-77</p>", "Content-Type: text/html", "X-A: inloggad-kaka-77"
    )
    (response,) = recorded(tmp_path, said).records("response")
    assert response.raw() == b"<p>avbild-scrubbed</p>"
    assert response.head.value("x-a") == "avbild-scrubbed"


def test_a_form_with_a_password_is_scrubbed(tmp_path):
    form = b"namn=Eva&password=x&csrf=1"
    asked = (
        b"POST /a HTTP/1.1\r\nHost: torget.example\r\nContent-Length: %d\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n%s"
    ) % (len(form), form)
    (request,) = recorded(tmp_path, answer(b""), asked).records("request")
    assert request.raw() == b"namn=Eva&password=avbild-scrubbed&csrf=avbild-scrubbed"
    assert request.head.value("content-length") == str(len(request.raw()))


def test_a_body_that_does_not_open_is_listed_and_marked(tmp_path):
    cut = zstandard.compress(b"hej " * 1000)[:-5]
    followed = recorded(tmp_path, answer(cut, "Content-Encoding: zstd"))
    (fault,) = followed.writer.undecodable
    assert (fault.url, fault.status) == (URL, 200)
    (response,) = followed.records("response")
    assert response.raw() == cut
    assert response.fields["WARC-Undecodable"]


def test_the_part_of_a_broken_body_that_opens_is_scrubbed_too(tmp_path):
    broken = gzip.compress(SECRET + b" " * 100)[:-4]
    fields = ("Content-Encoding: gzip", "Content-Type: application/json")
    (response,) = recorded(tmp_path, answer(broken, *fields)).records("response")
    assert b"abc123def456ghi" not in response.raw()
    assert CLEAN in response.raw()


def test_slices_of_a_coded_body_are_proven_together(tmp_path):
    packed = gzip.compress(b"hej " * 1000)
    log = MadeLog()
    log.connect(5, "http/1.1")
    for number, (a, b) in enumerate([(10, len(packed)), (0, 10)]):
        place = f"Content-Range: bytes {a}-{b - 1}/{len(packed)}"
        log.ask(number, URL)
        log.sent(5, GET)
        fields = (place, "Content-Encoding: gzip")
        log.received(5, answer(packed[a:b], *fields, status=206))
    log.close(5)
    assert follow(tmp_path, log.data()).writer.undecodable == []


def test_slices_with_a_gap_are_listed(tmp_path):
    packed = gzip.compress(b"hej " * 1000)
    place = f"Content-Range: bytes 0-9/{len(packed)}"
    said = answer(packed[:10], place, "Content-Encoding: gzip", status=206)
    (fault,) = recorded(tmp_path, said).writer.undecodable
    assert "delar" in fault.reason


def test_the_browsers_own_traffic_is_dropped_and_counted(tmp_path):
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, URL, own=True)
    log.sent(5, GET)
    log.received(5, answer(b"hej"))
    log.close(5)
    followed = follow(tmp_path, log.data())
    assert followed.recording.books.dropped == 1
    assert followed.writer.exchanges == 0
    assert followed.records("response") == []


def test_a_certificate_chain_is_written_once(tmp_path):
    log = MadeLog()
    exchange_over(log, GET, answer(b"1"), URL)
    exchange_over(log, GET, answer(b"2"), URL)
    kinds = [
        r.fields["Content-Type"]
        for r in follow(tmp_path, log.data()).records("metadata")
    ]
    assert kinds.count("application/warc-fields") == 2
    assert kinds.count("application/pem-certificate-chain") == 1


def test_what_is_written_is_a_sound_warc(tmp_path):
    followed = recorded(tmp_path, answer(SECRET, "Content-Type: application/json"))
    with followed.warc.open("rb") as stream:
        assert check_warc(stream, "prov") == (4, [])


def test_dates_come_from_the_log(tmp_path):
    (response,) = recorded(tmp_path, answer(b"hej")).records("response")
    assert response.date.isoformat() == "2023-11-14T22:13:20.008000+00:00"


@pytest.mark.parametrize(
    ("pattern", "kinds"), [(r"/a$", {"home-feed": 1}), (r"/b$", {})]
)
def test_what_is_the_logged_in_persons_own_is_counted_and_left_out(
    tmp_path, pattern, kinds
):
    """No record of it, in either direction; it was seen, so nothing is lost."""
    log = MadeLog()
    exchange_over(log, GET, answer(b"hemma"), URL)
    followed = follow(tmp_path, log.data(), private={"home-feed": pattern})
    left = sum(kinds.values())
    assert followed.writer.left_out == kinds
    assert len(followed.records("response")) == 1 - left
    assert len(followed.records("request")) == 1 - left
    assert (followed.writer.exchanges, followed.writer.written) == (1, 1 - left)
    assert driver_agrees(followed.writer, [URL]).passed
    check = requests_agree(followed.recording, followed.writer)
    assert check.passed, check.detail
    assert f"{left} lämnades utanför" in check.detail
