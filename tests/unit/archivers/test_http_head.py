# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The head of a message is read without losing a byte of it."""

import gzip

import pytest

from archivers.http_head import HttpHead

RAW = (
    "HTTP/1.1 404 Not Found\r\nContent-Type:text/html\r\n"
    "X-Name:  Åsa  \r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n"
).encode()


def test_raw_bytes_are_kept():
    assert HttpHead.parse(RAW).raw == RAW


def test_fields_are_found_whatever_their_case():
    head = HttpHead.parse(RAW)
    assert head.value("content-type") == "text/html"
    assert head.values("set-cookie") == ["a=1", "b=2"]
    assert head.value("missing", "inget") == "inget"


def test_bytes_beyond_ascii_split_no_line():
    """UTF-8 for Å holds the byte 0x85, which some take for a line break."""
    assert HttpHead.parse(RAW).value("x-name").encode("latin-1").decode() == "Åsa"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("HTTP/1.1 200 OK", 200),
        ("HTTP/1.0 304", 304),
        ("HTTP/2 103", 103),
        ("GET / HTTP/1.1", None),
        ("", None),
    ],
)
def test_only_a_response_has_a_status(line, status):
    assert HttpHead.parse(f"{line}\r\n\r\n".encode()).status == status


def test_method_of_a_request():
    assert HttpHead.parse(b"POST /a HTTP/1.1\r\n\r\n").method == "POST"


def test_building_and_parsing_agree():
    built = HttpHead.build("HTTP/1.1 200 OK", [("A", "1"), ("A", "2")])
    assert HttpHead.parse(built.raw) == built


def test_content_has_framing_and_codings_undone():
    head = HttpHead.build(
        "HTTP/1.1 200 OK",
        [("Transfer-Encoding", "gzip, chunked"), ("Content-Encoding", "gzip")],
    )
    data = gzip.compress(gzip.compress(b"hej"))
    framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)
    assert b"".join(head.content([framed])) == b"hej"
