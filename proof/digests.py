# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks for digests of what was removed, stated by other records than its own.

A digest of a short text confirms a guess, so the digest that a rewritten record stated
before may be stated nowhere after: not by a revisit record either, in this web archive
or in another of the package.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from proof import warc
from proof.results import Expectation
from schemas.errors import Undecodable
from schemas.package import PackageFiles

_FIELDS = (b"WARC-Payload-Digest", b"WARC-Block-Digest")
_SNIFF = 6


def stated_still(
    before: PackageFiles, after: PackageFiles, expectation: Expectation
) -> Iterator[str]:
    """Say in a sentence how many records state a digest that was to be gone."""
    planned = {record for plan in expectation.planned.values() for _, record in plan}
    if not planned:
        return
    heirs = {expectation.new_record_ids.get(name, name): name for name in planned}
    old = dict(_stated(before, planned))
    gone = {name: set(digests) for name, digests in old.items()}
    stated = dict(_stated(after, None))
    for name, digests in stated.items():
        gone.get(heirs.get(name, ""), set()).difference_update(digests)
    residues = set().union(*gone.values())
    count = sum(not residues.isdisjoint(digests) for digests in stated.values())
    if count:
        yield f"{count} poster i webbarkivet har kvar kontrollsummor av det gallrade."


def _stated(
    files: PackageFiles, wanted: set[str] | None
) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the digests that records state, by the records' ids."""
    for path in files.paths():
        with closing(files.open(path)) as stream:
            start = stream.read(_SNIFF)
            stream.seek(0)
            if not start.startswith((warc.WARC, warc.GZIP)):
                continue
            try:
                yield from _in_archive(stream, wanted)
            except Undecodable:
                continue


def _in_archive(
    stream: BinaryIO, wanted: set[str] | None
) -> Iterator[tuple[str, frozenset[str]]]:
    is_gzip = stream.read(len(warc.GZIP)) == warc.GZIP
    stream.seek(0)
    heads = (
        (one.data.partition(b"\r\n\r\n")[0] for one in warc.members(stream))
        if is_gzip
        else (one.head for one in warc.records(stream))
    )
    for head in heads:
        name = warc.record_id(head)
        if wanted is None or name in wanted:
            found = (warc.field(head, one).strip().lower() for one in _FIELDS)
            yield name, frozenset(digest for digest in found if digest)
