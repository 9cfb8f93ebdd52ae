# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Says which files of an owner's export a removal changes, before anything is done.

Those whose content holds something are named by the map and by the verifier. What is
said of a file beside its content (its name, extra fields, a comment) is looked through
here in every file: a thread of messages lies in a folder named after the person.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from archivers.gallring.export_zip import Member, ZipLayout, read_layout
from archivers.gallring.needles import Needles
from archivers.gallring.removal import ExportPlan, PlannedFile, Removal
from archivers.gallring.sweep import WORD, Sweep

AT_ONCE = 400
"""Heads that are looked through together: most exports name nobody in them."""

APART = b"\n\n\n"
LONGEST_LOOSE = 1024**2
"""Bytes between files that are looked through; more is taken to hold a value."""


def plan_export(export: Path, path: str, removal: Removal) -> ExportPlan:
    """Plan the removal in a part of an export; `path` is where it lies in the capture.

    Raises:
        Damaged: it is no whole zip file.
    """
    sweep = Sweep(Needles(removal.values))
    with export.open("rb") as stream:
        layout = read_layout(stream)
        is_loose = sweep.holds(layout.comment) or _is_loose(stream, layout, sweep)
    planned = _Planning(path, layout, removal, sweep).planned()
    total = len(layout.members)
    return ExportPlan(path, seal_of(layout), tuple(planned), total, is_loose)


def seal_of(layout: ZipLayout) -> str:
    """Give what tells that a zip file is the one that was planned for."""
    return hashlib.sha256(layout.directory).hexdigest()


class _Planning:
    """One export whose files are gone through."""

    def __init__(
        self, path: str, layout: ZipLayout, removal: Removal, sweep: Sweep
    ) -> None:
        self._layout = layout
        self._sweep = sweep
        self._content = {m.name for m in removal.content_members if m.file == path}
        self._media = {m.name for m in removal.media_members if m.file == path}
        self._telling = frozenset(_telling(layout, sweep))
        self._taken = set(layout.names)

    def planned(self) -> Iterator[PlannedFile]:
        for member, name in zip(self._layout.members, self._layout.names, strict=True):
            if name in self._media:
                yield PlannedFile(member.index, name, None, "media")
            elif name in self._content:
                new = self._new_name(member, name)
                yield PlannedFile(member.index, name, new, "content")
            elif member.index in self._telling:
                new = self._new_name(member, name)
                yield PlannedFile(member.index, name, new, "name")

    def _new_name(self, member: Member, name: str) -> str:
        """Give a name without what goes, and of which there is only one."""
        if member.index not in self._telling:
            return name
        cleaned = self._sweep.clean(name.encode())
        new = (cleaned.data if cleaned.is_clean else WORD).decode("utf-8", "replace")
        if new == name:
            return name
        number, one = 1, new
        while one in self._taken:
            number += 1
            one = _numbered(new, number)
        self._taken.add(one)
        return one


def _numbered(name: str, number: int) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, ending = last.partition(".")
    return f"{folder}{slash}{stem}-{number}{dot}{ending}"


def heads_of(member: Member, name: str) -> bytes:
    """Give all that is said of a file beside its content."""
    told = (name.encode(), member.raw_name, member.own_name, member.extra)
    return APART.join((*told, member.own_extra, member.comment))


def _telling(layout: ZipLayout, sweep: Sweep) -> Iterator[int]:
    """Find the files of which something is said that holds a value."""
    every = zip(layout.members, layout.names, strict=True)
    while batch := list(islice(every, AT_ONCE)):
        heads = [heads_of(member, name) for member, name in batch]
        if sweep.holds(APART.join(heads)):
            yield from _each(batch, heads, sweep)


def _each(
    batch: Sequence[tuple[Member, str]], heads: Sequence[bytes], sweep: Sweep
) -> Iterator[int]:
    for (member, _), head in zip(batch, heads, strict=True):
        if sweep.holds(head):
            yield member.index


def _is_loose(stream: BinaryIO, layout: ZipLayout, sweep: Sweep) -> bool:
    """Whether a value stands in what belongs to no file."""
    end = 0
    for member in sorted(layout.members, key=lambda m: m.start):
        length = member.start - end
        stream.seek(end)
        if length > LONGEST_LOOSE or (length > 0 and sweep.holds(stream.read(length))):
            return True
        end = member.end
    return False
