# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One record of a web archive, taken out of its member, edited, and written anew.

What cannot be edited in place with certainty goes whole: an empty body proves more than
one that may still hold a name.
"""

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from archivers.body import Body
from archivers.gallring import heads
from archivers.gallring.content import (
    UNEDITABLE,
    ContentEditor,
    Counts,
    is_binary,
)
from archivers.gallring.mapped import Mapped
from archivers.gallring.removal import PlannedMember, Removal
from archivers.http_head import HttpHead
from archivers.warc_bytes import END_OF_HEAD, Broken, Bytes, end_record, parts
from schemas.errors import Damaged, Undecodable

LARGEST = 64 * 1024**2
STORED, COMPRESSED = 0, 6


@dataclass
class RawRecord:
    """A record as it lies: its head, the head of the message in it, and the body."""

    head: bytes
    message: bytes
    body: Body

    @property
    def record_id(self) -> str:
        """Its id, without angle brackets."""
        return heads.value_in(self.head, b"warc-record-id").decode("utf-8", "replace")

    @property
    def type(self) -> bytes:
        """What kind of record it is."""
        return heads.value_in(self.head, b"warc-type")

    @cached_property
    def http(self) -> HttpHead | None:
        """The head of the message, read."""
        return HttpHead.parse(self.message) if self.message else None

    @property
    def mime_type(self) -> str:
        """What its sender says that the body is."""
        if self.http is None:
            stated = heads.value_in(self.head, b"content-type").decode("latin-1")
        else:
            stated = self.http.value("content-type")
        return stated.partition(";")[0].strip().lower()


def read_record(member: BinaryIO, *, with_body: bool) -> RawRecord:
    """Read the record of one member; a body that is to go is not read.

    Raises:
        Damaged: it is no whole record.
    """
    try:
        return _read(next(parts(member)), with_body=with_body)
    except (Broken, ValueError) as error:
        msg = "En post som ska ändras i webbarkivet är skadad och går inte att läsa."
        raise Damaged(msg) from error


def _read(data: Bytes, *, with_body: bool) -> RawRecord:
    head = data.until(END_OF_HEAD)
    if head is None:
        raise Broken
    length = int(heads.value_in(head, b"content-length"))
    block = Bytes(data.take(length))
    is_http = heads.value_in(head, b"content-type").startswith(b"application/http")
    message = (block.until(END_OF_HEAD) or b"") if is_http else b""
    if not with_body:
        return RawRecord(head, message, Body())
    body = Body.of(block.take(length))
    end_record(data)
    if len(message) + body.length != length or not data.is_at_end():
        raise Broken
    return RawRecord(head, message, body)


@dataclass
class Editor:
    """Takes a removal out of records, one after the other.

    `digests` remembers what a removed payload's digest became, for the records that
    repeat it.
    """

    removal: Removal
    new_ids: Mapping[str, str]
    digests: dict[bytes, bytes] = field(default_factory=dict)

    @cached_property
    def _content(self) -> ContentEditor:
        return ContentEditor(self.removal)

    @property
    def counts(self) -> Counts:
        """What has been taken out so far."""
        return self._content.counts

    @cached_property
    def _places(self) -> dict[str, list[Mapped]]:
        found: dict[str, dict[tuple[str, str], Mapped]] = {}
        for item in self.removal.items:
            for place in item.places:
                if place.warc_record is not None and place.pointer is not None:
                    here = found.setdefault(place.warc_record, {})
                    here[item.item_id, place.pointer] = (item, place.pointer)
        return {name: list(here.values()) for name, here in found.items()}

    def edit(self, record: RawRecord, planned: PlannedMember) -> Iterator[bytes]:
        """Edit a record and give the member that takes its place."""
        old = record.record_id
        sweep = self._content.sweep
        head, pieces = heads.swept_record(record.head, sweep)
        message, more = (
            heads.swept_message(record.message, sweep) if record.message else (b"", 0)
        )
        self.counts.spliced += pieces + more
        is_explained = bool(pieces + more)
        body = self._body(record, planned, is_explained=is_explained)
        level = _level(record, body)
        if body is not record.body and message:
            message = heads.of_identity(message, body.length)
        head = heads.renamed(head, self.new_ids[old], self.new_ids)
        return self._member(head, message, body, level)

    def _body(
        self, record: RawRecord, planned: PlannedMember, *, is_explained: bool
    ) -> Body:
        places = self._places.get(planned.record_id, [])
        if planned.reason == "media":
            return self._emptied(places)
        if not record.body.length:
            return record.body
        is_reference = planned.reason == "reference"
        if record.body.length > LARGEST:
            return record.body if is_reference else self._emptied(places)
        content = _opened(record)
        if content is None:
            return self._emptied(places)
        if is_binary(content, record.mime_type):
            may_stay = is_reference or is_explained
            is_kept = may_stay and not self._content.sweep.holds(content)
            return record.body if is_kept else self._emptied(places)
        return self._text(record, content, places)

    def _text(
        self, record: RawRecord, content: bytes, places: Sequence[Mapped]
    ) -> Body:
        is_page = record.mime_type in ("text/html", "application/xhtml+xml")
        edited = self._content.edited(content, places, is_page=is_page)
        if edited is None:
            return self._emptied(places)
        return record.body if edited == content else Body.of([edited])

    def _emptied(self, places: Sequence[Mapped]) -> Body:
        self._content.emptied(places)
        return Body()

    def _member(
        self, head: bytes, message: bytes, body: Body, level: int
    ) -> Iterator[bytes]:
        block_sum, payload_sum = _digests(head, message, body)
        length = len(message) + body.length
        head = heads.measured(head, length, block_sum, self._payload(head, payload_sum))
        member = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        for piece in (head, message, *body.chunks(), END_OF_HEAD):
            yield member.compress(piece)
        yield member.flush()
        body.close()

    def _payload(self, head: bytes, found: bytes) -> bytes:
        stated = heads.value_in(head, b"warc-payload-digest")
        if heads.value_in(head, b"warc-type") == b"revisit":
            return self.digests.get(stated, stated)
        if stated and stated != found:
            self.digests[stated] = found
        return found


def _opened(record: RawRecord) -> bytes | None:
    """Give a body's content, codings undone; None if nobody can open it."""
    if record.http is None:
        return record.body.read()
    try:
        return b"".join(record.http.content(record.body.chunks(), LARGEST))
    except Undecodable:
        return None


def _level(record: RawRecord, body: Body) -> int:
    """Do not compress again what is compressed."""
    if body is not record.body or record.http is None:
        return COMPRESSED
    is_media = record.mime_type.startswith(UNEDITABLE)
    return STORED if is_media or record.http.value("content-encoding") else COMPRESSED


def _digests(head: bytes, message: bytes, body: Body) -> tuple[bytes, bytes]:
    block = _digest(heads.value_in(head, b"warc-block-digest"), [message], body)
    return block, _digest(heads.value_in(head, b"warc-payload-digest"), [], body)


def _digest(stated: bytes, first: Iterable[bytes], body: Body) -> bytes:
    """Compute a digest in the way that the record states its own."""
    name = stated.partition(b":")[0].decode("latin-1").lower()
    if name not in hashlib.algorithms_available:
        name = "sha256"
    found = hashlib.new(name, usedforsecurity=False)
    for piece in (*first, *body.chunks()):
        found.update(piece)
    return f"{name}:{base64.b32encode(found.digest()).decode()}".encode()
