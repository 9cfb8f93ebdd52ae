# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Turns exchanges into WARC records: scrubbed, proven decodable, with provenance."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.netlog.exchange import Connection, Exchange, Frames
from archivers.netlog.slices import PARTIAL_CONTENT, Slices
from archivers.secrets import Scrubber, is_text
from archivers.warc import NewRecord, WarcFile
from schemas.capture import FailedResource
from schemas.errors import Undecodable

LARGEST_TEXT = 64 * 1024**2
"""Text up to here is scrubbed; the gate over the finished WARC reads the rest too."""

_FRAMING = {"content-encoding", "transfer-encoding", "content-length"}
_Fields = list[tuple[str, str]]


@dataclass
class _Message:
    """A message ready to be written."""

    head: HttpHead
    body: Body
    fields: _Fields = field(default_factory=list)


class Writer:
    """Writes what was recorded, and counts what had to be said about it.

    What has an address of the patterns in `private` is the logged-in person's own, and
    no part of the account: it is counted by what it is, and left out.
    """

    def __init__(
        self,
        warc: WarcFile,
        scrubber: Scrubber,
        folder: Path,
        private: Mapping[str, str] | None = None,
    ) -> None:
        self.exchanges = 0
        self.left_out: Counter[str] = Counter()
        self._private = {
            kind: re.compile(pattern) for kind, pattern in (private or {}).items()
        }
        self._partial: list[tuple[str, FailedResource]] = []
        self._whole: set[str] = set()
        self.undecodable: list[FailedResource] = []
        self.scrubbed: Counter[str] = Counter()
        self.urls: set[str] = set()
        self._warc = warc
        self._scrubber = scrubber
        self._folder = folder
        self._slices = Slices(folder)
        self._chains: set[tuple[str, ...]] = set()

    def exchange(self, exchange: Exchange) -> str:
        """Write request and response, and give the id of the response's record."""
        self.exchanges += 1
        self.urls.add(exchange.url)
        kind = self._private_kind(exchange.url)
        if kind:
            self.left_out[kind] += 1
            exchange.close()
            return ""
        if exchange.partial:
            fault = self._fault(exchange.url, exchange.partial, exchange.status)
            self._partial.append((exchange.url, fault))
        else:
            self._whole.add(exchange.url)
        counts: Counter[str] = Counter()
        target = self._scrubber.url(exchange.url, counts)
        common = self._connection(exchange.connection, _moment(exchange.started))
        place = _concurrent(exchange.connection.record_id)
        identity = self._response(exchange, target, [*common, *place])
        beside = _concurrent(identity) or place
        self._request(exchange, target, [*common, *beside])
        if identity:
            self._metadata(exchange, target, identity)
        exchange.close()
        return identity

    @property
    def written(self) -> int:
        """How many exchanges are in the WARC."""
        return self.exchanges - sum(self.left_out.values())

    def _private_kind(self, url: str) -> str:
        kinds = (kind for kind, found in self._private.items() if found.search(url))
        return next(kinds, "")

    def _request(self, exchange: Exchange, target: str, common: _Fields) -> None:
        message = self._message(exchange, exchange.request, exchange.request_body)
        record = NewRecord(
            type="request",
            date=_moment(exchange.started),
            content_type="application/http; msgtype=request",
            body=message.body,
            head=message.head,
            target_uri=target,
            fields=[*common, *message.fields],
        )
        self._warc.write(record)

    def _response(self, exchange: Exchange, target: str, common: _Fields) -> str:
        if exchange.response is None:
            return ""
        message = self._message(exchange, exchange.response, exchange.response_body)
        truncated = [("WARC-Truncated", "disconnect")] if exchange.partial else []
        record = NewRecord(
            type="response",
            date=_moment(exchange.started),
            content_type="application/http; msgtype=response",
            body=message.body,
            head=message.head,
            target_uri=target,
            fields=[*common, *truncated, *message.fields],
        )
        return self._warc.write(record)

    def _message(self, exchange: Exchange, head: HttpHead, body: Body) -> _Message:
        """Prove that the body opens, and scrub head and body."""
        counts: Counter[str] = Counter()
        message = _Message(self._scrubber.head(head, counts), body)
        if not self._slices.keep(exchange.url, head, body):
            reason = self._open_body(message, head, counts)
            if reason:
                message.fields.append(("WARC-Undecodable", "not as its head states"))
            if reason and not exchange.partial:
                self.undecodable.append(
                    self._fault(exchange.url, reason, exchange.status)
                )
        self.scrubbed += counts
        if counts:
            message.fields.append(("WARC-Scrubbed", _listed(counts)))
        return message

    def _open_body(
        self, message: _Message, head: HttpHead, counts: Counter[str]
    ) -> str:
        """Scrub the body if it is text; say why, if it cannot be opened."""
        mime_type = head.value("content-type").partition(";")[0].strip().lower()
        is_searched = is_text(mime_type or "text/")
        text = bytearray()
        reason = ""
        try:
            for piece in head.content(message.body.chunks()):
                if is_searched and len(text) <= LARGEST_TEXT:
                    text += piece
        except Undecodable as error:
            reason = str(error)
        if is_searched and len(text) <= LARGEST_TEXT:
            self._scrub(
                message, bytes(text), is_request=head.status is None, counts=counts
            )
        return reason

    def _scrub(
        self, message: _Message, text: bytes, *, is_request: bool, counts: Counter[str]
    ) -> None:
        scrubber = self._scrubber
        scrub = scrubber.request_text if is_request else scrubber.response_text
        scrubbed = scrub(text, counts)
        if scrubbed != text:
            message.head = _identity(message.head, len(scrubbed))
            message.body = Body.of([scrubbed], self._folder)

    def _connection(self, connection: Connection, at: datetime) -> _Fields:
        """Give the fields that say where it came from; describe a new connection."""
        if not connection.record_id:
            connection.record_id = self._describe(connection, at)
        address = connection.remote_address.rpartition(":")[0].strip("[]")
        fields = [("WARC-IP-Address", address)] if address else []
        fields.append(("WARC-Protocol", connection.protocol))
        if connection.tls_version:
            fields.append(("WARC-Protocol", _tls(connection.tls_version)))
        if connection.cipher_suite:
            fields.append(("WARC-Cipher-Suite", connection.cipher_suite))
        return fields

    def _describe(self, connection: Connection, at: datetime) -> str:
        lines = {
            "connection": str(connection.number),
            "remote-address": connection.remote_address,
            "local-address": connection.local_address,
            "protocol": connection.protocol,
            "tls-version": connection.tls_version,
            "tls-cipher-suite": connection.cipher_suite,
            "tls-key-exchange": connection.key_exchange,
        }
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        identity = self._warc.write(
            NewRecord(
                type="metadata",
                date=at,
                content_type="application/warc-fields",
                body=Body.of([text.encode()]),
            )
        )
        if connection.certificates and connection.certificates not in self._chains:
            self._chains.add(connection.certificates)
            self._certificates(connection, identity, at)
        return identity

    def _certificates(self, connection: Connection, about: str, at: datetime) -> None:
        """Write a certificate chain, once for all connections that had it."""
        self._warc.write(
            NewRecord(
                type="metadata",
                date=at,
                content_type="application/pem-certificate-chain",
                body=Body.of([pem.encode() for pem in connection.certificates]),
                fields=[("WARC-Refers-To", f"<{about}>")],
            )
        )

    def _metadata(self, exchange: Exchange, target: str, about: str) -> None:
        """Keep what a converted response has no place for: 1xx and trailers."""
        interim = b"".join(
            self._scrubber.head(head, self.scrubbed).raw for head in exchange.interim
        )
        trailers = "".join(f"{name}: {value}\r\n" for name, value in exchange.trailers)
        for kind, data in (("interim", interim), ("trailers", trailers.encode())):
            if data:
                self._warc.write(
                    NewRecord(
                        type="metadata",
                        date=_moment(exchange.started),
                        content_type=f"text/plain; msgtype={kind}",
                        body=Body.of([data]),
                        target_uri=target,
                        fields=[("WARC-Refers-To", f"<{about}>")],
                    )
                )

    def frames(self, frames: Frames) -> None:
        """Write the messages of a WebSocket as one record, a line of JSON each."""
        if self._private_kind(frames.url):
            frames.messages.close()
            return
        counts: Counter[str] = Counter()
        target = self._scrubber.url(frames.url, counts)
        scrubbed = Body(self._folder)
        for line in _lines(frames.messages):
            scrubbed.append(self._scrubber.request_text(line, counts))
        fields = [("WARC-Refers-To", f"<{frames.handshake_id}>")]
        if frames.partial:
            fields.append(("WARC-Truncated", "disconnect"))
            fault = self._fault(frames.url, frames.partial, None)
            self._partial.append((frames.url, fault))
        if counts:
            fields.append(("WARC-Scrubbed", _listed(counts)))
        self.scrubbed += counts
        self._warc.write(
            NewRecord(
                type="metadata",
                date=_moment(frames.started),
                content_type="application/x-ndjson",
                body=scrubbed,
                target_uri=target,
                fields=fields,
            )
        )
        scrubbed.close()
        frames.messages.close()

    @property
    def partial(self) -> tuple[FailedResource, ...]:
        """What came in part only.

        A request that got no answer and was asked again, as browsers do when a
        connection turns out to be closed, is not missed.
        """
        return tuple(
            fault
            for url, fault in self._partial
            if fault.status is not None or url not in self._whole
        )

    def finish(self) -> None:
        """Prove the bodies that came in slices."""
        for url, reason in self._slices.faults():
            self.undecodable.append(self._fault(url, reason, PARTIAL_CONTENT))

    def _fault(self, url: str, reason: str, status: int | None) -> FailedResource:
        address = self._scrubber.url(url, Counter())
        return FailedResource(url=address, reason=reason, status=status)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _listed(counts: Counter[str]) -> str:
    return "; ".join(f"{kind}={number}" for kind, number in sorted(counts.items()))


def _concurrent(identity: str) -> _Fields:
    return [("WARC-Concurrent-To", f"<{identity}>")] if identity else []


def _tls(version: str) -> str:
    """Write "TLS 1.3" as the field WARC-Protocol has it."""
    return version.lower().replace(" ", "/")


def _identity(head: HttpHead, length: int) -> HttpHead:
    """Give the head of a body that is stored decoded; the old fields are kept aside."""
    fields = [
        (f"X-Archive-Orig-{name}" if name.lower() in _FRAMING else name, value)
        for name, value in head.fields
    ]
    return HttpHead.build(head.start_line, [*fields, ("Content-Length", str(length))])


def _lines(body: Body) -> Iterator[bytes]:
    """Give a body's lines."""
    pending = b""
    for chunk in body.chunks():
        *whole, pending = (pending + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if pending:
        yield pending
