# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The verifier finds what is planted: 42 forms, in every kind of place."""

import gzip
from functools import cache

import pytest

from proof import search
from schemas.gallring import RemovedValue, ValueKind
from tests.contract.planted import NAME, PERSONAL_NUMBER, Planted, matrix
from tests.sample_files import MemoryFiles

VALUES = (
    RemovedValue(kind=ValueKind.NAME, text=NAME),
    RemovedValue(kind=ValueKind.IDENTIFIER, text=PERSONAL_NUMBER),
)


def record(number: int, planted: Planted) -> bytes:
    """Write a gzip member with a record that holds the message, gzipped and chunked."""
    body = gzip.compress(planted.body)
    kind = "request" if planted.is_request else "response"
    line = b"POST /a HTTP/1.1\r\n" if planted.is_request else b"HTTP/1.1 200 OK\r\n"
    fields = b"".join(b"%s: %s\r\n" % (k.encode(), v) for k, v in planted.fields)
    block = (
        line
        + f"Content-Type: {planted.content_type}\r\n".encode()
        + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
        + fields
        + b"\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    )
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(block)}\r\nWARC-Target-URI: "
    ).encode()
    return gzip.compress(head + planted.target + b"\r\n\r\n" + block + b"\r\n\r\n")


@cache
def missed(index: int) -> list[tuple[str, str]]:
    """Plant a value in every way at once; say which the verifier does not find."""
    planted = matrix(VALUES[index].text)
    warc = b"".join(record(n, one) for n, one in enumerate(planted.values()))
    found = search(MemoryFiles({"a.warc.gz": warc}), VALUES)
    assert found.undecodable == ()
    seen = {hit.record_id for hit in found.hits if hit.value == index}
    return [name for n, name in enumerate(planted) if f"urn:x:{n}" not in seen]


@pytest.mark.slow
@pytest.mark.parametrize("index", range(len(VALUES)))
def test_every_form_in_every_place_is_found(index):
    assert len(matrix(VALUES[index].text)) >= 500
    assert missed(index) == []


def test_other_people_are_not_found():
    """The same forms of another name, in all places, raise no alarm."""
    planted = matrix("Östen Åkerblom") | matrix("Asta Nyberg")
    warc = b"".join(record(n, one) for n, one in enumerate(planted.values()))
    assert search(MemoryFiles({"a.warc.gz": warc}), VALUES).hits == ()
