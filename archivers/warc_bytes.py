# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Takes a WARC file apart: gzip members, records, fields.

Without the library that writes the files, which reads a cut file without a word and
does not tell one gzip member from another.
"""

import itertools
import zlib
from collections.abc import Iterator
from typing import BinaryIO

PIECE = 256 * 1024
HEAD_LIMIT = 4 * 1024**2
GZIP = b"\x1f\x8b"
END_OF_HEAD = b"\r\n\r\n"
VERSIONS = (b"WARC/1.1", b"WARC/1.0")


class Broken(Exception):
    """The file cannot be read further; the message says why, in Swedish."""


def parts(stream: BinaryIO) -> Iterator["Bytes"]:
    """Give each gzip member of a file, or a plain file as one.

    Raises:
        Broken: a member is damaged or cut.
    """
    start = stream.read(len(GZIP))
    chunks = itertools.chain([start], iter(lambda: stream.read(PIECE), b""))
    if start == GZIP:
        for member in Members(chunks):
            yield Bytes(member, is_gzip=True)
    else:
        yield Bytes(chunks)


class RecordHead:
    """The fields of a record, in order and by lower-case name."""

    def __init__(self, data: "Bytes") -> None:
        raw = data.until(END_OF_HEAD)
        if raw is None or raw.partition(b"\r\n")[0] not in VERSIONS:
            msg = "här börjar ingen WARC-post; resten går inte att läsa."
            raise Broken(msg)
        lines = raw.decode("utf-8", "replace").split("\r\n")[1:]
        pairs = (line.partition(":") for line in lines if ":" in line)
        self.fields = {name.strip(): value.strip() for name, _, value in pairs}
        self.by_name = {name.lower(): value for name, value in self.fields.items()}

    @property
    def length(self) -> int:
        """The length of the record's block.

        Raises:
            Broken: it is missing or no number.
        """
        stated = self.by_name.get("content-length", "")
        if not stated.isdecimal():
            msg = "Content-Length saknas; resten går inte att läsa."
            raise Broken(msg)
        return int(stated)

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message."""
        return self.by_name.get("content-type", "").startswith("application/http")


def end_record(data: "Bytes") -> None:
    """Take the two empty lines that end a record.

    Raises:
        Broken: something else stands there.
    """
    if b"".join(data.take(len(END_OF_HEAD))) != END_OF_HEAD:
        msg = "Content-Length stämmer inte med postens längd."
        raise Broken(msg)


class Bytes:
    """Bytes to be taken from the front."""

    def __init__(self, chunks: Iterator[bytes], *, is_gzip: bool = False) -> None:
        self.is_gzip = is_gzip
        self._chunks = chunks
        self._buffer = b""

    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        while not self._buffer:
            chunk = next(self._chunks, None)
            if chunk is None:
                return True
            self._buffer = chunk
        return False

    def until(self, mark: bytes) -> bytes | None:
        """Take everything through the mark; None if it does not come."""
        while mark not in self._buffer:
            chunk = next(self._chunks, None)
            if chunk is None or len(self._buffer) > HEAD_LIMIT:
                return None
            self._buffer += chunk
        taken, _, self._buffer = self._buffer.partition(mark)
        return taken + mark

    def take(self, count: int) -> Iterator[bytes]:
        """Take at most `count` bytes, in pieces."""
        while count and not self.is_at_end():
            piece, self._buffer = self._buffer[:count], self._buffer[count:]
            count -= len(piece)
            yield piece


class Members:
    """The members of a gzip file, one after the other."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._pending = b""
        self._given = 0

    @property
    def position(self) -> int:
        """Where in the file the next member, or the rest of this one, begins."""
        return self._given - len(self._pending)

    def __iter__(self) -> Iterator[Iterator[bytes]]:
        while self._fill():
            yield self._member()

    def _fill(self) -> bool:
        while not self._pending:
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self._pending = chunk
            self._given += len(chunk)
        return True

    def _member(self) -> Iterator[bytes]:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not stream.eof:
            if not self._fill():
                msg = "filen slutar mitt i en post."
                raise Broken(msg)
            try:
                piece = stream.decompress(self._pending, PIECE)
            except zlib.error as error:
                msg = "gzip-delen är skadad; resten av filen går inte att läsa."
                raise Broken(msg) from error
            self._pending = stream.unconsumed_tail or stream.unused_data
            if piece:
                yield piece
