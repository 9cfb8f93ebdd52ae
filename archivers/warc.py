# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes and reads WARC files (ISO 28500:2017, WARC/1.1).

Bodies are stored as sent, so that the digests are those of the sender's bytes. Each
record is a gzip member of its own, so that gallring can replace one record and leave
every other byte as it was. No record refers to another package.
"""

import base64
import hashlib
import os
import uuid
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, Self

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archivers.body import Body
from archivers.disk import FULL
from archivers.http_head import HttpHead
from archivers.warc_bytes import (
    END_OF_HEAD,
    Broken,
    Bytes,
    RecordHead,
    end_record,
    parts,
)
from archivers.warc_check import check_warc
from schemas.errors import Damaged, DiskFull
from schemas.record import Identifier, Instant, NonEmpty, Record

__all__ = [
    "NewRecord",
    "WarcFile",
    "WarcHeader",
    "WarcRecord",
    "check_warc",
    "read_records",
    "record_ids",
]

VERSION = "WARC/1.1"
MEDIA = ("image/", "video/", "audio/")
SMALL = 512
STORED, COMPRESSED = 0, 6
SCRUB_POLICY = (
    "Values of cookies, authorization headers and secret tokens are replaced and each "
    "such record is marked WARC-Scrubbed; every other byte is as sent on the wire."
)


class WarcHeader(Record):
    """What a WARC says of itself in its first record (warcinfo).

    `software` is name and version, such as "Avbild 0.1.0". Record ids are derived from
    `capture_id`, so it must be unique.
    """

    software: NonEmpty
    capture_id: Identifier
    account_id: Identifier
    order_id: Identifier
    url: NonEmpty
    started_at: Instant

    def fields(self) -> dict[str, str]:
        """Give the fields of the warcinfo record."""
        return {
            "software": self.software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/"
            "specifications/warc-format/warc-1.1/",
            "capture": self.capture_id,
            "account": self.account_id,
            "order": self.order_id,
            "url": self.url,
            "robots": "ignore",
            "scrubbing": SCRUB_POLICY,
        }


def record_ids(capture_id: str, file_name: str) -> Callable[[], str]:
    """Give a maker of record ids that are unique, and the same when made again."""
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:avbild:{capture_id}:{file_name}")
    number = iter(range(1, 2**63))
    return lambda: f"urn:uuid:{uuid.uuid5(namespace, str(next(number)))}"


@dataclass(frozen=True)
class NewRecord:
    """A record to write; `head` is the HTTP head of a request or response."""

    type: str
    date: datetime
    content_type: str
    body: Body
    head: HttpHead | None = None
    target_uri: str = ""
    fields: Sequence[tuple[str, str]] = ()


class WarcFile:
    """Writes one WARC file, a gzip member a record.

    The file is synchronised to disk when closed. Time and ids are arguments, so the
    same records give the same bytes. `after` goes on in a file that is there, after so
    many bytes; the rest of it is cut away.

    Raises:
        DiskFull: there is no room left, at any step.
    """

    def __init__(
        self, path: Path, new_id: Callable[[], str], after: int | None = None
    ) -> None:
        self.records = 0
        self._new_id = new_id
        self._file = path.open("xb" if after is None else "r+b")
        if after is not None:
            self._file.truncate(after)
            self._file.seek(after)
        self._writer = WARCWriter(None, gzip=False, warc_version=VERSION)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def new_id(self) -> str:
        """Give the id of a record that is to be written later."""
        return self._new_id()

    def write_info(self, header: WarcHeader, more: Mapping[str, str]) -> str:
        """Write the first record, which says how the others were made."""
        lines = {**header.fields(), **more}
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        record = NewRecord(
            type="warcinfo",
            date=header.started_at,
            content_type="application/warc-fields",
            body=Body.of([text.encode()]),
            fields=[("WARC-Filename", Path(self._file.name).name)],
        )
        return self.write(record)

    def write(self, record: NewRecord, record_id: str | None = None) -> str:
        """Write a record and give its id (without angle brackets).

        Raises:
            DiskFull: there is no room left.
        """
        identity = record_id or self._new_id()
        fields = StatusAndHeaders("", _fields(record, identity), protocol=VERSION)
        block = _Block(record)
        self._writer.out = _GzipMember(self._file, _level(record))
        with _room_on_disk():
            self._writer.write_record(
                ArcWarcRecord(
                    "warc",
                    record.type,
                    fields,
                    block,
                    None,  # the head is in the block, byte for byte
                    record.content_type,
                    block.length,
                )
            )
        self.records += 1
        return identity

    def flush(self) -> None:
        """Hand over what is written, so that it outlives this process.

        Raises:
            DiskFull: there is no room left.
        """
        with _room_on_disk():
            self._file.flush()

    def close(self) -> None:
        """Make sure that everything is on disk; safe to call twice."""
        if self._file.closed:
            return
        with _room_on_disk(), self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


@contextmanager
def _room_on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        msg = "Disken är full. Webbarkivet kunde inte skrivas klart."
        raise DiskFull(msg) from error


def _fields(record: NewRecord, identity: str) -> list[tuple[str, str]]:
    block, payload = _digests(record)
    fields = [
        ("WARC-Type", record.type),
        ("WARC-Record-ID", f"<{identity}>"),
        ("WARC-Date", _date(record.date)),
    ]
    if record.target_uri:
        fields.append(("WARC-Target-URI", record.target_uri))
    fields += record.fields
    fields.append(("WARC-Block-Digest", block))
    if record.type != "warcinfo":
        fields.append(("WARC-Payload-Digest", payload))
    return fields


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _digests(record: NewRecord) -> tuple[str, str]:
    payload = hashlib.sha256()
    block = hashlib.sha256(record.head.raw if record.head else b"")
    for chunk in record.body.chunks():
        payload.update(chunk)
        block.update(chunk)
    return _label(block.digest()), _label(payload.digest())


def _label(digest: bytes) -> str:
    return f"sha256:{base64.b32encode(digest).decode()}"


def _level(record: NewRecord) -> int:
    """Do not compress again what is compressed: a quarter of a capture's CPU time."""
    if record.head is None or record.body.length <= SMALL:
        return COMPRESSED
    is_media = record.head.value("content-type").lower().startswith(MEDIA)
    is_coded = bool(record.head.value("content-encoding"))
    return STORED if is_media or is_coded else COMPRESSED


