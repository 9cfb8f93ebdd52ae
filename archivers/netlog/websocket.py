# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The messages of a WebSocket, unmasked and unpacked (RFC 6455, RFC 7692)."""

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

import msgspec

from archivers.http_head import HttpHead
from archivers.netlog.exchange import (
    CONNECTION_CLOSED,
    BrokenStream,
    Exchange,
    Frames,
    Surroundings,
)

FIN, PACKED, OPCODE, MASKED, LENGTH = 0x80, 0x40, 0x0F, 0x80, 0x7F
TWO_BYTES, EIGHT_BYTES = 126, 127
TAIL = b"\x00\x00\xff\xff"


class Opcode(IntEnum):
    """The kinds of frames."""

    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


class Message(msgspec.Struct, omit_defaults=True):
    """A message as it stands in the record, a line of JSON each."""

    at: str
    direction: str
    kind: str
    text: str | None = None
    base64: str | None = None


@dataclass
class _Frame:
    opcode: Opcode
    is_last: bool
    is_packed: bool
    payload: bytes


@dataclass
class _Direction:
    """The frames of one direction, put together to messages."""

    name: str
    resets: bool = False
    _buffer: bytes = b""
    _kind: Opcode | None = None
    _is_packed: bool = False
    _payload: bytearray = field(default_factory=bytearray)
    _unpacker: "zlib._Decompress" = field(
        default_factory=lambda: zlib.decompressobj(-zlib.MAX_WBITS)
    )

    @property
    def is_between_messages(self) -> bool:
        return not self._buffer and self._kind is None

    def feed(self, data: bytes) -> Iterator[tuple[Opcode, bytes]]:
        self._buffer += data
        while frame := self._frame():
            yield from self._message(frame)

    def _frame(self) -> _Frame | None:
        header = _header(self._buffer)
        if header is None:
            return None
        mask, start, length = header
        if len(self._buffer) < start + length:
            return None
        payload = _unmask(self._buffer[start : start + length], mask)
        first, self._buffer = self._buffer[0], self._buffer[start + length :]
        return _Frame(_opcode(first), bool(first & FIN), bool(first & PACKED), payload)

    def _message(self, frame: _Frame) -> Iterator[tuple[Opcode, bytes]]:
        if frame.opcode >= Opcode.CLOSE:
            yield frame.opcode, frame.payload
            return
        if frame.opcode is not Opcode.CONTINUATION:
            self._kind, self._is_packed = frame.opcode, frame.is_packed
        self._payload += frame.payload
        if frame.is_last and self._kind is not None:
            yield self._kind, self._whole()
            self._kind = None
            self._payload.clear()

    def _whole(self) -> bytes:
        if not self._is_packed:
            return bytes(self._payload)
        try:
            unpacked = self._unpacker.decompress(bytes(self._payload) + TAIL)
        except zlib.error as error:
            msg = "a packed message cannot be unpacked"
            raise BrokenStream(msg) from error
        if self.resets:
            self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        return unpacked


def _opcode(first: int) -> Opcode:
    try:
        return Opcode(first & OPCODE)
    except ValueError as error:
        msg = "unknown kind of frame"
        raise BrokenStream(msg) from error


def _header(data: bytes) -> tuple[bytes, int, int] | None:
    """Give mask, start and length of the payload; None if the header is cut."""
    if len(data) < 2:  # noqa: PLR2004 -- the fixed part
        return None
    length = data[1] & LENGTH
    extra = {TWO_BYTES: 2, EIGHT_BYTES: 8}.get(length, 0)
    masked = 4 if data[1] & MASKED else 0
    start = 2 + extra + masked
    if len(data) < start:
        return None
    if extra:
        length = int.from_bytes(data[2 : 2 + extra])
    return data[2 + extra : start], start, length


def _unmask(payload: bytes, mask: bytes) -> bytes:
    if not mask or not payload:
        return payload
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(size)


class WebSocket:
    """What two parties say to each other after the handshake."""

    def __init__(
        self, around: Surroundings, exchange: Exchange, identity: str, answer: HttpHead
    ) -> None:
        extensions = ", ".join(answer.values("sec-websocket-extensions"))
        self._sink = around.sink
        self._out = _Direction("sent", "client_no_context_takeover" in extensions)
        self._in = _Direction("received", "server_no_context_takeover" in extensions)
        self._frames = Frames(
            connection=around.connection,
            url=exchange.url.replace("http", "ws", 1),
            started=exchange.started,
            handshake_id=identity,
            messages=around.body(),
        )

    def sent(self, data: bytes, at: int) -> None:
        """Take bytes from the browser."""
        self._note(self._out, data, at)

    def received(self, data: bytes, at: int) -> None:
        """Take bytes from the server."""
        self._note(self._in, data, at)

    def _note(self, direction: _Direction, data: bytes, at: int) -> None:
        moment = datetime.fromtimestamp(at / 1000, UTC).isoformat(
            timespec="milliseconds"
        )
        for kind, payload in direction.feed(data):
            message = Message(moment, direction.name, kind.name.lower())
            try:
                message.text = payload.decode()
            except UnicodeDecodeError:
                message.base64 = base64.b64encode(payload).decode()
            self._frames.messages.append(msgspec.json.encode(message) + b"\n")

    def closed(self, at: int) -> None:
        """Write the messages; the connection is no more."""
        del at
        if not (self._in.is_between_messages and self._out.is_between_messages):
            self._frames.partial = CONNECTION_CLOSED
        self._sink.frames(self._frames)
