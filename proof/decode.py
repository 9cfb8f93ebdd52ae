# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens compressed bytes by their own means, never further than to a limit.

What does not end as its format says, or does not end before the limit, is undecodable:
a search that cannot see all has seen nothing.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from typing import Protocol

import brotlicffi  # type: ignore[import-untyped]
import zstandard

from schemas.errors import Undecodable

LIMIT = 1024**3
"""Bytes of one body when it is opened: far above any page, below a server's memory."""

_PIECE = 1024**2
_WINDOW = 128 * 1024**2
_GZIP = 31
_ZLIB = 15
_RAW = -15
_ZLIB_MARK = 0x0F
_ZLIB_CHECK = 31
_LINE_END = re.compile(rb"\r?\n?")
_NONE = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "7bit"})
_CHUNK_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


def decode(body: bytes, codings: str, limit: int = LIMIT) -> bytes:
    """Undo the codings of a header such as Content-Encoding, last first.

    Raises:
        Undecodable: a coding is unknown, the body is not in it, or it is too large.
    """
    for coding in reversed(codings.lower().split(",")):
        name = coding.strip()
        if name in _NONE or not body:
            continue
        if name not in _CODINGS:
            message = "En post har en kodning som kontrollen inte kan öppna."
            raise Undecodable(message)
        body = _CODINGS[name](body, limit)
    return body


def dechunk(body: bytes) -> tuple[bytes, bytes]:
    """Join a chunked body, and give the trailer that follows it.

    A body that does not begin with a chunk is not chunked.

    Raises:
        Undecodable: it breaks off, or a later chunk is none.
    """
    if not _CHUNK_LINE.match(body):
        return body, b""
    pieces: list[bytes] = []
    at = 0
    while True:
        line = _CHUNK_LINE.match(body, at)
        if line is None:
            raise _undecodable()
        size = int(line[1], 16)
        if size == 0:
            return b"".join(pieces), body[line.end() :]
        end = line.end() + size
        if end > len(body):
            raise _undecodable()
        pieces.append(body[line.end() : end])
        at = _after_line(body, end)


def _after_line(body: bytes, at: int) -> int:
    found = _LINE_END.match(body, at)
    return found.end() if found else at


def gunzip(data: bytes, limit: int = LIMIT) -> bytes:
    """Open gzip, of any number of members.

    Raises:
        Undecodable: it is none, is cut short, or is too large.
    """
    pieces: list[bytes] = []
    left = limit
    while data.strip(b"\0"):
        piece, data = _inflated(data, _GZIP, left)
        left -= len(piece)
        pieces.append(piece)
    return b"".join(pieces)


def inflate(data: bytes, limit: int = LIMIT) -> bytes:
    """Open a zlib stream, or a bare deflate stream as some servers send.

    Raises:
        Undecodable: it is neither, is cut short, or is too large.
    """
    if _is_zlib(data):
        try:
            return _inflated(data, _ZLIB, limit)[0]
        except Undecodable:
            pass
    return _inflated(data, _RAW, limit)[0]


def _is_zlib(data: bytes) -> bool:
    """Whether the first two bytes are a zlib header (RFC 1950 section 2.2)."""
    is_deflate = bool(data) and data[0] & _ZLIB_MARK == zlib.DEFLATED
    return is_deflate and int.from_bytes(data[:2]) % _ZLIB_CHECK == 0


def unzstd(data: bytes, limit: int = LIMIT) -> bytes:
    """Open zstd, of any number of frames.

    Raises:
        Undecodable: it is none, is cut short, or is too large.
    """
    pieces: list[bytes] = []
    try:
        while data:
            stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
            pieces.append(_fed(stream, data, limit - sum(map(len, pieces))))
            if not stream.eof:
                raise _undecodable()
            data = stream.unused_data
    except zstandard.ZstdError as error:
        raise _undecodable() from error
    return b"".join(pieces)


def unbrotli(data: bytes, limit: int = LIMIT) -> bytes:
    """Open brotli.

    Raises:
        Undecodable: it is none, is cut short, or is too large.
    """
    stream = brotlicffi.Decompressor()
    try:
        opened = _fed(stream, data, limit)
    except brotlicffi.error as error:
        raise _undecodable() from error
    if not stream.is_finished():
        raise _undecodable()
    return opened


def unbzip2(data: bytes, limit: int = LIMIT) -> bytes:
    """Open bzip2.

    Raises:
        Undecodable: it is none, is cut short, or is too large.
    """
    return _whole(bz2.BZ2Decompressor(), data, limit)


def unxz(data: bytes, limit: int = LIMIT) -> bytes:
    """Open xz.

    Raises:
        Undecodable: it is none, is cut short, or is too large.
    """
    return _whole(lzma.LZMADecompressor(memlimit=_WINDOW), data, limit)


def _whole(
    stream: bz2.BZ2Decompressor | lzma.LZMADecompressor, data: bytes, limit: int
) -> bytes:
    try:
        opened = stream.decompress(data, limit)
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise _undecodable() from error
    if not stream.eof or stream.unused_data.strip(b"\0"):
        raise _undecodable()
    return opened


def _inflated(data: bytes, bits: int, limit: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(bits)
    try:
        opened = stream.decompress(data, max(limit, 1))
    except zlib.error as error:
        raise _undecodable() from error
    if not stream.eof:
        raise _undecodable()
    return opened, stream.unused_data


class _Stream(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


def _fed(stream: _Stream, data: bytes, limit: int) -> bytes:
    """Open piece by piece, so that a bomb is stopped when it passes the limit."""
    pieces: list[bytes] = []
    size = 0
    for start in range(0, len(data), _PIECE // 16):
        piece = stream.decompress(data[start : start + _PIECE // 16])
        size += len(piece)
        if size > limit:
            raise _undecodable()
        pieces.append(piece)
    return b"".join(pieces)


def _undecodable() -> Undecodable:
    return Undecodable("En del av paketet går inte att öppna.")


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": inflate,
    "br": unbrotli,
    "zstd": unzstd,
}
