# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the bytes of pictures and films in a recording, whole or put together."""

import hashlib
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urldefrag, urljoin

from archivers.warc import WarcRecord
from schemas.errors import Undecodable
from schemas.item import ExportMember

PARTIAL = 206
OK = 200
FIRST_ERROR = 400
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_HOPS = 10
PIECE = 256 * 1024
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True)
class StoredMedia:
    """Where a picture or film lies in the recording, or with what status it failed.

    `member` is the file of the owner's export that has it too, or instead of a record;
    without a record `record_id` is empty and `sha256` that of the member.
    """

    record_id: str
    status: int
    mime_type: str | None = None
    sha256: str | None = None
    member: ExportMember | None = None


@dataclass
class _Parts:
    """A film that came in parts (206), put together in a file without a name."""

    file: IO[bytes]
    record_id: str
    mime_type: str
    total: int
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, start: int, record: WarcRecord) -> None:
        """Write a part in its place."""
        self.file.seek(start)
        position = start
        for chunk in record.decoded_chunks():
            self.file.write(chunk)
            position += len(chunk)
        self.spans.append((start, position))

    def digest(self) -> str | None:
        """Give the checksum of the whole; None as long as a part is missing."""
        end = 0
        for start, stop in sorted(self.spans):
            if start > end:
                return None
            end = max(end, stop)
        if end < self.total:
            return None
        self.file.seek(0)
        digest = hashlib.sha256()
        for chunk in iter(lambda: self.file.read(PIECE), b""):
            digest.update(chunk)
        return digest.hexdigest()


class MediaShelf:
    """The media of a recording by address; read the recording into it record by record.

    Media that came in parts is put together in the workspace, which is why the shelf
    must be closed.
    """

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._stored: dict[str, StoredMedia] = {}
        self._parts: dict[str, _Parts] = {}
        self._redirects: dict[str, str] = {}

    def take(self, record: WarcRecord) -> None:
        """Take in a response, if it is media, a redirect or an error."""
        status, head = record.status or 0, record.head
        if head is None:
            return
        url = record.target_uri
        if status in REDIRECTS:
            self._redirects[url] = urldefrag(urljoin(url, head.value("location"))).url
        elif status == PARTIAL:
            self._take_part(record, RANGE.match(head.value("content-range")))
        elif status >= FIRST_ERROR:
            failed = StoredMedia(record.record_id, status)
            self._stored.setdefault(url, failed)
        elif status == OK and record.mime_type.startswith(
            ("image/", "video/", "audio/")
        ):
            self._take_whole(record)

    def _take_whole(self, record: WarcRecord) -> None:
        known = self._stored.get(record.target_uri)
        if "WARC-Truncated" in record.fields or (known and known.sha256):
            return
        digest = hashlib.sha256()
        try:
            for chunk in record.decoded_chunks():
                digest.update(chunk)
        except Undecodable:
            return
        self._stored[record.target_uri] = StoredMedia(
            record.record_id, OK, record.mime_type, digest.hexdigest()
        )

    def _take_part(self, record: WarcRecord, span: re.Match[str] | None) -> None:
        if span is None:
            return
        start, total = int(span.group(1)), int(span.group(3))
        parts = self._parts.get(record.target_uri)
        if parts is None:
            parts = _Parts(
                tempfile.TemporaryFile(dir=self._workspace),  # noqa: SIM115 -- close()
                record.record_id,
                record.mime_type,
                total,
            )
            self._parts[record.target_uri] = parts
        try:
            parts.add(start, record)
        except Undecodable:
            return

    def find(self, url: str) -> StoredMedia | None:
        """Find the media of an address, along its redirects."""
        at = urldefrag(url).url
        for _ in range(MOST_HOPS):
            found = self._at(at)
            if found is not None or at not in self._redirects:
                return found
            at = self._redirects[at]
        return None

    def _at(self, url: str) -> StoredMedia | None:
        stored, parts = self._stored.get(url), self._parts.get(url)
        if parts is None or (stored is not None and stored.sha256):
            return stored
        return StoredMedia(parts.record_id, PARTIAL, parts.mime_type, parts.digest())

    def close(self) -> None:
        """Let go of the parts on disk."""
        for parts in self._parts.values():
            parts.file.close()
