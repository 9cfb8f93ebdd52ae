# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follows the log: gives each connection its bytes, and keeps the books on them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from archivers.netlog import events
from archivers.netlog.events import BEGIN, END, Event, source_of
from archivers.netlog.exchange import (
    BrokenStream,
    Connection,
    Conversation,
    Exchange,
    Frames,
    Surroundings,
)
from archivers.netlog.http1 import Http1
from archivers.netlog.http2 import PREFACE, Http2
from archivers.netlog.ledger import Ledger
from archivers.netlog.writer import Writer

_PLAIN = frozenset({"SOCKET_BYTES_SENT", "SOCKET_BYTES_RECEIVED"})


@dataclass
class _Line:
    """A connection, the conversation on it, and what the browser says it got."""

    connection: Connection
    conversation: Conversation | None = None
    is_broken: bool = False
    stated: Counter[int] = field(default_factory=Counter)

    def disagreements(self) -> int:
        """Count the streams whose content the browser counts otherwise than we do."""
        if not isinstance(self.conversation, Http2):
            return len(self.stated)
        seen = self.conversation.data_received
        return sum(seen.get(n, 0) != self.stated[n] for n in {*seen, *self.stated})


@dataclass
class Books:
    """What must be nothing if no byte was lost, and what is told of beside.

    `unreadable`: events that are no JSON of the known form. `short_transfers`: events
    with fewer bytes than they state. `broken`: connections whose bytes make no sense.
    `disagreements`: HTTP/2 streams of another size than the browser says. `unclosed`:
    connections that were not seen to close. `dropped`: exchanges of the browser's own,
    which are not written.
    """

    unreadable: int = 0
    short_transfers: int = 0
    broken: int = 0
    disagreements: int = 0
    unclosed: int = 0
    dropped: int = 0


