# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the verifier is to hold an execution to: places that were mapped, boxes."""

import math
from collections.abc import Iterator, Mapping

from pipeline.contents import package_path
from pipeline.gallra.files import Task
from proof import ClearedBox, MappedPlace
from rules.removal import HEADLINE
from schemas.capture import CaptureFile, FileRole
from schemas.item import Box, Item

ITEMS_PATH = "representations/items/data/items.xml"


def mapped_places(task: Task) -> Iterator[MappedPlace]:
    """Give every place where the map of the capture says that a removed text stands."""
    numbers = {value.text: number for number, value in enumerate(task.values)}
    warcs = [f for f in task.contents.capture.files if f.role is FileRole.WARC]
    for item in task.removed:
        held = tuple(numbers[text] for text in _texts(item) if text in numbers)
        if held:
            yield MappedPlace(ITEMS_PATH, values=held)
        for place in item.places:
            text = _text_in(task, numbers, item, place.warc_record)
            body = (numbers[text],) if text in numbers else ()
            if place.warc_record and text:
                path = _holding(task, warcs, place.warc_record)
                shared = "" if body else text
                yield MappedPlace(path, place.warc_record, place.pointer, body, shared)


def _text_in(
    task: Task, numbers: Mapping[str, int], item: Item, record_id: str | None
) -> str:
    """Give an item's text as a record has it: whole, or apart from its headline."""
    body = item.body.strip()
    ways = [body, *(part.strip() for part in reversed(body.split(HEADLINE, 1)))]
    hit = {h.value for h in task.found.hits if h.record_id == record_id}
    return next((way for way in ways if numbers.get(way) in hit), body)


def cleared_box(path: str, box: Box) -> ClearedBox:
    """Give a rectangle of a screenshot in whole pixels, within what was filled."""
    return ClearedBox(
        path=path,
        left=max(math.floor(box.x), 0),
        top=max(math.floor(box.y), 0),
        right=math.ceil(box.x + box.width),
        bottom=math.ceil(box.y + box.height),
    )


def _texts(item: Item) -> tuple[str, ...]:
    return item.body.strip(), item.author.strip()


def _holding(task: Task, warcs: list[CaptureFile], record_id: str) -> str:
    """Name the web archive that holds a record: where it was found, else the first."""
    paths = [package_path(file) for file in warcs]
    found = (hit.path for hit in task.found.hits if hit.record_id == record_id)
    return next((path for path in found if path in paths), paths[0])
