# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be taken out of a web archive, what that changes, and what it came to.

A removal holds the very texts that must go: it lives in memory and is never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schemas.gallring import RemovedValue
from schemas.item import ExportMember, Item

Reason = Literal["content", "media", "reference"]


@dataclass(frozen=True)
class Removal:
    """What is to be taken out of a capture's web archives.

    `items` go, from every place of theirs, with the bytes of their media. `values` must
    stand nowhere after; what is kept holds none of them. `records` are the ids of
    records (without angle brackets) where a value was found beside the mapped places,
    and `members` such files of the owner's export. `kept` are all items that stay.
    """

    items: tuple[Item, ...] = field(repr=False)
    values: tuple[RemovedValue, ...] = field(repr=False)
    records: frozenset[str] = frozenset()
    members: frozenset[ExportMember] = field(default=frozenset(), repr=False)
    kept: tuple[Item, ...] = field(default=(), repr=False)

    @property
    def content_records(self) -> frozenset[str]:
        """The records whose text is to be edited."""
        mapped = {p.warc_record for item in self.items for p in item.places}
        return frozenset(name for name in mapped if name) | self.records

    @property
    def media_records(self) -> frozenset[str]:
        """The records whose bytes are to go."""
        held = {m.warc_record for item in self.items for m in item.media}
        return frozenset(name for name in held if name)

    @property
    def content_members(self) -> frozenset[ExportMember]:
        """The files of the owner's export whose content is to be edited."""
        mapped = {p.member for item in self.items for p in item.places if p.member}
        return self.members.union(mapped) - self.media_members

    @property
    def media_members(self) -> frozenset[ExportMember]:
        """The files of the owner's export that are to go."""
        held = (m.member for item in self.items for m in item.media)
        return frozenset(member for member in held if member)


@dataclass(frozen=True)
class PlannedMember:
    """A gzip member that will change, and why.

    A "reference" points at a record that changes, or repeats the digest of one.
    """

    index: int
    offset: int
    length: int
    record_id: str
    reason: Reason


@dataclass(frozen=True)
class RewritePlan:
    """Which members of a web archive will change, of how many; every other stays."""

    warc: str
    members: tuple[PlannedMember, ...]
    total: int


@dataclass(frozen=True)
class Rewritten:
    """What a rewriting came to.

    `new_ids` gives the new id of each record that was touched. `spliced` pieces were
    cut out, `emptied` bodies went whole, and `mapped_removed` places of the map are
    gone.
    """

    new_ids: Mapping[str, str]
    spliced: int
    emptied: int
    mapped_removed: int


@dataclass(frozen=True)
class PlannedFile:
    """A file of the owner's export that will change, and why.

    `new_name` is None when it is left out; the reason "name" leaves the content be.
    """

    index: int
    name: str = field(repr=False)
    new_name: str | None
    reason: Literal["content", "media", "name"]


@dataclass(frozen=True)
class ExportPlan:
    """Which files of an export will change, of how many; every other stays.

    `export` is its path in the capture and `seal` the digest of its directory. It
    `is_loose` when its comment, or what lies between its files, holds a value.
    """

    export: str
    seal: str
    files: tuple[PlannedFile, ...]
    total: int
    is_loose: bool = False

    def __bool__(self) -> bool:
        """Whether anything of it changes."""
        return bool(self.files) or self.is_loose


@dataclass(frozen=True)
class RewrittenExport:
    """What the rewriting of an export came to.

    `names` gives the new name of each file that changed, None if it was left out;
    `edited` are those, by their old names, whose content is another.
    """

    export: str
    names: Mapping[str, str | None] = field(repr=False)
    edited: frozenset[str] = field(repr=False)
    members: int
    spliced: int
    emptied: int
    mapped_removed: int
