# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""HTTP/2 on one connection, as pairs of request and response (RFC 9113, RFC 7541)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from http import HTTPStatus

import hpack

from archivers.http_head import HttpHead
from archivers.netlog.exchange import (
    BROWSER_BROKE,
    CONNECTION_CLOSED,
    SERVER_BROKE,
    BrokenStream,
    Exchange,
    Surroundings,
)
from archivers.netlog.websocket import WebSocket

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAME_HEADER = 9
STREAM_MASK = 0x7FFFFFFF
END_STREAM, END_HEADERS, PADDED, PRIORITY = 0x1, 0x4, 0x8, 0x20
LARGEST_TABLE = 1024**2
LARGEST_LIST = 16 * 1024**2
MOST_CANCELLED = 64
"""How many cancelled streams are kept in case the rest is under way already."""

_Fields = list[tuple[str, str]]


class Kind(IntEnum):
    """The kinds of frames that carry something of a message."""

    DATA = 0
    HEADERS = 1
    RST_STREAM = 3
    PUSH_PROMISE = 5
    CONTINUATION = 9


@dataclass
class Frame:
    """A frame; `block` is its payload without padding and priority."""

    kind: int
    flags: int
    stream: int
    block: bytes

    @property
    def ends_stream(self) -> bool:
        """Whether it is the last of its direction."""
        return self.kind in (Kind.DATA, Kind.HEADERS) and bool(self.flags & END_STREAM)


class Frames:
    """Cuts one direction into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def residue(self) -> int:
        """How many bytes of an unfinished frame are left."""
        return len(self._buffer)

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Give every whole frame."""
        self._buffer += data
        while len(self._buffer) >= FRAME_HEADER:
            size = FRAME_HEADER + int.from_bytes(self._buffer[:3])
            if len(self._buffer) < size:
                return
            raw = bytes(self._buffer[:size])
            del self._buffer[:size]
            yield _frame(raw)


def _frame(raw: bytes) -> Frame:
    kind, flags, payload = raw[3], raw[4], raw[FRAME_HEADER:]
    stream = int.from_bytes(raw[5:FRAME_HEADER]) & STREAM_MASK
    if kind in (Kind.DATA, Kind.HEADERS, Kind.PUSH_PROMISE) and flags & PADDED:
        padding = payload[0] if payload else 0
        if padding >= len(payload):
            msg = "a frame is all padding"
            raise BrokenStream(msg)
        payload = payload[1 : len(payload) - padding]
    if kind == Kind.HEADERS and flags & PRIORITY:
        payload = payload[5:]
    if kind == Kind.PUSH_PROMISE:
        payload = payload[4:]
    return Frame(kind, flags, stream, payload)


class Blocks:
    """Collects the header blocks of one direction; HPACK's state runs through all."""

    def __init__(self) -> None:
        self._decoder = hpack.Decoder(max_header_list_size=LARGEST_LIST)
        self._decoder.max_allowed_table_size = LARGEST_TABLE
        self._begun: Frame | None = None

    @property
    def residue(self) -> int:
        """How many bytes of an unfinished block are left."""
        return len(self._begun.block) if self._begun else 0

    def feed(self, frame: Frame) -> tuple[Frame, _Fields] | None:
        """Give the first frame of a block and its fields when the block is whole."""
        if frame.kind == Kind.CONTINUATION:
            if self._begun is None:
                msg = "a continuation of nothing"
                raise BrokenStream(msg)
            self._begun.block += frame.block
        else:
            self._begun = frame
        if not frame.flags & END_HEADERS:
            return None
        first, self._begun = self._begun, None
        return first, self._decode(first.block)

    def _decode(self, block: bytes) -> _Fields:
        try:
            fields = self._decoder.decode(block, raw=True)
        except hpack.HPACKError as error:
            msg = "a header block cannot be unpacked"
            raise BrokenStream(msg) from error
        return [(_text(name), _text(value)) for name, value in fields]


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


@dataclass
class _Stream:
    exchange: Exchange
    request_ended: bool = False
    response_ended: bool = False
    is_cancelled: bool = False
    websocket: WebSocket | None = None

    def is_whole(self) -> bool:
        """Whether a cancelled response has come in full all the same."""
        response = self.exchange.response
        length = response.value("content-length") if response else ""
        return length.isdecimal() and self.exchange.response_body.length == int(length)


