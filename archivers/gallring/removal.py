# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be taken out of a web archive, what that changes, and what it came to.

A removal holds the very texts that must go: it lives in memory and is never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schemas.gallring import RemovedValue
from schemas.item import Item

Reason = Literal["content", "media", "reference"]


@dataclass(frozen=True)
class Removal:
    """What is to be taken out of a capture's web archives.

    `items` go, from every place of theirs, with the bytes of their media. `values` must
    stand nowhere after; what is kept holds none of them. `records` are the ids of
    records (without angle brackets) where a value was found beside the mapped places.
    """

    items: tuple[Item, ...] = field(repr=False)
    values: tuple[RemovedValue, ...] = field(repr=False)
    records: frozenset[str] = frozenset()

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
