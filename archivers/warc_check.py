# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks a WARC file record by record, without the library that wrote it.

The common checker looks at digests and gzip structure only; this one also asks for the
fields that ISO 28500 demands, one gzip member a record, and that every body opens.
"""

import base64
import binascii
import hashlib
import itertools
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from archivers.http_head import HttpHead
from schemas.errors import Undecodable
from schemas.package import Finding, Severity

PIECE = 256 * 1024
HEAD_LIMIT = 4 * 1024**2
GZIP = b"\x1f\x8b"
END_OF_HEAD = b"\r\n\r\n"

_VERSIONS = (b"WARC/1.1", b"WARC/1.0")
_MANDATORY = ("warc-record-id", "warc-type", "warc-date", "content-length")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>")
_WITH_TARGET = {"response", "resource", "request", "revisit", "conversion"}
_PARTIAL_CONTENT = 206


class _Broken(Exception):
    """The file cannot be read further; the message says why, in Swedish."""


def check_warc(stream: BinaryIO, name: str) -> tuple[int, list[Finding]]:
    """Check every record of a WARC file, with gzip members or plain.

    Digests, lengths, mandatory fields (ISO 28500:2017 section 5), one gzip member a
    record, and that every body opens with the coding that its head names.

    Args:
        stream: the file, at its start.
        name: what the findings call the file.

    Returns:
        The number of records, and the findings; none if the file is sound.
    """
    check = _Check(name)
    start = stream.read(len(GZIP))
    chunks = itertools.chain([start], iter(lambda: stream.read(PIECE), b""))
    try:
        if start == GZIP:
            check.members(chunks)
        else:
            check.records_in(_Bytes(chunks))
    except _Broken as error:
        check.report("warc-structure", str(error))
    if not check.records and not check.findings:
        check.report("warc-structure", "filen är tom.")
    return check.records, check.findings


class _Bytes:
    """Bytes to be taken from the front."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""

    def is_at_end(self) -> bool:
        while not self._buffer:
            chunk = next(self._chunks, None)
            if chunk is None:
                return True
            self._buffer = chunk
        return False

    def until(self, mark: bytes) -> bytes | None:
        """Take everything through the mark; None if it does not come."""
        while mark not in self._buffer:
            chunk = next(self._chunks, None)
            if chunk is None or len(self._buffer) > HEAD_LIMIT:
                return None
            self._buffer += chunk
        taken, _, self._buffer = self._buffer.partition(mark)
        return taken + mark

    def take(self, count: int) -> Iterator[bytes]:
        """Take at most `count` bytes, in pieces."""
        while count and not self.is_at_end():
            piece, self._buffer = self._buffer[:count], self._buffer[count:]
            count -= len(piece)
            yield piece