class Recording:
    """What the events of one log amount to."""

    def __init__(self, writer: Writer, folder: Path) -> None:
        self.books = Books()
        self.ledger = Ledger()
        self.tick_offset = 0
        self._writer = writer
        self._folder = folder
        self._lines: dict[int, _Line] = {}
        self._sessions: dict[int, int] = {}
        self._handlers: dict[str, Callable[[Any], None]] = {
            "SOCKET_BYTES_SENT": self._sent,
            "SOCKET_BYTES_RECEIVED": self._received,
            "SSL_SOCKET_BYTES_SENT": self._sent,
            "SSL_SOCKET_BYTES_RECEIVED": self._received,
            "SOCKET_ALIVE": self._socket,
            "TCP_CONNECT": self._tcp,
            "SSL_CONNECT": self._tls,
            "SSL_CERTIFICATES_RECEIVED": self._certificates,
            "HTTP2_SESSION_INITIALIZED": self._session,
            "HTTP2_SESSION_RECV_DATA": self._stated_data,
            "REQUEST_ALIVE": self._request,
            "URL_REQUEST_START_JOB": self._start,
            "HTTP_TRANSACTION_SEND_REQUEST": self._sending,
            "HTTP_TRANSACTION_SEND_REQUEST_HEADERS": self._announced,
            "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS": self._announced,
            "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS": self._quic,
        }

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the events that this needs."""
        return tuple(self._handlers)

    def take(self, name: str, line: bytes) -> None:
        """Take an event."""
        if name in _PLAIN and self._is_ciphertext(line):
            return
        try:
            event = events.DECODERS[name].decode(line)
        except msgspec.MsgspecError:
            self.books.unreadable += 1
        else:
            self._handlers[name](event)

    def _is_ciphertext(self, line: bytes) -> bool:
        """Under TLS the socket's own bytes say nothing, and are a third of the log."""
        found = self._lines.get(source_of(line))
        return found is not None and found.connection.is_secure

    def _at(self, event: Event[Any]) -> int:
        return self.tick_offset + int(event.time)

    def _line(self, event: Event[Any]) -> _Line:
        number = event.source.id
        if number not in self._lines:
            self._lines[number] = _Line(Connection(number))
        return self._lines[number]

    def _sent(self, event: Event[events.Transfer]) -> None:
        data, at = self._bytes(event), self._at(event)
        self._make_sense(
            self._line(event), lambda spoken: spoken.sent(data, at), first=data
        )

    def _received(self, event: Event[events.Transfer]) -> None:
        data, at = self._bytes(event), self._at(event)
        self._make_sense(self._line(event), lambda spoken: spoken.received(data, at))

    def _bytes(self, event: Event[events.Transfer]) -> bytes:
        transfer = event.params or events.Transfer(0)
        self.books.short_transfers += transfer.byte_count != len(transfer.content)
        return transfer.content

    def _conversation(self, line: _Line, first: bytes) -> Conversation:
        if line.conversation is None:
            around = Surroundings(line.connection, self, self._folder)
            is_http2 = line.connection.protocol == "h2" or first.startswith(PREFACE)
            line.connection.protocol = "h2" if is_http2 else "http/1.1"
            line.conversation = Http2(around) if is_http2 else Http1(around)
        return line.conversation

    def _make_sense(
        self, line: _Line, step: Callable[[Conversation], None], first: bytes = b""
    ) -> None:
        """Take a step; a connection whose bytes do not fit together is broken."""
        if line.is_broken:
            return
        try:
            step(self._conversation(line, first))
        except BrokenStream:
            line.is_broken = True
            self.books.broken += 1

    def _tcp(self, event: Event[events.TcpConnect]) -> None:
        if event.phase == END and event.params and event.params.remote_address:
            connection = self._line(event).connection
            connection.local_address = event.params.local_address
            connection.remote_address = event.params.remote_address

    def _tls(self, event: Event[events.TlsConnect]) -> None:
        line = self._line(event)
        if event.phase == BEGIN:
            # What was said in the clear until now was a proxy's tunnel being opened.
            line.connection.is_secure = True
            line.conversation = None
        elif event.params and not event.params.net_error:
            line.connection.tls_version = event.params.version
            line.connection.cipher_suite = _name(event.params.cipher_suite)
            line.connection.key_exchange = _name(event.params.key_exchange_group)
            line.connection.protocol = event.params.next_proto

    def _certificates(self, event: Event[events.Certificates]) -> None:
        if event.params:
            self._line(event).connection.certificates = event.params.certificates

    def _socket(self, event: Event[events.Dependency]) -> None:
        line = self._lines.get(event.source.id)
        if event.phase == END and line is not None:
            del self._lines[event.source.id]
            self._close(line, self._at(event))

    def _close(self, line: _Line, at: int) -> None:
        if line.conversation is None:
            return
        self._make_sense(line, lambda spoken: spoken.closed(at))
        self.books.disagreements += line.disagreements()

    def _session(self, event: Event[events.Dependency]) -> None:
        if event.params and event.params.source_dependency:
            self._sessions[event.source.id] = event.params.source_dependency.id

    def _stated_data(self, event: Event[events.Received]) -> None:
        line = self._lines.get(self._sessions.get(event.source.id, 0))
        if event.params and line is None:
            self.books.disagreements += 1
        elif event.params and line is not None and event.params.size:
            line.stated[event.params.stream_id] += event.params.size

    def _request(self, event: Event[events.Alive]) -> None:
        params = event.params or events.Alive()
        if event.phase == BEGIN:
            self.ledger.begin(event.source.id, params.traffic_annotation)
        elif event.phase == END:
            self.ledger.end(event.source.id, has_failed=params.net_error != 0)

    def _start(self, event: Event[events.Start]) -> None:
        if event.phase == BEGIN and event.params:
            params = event.params
            self.ledger.start(
                event.source.id, params.method, params.url, params.initiator
            )

    def _sending(self, event: Event[events.Outcome]) -> None:
        if event.phase == END and event.params and event.params.net_error:
            self.ledger.give_up(event.source.id)

    def _announced(self, event: Event[events.Outcome]) -> None:
        self.ledger.announce(event.source.id)

    def _quic(self, event: Event[events.Outcome]) -> None:
        del event
        self.ledger.over_quic += 1

    def begin(self, exchange: Exchange) -> None:
        """Learn that a request was seen on the wire."""
        self.ledger.see(exchange)

    def exchange(self, exchange: Exchange) -> str:
        """Write an exchange, unless the browser made it on its own account."""
        if exchange.is_own:
            self.books.dropped += 1
            exchange.close()
            return ""
        return self._writer.exchange(exchange)

    def frames(self, frames: Frames) -> None:
        """Write the messages of a WebSocket."""
        self._writer.frames(frames)

    def finish(self) -> None:
        """Write what is still open when the log has come to its end."""
        self.books.unclosed = sum(
            line.conversation is not None for line in self._lines.values()
        )
        for line in self._lines.values():
            self._close(line, self.tick_offset)
        self._lines.clear()
        self._writer.finish()


def _name(value: int | str) -> str:
    """Write a number of the TLS registry as it is usually written."""
    return f"0x{value:04X}" if isinstance(value, int) else value
