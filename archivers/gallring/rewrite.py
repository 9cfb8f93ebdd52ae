# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rewrites a web archive: the planned members anew, every other byte as it was.

Whatever lies between planned members is copied by the kernel and never looked at. So
the cost is that of copying the file, and that nothing else changed can be proven member
by member. The target is a new file that whoever asked for it makes durable.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

from archivers.disk import room_on_disk
from archivers.gallring.copying import BUFFER, copy_range, write_all
from archivers.gallring.record import Editor, read_record
from archivers.gallring.removal import PlannedMember, Removal, RewritePlan, Rewritten
from schemas.errors import Damaged


def rewrite_warc(
    warc: Path,
    target: Path,
    plan: RewritePlan,
    removal: Removal,
    new_id: Callable[[], str],
) -> Rewritten:
    """Write a web archive without what is removed; the original is not touched.

    A record that changes gets a new id and keeps its date (ISO 28500:2017 section 5.2:
    an id stands for one record and never for another).

    Raises:
        Damaged: the file is not the one that was planned for.
        DiskFull: there is no room left.
    """
    new_ids = {member.record_id: new_id() for member in plan.members}
    editor = Editor(removal, new_ids)
    with warc.open("rb") as source, room_on_disk(), target.open("xb", 0) as out:
        place = 0
        for member in plan.members:
            copy_range(source.fileno(), out.fileno(), place, member.offset)
            _write(source, out, member, editor)
            place = member.offset + member.length
        copy_range(
            source.fileno(), out.fileno(), place, os.fstat(source.fileno()).st_size
        )
    counts = editor.counts
    return Rewritten(new_ids, counts.spliced, counts.emptied, counts.mapped_removed)


def _write(
    source: io.BufferedReader, out: io.RawIOBase, member: PlannedMember, editor: Editor
) -> None:
    piece = _Piece(source.fileno(), member.offset, member.length)
    with io.BufferedReader(piece, BUFFER) as stream:
        record = read_record(stream, with_body=member.reason != "media")
        if record.record_id != member.record_id:
            msg = "Webbarkivet har ändrats sedan gallringen planerades; planera om."
            raise Damaged(msg)
        for chunk in editor.edit(record, member):
            write_all(out, chunk)
        record.body.close()


class _Piece(io.RawIOBase):
    """A range of a file, to be read from its start."""

    def __init__(self, source: int, start: int, length: int) -> None:
        self._source, self._place, self._end = source, start, start + length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read on."""
        size = min(len(buffer), self._end - self._place)
        data = os.pread(self._source, size, self._place)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
