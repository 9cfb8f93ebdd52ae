# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opens bodies that are stored as sent, and proves that they can be opened.

A body that nobody can open is not preserved, and gallring cannot find persons in it.
So each decoder demands a clean end: a browser shows a zstd body that was cut short
without a word (RFC 9110 section 8.4.1 names the codings, RFC 8878 zstd). All of them
work in pieces, so that a decompression bomb costs time up to a limit, never memory.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import brotlicffi  # type: ignore[import-untyped]
import zstandard

from schemas.errors import Undecodable

PIECE = 256 * 1024
TOTAL = 4 * 1024**3
WINDOW = 128 * 1024**2
"""Far above the 8 MiB that RFC 9659 lets a server use."""

ZLIB_HEADER = 2

NO_CODINGS = frozenset({"", "identity", "none", "utf-8", "binary"})
"""What servers write when there is no coding; browsers show such bodies as they are."""


class _Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...
    def is_finished(self) -> bool: ...


class _Zlib:
    """The gzip and deflate codings; gzip may hold several members."""

    def __init__(self, window_bits: int) -> None:
        self._bits = window_bits
        self._stream = zlib.decompressobj(window_bits)
        self._between = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof and not self._next_member(data):
                return
            yield self._stream.decompress(data, PIECE)
            data = self._stream.unconsumed_tail or self._stream.unused_data

    def _next_member(self, data: bytes) -> bool:
        if not data.strip(b"\0"):
            return False  # padding, which gzip allows
        self._stream = zlib.decompressobj(self._bits)
        return True

    def is_finished(self) -> bool:
        return self._stream.eof


class _Deflate:
    """The deflate coding, which servers send with and without the zlib wrapper."""

    def __init__(self) -> None:
        self._seen = b""
        self._inner: _Zlib | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner is not None:
            yield from self._inner.feed(data)
            return
        self._seen += data
        if len(self._seen) >= ZLIB_HEADER:
            self._inner = _Zlib(_deflate_window(self._seen))
            yield from self._inner.feed(self._seen)

    def is_finished(self) -> bool:
        return self._inner is not None and self._inner.is_finished()


def _deflate_window(start: bytes) -> int:
    """Tell the zlib wrapper (RFC 1950) from raw deflate (RFC 1951) by its header."""
    header = int.from_bytes(start[:ZLIB_HEADER])
    has_wrapper = start[0] & 0x0F == zlib.DEFLATED and header % 31 == 0
    if has_wrapper:
        try:
            zlib.decompressobj(zlib.MAX_WBITS).decompress(start, 1)
        except zlib.error:
            has_wrapper = False
    return zlib.MAX_WBITS if has_wrapper else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotlicffi.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield self._stream.process(data, output_buffer_limit=PIECE)
        while not self._stream.can_accept_more_data():
            yield self._stream.process(b"", output_buffer_limit=PIECE)

    def is_finished(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstandard:
    """The zstd coding, fed in small slices since its decoder knows no output limit."""

    SLICE = 512

    def __init__(self) -> None:
        self._stream = self._frame()

    @staticmethod
    def _frame() -> "zstandard.ZstdDecompressionObj":
        return zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), self.SLICE):
            piece = data[start : start + self.SLICE]
            while piece:
                if self._stream.eof:
                    self._stream = self._frame()
                yield self._stream.decompress(piece)
                piece = self._stream.unused_data if self._stream.eof else b""

    def is_finished(self) -> bool:
        return self._stream.eof


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: _Zlib(zlib.MAX_WBITS + 16),
    "x-gzip": lambda: _Zlib(zlib.MAX_WBITS + 16),
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}


def codings(header_values: Iterable[str]) -> tuple[str, ...]:
    """List the codings of a header in the order in which they were applied."""
    names = (
        name.strip().lower() for value in header_values for name in value.split(",")
    )
    return tuple(name for name in names if name not in NO_CODINGS)


def decode(
    chunks: Iterable[bytes], applied: Sequence[str], limit: int = TOTAL
) -> Iterator[bytes]:
    """Undo the content codings of a body, the last applied first.

    Raises:
        Undecodable: unknown coding, damaged or cut short, or more than `limit` bytes.
    """
    stream: Iterator[bytes] = iter(chunks)
    for name in reversed(applied):
        stream = _undo(stream, name)
    total = 0
    for piece in stream:
        total += len(piece)
        if total > limit:
            msg = f"Kroppen är större än {limit} byte när den packas upp."
            raise Undecodable(msg)
        if piece:
            yield piece


def _undo(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    if name not in _DECODERS:
        msg = f"Kodningen {name[:20]!a} går inte att avkoda."
        raise Undecodable(msg)
    decoder = _DECODERS[name]()
    is_empty = True
    try:
        for chunk in chunks:
            is_empty = is_empty and not chunk
            yield from decoder.feed(chunk)
    except (zlib.error, brotlicffi.error, zstandard.ZstdError) as error:
        msg = f"Kroppen är skadad: den går inte att avkoda som {name}."
        raise Undecodable(msg) from error
    if not is_empty and not decoder.is_finished():
        msg = f"Kroppen är avkortad: {name} slutar för tidigt."
        raise Undecodable(msg)


class Dechunker:
    """Takes the chunked framing of HTTP/1.1 away (RFC 9112 section 7.1).

    Feed it until `is_finished`; what follows the end is in `rest`.
    """

    LONGEST_LINE = 64 * 1024

    def __init__(self) -> None:
        self.is_finished = False
        self.rest = b""
        self._buffer = bytearray()
        self._missing = 0
        self._state = self._size

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the content in `data`.

        Raises:
            Undecodable: the framing is broken.
        """
        self._buffer += data
        while not self.is_finished:
            piece = self._state()
            if piece is None:
                return
            if piece:
                yield piece
        self.rest = bytes(self._buffer)

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\n")
        if end >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            return line.rstrip(b"\r")
        if len(self._buffer) > self.LONGEST_LINE:
            raise Undecodable(_BROKEN_CHUNKS)
        return None

    def _size(self) -> bytes | None:
        line = self._line()
        if line is None:
            return None
        digits = line.partition(b";")[0].strip()
        try:
            self._missing = int(digits, 16)
        except ValueError as error:
            raise Undecodable(_BROKEN_CHUNKS) from error
        self._state = self._data if self._missing else self._trailer
        return b""

    def _data(self) -> bytes | None:
        if not self._buffer:
            return None
        piece = bytes(self._buffer[: self._missing])
        del self._buffer[: len(piece)]
        self._missing -= len(piece)
        if not self._missing:
            self._state = self._separator
        return piece

    def _separator(self) -> bytes | None:
        line = self._line()
        if line is None:
            return None
        if line:
            raise Undecodable(_BROKEN_CHUNKS)
        self._state = self._size
        return b""

    def _trailer(self) -> bytes | None:
        line = self._line()
        if line is None:
            return None
        self.is_finished = not line
        return b""


_BROKEN_CHUNKS = "Kroppens uppdelning (chunked) är trasig."


def dechunk(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Take the chunked framing off a whole body.

    Raises:
        Undecodable: the framing is broken or cut short.
    """
    dechunker = Dechunker()
    is_empty = True
    for chunk in chunks:
        is_empty = is_empty and not chunk
        yield from dechunker.feed(chunk)
    if not is_empty and not dechunker.is_finished:
        raise Undecodable(_BROKEN_CHUNKS)
