# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Compares the members of a web archive before and after, by digest of their bytes.

Digests of single members are compared and dropped: of a short text even a digest can
be confirmed by guessing.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from proof import warc
from proof.results import MemberComparison

_Walk = list[tuple[bytes, str]]


def compare_members(old: BinaryIO, new: BinaryIO) -> MemberComparison:
    """Say which members changed, were added or were removed.

    A member that is not to be found again stands for one that is new at the same place
    between the same neighbours; what has no such counterpart was removed or added.

    Raises:
        Undecodable: one of the archives is damaged.
    """
    before, after = list(_walk(old)), list(_walk(new))
    changed: list[tuple[int, int]] = []
    added: list[int] = []
    removed: list[int] = []
    for gone, come in _differences(before, after):
        both = min(len(gone), len(come))
        changed += zip(gone, come, strict=False)
        removed += gone[both:]
        added += come[both:]
    return MemberComparison(
        before=len(before),
        after=len(after),
        changed=tuple(changed),
        added=tuple(added),
        removed=tuple(removed),
        ids_before={
            at: before[at][1] for at in [*(one for one, _ in changed), *removed]
        },
        ids_after={at: after[at][1] for at in [*(one for _, one in changed), *added]},
    )


def _differences(before: _Walk, after: _Walk) -> Iterator[tuple[range, range]]:
    """Give the stretches between members that are the same in both, in their order."""
    places: dict[bytes, list[int]] = {}
    for at in range(len(after) - 1, -1, -1):
        places.setdefault(after[at][0], []).append(at)
    start_before = start_after = 0
    for at, (digest, _) in enumerate(before):
        left = places.get(digest, [])
        while left and left[-1] < start_after:
            left.pop()
        if left:
            yield range(start_before, at), range(start_after, left[-1])
            start_before, start_after = at + 1, left.pop() + 1
    yield range(start_before, len(before)), range(start_after, len(after))


def _walk(stream: BinaryIO) -> Iterator[tuple[bytes, str]]:
    start = stream.read(len(warc.GZIP))
    stream.seek(0)
    if start == warc.GZIP:
        for member in warc.members(stream):
            yield member.digest, warc.record_id(_head(member.data))
        return
    for record in warc.records(stream):
        yield hashlib.sha256(record.head + record.block).digest(), record.record_id


def _head(data: bytes) -> bytes:
    return data.partition(b"\r\n\r\n")[0]
