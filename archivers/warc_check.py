# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks a WARC file record by record, without the library that wrote it.

The common checker looks at digests and gzip structure only; this one also asks for the
fields that ISO 28500 demands, one gzip member a record, and that every body opens.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from archivers import warc_bytes
from archivers.http_head import HttpHead
from archivers.warc_bytes import END_OF_HEAD, Broken, Bytes, RecordHead, end_record
from schemas.errors import Undecodable
from schemas.package import Finding, Severity

_MANDATORY = ("warc-record-id", "warc-type", "warc-date", "content-length")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>")
_WITH_TARGET = {"response", "resource", "request", "revisit", "conversion"}
_PARTIAL_CONTENT = 206


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
    try:
        check.parts(stream)
    except Broken as error:
        check.report("warc-structure", str(error))
    if not check.records and not check.findings:
        check.report("warc-structure", "filen är tom.")
    return check.records, check.findings


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

    def parts(self, stream: BinaryIO) -> None:
        for data in warc_bytes.parts(stream):
            self.record(data)
            if data.is_gzip and not data.is_at_end():
                self.report(
                    "warc-gzip-member",
                    "gzip-delen fortsätter efter posten; varje post ska vara en egen.",
                )
            while not data.is_at_end():
                self.record(data)

    def record(self, data: Bytes) -> None:
        self.records += 1
        head = RecordHead(data)
        self.mandatory_fields(head.by_name)
        self.block(data, head)
        end_record(data)

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

    def block(self, data: Bytes, head: RecordHead) -> None:
        fields = head.by_name
        digest = _Digest(fields.get("warc-block-digest", ""))
        payload = _Digest(fields.get("warc-payload-digest", ""))
        chunks = digest.watch(data.take(head.length))
        if head.is_http:
            self.message(Bytes(chunks), head.length, payload, fields)
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
        self, data: Bytes, length: int, payload: _Digest, fields: dict[str, str]
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
