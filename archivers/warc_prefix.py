# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads as much of a WARC file as is whole: what its writer left when it was stopped.

A process that is killed leaves at most its last record torn, since each record is a
gzip member of its own with a checksum of its own. Nothing after a torn one is trusted.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pydantic import ValidationError

from archivers.warc import WarcHeader, WarcRecord, read_record, read_records
from archivers.warc_bytes import PIECE, Broken, Bytes, Members, end_record
from schemas.errors import Damaged


class Located(NamedTuple):
    """A whole record, and between which bytes of the file it lies."""

    record: WarcRecord
    start: int
    stop: int


def whole_records(stream: BinaryIO) -> Iterator[Located]:
    """Read the records from the beginning, up to the first that is not whole.

    A record's body is closed when the next is asked for.
    """
    members = Members(iter(lambda: stream.read(PIECE), b""))
    try:
        for member in members:
            start = members.position
            data = Bytes(member, is_gzip=True)
            record = read_record(data)
            try:
                end_record(data)
                if not data.is_at_end():  # one record a member, as we write them
                    return
                yield Located(record, start, members.position)
            finally:
                record.body.close()
    except (Broken, ValueError):
        return


def header_of(path: Path) -> WarcHeader | None:
    """Read what the first record of a file says of it; None if it says too little."""
    try:
        with path.open("rb") as stream, closing(read_records(stream)) as records:
            first = next(records, None)
            return None if first is None else _header(first)
    except (Damaged, OSError):
        return None


def _header(first: WarcRecord) -> WarcHeader | None:
    text = first.raw().decode("utf-8", "replace")
    pairs = (line.partition(": ") for line in text.split("\r\n"))
    found = {name: value for name, _, value in pairs}
    try:
        return WarcHeader(
            software=found.get("software", ""),
            capture_id=found.get("capture", ""),
            account_id=found.get("account", ""),
            order_id=found.get("order", ""),
            url=found.get("url", ""),
            started_at=first.date,
        )
    except ValidationError:
        return None
