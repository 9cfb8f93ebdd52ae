# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads what warcprox wrote and writes it anew: scrubbed, proven, with provenance.

Each exchange is given to the same parser, and to the same writer, as one that was read
from the network log: only where its bytes come from differs.
"""

import hashlib
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.netlog.exchange import (
    BROWSER_BROKE,
    SERVER_BROKE,
    BrokenStream,
    Connection,
    Exchange,
    Frames,
    Surroundings,
)
from archivers.netlog.http1 import Http1
from archivers.netlog.ledger import normal
from archivers.netlog.writer import Writer
from archivers.warc import WarcRecord, read_records

BLOCK_DIGEST = "WARC-Block-Digest"
FETCH_SITE, FETCH_DEST = "sec-fetch-site", "sec-fetch-dest"


class Line(msgspec.Struct, frozen=True):
    """What the gate wrote down of an exchange, or of a request without an answer."""

    what: str
    url: str = ""
    record: str = ""
    started: int = 0
    has_left: bool = False
    local: str = ""
    remote: str = ""
    tls: str = ""
    cipher: str = ""
    certificate: str = ""


def read_ledger(path: Path) -> tuple[Line, ...]:
    """Read what the gate wrote down."""
    with path.open("rb") as lines:
        return tuple(msgspec.json.decode(line, type=Line) for line in lines)


@dataclass
class Books:
    """What was found while it was written anew."""

    pairs: int = 0
    dropped: int = 0
    unknown: int = 0
    altered: int = 0
    broken: int = 0


class Rewriter:
    """Turns the pairs of a raw WARC into exchanges and has them written.

    Args:
        writer: where they go.
        lines: what the gate wrote down.
        asked: every address that the browser's driver saw a page ask for.
        folder: where large bodies lie in between.
    """

    def __init__(
        self,
        writer: Writer,
        lines: Collection[Line],
        asked: Collection[str],
        folder: Path,
    ) -> None:
        self.books = Books()
        self._writer = writer
        self._lines = {line.record: line for line in lines if line.record}
        self._asked = frozenset(map(normal, asked))
        self._folder = folder
        self._connections: dict[tuple[str, str], Connection] = {}

    def rewrite(self, raw: Path) -> None:
        """Write everything that a raw WARC holds.

        Raises:
            Damaged: it is not a whole WARC file.
            DiskFull: there is no room left.
        """
        for response, request in _pairs(raw, self._folder):
            self._pair(response, request)
        self._writer.finish()

    def _pair(self, response: "_Kept", request: "_Kept") -> None:
        books = self.books
        books.pairs += 1
        books.altered += response.is_altered + request.is_altered
        line = self._lines.pop(response.record_id, None)
        if line is None:
            books.unknown += 1
            return
        sink = _Sink(self._writer, line, response.is_truncated, self._asked)
        around = Surroundings(self._connection(line), sink, self._folder)
        makes_sense = _converse(Http1(around), request, response, line.started)
        books.dropped += sink.dropped
        books.broken += not (makes_sense and sink.taken == 1)

    def _connection(self, line: Line) -> Connection:
        key = line.local, line.remote
        if key not in self._connections:
            self._connections[key] = Connection(
                number=len(self._connections) + 1,
                is_secure=bool(line.tls),
                local_address=line.local,
                remote_address=line.remote,
                tls_version=line.tls.replace("TLSv", "TLS "),
                cipher_suite=line.cipher,
                certificates=(line.certificate,) if line.certificate else (),
            )
        return self._connections[key]


@dataclass
class _Sink:
    """Takes the one exchange of a pair."""

    writer: Writer
    line: Line
    is_truncated: bool
    asked: Collection[str]
    taken: int = 0
    dropped: int = 0

    def begin(self, exchange: Exchange) -> None:
        """Learn that it begins; there is nothing to compare it with."""

    def exchange(self, exchange: Exchange) -> str:
        """Write it, unless the browser made it on its own account."""
        self.taken += 1
        if _is_own(exchange.request) and normal(exchange.url) not in self.asked:
            self.dropped += 1
            exchange.close()
            return ""
        if exchange.partial or self.is_truncated:
            exchange.partial = BROWSER_BROKE if self.line.has_left else SERVER_BROKE
        return self.writer.exchange(exchange)

    def frames(self, frames: Frames) -> None:
        """Close the messages of a WebSocket: the gate lets none through."""
        frames.messages.close()


def _is_own(head: HttpHead) -> bool:
    """Whether the browser asked for itself, such as for updates, and for no page.

    It says so: no site asked, and what comes is shown nowhere (Fetch Metadata Request
    Headers, sections 2.1 and 2.4).
    """
    return head.value(FETCH_SITE) == "none" and head.value(FETCH_DEST) == "empty"


def _converse(
    conversation: Http1, request: "_Kept", response: "_Kept", at: int
) -> bool:
    """Say again what was said; False if it cannot have been said."""
    try:
        for piece in request.block.chunks():
            conversation.sent(piece, at)
        for piece in response.block.chunks():
            conversation.received(piece, at)
        conversation.received(b"", at)
        conversation.closed(at)
    except BrokenStream:
        return False
    finally:
        request.block.close()
        response.block.close()
    return True


@dataclass
class _Kept:
    """A record of the raw WARC; `is_altered` if it is not what passed the proxy."""

    record_id: str
    is_truncated: bool
    is_altered: bool
    block: Body = field(repr=False)


def _pairs(raw: Path, folder: Path) -> Iterator[tuple[_Kept, _Kept]]:
    """Give each response with the request that follows it."""
    response: _Kept | None = None
    for record in read_records(raw):
        if record.type == "response":
            response = _kept(record, folder)
        elif record.type == "request" and response is not None:
            yield response, _kept(record, folder)
            response = None


def _kept(record: WarcRecord, folder: Path) -> _Kept:
    digest = hashlib.sha256()
    block = Body(folder)
    head = record.head.raw if record.head else b""
    for piece in itertools.chain([head], record.body.chunks()):
        digest.update(piece)
        block.append(piece)
    return _Kept(
        record_id=record.record_id,
        is_truncated="WARC-Truncated" in record.fields,
        is_altered=record.fields.get(BLOCK_DIGEST) != f"sha256:{digest.hexdigest()}",
        block=block,
    )