class _Members:
    """The members of a gzip file, one after the other."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._pending = b""

    def __iter__(self) -> Iterator[Iterator[bytes]]:
        while self._fill():
            yield self._member()

    def _fill(self) -> bool:
        while not self._pending:
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self._pending = chunk
        return True

    def _member(self) -> Iterator[bytes]:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not stream.eof:
            if not self._fill():
                msg = "filen slutar mitt i en post."
                raise _Broken(msg)
            try:
                piece = stream.decompress(self._pending, PIECE)
            except zlib.error as error:
                msg = "gzip-delen är skadad; resten av filen går inte att läsa."
                raise _Broken(msg) from error
            self._pending = stream.unconsumed_tail or stream.unused_data
            if piece:
                yield piece


class _Digest:
    """A digest field, compared with the bytes that pass by."""

    def __init__(self, stated: str) -> None:
        algorithm, _, self._stated = stated.partition(":")
        self.is_known = algorithm.lower() in hashlib.algorithms_available
        self._sum = hashlib.new(algorithm if self.is_known else "sha256")

    def watch(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._sum.update(chunk)
            yield chunk

    def matches(self) -> bool:
        found = self._sum.digest()
        decoders: tuple[Callable[[str], bytes], ...] = (
            bytes.fromhex,
            lambda text: base64.b32decode(text, casefold=True),
        )
        for decoder in decoders:
            try:
                if decoder(self._stated) == found:
                    return True
            except (ValueError, binascii.Error):
                continue
        return False


@dataclass
class _Check:
    name: str
    records: int = 0
    findings: list[Finding] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def report(self, rule: str, what: str, severity: Severity = Severity.ERROR) -> None:
        message = f"{self.name}, post {self.records}: {what}"
        self.findings.append(
            Finding(rule=rule, severity=severity, path=self.name, message=message)
        )

    def members(self, chunks: Iterator[bytes]) -> None:
        for member in _Members(chunks):
            data = _Bytes(member)
            self.record(data)
            if not data.is_at_end():
                self.report(
                    "warc-gzip-member",
                    "gzip-delen fortsätter efter posten; varje post ska vara en egen.",
                )
                self.records_in(data)

    def records_in(self, data: _Bytes) -> None:
        while not data.is_at_end():
            self.record(data)

    def record(self, data: _Bytes) -> None:
        self.records += 1
        raw = data.until(END_OF_HEAD)
        if raw is None or raw.partition(b"\r\n")[0] not in _VERSIONS:
            msg = "här börjar ingen WARC-post; resten går inte att läsa."
            raise _Broken(msg)
        fields = _fields(raw)
        self.mandatory_fields(fields)
        length = fields.get("content-length", "")
        if not length.isdecimal():
            msg = "Content-Length saknas; resten går inte att läsa."
            raise _Broken(msg)
        self.block(data, int(length), fields)
        if b"".join(data.take(len(END_OF_HEAD))) != END_OF_HEAD:
            msg = "Content-Length stämmer inte med postens längd."
            raise _Broken(msg)

    def mandatory_fields(self, fields: dict[str, str]) -> None:
        for name in _MANDATORY:
            if not fields.get(name):
                self.report("warc-field", f"det obligatoriska fältet {name} saknas.")
        if not _DATE.fullmatch(fields.get("warc-date", "")):
            self.report("warc-field", "warc-date är inte en tidpunkt i UTC.")
        self.identity(fields.get("warc-record-id", ""))
        kind = fields.get("warc-type", "")
        if kind in _WITH_TARGET and not fields.get("warc-target-uri"):
            self.report(
                "warc-field", "det obligatoriska fältet warc-target-uri saknas."
            )
        if kind == "revisit" and not fields.get("warc-profile"):
            self.report("warc-field", "det obligatoriska fältet warc-profile saknas.")

    def identity(self, record_id: str) -> None:
        if record_id and not _RECORD_ID.fullmatch(record_id):
            self.report("warc-field", "warc-record-id är ingen URI inom < och >.")
        if record_id in self._ids:
            self.report("warc-field", "två poster har samma warc-record-id.")
        self._ids.add(record_id)

    def block(self, data: _Bytes, length: int, fields: dict[str, str]) -> None:
        digest = _Digest(fields.get("warc-block-digest", ""))
        payload = _Digest(fields.get("warc-payload-digest", ""))
        chunks = digest.watch(data.take(length))
        if fields.get("content-type", "").startswith("application/http"):
            self.message(_Bytes(chunks), length, payload, fields)
        else:
            _drain(payload.watch(chunks))
        for kind, found in (("block", digest), ("payload", payload)):
            self.digest(kind, found, fields)

    def digest(self, kind: str, found: _Digest, fields: dict[str, str]) -> None:
        stated = fields.get(f"warc-{kind}-digest")
        if stated is None or (
            kind == "payload" and fields.get("warc-type") == "revisit"
        ):
            return
        if not found.is_known:
            self.report("warc-digest", f"warc-{kind}-digest har en okänd metod.")
        elif not found.matches():
            self.report(
                "warc-digest", f"innehållet stämmer inte med warc-{kind}-digest."
            )

    def message(
        self, data: _Bytes, length: int, payload: _Digest, fields: dict[str, str]
    ) -> None:
        raw = data.until(END_OF_HEAD)
        if raw is None:
            self.report("warc-http", "HTTP-meddelandets huvud slutar inte.")
            _drain(payload.watch(data.take(length)))
            return
        body = payload.watch(data.take(length))
        self.body(HttpHead.parse(raw), body, fields)
        _drain(body)

    def body(
        self, head: HttpHead, chunks: Iterator[bytes], fields: dict[str, str]
    ) -> None:
        is_slice = head.status == _PARTIAL_CONTENT
        if is_slice or fields.get("warc-type") not in ("request", "response"):
            return  # a slice of a coded body does not open by itself
        try:
            _drain(head.content(chunks))
        except Undecodable as error:
            known = {"warc-undecodable", "warc-truncated"} & set(fields)
            severity = Severity.WARNING if known else Severity.ERROR
            self.report("warc-body", str(error), severity)


def _drain(chunks: Iterator[bytes]) -> None:
    for _ in chunks:
        pass


def _fields(raw: bytes) -> dict[str, str]:
    lines = raw.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
