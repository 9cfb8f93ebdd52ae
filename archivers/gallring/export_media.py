# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the pictures and films of an owner's export that removed items alone show.

An item names its own. A platform may have put the same file in an album as well, and
may name more in the entry that the item stands in: a film's still picture, another
size. They go with the item, unless something that is kept shows the same bytes.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import cached_property
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from archivers.gallring.export_zip import BROKEN, read_layout
from archivers.gallring.in_json import texts_in
from archivers.gallring.mapped import Mapped, MappedPlaces, OwnTexts
from archivers.owner_export import media_address
from archivers.owner_export.mojibake import mended_text
from schemas.errors import Damaged
from schemas.item import ExportMember, Item, Media

PIECE = 256 * 1024
LARGEST = 256 * 1024**2
DATA = (".json", ".js")
_STRING = re.compile(r'"([^"\\]{1,1024})"')

Export = tuple[str, Callable[[], BinaryIO]]
"""A part of an export: its path in the capture, and what opens it from its start."""


def files_within(
    exports: Sequence[Export],
    removed: Sequence[Item],
    kept: Sequence[Item],
    own: Collection[str],
) -> tuple[Item, ...]:
    """Give the removed items with every file of the export that they alone show.

    `own` are the addresses of what the account's profile shows, which is to remain. A
    file that something kept shows too is no longer named by the removed item.

    Raises:
        Damaged: a part of the export cannot be read.
    """
    if not exports:
        return tuple(removed)
    try:
        with ExitStack() as stack:
            opened = _Opened(exports, stack)
            return tuple(_Finding(opened, removed, kept, own).complete())
    except (BadZipFile, NotImplementedError, EOFError) as error:
        raise Damaged(BROKEN) from error


class _Opened:
    """All parts of an export, and the files in them."""

    def __init__(self, exports: Sequence[Export], stack: ExitStack) -> None:
        self.files: dict[ExportMember, tuple[ZipFile, ZipInfo]] = {}
        self._alike: defaultdict[tuple[int, int], list[ExportMember]]
        self._alike = defaultdict(list)
        self._digests: dict[ExportMember, bytes] = {}
        for path, opener in exports:
            stream = stack.enter_context(closing(opener()))
            names = read_layout(stream).names
            archive = stack.enter_context(ZipFile(stream))
            for name, info in zip(names, archive.infolist(), strict=True):
                member = ExportMember(file=path, name=name)
                self.files[member] = archive, info
                self._alike[info.file_size, info.CRC].append(member)

    @cached_property
    def by_name(self) -> dict[str, ExportMember]:
        """The files by what they are called."""
        return {member.name: member for member in self.files}

    def same(self, members: Iterable[ExportMember]) -> set[ExportMember]:
        """Give files with all others that hold the same bytes."""
        return {one for member in members for one in self._same(member)}

    def _same(self, member: ExportMember) -> Iterator[ExportMember]:
        if member not in self.files:
            return
        yield member
        _, info = self.files[member]
        for other in self._alike[info.file_size, info.CRC] if info.file_size else ():
            if other != member and self._digest(other) == self._digest(member):
                yield other

    def _digest(self, member: ExportMember) -> bytes:
        if member not in self._digests:
            digest = hashlib.sha256()
            archive, info = self.files[member]
            with archive.open(info) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
            self._digests[member] = digest.digest()
        return self._digests[member]

    def read(self, member: ExportMember) -> bytes:
        """Read a file of JSON; nothing if it is another, or is too large."""
        archive, info = self.files.get(member, (None, None))
        is_data = member.name.lower().endswith(DATA)
        if archive is None or info is None or not is_data or info.file_size > LARGEST:
            return b""
        return archive.read(info)


class _Finding:
    """What the removed items show, and what of it is to remain."""

    def __init__(
        self,
        opened: _Opened,
        removed: Sequence[Item],
        kept: Sequence[Item],
        own: Collection[str],
    ) -> None:
        self._opened, self._removed, self._kept = opened, removed, kept
        profile = (m for m in opened.files if media_address(m) in own)
        shown = (medium.member for item in kept for medium in item.media)
        staying = (*profile, *(member for member in shown if member))
        self._spared = opened.same(staying)

    def complete(self) -> Iterator[Item]:
        """Give the removed items with all that goes with them."""
        named = self._named()
        for item in self._removed:
            listed = {m.member for m in item.media if m.member}
            going = self._opened.same(listed | named[item.item_id]) - self._spared
            media = [
                medium.model_copy(update={"member": None})
                if medium.member in self._spared
                else medium
                for medium in item.media
            ]
            more = sorted(going - listed, key=lambda m: (m.file, m.name))
            media += [Media(url=media_address(m), member=m) for m in more]
            yield item.model_copy(update={"media": tuple(media)})

    def _named(self) -> defaultdict[str, set[ExportMember]]:
        """Give the files that the entries of the removed items name, and no other."""
        found: defaultdict[str, set[ExportMember]] = defaultdict(set)
        kept = _by_member(self._kept)
        for member, places in _by_member(self._removed).items():
            beside = frozenset(pointer for _, pointer in kept[member])
            mapped = MappedPlaces(places, OwnTexts((), ()), beside)
            body = self._opened.read(member)
            entries = list(mapped.entries(body))
            going = {(node.start, node.end): said for _, node, said in entries}
            staying = self._names_outside(body.decode("latin-1"), sorted(going))
            for (item, _), node, _ in entries:
                names = self._names_in(going[node.start, node.end])
                found[item.item_id] |= names - staying
        return found

    def _names_in(self, said: str) -> set[ExportMember]:
        value = json.loads(said.encode("latin-1").decode("utf-8", "replace"))
        texts = (mended_text(text) for _, text in texts_in(value))
        by_name = self._opened.by_name
        return {by_name[text] for text in texts if text in by_name}

    def _names_outside(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> set[ExportMember]:
        """Give the files that the rest of a document names."""
        starts = [0, *(end for _, end in spans)]
        ends = [*(start for start, _ in spans), len(text)]
        rest = "".join(text[a:b] for a, b in zip(starts, ends, strict=True))
        plain = rest.replace("\\/", "/")
        found = (plain[m.start(1) : m.end(1)] for m in _STRING.finditer(plain))
        by_name = self._opened.by_name
        return {by_name[text] for text in found if text in by_name}


def _by_member(items: Sequence[Item]) -> defaultdict[ExportMember, list[Mapped]]:
    found: defaultdict[ExportMember, list[Mapped]] = defaultdict(list)
    for item in items:
        for place in item.places:
            if place.member is not None and place.pointer is not None:
                found[place.member].append((item, place.pointer))
    return found
