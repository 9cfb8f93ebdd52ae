# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a package's listings say once some of its items are disposed of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from urllib.parse import unquote

from archivers.gallring import Needles, Sweep
from archivers.owner_export import media_address
from rules.removal import tombstone
from schemas.capture import CaptureHealth, ExportReport
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Box, ExportMember, Item, Media

GONE = "gallrad"

NO_PARTS: Mapping[str, "NewPart"] = MappingProxyType({})

SHORTEST = 6
"""Characters; a shorter text may be a part of any word."""


@dataclass(frozen=True)
class Moved:
    """What what remains points at is called now, and what it points at no more.

    `records` are the new ids of records that were rewritten, `files` the new names of
    files within exports, None for one that was left out, and `lost` the screenshots
    that are gone.
    """

    records: Mapping[str, str]
    files: Mapping[ExportMember, ExportMember | None]
    lost: frozenset[str]

    def record(self, name: str | None) -> str | None:
        """Give the id that a record has now."""
        return self.records.get(name, name) if name else name

    def member(self, member: ExportMember | None) -> ExportMember | None:
        """Give a file of an export as it is called now."""
        return self.files.get(member, member) if member else None

    def box(self, box: Box | None) -> Box | None:
        """Give a rectangle, if its screenshot is still there."""
        return None if box is not None and box.file in self.lost else box

    def name(self, name: str) -> str:
        """Give the name of a file of the export as it is now, in whatever part."""
        if name not in self._names:
            return name
        new = self._names[name]
        return new.name if new else GONE

    @cached_property
    def _names(self) -> Mapping[str, ExportMember | None]:
        return {old.name: new for old, new in self.files.items()}


@dataclass(frozen=True)
class NewPart:
    """A part of an export as it is after it was rewritten."""

    size: int
    sha256: str
    members: int


def remaining_items(
    items: Sequence[Item], gone: frozenset[str], decision_id: str, moved: Moved
) -> tuple[Item, ...]:
    """Give every item in its order: as it was, or as the tombstone of what is gone."""
    return tuple(
        tombstone(item, decision_id) if item.item_id in gone else _pointed(item, moved)
        for item in items
    )


def _pointed(item: Item, moved: Moved) -> Item:
    places = tuple(
        place.model_copy(
            update={
                "warc_record": moved.record(place.warc_record),
                "member": moved.member(place.member),
                "box": moved.box(place.box),
            }
        )
        for place in item.places
    )
    media = tuple(_medium(medium, moved) for medium in item.media)
    return item.model_copy(update={"places": places, "media": media})


def _medium(medium: Media, moved: Moved) -> Media:
    member, url = moved.member(medium.member), medium.url
    if medium.member and member and url == media_address(medium.member):
        url = media_address(member)
    return medium.model_copy(
        update={
            "warc_record": moved.record(medium.warc_record),
            "member": member,
            "url": url,
        }
    )


def remaining_health(
    health: CaptureHealth,
    values: Sequence[RemovedValue],
    moved: Moved | None = None,
    parts: Mapping[str, NewPart] = NO_PARTS,
) -> CaptureHealth:
    """Give the health report without the texts that told of what is gone.

    How many posts and comments the capture found is kept: it was complete then. Such
    texts are addresses of pictures that never came, names of files in an export, and
    the like. What is said of a part of an export is what it is now.
    """
    texts = [text for text in map(_sought, values) if len(text) >= SHORTEST]
    sweep = Sweep(Needles([v for v in values if v.kind is not ValueKind.BODY]))

    def clean(part: object) -> object:
        if isinstance(part, str):
            plain = unquote(part).casefold()
            is_told = any(text in plain for text in texts)
            return GONE if is_told or sweep.holds(part.encode()) else part
        if isinstance(part, dict):
            return {name: clean(value) for name, value in part.items()}
        return [clean(value) for value in part] if isinstance(part, list) else part

    if health.export is not None and moved is not None:
        export = _export_now(health.export, moved, parts)
        health = health.model_copy(update={"export": export})
    return CaptureHealth.model_validate(clean(health.model_dump(mode="json")))


def _export_now(
    export: ExportReport, moved: Moved, parts: Mapping[str, NewPart]
) -> ExportReport:
    """Say of an export what is in it now, and what its files are called."""
    listed = tuple(
        part.model_copy(update=vars(parts[part.path])) if part.path in parts else part
        for part in export.parts
    )
    names = tuple(map(moved.name, export.not_understood))
    return export.model_copy(update={"parts": listed, "not_understood": names})


def _sought(value: RemovedValue) -> str:
    """Give what tells a value in a text: of an address the part that is not signed."""
    text = value.text.strip().casefold()
    return text.partition("?")[0] if value.kind is ValueKind.ADDRESS else text