class Http2:
    """The streams of one connection."""

    def __init__(self, around: Surroundings) -> None:
        self.data_received: dict[int, int] = {}
        self._around = around
        self._frames_out, self._frames_in = Frames(), Frames()
        self._blocks_out, self._blocks_in = Blocks(), Blocks()
        self._streams: dict[int, _Stream] = {}
        self._newest = 0
        self._preface = PREFACE

    def sent(self, data: bytes, at: int) -> None:
        """Take bytes from the browser."""
        if self._preface:
            taken = len(self._preface)
            data, self._preface = data[taken:], self._preface[len(data) :]
        for frame in self._frames_out.feed(data):
            self._sent_frame(frame, at)

    def _sent_frame(self, frame: Frame, at: int) -> None:
        stream = self._streams.get(frame.stream)
        if frame.kind in (Kind.HEADERS, Kind.CONTINUATION):
            whole = self._blocks_out.feed(frame)
            if whole:
                stream = self._begin(whole[0], whole[1], at)
                self._request_ended(stream, whole[0])
        elif stream is None:
            return
        elif frame.kind == Kind.DATA:
            self._sent_data(stream, frame, at)
        elif frame.kind == Kind.RST_STREAM:
            self._cancelled(frame.stream, stream)

    def _begin(self, frame: Frame, fields: _Fields, at: int) -> _Stream:
        self._newest = max(self._newest, frame.stream)
        around = self._around
        pseudo = dict(pair for pair in fields if pair[0].startswith(":"))
        target = pseudo.get(":path", "")
        host = pseudo.get(":authority", "")
        method = pseudo.get(":method", "")
        exchange = Exchange(
            connection=around.connection,
            method="GET" if ":protocol" in pseudo else method,
            url=f"{around.connection.scheme}://{host}{target}",
            started=at,
            request=HttpHead.build(
                f"{method} {target} HTTP/1.1", [("Host", host), *_regular(fields)]
            ),
            request_body=around.body(),
            response_body=around.body(),
        )
        stream = _Stream(exchange)
        self._streams[frame.stream] = stream
        around.sink.begin(exchange)
        return stream

    def _request_ended(self, stream: _Stream, frame: Frame) -> None:
        if frame.ends_stream:
            stream.request_ended = True
            self._end_if_done(frame.stream, stream)

    def _sent_data(self, stream: _Stream, frame: Frame, at: int) -> None:
        if stream.websocket:
            stream.websocket.sent(frame.block, at)
        else:
            stream.exchange.request_body.append(frame.block)
        self._request_ended(stream, frame)

    def _cancelled(self, number: int, stream: _Stream) -> None:
        """Chromium cancels redirects while their last frames are under way."""
        stream.is_cancelled = True
        stream.request_ended = True
        self._end_if_done(number, stream)
        waiting = [n for n, s in self._streams.items() if s.is_cancelled]
        if len(waiting) > MOST_CANCELLED:
            self._finish(waiting[0], BROWSER_BROKE)

    def received(self, data: bytes, at: int) -> None:
        """Take bytes from the server."""
        for frame in self._frames_in.feed(data):
            self._received_frame(frame, at)

    def _received_frame(self, frame: Frame, at: int) -> None:
        if frame.kind in (Kind.HEADERS, Kind.CONTINUATION, Kind.PUSH_PROMISE):
            whole = self._blocks_in.feed(frame)
            if whole and whole[0].kind == Kind.HEADERS:
                self._received_fields(*whole)
        elif frame.kind == Kind.DATA:
            self._received_data(frame, at)
        elif frame.kind == Kind.RST_STREAM:
            self._server_reset(frame)

    def _known(self, number: int) -> _Stream | None:
        """Give the stream; None if it has ended. Pushed ones have even numbers."""
        if number % 2 and number > self._newest:
            msg = "an answer to a request that was never seen"
            raise BrokenStream(msg)
        return self._streams.get(number)

    def _received_fields(self, frame: Frame, fields: _Fields) -> None:
        stream = self._known(frame.stream)
        if stream is None:
            return
        exchange = stream.exchange
        if exchange.response is not None:
            exchange.trailers += fields
        else:
            self._answer(stream, fields)
        self._response_ended(stream, frame)

    def _answer(self, stream: _Stream, fields: _Fields) -> None:
        status = dict(fields).get(":status", "")
        if not status.isdecimal():
            msg = "a response without a status"
            raise BrokenStream(msg)
        head = HttpHead.build(_status_line(int(status)), _regular(fields))
        if int(status) < HTTPStatus.OK:
            stream.exchange.interim.append(head)
            return
        stream.exchange.response = head
        if stream.exchange.request.method == "CONNECT" and status == "200":
            self._open_websocket(stream, head)

    def _open_websocket(self, stream: _Stream, head: HttpHead) -> None:
        """Begin a WebSocket within a stream (RFC 8441)."""
        identity = self._around.sink.exchange(stream.exchange)
        stream.websocket = WebSocket(self._around, stream.exchange, identity, head)

    def _received_data(self, frame: Frame, at: int) -> None:
        total = self.data_received.get(frame.stream, 0)
        self.data_received[frame.stream] = total + len(frame.block)
        stream = self._known(frame.stream)
        if stream is None:
            return
        if stream.websocket:
            stream.websocket.received(frame.block, at)
        else:
            stream.exchange.response_body.append(frame.block)
        self._response_ended(stream, frame)

    def _response_ended(self, stream: _Stream, frame: Frame) -> None:
        stream.response_ended = stream.response_ended or frame.ends_stream
        self._end_if_done(frame.stream, stream)

    def _server_reset(self, frame: Frame) -> None:
        stream = self._known(frame.stream)
        if stream is not None:
            self._finish(frame.stream, SERVER_BROKE)

    def _end_if_done(self, number: int, stream: _Stream) -> None:
        response_ended = stream.response_ended or (
            stream.is_cancelled and stream.is_whole()
        )
        if stream.request_ended and response_ended:
            self._finish(number, "")

    def _finish(self, number: int, reason: str) -> None:
        stream = self._streams.pop(number)
        if stream.websocket:
            stream.websocket.closed(0)
            return
        stream.exchange.partial = reason
        self._around.sink.exchange(stream.exchange)

    def closed(self, at: int) -> None:
        """Write what is still open; the connection is no more."""
        del at
        is_explained = bool(self._streams)
        for number, stream in list(self._streams.items()):
            broke = BROWSER_BROKE if stream.is_cancelled else CONNECTION_CLOSED
            self._finish(number, broke)
        directions = (
            self._frames_in,
            self._frames_out,
            self._blocks_in,
            self._blocks_out,
        )
        if not is_explained and any(part.residue for part in directions):
            msg = "a part of a frame is left over"
            raise BrokenStream(msg)


def _regular(fields: _Fields) -> _Fields:
    return [pair for pair in fields if not pair[0].startswith(":")]


def _status_line(status: int) -> str:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}".rstrip()
