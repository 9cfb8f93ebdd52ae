# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The events of the network log that the recorder needs, and what they hold."""

from typing import Any, Generic, TypeVar

import msgspec

BEGIN, END = 1, 2

_Params = TypeVar("_Params")


class Source(msgspec.Struct):
    """What an event is about; `id` is unique within the log."""

    id: int


class Event(msgspec.Struct, Generic[_Params]):
    """An event; `time` is in milliseconds since an offset in the log's first line."""

    source: Source
    time: str
    phase: int
    params: _Params | None = None


class Transfer(msgspec.Struct):
    """Bytes that passed a socket."""

    byte_count: int
    content: bytes = msgspec.field(default=b"", name="bytes")


class Outcome(msgspec.Struct):
    """How something ended."""

    net_error: int = 0


class TcpConnect(msgspec.Struct):
    """The two ends of a connection."""

    local_address: str = ""
    remote_address: str = ""


class TlsConnect(msgspec.Struct):
    """What a TLS handshake agreed on."""

    version: str = ""
    cipher_suite: int | str = ""
    key_exchange_group: int | str = ""
    next_proto: str = ""
    net_error: int = 0


class Certificates(msgspec.Struct):
    """The server's certificate chain in PEM."""

    certificates: tuple[str, ...] = ()


class Dependency(msgspec.Struct):
    """Another source that this one rests on."""

    source_dependency: Source | None = None


class Received(msgspec.Struct):
    """Content that a stream got."""

    size: int
    stream_id: int


class Alive(msgspec.Struct):
    """A request coming to life or ending."""

    traffic_annotation: int = 0
    net_error: int = 0


class Start(msgspec.Struct):
    """What a request asks for."""

    method: str = ""
    url: str = ""
    initiator: str = ""


_TRANSFER = msgspec.json.Decoder(Event[Transfer])
_OUTCOME = msgspec.json.Decoder(Event[Outcome])
_DEPENDENCY = msgspec.json.Decoder(Event[Dependency])

DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    "SSL_SOCKET_BYTES_SENT": _TRANSFER,
    "SSL_SOCKET_BYTES_RECEIVED": _TRANSFER,
    "SOCKET_BYTES_SENT": _TRANSFER,
    "SOCKET_BYTES_RECEIVED": _TRANSFER,
    "SOCKET_ALIVE": _DEPENDENCY,
    "TCP_CONNECT": msgspec.json.Decoder(Event[TcpConnect]),
    "SSL_CONNECT": msgspec.json.Decoder(Event[TlsConnect]),
    "SSL_CERTIFICATES_RECEIVED": msgspec.json.Decoder(Event[Certificates]),
    "HTTP2_SESSION_INITIALIZED": _DEPENDENCY,
    "HTTP2_SESSION_RECV_DATA": msgspec.json.Decoder(Event[Received]),
    "REQUEST_ALIVE": msgspec.json.Decoder(Event[Alive]),
    "URL_REQUEST_START_JOB": msgspec.json.Decoder(Event[Start]),
    "HTTP_TRANSACTION_SEND_REQUEST": _OUTCOME,
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS": _OUTCOME,
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS": _OUTCOME,
    "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS": _OUTCOME,
}

_SOURCE = b'"source":{"id":'
_SOURCE_TAIL = 160


def source_of(line: bytes) -> int:
    """Give an event's source without reading the whole line; 0 if it must be read."""
    start = line.rfind(_SOURCE, max(len(line) - _SOURCE_TAIL, 0))
    number = line[start + len(_SOURCE) :].partition(b",")[0]
    return int(number) if start >= 0 and number.isdigit() else 0
