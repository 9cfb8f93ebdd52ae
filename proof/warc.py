# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads web archives (WARC, ISO 28500) with zlib and nothing else.

A gzipped archive is a row of gzip members, of which each should hold one record; one
that holds several is read all the same.
"""

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from proof.decode import LIMIT, dechunk, decode
from schemas.errors import Undecodable

GZIP = b"\x1f\x8b"
WARC = b"WARC/"
_CHUNK = 1024**2
_HEAD_LIMIT = 1024**2
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_HTTP = re.compile(rb"application/https?", re.IGNORECASE)
_ID = re.compile(
    rb"^WARC-Record-ID[ \t]*:[ \t]*<?([^>\r\n]*)", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Member:
    """A gzip member: the digest of its bytes as they lie there, and what it holds."""

    digest: bytes
    data: bytes


@dataclass(frozen=True)
class Record:
    """A record: its header as it stands, and its block."""

    head: bytes
    block: bytes

    @property
    def record_id(self) -> str:
        """Its WARC-Record-ID without angle brackets; empty if it has none."""
        return record_id(self.head)

    @property
    def type(self) -> str:
        """Its WARC-Type."""
        return field(self.head, b"WARC-Type").lower()


@dataclass(frozen=True)
class Http:
    """What an HTTP record holds: the head as it stands, and the body decoded."""

    head: bytes
    body: bytes


def is_gzipped_warc(stream: BinaryIO) -> bool:
    """Say whether a file begins as a gzip member that begins as a WARC record."""
    start = stream.read(_CHUNK // 16)
    if not start.startswith(GZIP):
        return False
    try:
        return zlib.decompressobj(31).decompress(start, len(WARC)).startswith(WARC)
    except zlib.error:
        return False


def members(stream: BinaryIO, limit: int = LIMIT) -> Iterator[Member]:
    """Walk through the gzip members of a file.

    Raises:
        Undecodable: one of them is damaged, cut short or too large.
    """
    data = stream.read(_CHUNK)
    while data:
        member, data = _member(stream, data, limit)
        yield member
        data = data or stream.read(_CHUNK)


def _member(stream: BinaryIO, data: bytes, limit: int) -> tuple[Member, bytes]:
    inflater = zlib.decompressobj(31)
    digest = hashlib.sha256()
    pieces: list[bytes] = []
    left = limit
    while True:
        piece = _inflate(inflater, data, left)
        left -= len(piece)
        pieces.append(piece)
        rest = inflater.unused_data
        digest.update(data[: len(data) - len(rest)] if rest else data)
        if inflater.eof:
            return Member(digest.digest(), b"".join(pieces)), rest
        data = stream.read(_CHUNK)
        if not data or inflater.unconsumed_tail:
            message = "Webbarkivet bryts mitt i en post."
            raise Undecodable(message)


def _inflate(inflater: "zlib._Decompress", data: bytes, left: int) -> bytes:
    try:
        return inflater.decompress(data, max(left, 1))
    except zlib.error as error:
        message = "En post i webbarkivet är skadad."
        raise Undecodable(message) from error


def records(stream: BinaryIO) -> Iterator[Record]:
    """Read the records of an archive that is not compressed.

    Raises:
        Undecodable: what stands there is no record, or it breaks off.
    """
    while True:
        line = stream.readline(_HEAD_LIMIT)
        if not line:
            return
        if not line.strip():
            continue
        if not line.startswith(WARC):
            message = "Webbarkivet innehåller något som inte är en post."
            raise Undecodable(message)
        yield _record(stream, line)


def member_records(member: Member) -> Iterator[Record]:
    """Read the records of a member.

    Raises:
        Undecodable: it holds something else.
    """
    return records(io.BytesIO(member.data))


def _record(stream: BinaryIO, first: bytes) -> Record:
    lines = [first]
    while lines[-1].strip():
        lines.append(stream.readline(_HEAD_LIMIT))
        if not lines[-1]:
            break
    head = b"".join(lines)
    length = field(head, b"Content-Length")
    if not length.isascii() or not length.isdigit() or int(length) > LIMIT:
        message = "En post i webbarkivet saknar giltig längd."
        raise Undecodable(message)
    block = stream.read(int(length))
    if len(block) != int(length):
        message = "Webbarkivet bryts mitt i en post."
        raise Undecodable(message)
    return Record(head, block)


def http(record: Record) -> Http | None:
    """Open an HTTP message; None when the record holds none.

    Raises:
        Undecodable: its body is not in the coding that it says.
    """
    if not _HTTP.match(field(record.head, b"Content-Type").encode("latin-1")):
        return None
    end = _END_OF_HEAD.search(record.block)
    if end is None:
        return Http(record.block, b"")
    head, body = record.block[: end.end()], record.block[end.end() :]
    transfer = [
        one.strip() for one in field(head, b"Transfer-Encoding").lower().split(",")
    ]
    if transfer[-1] == "chunked":
        body, trailer = dechunk(body)
        head += trailer
    body = decode(body, ",".join(one for one in transfer if one != "chunked"))
    return Http(head, decode(body, field(head, b"Content-Encoding")))


def field(head: bytes, name: bytes) -> str:
    """Give all values of a header field, joined by commas; empty if it is not there."""
    pattern = (
        rb"^" + re.escape(name) + rb"[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)"
    )
    values = re.findall(pattern, head, re.IGNORECASE | re.MULTILINE)
    return ", ".join(value.decode("latin-1").strip() for value in values)


def record_id(head: bytes) -> str:
    """Give the WARC-Record-ID that stands in a header, without angle brackets."""
    found = _ID.search(head)
    return found[1].decode("latin-1").strip() if found else ""