class _Block(RawIOBase):
    """A record's block as the stream that warcio reads."""

    def __init__(self, record: NewRecord) -> None:
        head = record.head.raw if record.head else b""
        self.length = len(head) + record.body.length
        self._pieces = self._all(head, record.body)
        self._rest = b""

    @staticmethod
    def _all(head: bytes, body: Body) -> Iterator[bytes]:
        yield head
        yield from body.chunks()

    def read(self, size: int = -1) -> bytes:
        """Give a piece; `size` is a wish."""
        del size
        return next((piece for piece in self._pieces if piece), b"")


class _GzipMember:
    """A gzip member; warcio flushes once, at the record's end."""

    def __init__(self, out: BinaryIO, level: int) -> None:
        self._out = out
        self._stream = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)

    def write(self, data: bytes) -> None:
        """Compress some bytes."""
        self._out.write(self._stream.compress(data))

    def flush(self) -> None:
        """End the member."""
        self._out.write(self._stream.flush())


@dataclass(frozen=True)
class WarcRecord:
    """A record as read; `record_id` and references are without angle brackets.

    `fields` has the last of a field that is repeated.

    A body over 8 MiB lies on disk until the next record is asked for.
    """

    record_id: str
    type: str
    date: datetime
    target_uri: str
    fields: Mapping[str, str]
    head: HttpHead | None
    body: Body

    @property
    def status(self) -> int | None:
        """The HTTP status of a response."""
        return self.head.status if self.head else None

    @property
    def mime_type(self) -> str:
        """What the sender says that the body is, without parameters."""
        stated = self.head.value("content-type") if self.head else ""
        return stated.partition(";")[0].strip().lower()

    def raw(self) -> bytes:
        """Give the body as sent on the wire."""
        return self.body.read()

    def decoded(self) -> bytes:
        """Give the body's content, framing and codings undone.

        Raises:
            Undecodable: it cannot be opened as its head says.
        """
        return b"".join(self.decoded_chunks())

    def decoded_chunks(self) -> Iterator[bytes]:
        """Give the body's content in pieces.

        Raises:
            Undecodable: it cannot be opened as its head says.
        """
        if self.head is None:
            return self.body.chunks()
        return self.head.content(self.body.chunks())


def read_records(source: Path | BinaryIO) -> Generator[WarcRecord, None, None]:
    """Read a WARC file, a record at a time.

    Raises:
        Damaged: the file is not a whole WARC file.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from read_records(stream)
        return
    try:
        for data in parts(source):
            while not data.is_at_end():
                record = read_record(data)
                try:
                    yield record
                finally:
                    record.body.close()
                end_record(data)
    except (Broken, ValueError) as error:
        msg = "Webbarkivet är skadat och går inte att läsa till slutet."
        raise Damaged(msg) from error


def read_record(data: Bytes) -> WarcRecord:
    """Read a record from the front of some bytes; what ends it is left there.

    Raises:
        Broken: no whole record is there.
        ValueError: a field cannot be read.
    """
    found = RecordHead(data)
    fields = {name: _bare(value) for name, value in found.fields.items()}
    block = Bytes(_whole(data.take(found.length), found.length))
    raw = block.until(END_OF_HEAD) if found.is_http else None
    return WarcRecord(
        record_id=fields.get("WARC-Record-ID", ""),
        type=fields.get("WARC-Type", ""),
        date=datetime.fromisoformat(fields.get("WARC-Date", "")),
        target_uri=fields.get("WARC-Target-URI", ""),
        fields=fields,
        head=HttpHead.parse(raw) if raw else None,
        body=Body.of(block.take(found.length)),
    )


def _whole(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    for chunk in chunks:
        length -= len(chunk)
        yield chunk
    if length:
        msg = "posten är avkortad."
        raise Broken(msg)


def _bare(value: str) -> str:
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value
