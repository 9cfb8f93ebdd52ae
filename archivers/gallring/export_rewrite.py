# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rewrites a part of an owner's export: the planned files anew, all others as they lie.

A file whose text holds something of what goes is edited, packed again, and keeps its
date. One that cannot be edited (a picture with a name written in it, a film) is left
there empty, so that a reader sees that something stood in its place. The pictures and
films of the removed items are left out altogether: of such a file nothing remains but a
name and a sum, which say nothing to a reader, and may say whose it was to somebody who
has seen it. A name that tells of somebody is changed, and what is in the file stays: a
thread with others' words lies in a folder with one person's name.

Every other file is copied as it lies, packed data, date and all. What lies between
files is nobody's: it is not copied, and nothing of the old text is left in it.
"""

import io
import zlib
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from archivers.disk import room_on_disk
from archivers.gallring.content import SAMPLE, ContentEditor, is_binary
from archivers.gallring.copying import copy_range, write_all
from archivers.gallring.export_heads import DEFLATED, STORED, measured, swept, told
from archivers.gallring.export_plan import seal_of
from archivers.gallring.export_zip import (
    BROKEN,
    ENCRYPTED,
    Member,
    ZipLayout,
    end_of,
    entry_of,
    read_layout,
)
from archivers.gallring.mapped import Mapped
from archivers.gallring.removal import (
    ExportPlan,
    PlannedFile,
    Removal,
    RewrittenExport,
)
from archivers.gallring.sweep import Sweep
from schemas.errors import Damaged
from schemas.item import Item

LARGEST = 256 * 1024**2
"""Bytes of a text that is edited; a larger one goes whole."""

LEVEL = 6
PAGES = (".html", ".htm", ".xhtml")
CHANGED = "Exporten har ändrats sedan gallringen planerades; planera om."


def rewrite_export(
    export: Path, target: Path, plan: ExportPlan, removal: Removal
) -> RewrittenExport:
    """Write a part of an export without what is removed; the original is not touched.

    Raises:
        Damaged: the file is not the one that was planned for, or a file within that is
            to change cannot be read.
        DiskFull: there is no room left.
    """
    with export.open("rb") as source, room_on_disk(), target.open("xb", 0) as out:
        layout = read_layout(source)
        if seal_of(layout) != plan.seal:
            raise Damaged(CHANGED)
        try:
            with ZipFile(source) as archive:
                rewriting = _Rewriting(source, out, archive, plan, removal)
                return rewriting.rewrite(layout)
        except (BadZipFile, NotImplementedError, zlib.error, EOFError) as error:
            raise Damaged(BROKEN) from error


class _Rewriting:
    """One export on its way to its next version."""

    def __init__(
        self,
        source: BinaryIO,
        out: io.FileIO,
        archive: ZipFile,
        plan: ExportPlan,
        removal: Removal,
    ) -> None:
        self._source, self._out, self._archive = source, out, archive
        self._plan = plan
        self._planned = {file.index: file for file in plan.files}
        self._editor = ContentEditor(removal)
        self._places = _places(removal.items, plan.export)
        self._beside = _places(removal.kept, plan.export)
        self._names: dict[str, str | None] = {}
        self._edited: set[str] = set()
        self._written: dict[int, Member] = {}
        self._place = 0

    def rewrite(self, layout: ZipLayout) -> RewrittenExport:
        for member in sorted(layout.members, key=lambda m: m.start):
            planned = self._planned.get(member.index)
            if planned is None:
                self._copy(member)
            elif planned.new_name is None:
                self._leave_out(planned)
            else:
                self._rewrite(member, planned, planned.new_name)
        self._end(layout)
        counts = self._editor.counts
        return RewrittenExport(
            export=self._plan.export,
            names=self._names,
            edited=frozenset(self._edited),
            members=len(self._written),
            spliced=counts.spliced,
            emptied=counts.emptied,
            mapped_removed=counts.mapped_removed,
        )

    def _leave_out(self, planned: PlannedFile) -> None:
        self._names[planned.name] = None
        self._editor.emptied(self._mapped(planned.name))

    def _rewrite(self, member: Member, planned: PlannedFile, name: str) -> None:
        data = self._content(member, planned) if planned.reason == "content" else None
        if data is not None:
            self._edited.add(planned.name)
        if data is None and name == planned.name and not self._tells(member):
            self._copy(member)
            return
        self._names[planned.name] = name
        new_name = name if name != planned.name else None
        renamed = told(member, new_name, self._sweep)
        if data is None:
            self._move(member, renamed)
        else:
            self._pack(renamed, data)

    def _content(self, member: Member, planned: PlannedFile) -> bytes | None:
        """Give a file's new content; None if it stays as it is."""
        if member.flags & ENCRYPTED:
            raise Damaged(BROKEN)
        places = self._mapped(planned.name)
        content = self._read(member)
        if content is not None:
            beside = frozenset(p for _, p in self._beside.get(planned.name, ()))
            is_page = planned.name.lower().endswith(PAGES)
            edited = self._editor.edited(
                content, places, is_page=is_page, beside=beside
            )
            if edited is not None:
                return None if edited == content else edited
        self._editor.emptied(places)
        return b""

    def _read(self, member: Member) -> bytes | None:
        """Read a text; None if it is no text, or is too large to be edited."""
        if member.size > LARGEST:
            return None
        with self._archive.open(self._archive.infolist()[member.index]) as file:
            start = file.read(SAMPLE)
            return None if is_binary(start) else start + file.read()

    def _mapped(self, name: str) -> list[Mapped]:
        return self._places.get(name, [])

    @property
    def _sweep(self) -> Sweep:
        return self._editor.sweep

    def _tells(self, member: Member) -> bool:
        every = (member.extra, member.own_extra, member.comment, member.own_name)
        return any(map(self._sweep.holds, every))

    # --- what is written --------------------------------------------------------------

    def _copy(self, member: Member) -> None:
        """Copy a file as it lies, head and all."""
        self._note(member)
        self._copied(member.start, member.end)

    def _move(self, member: Member, renamed: Member) -> None:
        """Copy a file's data as they lie, under another head."""
        self._note(renamed)
        self._write(renamed.head)
        self._copied(member.data_start, member.end)

    def _pack(self, renamed: Member, data: bytes) -> None:
        packed, method = b"", STORED
        if data:
            packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            packed, method = packer.compress(data) + packer.flush(), DEFLATED
        new = measured(renamed, data, packed, method)
        self._note(new)
        self._write(new.head)
        self._write(packed)

    def _end(self, layout: ZipLayout) -> None:
        """Write the directory, in its order, and the end."""
        start = self._place
        for member in layout.members:
            if member.index in self._written:
                self._write(entry_of(self._written[member.index]))
        comment = swept(layout.comment, self._sweep)
        length = self._place - start
        self._write(end_of(len(self._written), start, length, comment))

    def _note(self, member: Member) -> None:
        self._written[member.index] = replace(member, start=self._place)

    def _write(self, data: bytes) -> None:
        write_all(self._out, data)
        self._place += len(data)

    def _copied(self, start: int, end: int) -> None:
        copy_range(self._source.fileno(), self._out.fileno(), start, end)
        self._place += end - start


def _places(items: tuple[Item, ...], export: str) -> dict[str, list[Mapped]]:
    """Give the places of items in an export, by the file within."""
    found: dict[str, dict[tuple[str, str], Mapped]] = {}
    for item in items:
        for place in item.places:
            member, pointer = place.member, place.pointer
            if member is not None and member.file == export and pointer is not None:
                here = found.setdefault(member.name, {})
                here[item.item_id, pointer] = (item, pointer)
    return {name: list(here.values()) for name, here in found.items()}
