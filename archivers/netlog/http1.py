# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""HTTP/1.1 on one connection, with every body kept as it was framed (RFC 9112).

Messages are taken apart by hand: libraries give the content only, and what is archived
is what was sent, chunk lines and trailers included.
"""

import re
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus

from archivers.body import Body
from archivers.decoding import Dechunker
from archivers.http_head import HttpHead
from archivers.netlog.exchange import (
    CONNECTION_CLOSED,
    SERVER_BROKE,
    BrokenStream,
    Exchange,
    Surroundings,
)
from archivers.netlog.websocket import WebSocket
from schemas.errors import Undecodable

LONGEST_HEAD = 1024**2
_END_OF_HEAD = re.compile(rb"\n\r?\n")
"""Browsers take a head whose lines end without the carriage return."""

_BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class _Counted:
    """A body of a stated length."""

    def __init__(self, length: int) -> None:
        self._missing = length

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        piece, rest = data[: self._missing], data[self._missing :]
        self._missing -= len(piece)
        return piece, rest

    @property
    def is_finished(self) -> bool:
        return self._missing == 0


class _Chunked:
    """A body in chunks; chunk lines and trailers belong to what was sent."""

    def __init__(self) -> None:
        self._dechunker = Dechunker()

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            for _ in self._dechunker.feed(data):
                pass
        except Undecodable as error:
            raise BrokenStream(str(error)) from error
        rest = self._dechunker.rest
        return data[: len(data) - len(rest)], rest

    @property
    def is_finished(self) -> bool:
        return self._dechunker.is_finished


class _UntilClose:
    """A body that ends when the server ends."""

    is_finished = False

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        return data, b""


_Framing = _Counted | _Chunked | _UntilClose


@dataclass
class _Incoming:
    """A body that is arriving."""

    framing: _Framing
    body: Body

    def take(self, data: bytes) -> bytes:
        piece, rest = self.framing.take(data)
        self.body.append(piece)
        return rest


class _Heads:
    """Finds the heads of messages."""

    def __init__(self) -> None:
        self.pending = b""

    def take(self, data: bytes) -> tuple[HttpHead | None, bytes]:
        """Give the head, if it is whole, and what follows it."""
        # An empty line before a message is to be ignored (RFC 9112 section 2.2).
        joined = self.pending + data if self.pending else data.lstrip(b"\r\n")
        end = _END_OF_HEAD.search(joined, max(len(self.pending) - 2, 0))
        if end is None:
            if len(joined) > LONGEST_HEAD:
                msg = "the head of a message does not end"
                raise BrokenStream(msg)
            self.pending = joined
            return None, b""
        self.pending = b""
        return HttpHead.parse(_lines_ended(joined[: end.end()])), joined[end.end() :]


def _lines_ended(raw: bytes) -> bytes:
    """End every line of a head as a WARC demands; nearly always as they were sent."""
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _stated_framing(head: HttpHead) -> _Framing | None:
    """Tell the framing as stated; a length that is none is as good as not stated."""
    if head.is_chunked:
        return _Chunked()
    stated = ",".join(head.values("content-length")).split(",")
    lengths = {length.strip() for length in stated}
    length = lengths.pop()
    return _Counted(int(length)) if not lengths and length.isdecimal() else None


def _response_framing(head: HttpHead, method: str) -> _Framing:
    """Tell how long the body of a response is (RFC 9112 section 6.3)."""
    if method == "HEAD" or head.status in _BODILESS:
        return _Counted(0)
    return _stated_framing(head) or _UntilClose()


@dataclass
class _Open:
    """A request whose answer has not ended."""

    exchange: Exchange
    is_sent: bool = False


class Http1:
    """The requests and responses of one connection, in order."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._open: deque[_Open] = deque()
        self._heads_out, self._heads_in = _Heads(), _Heads()
        self._sending: _Incoming | None = None
        self._receiving: _Incoming | None = None
        self._has_server_ended = False
        self._is_unsolicited = False
        self._websocket: WebSocket | None = None

    def sent(self, data: bytes, at: int) -> None:
        """Take bytes from the browser."""
        while data:
            if self._websocket:
                self._websocket.sent(data, at)
                return
            if self._sending is None:
                head, data = self._heads_out.take(data)
                if head:
                    self._begin(head, at)
            else:
                data = self._sending.take(data)
            self._end_of_request()

    def _begin(self, head: HttpHead, at: int) -> None:
        if self._is_unsolicited:
            msg = "a connection with bytes that nobody asked for is not used again"
            raise BrokenStream(msg)
        around = self._around
        exchange = Exchange(
            connection=around.connection,
            method=head.method,
            url=_address(around.connection.scheme, head),
            started=at,
            request=head,
            request_body=around.body(),
            response_body=around.body(),
        )
        self._open.append(_Open(exchange))
        framing = _stated_framing(head) or _Counted(0)
        self._sending = _Incoming(framing, exchange.request_body)
        if head.method != "CONNECT":
            around.sink.begin(exchange)

    def _end_of_request(self) -> None:
        if self._sending and self._sending.framing.is_finished:
            self._sending = None
            self._open[-1].is_sent = True

    def received(self, data: bytes, at: int) -> None:
        """Take bytes from the server; none means that the server has ended."""
        if not data:
            self._server_ended()
        while data:
            if self._websocket:
                self._websocket.received(data, at)
                return
            if not self._open:
                # Such as 408 on an idle connection, or a body where none may be.
                self._is_unsolicited = self._is_unsolicited or bool(data.strip())
                return
            if self._receiving is None:
                head, data = self._heads_in.take(data)
                if head:
                    self._answer(head)
            else:
                data = self._receiving.take(data)
            self._end_of_response()

    def _answer(self, head: HttpHead) -> None:
        if head.status is None:
            msg = "what should be a response is none"
            raise BrokenStream(msg)
        exchange = self._open[0].exchange
        is_interim = head.status < HTTPStatus.OK
        if is_interim and head.status != HTTPStatus.SWITCHING_PROTOCOLS:
            exchange.interim.append(head)
            return
        exchange.response = head
        framing = (
            _Counted(0) if is_interim else _response_framing(head, exchange.method)
        )
        self._receiving = _Incoming(framing, exchange.response_body)

    def _end_of_response(self) -> None:
        if not self._receiving or not self._receiving.framing.is_finished:
            return
        self._receiving = None
        first = self._open.popleft()
        if not first.is_sent:
            first.exchange.partial = CONNECTION_CLOSED
            self._sending = None
        self._finish(first.exchange)

    def _finish(self, exchange: Exchange) -> None:
        if exchange.method == "CONNECT":
            exchange.close()  # a proxy's tunnel; what passes through is what counts
            return
        identity = self._around.sink.exchange(exchange)
        if exchange.status == HTTPStatus.SWITCHING_PROTOCOLS and exchange.response:
            self._websocket = WebSocket(
                self._around, exchange, identity, exchange.response
            )

    def _server_ended(self) -> None:
        self._has_server_ended = True
        if self._receiving and isinstance(self._receiving.framing, _UntilClose):
            self._receiving = None
            self._finish(self._open.popleft().exchange)

    def closed(self, at: int) -> None:
        """Write what is still open; the connection is no more."""
        if self._websocket:
            self._websocket.closed(at)
        for item in self._open:
            reason = SERVER_BROKE if self._has_server_ended else CONNECTION_CLOSED
            item.exchange.partial = reason
            self._finish(item.exchange)
        self._open.clear()
        if self._heads_out.pending:
            msg = "bytes are left over that belong to no request"
            raise BrokenStream(msg)


def _address(scheme: str, head: HttpHead) -> str:
    target = [*head.start_line.split(" "), ""][1]
    if target.startswith("http://"):  # asked through a proxy
        return target
    return f"{scheme}://{head.value('host')}{target}"
