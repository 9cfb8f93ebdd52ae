# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a package's listings say once some of its items are disposed of."""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from rules.removal import tombstone
from schemas.capture import CaptureHealth
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Box, Item

GONE = "gallrad"

SHORTEST = 6
"""Characters; a shorter text may be a part of any word."""


def remaining_items(
    items: Sequence[Item],
    gone: frozenset[str],
    decision_id: str,
    new_ids: Mapping[str, str],
    lost_files: frozenset[str],
) -> tuple[Item, ...]:
    """Give every item in its order: as it was, or as the tombstone of what is gone.

    Records that were rewritten have new ids, which those that remain point to; a
    screenshot that is gone is pointed to no more.
    """
    return tuple(
        tombstone(item, decision_id)
        if item.item_id in gone
        else _pointed(item, new_ids, lost_files)
        for item in items
    )


def _pointed(item: Item, new_ids: Mapping[str, str], lost: frozenset[str]) -> Item:
    def now(record: str | None) -> str | None:
        return new_ids.get(record, record) if record else record

    def shown(box: Box | None) -> Box | None:
        return None if box is not None and box.file in lost else box

    places = tuple(
        place.model_copy(
            update={
                "warc_record": now(place.warc_record),
                "box": shown(place.box),
            }
        )
        for place in item.places
    )
    media = tuple(
        medium.model_copy(update={"warc_record": now(medium.warc_record)})
        for medium in item.media
    )
    return item.model_copy(update={"places": places, "media": media})


def remaining_health(
    health: CaptureHealth, values: Sequence[RemovedValue]
) -> CaptureHealth:
    """Give the health report without the texts that told of what is gone.

    How many posts and comments the capture found is kept: it was complete then. Such
    texts are addresses of pictures that never came, and the like.
    """
    texts = [text for text in map(_sought, values) if len(text) >= SHORTEST]

    def clean(part: object) -> object:
        if isinstance(part, str):
            plain = unquote(part).casefold()
            return GONE if any(text in plain for text in texts) else part
        if isinstance(part, dict):
            return {name: clean(value) for name, value in part.items()}
        return [clean(value) for value in part] if isinstance(part, list) else part

    return CaptureHealth.model_validate(clean(health.model_dump(mode="json")))


def _sought(value: RemovedValue) -> str:
    """Give what tells a value in a text: of an address the part that is not signed."""
    text = value.text.strip().casefold()
    return text.partition("?")[0] if value.kind is ValueKind.ADDRESS else text
