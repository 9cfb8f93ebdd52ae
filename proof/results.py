# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the verifier is told, and what it says.

A hit names where and which value by number; never the value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schemas.gallring import RemovedValue


@dataclass(frozen=True)
class Hit:
    """A value that stands in a file of the package.

    `place` is the kind of place, such as "warc response body" or "pdf link". `value`
    is its index among the values searched for, `record_id` the WARC-Record-ID without
    angle brackets where the file is a web archive, `member` the name of the file
    within where it is a ZIP file.
    """

    path: str
    place: str
    value: int
    record_id: str | None = None
    member: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Search:
    """What a search of a whole package found.

    `undecodable` names what could not be opened: there nothing is known. `untestable`
    are the values that are too short to be told from other words. `problems` are
    Swedish sentences on files that may hide something, such as a PDF with revisions.
    """

    hits: tuple[Hit, ...]
    undecodable: tuple[str, ...]
    decoded_bytes: int
    untestable: tuple[int, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class MappedPlace:
    """A place where the map says that values stand: a file, a record or member of it.

    `values` are indexes. `pointer` says where in the record; it is for people: what is
    searched is the whole record, since a removal moves what comes after it. `text` is
    one that stands in what is kept too, so that it cannot be searched for: as many of
    it must go from the record as were mapped there.
    """

    path: str
    record_id: str | None = None
    pointer: str | None = None
    values: tuple[int, ...] = ()
    text: str = field(default="", repr=False)
    member: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ClearedBox:
    """A rectangle of a screenshot, in its own pixels, that must be of one colour.

    `right` and `bottom` lie just outside it.
    """

    path: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class MemberComparison:
    """How the members of one web archive differ between two versions.

    `changed` pairs the index before with the index after. The ids are those of the
    members' WARC records, without angle brackets, empty where a member has none.
    """

    before: int
    after: int
    changed: tuple[tuple[int, int], ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
    ids_before: Mapping[int, str] = field(default_factory=dict)
    ids_after: Mapping[int, str] = field(default_factory=dict)


PlannedMember = tuple[int, str]
"""The index of a member that was to change, and the id of its record before."""


@dataclass(frozen=True)
class PlannedExport:
    """What the execution says that it did in a ZIP file: to members, by their names.

    `names` gives the new name of each that changed, None if it was left out; `edited`
    are those of them whose content is another.
    """

    names: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    edited: frozenset[str] = field(default=frozenset(), repr=False)

    def name_of(self, name: str) -> str | None:
        """Give the name that a member has after; None if it has none."""
        return self.names.get(name, name)


@dataclass(frozen=True)
class Expectation:
    """What the execution says that it did: what the verifier holds it to.

    `planned` gives the members that were to change (or go) for each web archive,
    `new_record_ids` the new id of each rewritten record, `exports` what was to change
    in each ZIP file. With `to_version` None the whole package was destroyed.
    """

    package_id: str
    from_version: int
    to_version: int | None
    values: tuple[RemovedValue, ...]
    mapped: tuple[MappedPlace, ...] = ()
    planned: Mapping[str, Sequence[PlannedMember]] = field(default_factory=dict)
    new_record_ids: Mapping[str, str] = field(default_factory=dict)
    boxes: tuple[ClearedBox, ...] = ()
    exports: Mapping[str, PlannedExport] = field(default_factory=dict)
