# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The site's own record of every response that it sent, to score captures against.

It sits outermost in the ASGI chain, so what it hashes is what goes to the wire: body
bytes after content coding, before the framing of HTTP/1.1 or HTTP/2.
"""

import hashlib
import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from torget.coding import decode

BODILESS = frozenset({204, 304})


@dataclass
class Entry:
    """One response, or one WebSocket with its frames."""

    number: int
    kind: str
    origin: str
    method: str
    url: str
    http_version: str
    status: int = 0
    location: str | None = None
    content_type: str | None = None
    content_encoding: str | None = None
    range: str | None = None
    content_range: str | None = None
    outcome: str = "aborted"
    request_bytes: int = 0
    request_sha256: str = ""
    wire_bytes: int = 0
    wire_sha256: str = ""
    decoded_bytes: int = 0
    decoded_sha256: str = ""
    frames: list[dict[str, Any]] = field(default_factory=list)


class Journal:
    """Collects the entries, in memory and as JSON lines in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._next = 1
        path.write_bytes(b"")

    def number(self) -> int:
        """Give the next entry's number; numbers follow the order of the requests."""
        with self._lock:
            self._next += 1
            return self._next - 1

    def add(self, entry: Entry) -> None:
        """Note a response that has ended."""
        with self._lock:
            self._entries.append(entry)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line(entry))

    def lines(self) -> str:
        """Give all entries as JSON lines."""
        with self._lock:
            return "".join(_line(entry) for entry in self._entries)

    def reset(self) -> None:
        """Forget all entries."""
        with self._lock:
            self._entries.clear()
            self._path.write_bytes(b"")


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False) + "\n"


class Logged:
    """An ASGI application whose responses are noted in a journal."""

    def __init__(self, app: ASGIApp, journal: Journal, origin: str) -> None:
        self._app = app
        self._journal = journal
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, listening to responses and WebSockets."""
        exchange: _Exchange | _Frames
        if scope["type"] == "http":
            exchange = _Exchange(self._entry(scope, "response"), receive, send)
        elif scope["type"] == "websocket":
            exchange = _Frames(self._entry(scope, "websocket"), receive, send)
        else:
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        finally:
            self._journal.add(exchange.closed())

    def _entry(self, scope: Scope, kind: str) -> Entry:
        headers = {name.lower(): value for name, value in scope["headers"]}
        host = headers.get(b"host", b"").decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1")
        return Entry(
            number=self._journal.number(),
            kind=kind,
            origin=self._origin,
            method=scope.get("method", "GET"),
            url=f"{scope['scheme']}://{host}{path}" + (f"?{query}" if query else ""),
            http_version=scope["http_version"],
            range=headers[b"range"].decode("latin-1") if b"range" in headers else None,
        )


class _Exchange:
    """Listens to one HTTP exchange."""

    def __init__(self, entry: Entry, receive: Receive, send: Send) -> None:
        self.entry = entry
        self._receive = receive
        self._send = send
        self._request = bytearray()
        self._body = bytearray()
        self._disconnected = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._request += message.get("body", b"")
        elif self.entry.outcome != "finished":
            self._disconnected = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._note_start(message)
        elif message["type"] == "http.response.body":
            self._note_body(message)
        await self._send(message)

    def _note_body(self, message: Message) -> None:
        """Note body bytes as they are handed over.

        The server reports a disconnect while it still sends the last message, so a
        response counts as finished once that message is handed over.
        """
        if self.entry.method != "HEAD" and self.entry.status not in BODILESS:
            self._body += message.get("body", b"")
        if not message.get("more_body", False) and not self._disconnected:
            self.entry.outcome = "finished"

    def _note_start(self, message: Message) -> None:
        headers = {n.lower(): v.decode("latin-1") for n, v in message["headers"]}
        self.entry.status = message["status"]
        self.entry.location = headers.get(b"location")
        self.entry.content_type = headers.get(b"content-type")
        self.entry.content_encoding = headers.get(b"content-encoding")
        self.entry.content_range = headers.get(b"content-range")

    def closed(self) -> Entry:
        entry, body = self.entry, bytes(self._body)
        entry.request_bytes = len(self._request)
        entry.request_sha256 = hashlib.sha256(self._request).hexdigest()
        entry.wire_bytes = len(body)
        entry.wire_sha256 = hashlib.sha256(body).hexdigest()
        if entry.outcome == "finished" and body:
            body = decode(body, entry.content_encoding)
        entry.decoded_bytes = len(body)
        entry.decoded_sha256 = hashlib.sha256(body).hexdigest()
        return entry


class _Frames:
    """Listens to one WebSocket; every frame is noted with direction and digest."""

    def __init__(self, entry: Entry, receive: Receive, send: Send) -> None:
        self.entry = entry
        self._receive = receive
        self._send = send

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "websocket.receive":
            self._note("from client", message)
        elif message["type"] == "websocket.disconnect":
            self.entry.outcome = "finished"
        return message

    async def send(self, message: Message) -> None:
        await self._send(message)
        if message["type"] == "websocket.accept":
            self.entry.status = 101
        elif message["type"] == "websocket.send":
            self._note("from server", message)

    def _note(self, direction: str, message: Message) -> None:
        text = message.get("text")
        data = text.encode() if text is not None else message.get("bytes") or b""
        self.entry.frames.append(
            {
                "direction": direction,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )

    def closed(self) -> Entry:
        return self.entry
