# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds a profile's pictures in web archives, by their addresses or their digests."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import BinaryIO

from archivers.transcript.pictures import MOST_BYTES
from archivers.warc import WarcRecord, read_records
from schemas.errors import Undecodable

_ANSWERS = frozenset({"response", "resource"})
_OK = frozenset({None, 200})

Found = tuple[str, str, bytes]
"""A picture's address, its SHA-256 and its bytes."""


def recorded_pictures(
    warcs: Iterable[Callable[[], BinaryIO]],
    addresses: Collection[str],
    digests: Collection[str],
) -> Iterator[Found]:
    """Give every picture that stands at one of the addresses or has a digest.

    Raises:
        Damaged: a web archive cannot be read to its end.
    """
    for warc in warcs:
        with warc() as stream:
            for record in read_records(stream):
                found = _found(record, addresses, digests)
                if found is not None:
                    yield found


def _found(
    record: WarcRecord, addresses: Collection[str], digests: Collection[str]
) -> Found | None:
    is_named = record.target_uri in addresses
    is_picture = record.mime_type.startswith("image/")
    if not _is_answer(record) or not (is_named or (digests and is_picture)):
        return None
    try:
        content = record.decoded()
    except Undecodable:
        return None
    digest = hashlib.sha256(content).hexdigest()
    is_wanted = content and (is_named or digest in digests)
    return (record.target_uri, digest, content) if is_wanted else None


def _is_answer(record: WarcRecord) -> bool:
    is_whole = record.type in _ANSWERS and record.status in _OK
    return is_whole and record.body.length <= MOST_BYTES
