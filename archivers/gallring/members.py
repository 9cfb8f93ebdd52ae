# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Walks a web archive member by member, without opening what is merely stored.

Pictures and coded bodies lie uncompressed in their gzip members (RFC 1951 section
3.2.4): such a member is measured by its block lengths, in no time. Only compressed
ones are inflated. No index is trusted and no boundary guessed.
"""

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archivers.warc_bytes import END_OF_HEAD, GZIP, HEAD_LIMIT, VERSIONS
from schemas.errors import Damaged

GZIP_HEADER, GZIP_TRAILER, STORED_HEADER = 10, 8, 5
FIRST_PIECE, PIECE, OPENED = 2 * 1024, 16 * 1024, 256 * 1024
MODULUS = 2**32

_FIELD = re.compile(rb"(?m)^([A-Za-z-]+):[ \t]*<?([^\r\n>]*)>?")
_REFERENCES = ("warc-concurrent-to", "warc-refers-to", "warc-warcinfo-id")


@dataclass(frozen=True)
class Member:
    """A gzip member with one record: where it lies, and the record's head."""

    index: int
    offset: int
    length: int
    head: bytes

    @cached_property
    def _fields(self) -> list[tuple[str, str]]:
        found = _FIELD.findall(self.head)
        return [(n.decode().lower(), v.decode("utf-8", "replace")) for n, v in found]

    def value(self, name: str) -> str:
        """Give the last value of a field, without angle brackets."""
        return dict(self._fields).get(name, "")

    @property
    def record_id(self) -> str:
        """The id of the record."""
        return self.value("warc-record-id")

    @property
    def references(self) -> set[str]:
        """The records that it points at."""
        return {value for name, value in self._fields if name in _REFERENCES}


def walk(warc: Path) -> Iterator[Member]:
    """Give the members of a web archive in order.

    Raises:
        Damaged: it is cut, or is not one gzip member a record.
    """
    if not warc.stat().st_size:
        return
    with (
        warc.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        offset = index = 0
        while offset < len(data):
            try:
                member = _member(data, offset, index)
            except (zlib.error, IndexError, ValueError) as error:
                raise Damaged(_BROKEN) from error
            yield member
            offset += member.length
            index += 1


_BROKEN = (
    "Webbarkivet är skadat eller har inte en gzip-del per post. Gallring inuti det går "
    "inte att genomföra; kontrollera paketet."
)


def _member(data: mmap.mmap, offset: int, index: int) -> Member:
    if data[offset : offset + len(GZIP)] != GZIP:
        raise Damaged(_BROKEN)
    head = _head(data, offset)
    end = _stored_end(data, offset) or _inflated_end(data, offset)
    member = Member(index, offset, end - offset, head)
    size = len(head) + int(member.value("content-length")) + len(END_OF_HEAD)
    if int.from_bytes(data[end - 4 : end], "little") != size % MODULUS:
        raise Damaged(_BROKEN)
    return member


def _head(data: mmap.mmap, offset: int) -> bytes:
    stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
    found = b""
    while END_OF_HEAD not in found:
        tail = stream.unconsumed_tail
        taken = tail or data[offset : offset + FIRST_PIECE]
        offset += 0 if tail else len(taken)
        piece = stream.decompress(taken, FIRST_PIECE)
        found += piece
        if stream.eof or len(found) > HEAD_LIMIT or not (piece or taken):
            break
    head, mark, _ = found.partition(END_OF_HEAD)
    if not mark or head.partition(b"\r\n")[0] not in VERSIONS:
        raise Damaged(_BROKEN)
    return head + mark


def _stored_end(data: mmap.mmap, offset: int) -> int | None:
    """Measure a member of stored blocks; None if one is compressed."""
    if data[offset + 3]:
        return None  # a gzip header with a name or more in it
    place = offset + GZIP_HEADER
    while True:
        mark = data[place]
        if mark > 1:
            return None
        length = int.from_bytes(data[place + 1 : place + 3], "little")
        place += STORED_HEADER + length
        if mark:
            break
    end = place + GZIP_TRAILER
    return end if end <= len(data) else None


def _inflated_end(data: mmap.mmap, offset: int) -> int:
    stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
    place = offset
    while not stream.eof:
        taken = data[place : place + PIECE]
        if not taken:
            raise Damaged(_BROKEN)
        place += len(taken)
        stream.decompress(taken, OPENED)
        while stream.unconsumed_tail and not stream.eof:
            stream.decompress(stream.unconsumed_tail, OPENED)
    return place - len(stream.unused_data)
