# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Network logs made by hand, to be broken in every way that a real one may break."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import hpack

from archivers.netlog.events import DECODERS
from archivers.netlog.ledger import annotation_id
from archivers.netlog.log import NetLog
from archivers.netlog.recording import Recording
from archivers.netlog.writer import Writer
from archivers.secrets import Scrubber
from archivers.warc import WarcFile, WarcRecord, read_records, record_ids

IDS = {name: number for number, name in enumerate(sorted(DECODERS), 7)}
START = 1_700_000_000_000
PAGE = annotation_id("blink_resource_loader")
CONSTANTS = {
    "clientInfo": {
        "name": "Chromium",
        "version": "156.0.8078.79",
        "command_line": "/usr/bin/chromium --headless --user-data-dir=/hemlig/plats",
    },
    "logEventTypes": IDS | {"SOMETHING_ELSE": 3},
    "logFormatVersion": 1,
    "timeTickOffset": START,
}
FIRST = b'{"constants":%s,' % json.dumps(CONSTANTS).encode()


@dataclass
class MadeLog:
    """A log that grows; socket and request have numbers of their own."""

    lines: list[bytes] = field(default_factory=list)
    clock: int = 0

    def event(self, name: str, source: int, phase: int = 0, **params: object) -> None:
        """Add an event in the form that Chromium gives it: sorted, the type last."""
        self.clock += 1
        made: dict[str, object] = {"params": params} if params else {}
        made |= {
            "phase": phase,
            "source": {"id": source, "start_time": "1", "type": 10},
            "time": str(self.clock),
            "type": IDS[name],
        }
        self.lines.append(json.dumps(made, separators=(",", ":")).encode())

    def connect(self, socket: int, protocol: str = "") -> None:
        """Open a connection; with a protocol, over TLS."""
        ends = {"local_address": "127.0.0.1:9", "remote_address": "[2001:db8::1]:443"}
        self.event("TCP_CONNECT", socket, 2, **ends)
        if protocol:
            self.event("SSL_CONNECT", socket, 1)
            pem = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n"
            self.event("SSL_CERTIFICATES_RECEIVED", socket, certificates=[pem])
            agreed = {
                "version": "TLS 1.3",
                "cipher_suite": 4865,
                "next_proto": protocol,
            }
            self.event("SSL_CONNECT", socket, 2, **agreed)

    def transfer(self, name: str, socket: int, data: bytes) -> None:
        """Add a transfer."""
        params: dict[str, object] = {"byte_count": len(data)}
        if data:
            params["bytes"] = base64.b64encode(data).decode()
        self.event(name, socket, **params)

    def sent(self, socket: int, data: bytes, *, tls: bool = True) -> None:
        """Let the browser send."""
        self.transfer(
            "SSL_SOCKET_BYTES_SENT" if tls else "SOCKET_BYTES_SENT", socket, data
        )

    def received(self, socket: int, data: bytes, *, tls: bool = True) -> None:
        """Let the server send."""
        name = "SSL_SOCKET_BYTES_RECEIVED" if tls else "SOCKET_BYTES_RECEIVED"
        self.transfer(name, socket, data)

    def close(self, socket: int) -> None:
        """Close a connection."""
        self.event("SOCKET_ALIVE", socket, 2)

    def ask(
        self, number: int, url: str, method: str = "GET", *, own: bool = False
    ) -> None:
        """Announce a request."""
        reason = annotation_id("update_client") if own else PAGE
        initiator = "not an origin" if own else "https://torget.example"
        self.event("REQUEST_ALIVE", number, 1, traffic_annotation=reason, url=url)
        self.event(
            "URL_REQUEST_START_JOB",
            number,
            1,
            method=method,
            url=url,
            initiator=initiator,
        )
        self.event("HTTP_TRANSACTION_SEND_REQUEST_HEADERS", number, headers=["x"])

    def end(self, number: int, error: int = 0) -> None:
        """End a request."""
        self.event(
            "REQUEST_ALIVE", number, 2, **({"net_error": error} if error else {})
        )

    def data(self) -> bytes:
        """Give the log as it lies in the pipe."""
        events = b",\n".join(self.lines)
        return b'%s\n"events": [\n%s],\n"polledData": [{}]\n}\n' % (FIRST, events)


@dataclass
class Followed:
    """What came of following a log."""

    log: NetLog
    recording: Recording
    writer: Writer
    warc: Path

    def records(self, kind: str) -> list[WarcRecord]:
        """Give the records of a type."""
        return [record for record in read_records(self.warc) if record.type == kind]


def follow(
    folder: Path,
    data: bytes,
    known: Iterable[str] = (),
    size: int = 997,
    private: Mapping[str, str] | None = None,
) -> Followed:
    """Follow a log in pieces, as the reading process does."""
    path = folder / "prov.warc.gz"
    with WarcFile(path, record_ids("fangst", path.name)) as warc:
        writer = Writer(warc, Scrubber(tuple(known)), folder, private)
        recording = Recording(writer, folder)
        recording.tick_offset = START
        log = NetLog(recording.wanted)
        for start in range(0, len(data), size):
            for name, line in log.feed(data[start : start + size]):
                recording.take(name, line)
        recording.finish()
    return Followed(log, recording, writer, path)


def exchange_over(log: MadeLog, request: bytes, response: bytes, url: str) -> None:
    """Add one whole exchange over HTTP/1.1 and TLS on connection 5."""
    log.connect(5, "http/1.1")
    log.ask(1, url, request.split(b" ")[0].decode())
    log.sent(5, request)
    log.received(5, response)
    log.end(1)
    log.close(5)


def frame(kind: int, stream: int, payload: bytes = b"", flags: int = 0) -> bytes:
    """Give an HTTP/2 frame."""
    head = len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4)
    return head + payload


def fields(encoder: hpack.Encoder, **named: str) -> bytes:
    """Give a header block; a leading underscore makes a pseudo-field."""
    listed = [
        (f":{name[1:]}" if name[0] == "_" else name.replace("_", "-"), value)
        for name, value in named.items()
    ]
    block: bytes = encoder.encode(listed)
    return block
