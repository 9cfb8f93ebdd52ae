# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the files of an export one by one, and notes what could not be read.

One file that is damaged never stops the others: it is noted, and not among those that
were understood. What was read of it before the fault is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from archivers.api.platform import Sheet
from archivers.owner_export.json_entries import Entry, read_entries
from archivers.owner_export.notes import counted
from archivers.owner_export.opened import (
    ExportMemberInfo,
    OwnerExport,
    media_address,
)
from archivers.platform import FoundItem
from schemas.errors import BadInput, Damaged


@dataclass(frozen=True)
class Placed:
    """An item of an export, and the JSON pointer to its text."""

    item: FoundItem
    pointer: str


@dataclass
class ExportFiles:
    """The files of one export while they are read.

    `json_of` gives the JSON of a file that has just been opened, if it is not all JSON.
    `mended` says whether texts have the fault of Meta's exports. `sheets`,
    `understood` and `notes` are as in `ExportReading`.
    """

    export: OwnerExport
    mended: bool = False
    json_of: Callable[[IO[bytes]], IO[bytes]] = lambda stream: stream
    sheets: list[Sheet] = field(default_factory=list)
    understood: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def entries(self, info: ExportMemberInfo) -> Iterator[Entry]:
        """Read a file entry by entry, as far as it can be read."""
        try:
            with self.export.open(info.name) as stream:
                yield from read_entries(self.json_of(stream), mended=self.mended)
        except (Damaged, BadInput):
            self.notes.append(f"{short_name(info)} gick inte att läsa till slut.")
            return
        self.understood.add(info.name)

    def keep(self, info: ExportMemberInfo, found: Iterable[Placed | None]) -> int:
        """Keep what a file holds as a sheet, and give how many items that is.

        None is an entry that was not understood; how many they are is noted.
        """
        items: list[FoundItem] = []
        pointers: dict[str, str] = {}
        strange = 0
        for one in found:
            if one is None:
                strange += 1
                continue
            items.append(one.item)
            pointers[one.item.key] = one.pointer
        self.note_strange(info, strange)
        if items:
            url = media_address(info.member)
            sheet = Sheet(url, "", tuple(items), pointers, member=info.member)
            self.sheets.append(sheet)
        return len(items)

    def note_strange(self, info: ExportMemberInfo, count: int) -> None:
        """Note how many entries of a file were not understood."""
        if count:
            what = counted(count, "En post", "poster")
            self.notes.append(f"{what} i {short_name(info)} gick inte att tolka.")


def key_in(info: ExportMemberInfo, entry: Entry) -> str:
    """Give the key of an item, which no other of the export has."""
    return f"{info.name}#{entry.pointer}"


def short_name(info: ExportMemberInfo) -> str:
    """Name a file without its folders."""
    return info.name.rpartition("/")[2]
